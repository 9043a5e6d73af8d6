// The two IAM roles of a task: what ECS may do to start it (execution role), and what its containers may do (task role).

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkPolicyArn, checkRoleArn } from "../../model/awsIds";
import { childName, childNameOf } from "../../model/childNames";
import {
  policyDocument,
  policyJson,
  tasksTrustPolicy,
  type AwsEnvironment,
  type Statement,
} from "../../model/policies";
import type { ArgumentChecks } from "../component/argumentChecks";
import { derive, type ChildContext } from "../component/childContext";

/** The role that ECS pulls the image, reads secrets and writes logs with. */
export interface ServiceExecutionRole {
  /**
   * An existing role. What it needs is the output `executionRolePolicy`, besides AWS's managed policy
   * AmazonECSTaskExecutionRolePolicy (in place of it with `tight`).
   * @default one is created that reads exactly this service's secrets
   */
  arn?: pulumi.Input<string>;
  /**
   * Whether the role goes without AWS's managed policy, which writes to every log group and pulls from every ECR repository:
   * it then writes to this service's log group only, and pulls from the repositories of its images only. Images that ECR's
   * pull-through cache has not fetched yet need more.
   * @default false
   */
  tight?: boolean;
  /**
   * Whether a tight role also pulls GuardDuty's agent. Where GuardDuty Runtime Monitoring manages its agent on Fargate, ECS
   * adds it to each task and pulls it with this role from an ECR repository of GuardDuty's; a role that may not leaves the task
   * unwatched. https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-ecs-support.html
   * @default false
   */
  guardDutyAgent?: boolean;
  /** The ARN of a policy that bounds the created roles' rights. */
  permissionsBoundary?: pulumi.Input<string>;
}

/** One statement of the task role's policy. */
export interface TaskRoleStatement {
  /** What is allowed: `["s3:GetObject"]`. */
  actions: string[];
  /** What it is allowed on: ARNs. */
  resources: pulumi.Input<string>[];
}

/** The role that the containers use AWS with. */
export interface ServiceTaskRole {
  /**
   * An existing role. What it needs for `enableExecuteCommand`, `volumes` and `tracing` is the output `taskRolePolicy`.
   * @default one is created, without any permission
   */
  arn?: pulumi.Input<string>;
  /** Managed policies to attach to the created role. */
  policyArns?: pulumi.Input<string>[];
  /** What the created role allows besides. */
  statements?: TaskRoleStatement[];
}

/** The roles, as planned. */
export interface RolesPlan {
  readonly executionRoleArn: pulumi.Input<string> | undefined;
  readonly permissionsBoundary: pulumi.Input<string> | undefined;
  readonly taskRoleArn: pulumi.Input<string> | undefined;
  readonly taskPolicyArns: readonly pulumi.Input<string>[];
  readonly taskStatements: readonly TaskRoleStatement[];
  /** Whether the execution role goes without AWS's managed policy. */
  readonly tight: boolean;
  readonly guardDutyAgent: boolean;
}

/** Plans both roles. */
export function planRoles(
  checks: ArgumentChecks,
  execution: ServiceExecutionRole = {},
  task: ServiceTaskRole = {},
): RolesPlan {
  const { tight = false, guardDutyAgent = false } = execution;
  if (guardDutyAgent && !tight)
    checks.add(
      "executionRole.guardDutyAgent",
      "true while tight is false: AWS's managed policy covers the agent",
      "set executionRole.tight: true, or leave it unset",
    );
  if (task.arn !== undefined)
    for (const [key, value] of Object.entries({ policyArns: task.policyArns, statements: task.statements }))
      if (value !== undefined)
        checks.add(
          `taskRole.${key}`,
          "given together with taskRole.arn, whose rights are yours",
          "leave one of them unset",
        );
  task.statements?.forEach(({ actions, resources }, i) => {
    for (const [key, list] of Object.entries({ actions, resources }))
      if (list.length === 0) checks.add(`taskRole.statements[${i}].${key}`, "is empty", "name one or more");
  });
  return {
    executionRoleArn: checks.value("executionRole.arn", execution.arn, checkRoleArn),
    permissionsBoundary: checks.value(
      "executionRole.permissionsBoundary",
      execution.permissionsBoundary,
      checkPolicyArn,
    ),
    taskRoleArn: checks.value("taskRole.arn", task.arn, checkRoleArn),
    taskPolicyArns: checks.values("taskRole.policyArns", task.policyArns ?? [], checkPolicyArn),
    taskStatements: task.statements ?? [],
    tight,
    guardDutyAgent,
  };
}

/** The execution role's ARN; `ready` are the policies that it is given. */
export interface ExecutionRole {
  readonly arn: pulumi.Output<string>;
  readonly ready: readonly pulumi.Resource[];
}

const trustPolicyJson = (awsEnvironment: AwsEnvironment): string => policyJson(tasksTrustPolicy(awsEnvironment));
const managedPolicyArn = ({ partition }: AwsEnvironment): string =>
  `arn:${partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy`;

/** Creates the execution role with AWS's managed policy (which covers ECR and logs), unless tight, and the given one; unless a role exists. */
export function createExecutionRole(
  name: string,
  plan: RolesPlan,
  policy: pulumi.Output<string> | undefined,
  { options, awsEnvironment, tags, permissionsBoundary }: ChildContext,
): ExecutionRole {
  if (plan.executionRoleArn !== undefined) return { arn: pulumi.output(plan.executionRoleArn), ready: [] };
  const role = new aws.iam.Role(
    childName(name, "executionRole"),
    {
      description: `ECS starts the tasks of ${name} with it`,
      assumeRolePolicy: derive(awsEnvironment, trustPolicyJson),
      permissionsBoundary,
      tags,
    },
    options,
  );
  const ready: pulumi.Resource[] = [];
  if (!plan.tight)
    ready.push(
      new aws.iam.RolePolicyAttachment(
        childName(name, "executionRoleManagedPolicy"),
        {
          role: role.name,
          policyArn: derive(awsEnvironment, managedPolicyArn),
        },
        options,
      ),
    );
  if (policy !== undefined)
    ready.push(new aws.iam.RolePolicy(childName(name, "executionRolePolicy"), { role: role.name, policy }, options));
  return { arn: role.arn, ready };
}

/** The task role's ARN; `policy` is what it allows, as JSON; `ready` once it does. */
export interface TaskRole {
  readonly arn: pulumi.Output<string>;
  readonly policy: pulumi.Output<string> | undefined;
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the task role with exactly what is asked for, unless a role exists. `features` are the other arguments' needs. */
export function createTaskRole(
  name: string,
  plan: RolesPlan,
  features: readonly pulumi.Input<Statement>[],
  { options, awsEnvironment, tags, permissionsBoundary }: ChildContext,
): TaskRole {
  const statements: pulumi.Input<Statement>[] = plan.taskStatements.map(({ actions, resources }) =>
    pulumi.output(resources).apply((known): Statement => ({ Effect: "Allow", Action: actions, Resource: known })),
  );
  statements.push(...features);
  const policy =
    statements.length === 0
      ? undefined
      : pulumi.jsonStringify(pulumi.all(statements).apply((known) => policyDocument(...known)));
  if (plan.taskRoleArn !== undefined) return { arn: pulumi.output(plan.taskRoleArn), policy, ready: [] };
  const role = new aws.iam.Role(
    childName(name, "taskRole"),
    {
      description: `The containers of ${name} use AWS with it`,
      assumeRolePolicy: derive(awsEnvironment, trustPolicyJson),
      permissionsBoundary,
      tags,
    },
    options,
  );
  plan.taskPolicyArns.forEach((policyArn, i) => {
    new aws.iam.RolePolicyAttachment(
      childNameOf(name, "task-role-managed-policy", i),
      { role: role.name, policyArn },
      options,
    );
  });
  if (policy === undefined) return { arn: role.arn, policy, ready: [] };
  const granted = new aws.iam.RolePolicy(childName(name, "taskRolePolicy"), { role: role.name, policy }, options);
  return { arn: role.arn, policy, ready: [granted] };
}
