// The service that component tests start from, and shortcuts to what they look at.

import * as pulumi from "@pulumi/pulumi";
import type { Deployment, DeployOptions } from "../support/deploy";
import { deploy } from "../support/deploy";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";

/** A token that no output may show. */
export const TOKEN = "ghp_0123456789abcdefTOKEN";

/** The smallest private service, in a network that exists. */
export const PRIVATE: GhcrFargateServiceArgs = {
  image: "ghcr.io/acme/web:1.0",
  credentials: { username: "acme-bot", token: TOKEN },
  port: 8080,
  network: { mode: "existing", vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] },
};

/** The smallest public service: the fewest children. */
export const PUBLIC: GhcrFargateServiceArgs = { image: "ghcr.io/acme/web:1.0", network: PRIVATE.network };

/** Deploys one service named "web". */
export function deployService(args: GhcrFargateServiceArgs, options?: DeployOptions): Promise<Deployment> {
  return deploy(() => outputsOf(new GhcrFargateService("web", args)), options);
}

/** The definition of the only task's container of this name, as ECS gets it. */
export function containerIn(deployment: Deployment, name = "app"): Record<string, unknown> {
  const definitions = deployment.only("aws:ecs/taskDefinition:TaskDefinition").inputs.containerDefinitions;
  const found = (JSON.parse(String(definitions)) as Record<string, unknown>[]).find(
    (container) => container.name === name,
  );
  if (found === undefined) throw new Error(`no container ${name} in ${String(definitions)}`);
  return found;
}

/** A JSON input of a resource, parsed. */
export function policyOf(deployment: Deployment, name: string, input = "policy"): unknown {
  return JSON.parse(String(deployment.find(name).inputs[input]));
}

/** The message that the arguments are refused with; fails if they are not. */
export async function refusal(args: GhcrFargateServiceArgs, options?: DeployOptions): Promise<string> {
  const { errors, resources } = await deployService(args, { ...options, mayFail: true });
  if (errors[0] === undefined) throw new Error(`not refused: ${resources.length} resources`);
  return errors[0].message;
}

/** A component's outputs, as a program would export them. */
function outputsOf(component: GhcrFargateService): Record<string, unknown> {
  return Object.fromEntries(Object.entries(component).filter(([, value]) => pulumi.Output.isInstance(value)));
}
