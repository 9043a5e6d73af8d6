// Lambda functions that ECS asks at stages of a deployment, and the role that it calls them with.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { checkFunctionArn, checkRoleArn } from "../../model/awsIds";
import { oneOf } from "../../model/checks";
import { ecsTrustPolicy, invokeFunctionsPolicy } from "../../model/deploymentPolicies";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import { DeploymentLifecycleStage, type DeploymentLifecycleHook } from "./deploymentArgs";
import type { ChildContext } from "../component/childContext";

/** Plans the hooks. */
export function planLifecycleHooks(
  checks: ArgumentChecks,
  given: readonly DeploymentLifecycleHook[],
): DeploymentLifecycleHook[] {
  return given.map(({ functionArn, stages, roleArn }, i) => {
    const path = `deployment.lifecycleHooks[${i}]`;
    if (stages.length === 0) checks.add(`${path}.stages`, "is empty", "name one or more");
    stages.forEach((stage, s) => {
      checks.shape(`${path}.stages[${s}]`, stage, oneOf(Object.values(DeploymentLifecycleStage)));
      if (stages.indexOf(stage) < s) checks.add(`${path}.stages[${s}]`, `${quote(stage)} is given twice`, "keep one");
    });
    return {
      functionArn: checks.value(`${path}.functionArn`, functionArn, checkFunctionArn),
      stages,
      roleArn: checks.value(`${path}.roleArn`, roleArn, checkRoleArn),
    };
  });
}

/** The hooks, as the service takes them; `ready` are the rights that ECS calls them with. */
export interface LifecycleHooks {
  readonly hooks: aws.types.input.ecs.ServiceDeploymentConfigurationLifecycleHook[];
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the role of the hooks that bring none. */
export function createLifecycleHooks(
  name: string,
  plan: readonly DeploymentLifecycleHook[],
  { options, awsEnvironment, tags, permissionsBoundary }: ChildContext,
): LifecycleHooks {
  const functionArns = plan.filter(({ roleArn }) => roleArn === undefined).map(({ functionArn }) => functionArn);
  if (functionArns.length === 0) return { hooks: plan.map((hook) => hookOf(hook, hook.roleArn)), ready: [] };
  const role = new aws.iam.Role(
    childName(name, "hookRole"),
    {
      description: `ECS calls the deployment hooks of ${name} with it`,
      assumeRolePolicy: pulumi.jsonStringify(awsEnvironment.apply(ecsTrustPolicy)),
      permissionsBoundary,
      tags,
    },
    options,
  );
  const policy = new aws.iam.RolePolicy(
    childName(name, "hookRolePolicy"),
    { role: role.name, policy: pulumi.jsonStringify(pulumi.all(functionArns).apply(invokeFunctionsPolicy)) },
    options,
  );
  return { hooks: plan.map((hook) => hookOf(hook, hook.roleArn ?? role.arn)), ready: [policy] };
}

function hookOf({ functionArn, stages }: DeploymentLifecycleHook, roleArn: pulumi.Input<string> | undefined) {
  return { hookTargetArn: functionArn, lifecycleStages: stages, roleArn };
}
