// A compose project as a component: its files are read when the program runs, and become services.

import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import { GHCR, parseImageReference } from "../model/imageReference";
import { isEngineAttached } from "../rollout/engine";
import { createShared, LOOKUPS, resolveData } from "./composeSteps";
import type { ImageCredentials } from "./credentials/imageCredentials";
import { printTaskUrls } from "./deployment/taskUrls";
import { GhcrFargateService } from "./ghcrFargateService";
import type { GhcrFargateComposeProjectArgs } from "./ghcrFargateComposeProjectArgs";
import type * as Plan from "./ghcrFargateComposeProjectPlan";
import type { GhcrFargateServiceArgs } from "./ghcrFargateServiceArgs";
import { RegistryCredentials } from "./registryCredentials";

/** Loaded by the first project: a program without a compose file does not wait 30 ms for the code that reads them. */
const loadPlan = () => createRequire(__filename)("./ghcrFargateComposeProjectPlan") as typeof Plan;

const TYPE = "ghcr-fargate:index:GhcrFargateComposeProject";

/**
 * docker-compose.yml, with or without the ecs-params.yml of ecs-cli, as services on AWS Fargate.
 *
 * With ecs-params.yml the project is one task and one service, in the network of the file. Without it each service of the compose
 * file is a service in one cluster; they call each other by their names with Service Connect, reach those that share a network of
 * the file, and are created in the order of `depends_on`. What Fargate does not have is refused or dropped with a warning that
 * says why, with the file and the line: `ghcr-fargate compose check` says it before, and `compose convert` prints the program
 * that this component stands for.
 *
 * @example
 * ```ts
 * const shop = new GhcrFargateComposeProject("shop", { directory: "shop", ingressCidrs: ["0.0.0.0/0"] });
 * export const { urls } = shop;
 * ```
 */
export class GhcrFargateComposeProject extends pulumi.ComponentResource {
  /** The URLs of load balancers, by the names of services. Tasks without one have addresses that change: an update prints them. */
  public readonly urls: pulumi.Output<Record<string, string>>;
  /** The names of the ECS services, by the names of the services. */
  public readonly serviceNames: pulumi.Output<Record<string, string>>;
  /** The cluster that the services run in. */
  public readonly clusterArn: pulumi.Output<string>;

  constructor(name: string, args: GhcrFargateComposeProjectArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TYPE, name, {}, opts);
    const { steps, warnings, given } = loadPlan().planComposeProject(name, args);
    for (const warning of warnings) void pulumi.log.warn(warning, this);
    const credentials = shareCredentials(name, given.credentials, this);
    const made = new Map<string, object>();
    const services: [string, GhcrFargateService][] = [];
    for (const step of steps) {
      const data = resolveData(step.args, made) as Record<string, unknown>;
      if (step.kind === "lookup") made.set(step.variable, LOOKUPS[step.call](data, { parent: this }));
      else if (step.kind === "resource") made.set(step.variable, createShared(step, data, this));
      else {
        const full = withCredentials(data, credentials) as unknown as GhcrFargateServiceArgs;
        const dependsOn = step.dependsOn.map((variable) => made.get(variable) as pulumi.Resource);
        const service = new GhcrFargateService(step.name, full, { parent: this, dependsOn });
        made.set(step.variable, service);
        printAddresses(service, { port: step.args.port, group: resolveData(step.publicGroup, made) }, this);
        services.push([step.name.slice(step.name === name ? 0 : name.length + 1), service]);
      }
    }
    const outputs = (pick: (service: GhcrFargateService) => pulumi.Output<string | undefined>) =>
      pulumi
        .all(services.map(([key, service]) => pick(service).apply((value) => [key, value ?? ""] as const)))
        .apply((pairs) => Object.fromEntries(pairs));
    this.urls = outputs(({ url }) => url);
    this.serviceNames = outputs(({ serviceName }) => serviceName);
    this.clusterArn = pulumi.all(services.map(([, { clusterArn }]) => clusterArn)).apply(([arn]) => arn ?? "");
    this.registerOutputs({ urls: this.urls, serviceNames: this.serviceNames, clusterArn: this.clusterArn });
  }
}

/** Prints where the tasks are reached, after each update; a service with a group of its own does it itself. */
function printAddresses(
  { rollout }: GhcrFargateService,
  { port, group }: { readonly port: unknown; readonly group: unknown },
  parent: pulumi.Resource,
): void {
  if (typeof port !== "number" || group === undefined) return;
  if (!isEngineAttached() || pulumi.runtime.isDryRun()) return;
  pulumi
    .all([group as pulumi.Input<string>, rollout])
    .apply(([securityGroupId]) => printTaskUrls({ securityGroupId, port }, parent));
}

/** A token is stored once, for all services. */
function shareCredentials(
  name: string,
  given: ImageCredentials | undefined,
  parent: pulumi.Resource,
): ImageCredentials | undefined {
  if (given?.username === undefined || given.token === undefined) return given;
  const { username, token, keyArn, expiresOn } = given;
  const made = new RegistryCredentials(
    `${name}-registry`,
    { username, token, ...(keyArn !== undefined && { keyArn }), ...(expiresOn !== undefined && { expiresOn }) },
    { parent },
  );
  return { secretArn: made.secretArn, keyArn: made.keyArn };
}

function withCredentials(
  args: Record<string, unknown>,
  credentials: ImageCredentials | undefined,
): Record<string, unknown> {
  if (credentials === undefined) return args;
  const add = (container: Record<string, unknown>) =>
    container.credentials === undefined && isOnGhcr(String(container.image))
      ? { ...container, credentials }
      : container;
  const sidecars = args.sidecars as Record<string, unknown>[] | undefined;
  return { ...add(args), ...(sidecars && { sidecars: sidecars.map(add) }) };
}

function isOnGhcr(text: string): boolean {
  return parseImageReference(text).image?.registry === GHCR;
}
