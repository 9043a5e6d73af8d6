// Both roles of a task, with what each feature needs of them.

import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../model/policies";
import { executionPolicyJson, tightStatements } from "./executionPolicy";
import type { FargatePlan } from "../ghcrFargateServicePlan";
import type { PullSecret } from "../credentials/imageCredentials";
import { createExecutionRole, createTaskRole } from "./roles";
import type { ChildContext } from "../component/childContext";
import { volumeStatements } from "./volumes";

/** The roles of one task. */
export interface TaskRoles {
  readonly executionRoleArn: pulumi.Output<string>;
  readonly executionRolePolicy: pulumi.Output<string> | undefined;
  readonly taskRoleArn: pulumi.Output<string>;
  readonly taskRolePolicy: pulumi.Output<string> | undefined;
  /** The rights without which a task does not start. */
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the roles, unless they exist. */
export function createTaskRoles(
  name: string,
  plan: FargatePlan,
  uses: {
    readonly pullSecrets: readonly PullSecret[];
    readonly logGroupArn: pulumi.Input<string>;
    readonly executeCommand: readonly pulumi.Input<Statement>[];
  },
  context: ChildContext,
): TaskRoles {
  const containers = plan.containers.map(({ container }) => container);
  const executionRolePolicy = executionPolicyJson(
    {
      registry: uses.pullSecrets,
      container: [
        ...containers.flatMap(({ settings }) => Object.values(settings.secrets ?? {})),
        ...Object.values(plan.logs.driver.secretOptions),
      ],
      containerKeyArns: plan.secretKeyArns,
    },
    tightStatements(
      plan.roles,
      containers.map(({ image }) => image),
      uses.logGroupArn,
      context,
    ),
    context,
  );
  const execution = createExecutionRole(name, plan.roles, executionRolePolicy, context);
  const mounts = volumeStatements(plan.volumes, context);
  const tracing = plan.tracing === undefined ? [] : [plan.tracing.statement];
  const task = createTaskRole(name, plan.roles, [...mounts, ...tracing, ...uses.executeCommand], context);
  return {
    executionRoleArn: execution.arn,
    executionRolePolicy,
    taskRoleArn: task.arn,
    taskRolePolicy: task.policy,
    ready: [...execution.ready, ...(mounts.length === 0 ? [] : task.ready)],
  };
}
