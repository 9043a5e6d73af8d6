// Checks at stages of a deployment: Lambda functions, with the role that ECS calls them with, and pauses for approval.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkFunctionArn, checkRoleArn } from "../../model/awsIds";
import { childName } from "../../model/childNames";
import { oneOf, wholeNumber } from "../../model/checks";
import { ecsTrustPolicy, invokeFunctionsPolicy } from "../../model/deploymentPolicies";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { createRole } from "../component/role";
import {
  DeploymentHookTarget,
  DeploymentHookTimeoutAction,
  DeploymentLifecycleStage,
  type DeploymentLifecycleHook,
} from "./deploymentArgs";

/** A hook, as planned: a function to call, or a pause. */
export type LifecycleHookPlan = { readonly stages: readonly DeploymentLifecycleStage[] } & (
  | {
      readonly functionArn: pulumi.Input<string>;
      readonly roleArn: pulumi.Input<string> | undefined;
      readonly pause?: undefined;
    }
  | { readonly pause: Pause; readonly functionArn?: undefined }
);

interface Pause {
  readonly timeoutMinutes: number;
  readonly timeoutAction: DeploymentHookTimeoutAction;
}

const DEFAULT_PAUSE: Pause = { timeoutMinutes: 1440, timeoutAction: DeploymentHookTimeoutAction.Rollback };

/** Stages that are over before a person could look at anything. */
const NO_PAUSE: readonly DeploymentLifecycleStage[] = [
  DeploymentLifecycleStage.TestTrafficShift,
  DeploymentLifecycleStage.ProductionTrafficShift,
];

/** Plans the hooks. */
export function planLifecycleHooks(
  checks: ArgumentChecks,
  given: readonly DeploymentLifecycleHook[],
): LifecycleHookPlan[] {
  return given.map((hook, i) => {
    const path = `deployment.lifecycleHooks[${i}]`;
    const { targetType = DeploymentHookTarget.AwsLambda, stages } = hook;
    checks.shape(`${path}.targetType`, targetType, oneOf(Object.values(DeploymentHookTarget)));
    if (stages.length === 0) checks.add(`${path}.stages`, "is empty", "set one stage or more");
    stages.forEach((stage, s) => {
      checks.shape(`${path}.stages[${s}]`, stage, oneOf(Object.values(DeploymentLifecycleStage)));
    });
    checks.unique(`${path}.stages`, stages);
    return targetType === DeploymentHookTarget.Pause ? planPause(checks, path, hook) : planFunction(checks, path, hook);
  });
}

function planFunction(checks: ArgumentChecks, path: string, hook: DeploymentLifecycleHook): LifecycleHookPlan {
  const { functionArn, roleArn, stages, timeoutMinutes, timeoutAction } = hook;
  checks.required(path, { functionArn }, 'pass the ARN of a Lambda function, or set targetType: "PAUSE"');
  checks.mustBeUnset(
    path,
    { timeoutMinutes, timeoutAction },
    {
      wrong: 'cannot be set without targetType: "PAUSE"',
      fix: "leave it unset: Lambda functions have their own timeout",
    },
  );
  return {
    functionArn:
      checks.arn(`${path}.functionArn`, functionArn, {
        check: checkFunctionArn,
        what: "a function",
        shared: ["region"],
      }) ?? "",
    roleArn: checks.arn(`${path}.roleArn`, roleArn, { check: checkRoleArn, what: "a role", shared: ["account"] }),
    stages,
  };
}

function planPause(checks: ArgumentChecks, path: string, hook: DeploymentLifecycleHook): LifecycleHookPlan {
  const { functionArn, roleArn, stages, timeoutMinutes, timeoutAction } = hook;
  checks.mustBeUnset(
    path,
    { functionArn, roleArn },
    { wrong: 'cannot be set with targetType: "PAUSE"', fix: "leave one of them unset: a pause calls no function" },
  );
  checks.shape(`${path}.timeoutMinutes`, timeoutMinutes, wholeNumber(1, 20160, "minutes"));
  checks.shape(`${path}.timeoutAction`, timeoutAction, oneOf(Object.values(DeploymentHookTimeoutAction)));
  stages.forEach((stage, s) => {
    if (NO_PAUSE.includes(stage))
      checks.add(
        `${path}.stages[${s}]`,
        `"${stage}" cannot be set with targetType: "PAUSE"`,
        "use the stage before or after it",
      );
  });
  return {
    stages,
    pause: {
      timeoutMinutes: timeoutMinutes ?? DEFAULT_PAUSE.timeoutMinutes,
      timeoutAction: timeoutAction ?? DEFAULT_PAUSE.timeoutAction,
    },
  };
}

/** How many minutes a deployment may wait for approvals, in all. */
export function pauseMinutes(hooks: readonly LifecycleHookPlan[]): number {
  return hooks.reduce((sum, { pause, stages }) => sum + (pause?.timeoutMinutes ?? 0) * stages.length, 0);
}

/** The hooks, as the service takes them; `ready` are the rights that ECS calls them with. */
export interface LifecycleHooks {
  readonly hooks: aws.types.input.ecs.ServiceDeploymentConfigurationLifecycleHook[];
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the role of the functions that are given without one. */
export function createLifecycleHooks(
  name: string,
  plan: readonly LifecycleHookPlan[],
  context: ChildContext,
): LifecycleHooks {
  if (!createsHookRole(plan)) return { hooks: plan.map((hook) => renderHook(hook, undefined)), ready: [] };
  const role = createRole(
    { component: name, key: "hookRole" },
    { description: `Deployment hooks of ${name}`, trust: ecsTrustPolicy },
    context,
  );
  const functionArns = plan.flatMap((hook) =>
    hook.functionArn === undefined || hook.roleArn !== undefined ? [] : [hook.functionArn],
  );
  const policy = new aws.iam.RolePolicy(
    childName(name, "hookRolePolicy"),
    { role: role.name, policy: pulumi.jsonStringify(pulumi.all(functionArns).apply(invokeFunctionsPolicy)) },
    context.options,
  );
  return { hooks: plan.map((hook) => renderHook(hook, role.arn)), ready: [policy] };
}

/** Whether a role is created for the hooks. */
export function createsHookRole(plan: readonly LifecycleHookPlan[]): boolean {
  return plan.some((hook) => hook.functionArn !== undefined && hook.roleArn === undefined);
}

function renderHook(
  hook: LifecycleHookPlan,
  roleArn: pulumi.Input<string> | undefined,
): LifecycleHooks["hooks"][number] {
  const lifecycleStages = [...hook.stages];
  if (hook.pause === undefined)
    return { hookTargetArn: hook.functionArn, lifecycleStages, roleArn: hook.roleArn ?? roleArn };
  const { timeoutMinutes, timeoutAction } = hook.pause;
  return {
    targetType: DeploymentHookTarget.Pause,
    lifecycleStages,
    timeoutConfiguration: { timeoutInMinutes: String(timeoutMinutes), action: timeoutAction },
  };
}
