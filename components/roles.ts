// The two IAM roles of a task: what ECS may do to start it (execution role), and what its containers may do (task role).

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { parseSecretSource } from "../model/arns";
import { arnOf } from "../model/checks";
import { childName, childNameOf } from "../model/childNames";
import {
  EXECUTE_COMMAND,
  executionRolePolicy,
  policyDocument,
  policyJson,
  tasksTrustPolicy,
  type Statement,
} from "../model/policies";
import type { ArgumentChecks } from "./argumentChecks";
import type { PullSecret } from "./imageCredentials";
import type { Surroundings } from "./surroundings";

/** The role that ECS pulls the image, reads secrets and writes logs with. */
export interface ServiceExecutionRole {
  /**
   * An existing role. What it needs is the output `executionRolePolicy`, besides AWS's managed policy
   * AmazonECSTaskExecutionRolePolicy.
   * @default one is created that reads exactly this service's secrets
   */
  arn?: pulumi.Input<string>;
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
   * An existing role.
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
  readonly enableExecuteCommand: boolean;
}

const checkRoleArn = arnOf("an IAM role", "iam", "role/");
const checkPolicyArn = arnOf("an IAM policy", "iam", "policy/");

/** Plans both roles. */
export function planRoles(
  checks: ArgumentChecks,
  execution: ServiceExecutionRole = {},
  task: ServiceTaskRole = {},
  enableExecuteCommand: boolean,
): RolesPlan {
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
    enableExecuteCommand,
  };
}

/** What the execution role has to be able to read. */
export interface ExecutionSecrets {
  readonly registry: readonly PullSecret[];
  /** The `valueFrom` of the containers' secrets. */
  readonly container: readonly pulumi.Input<string>[];
  readonly containerKeyArns: readonly pulumi.Input<string>[];
}

/** The policy that lets the execution role read these; undefined where there is nothing to read. */
export function executionPolicyJson(
  { registry, container, containerKeyArns }: ExecutionSecrets,
  { place }: Surroundings,
): pulumi.Output<string> | undefined {
  if (registry.length + container.length === 0) return undefined;
  return pulumi.output({ place, registry, container, containerKeyArns }).apply((known) =>
    policyJson(
      executionRolePolicy({
        place: known.place,
        registrySecrets: known.registry,
        containerSecrets: known.container.map((arn) => parseSecretSource(arn) ?? { kind: "secretsmanager", arn }),
        containerSecretKeyArns: known.containerKeyArns,
      }),
    ),
  );
}

/** The execution role's ARN; `ready` are the policies that it is given. */
export interface ExecutionRole {
  readonly arn: pulumi.Output<string>;
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the execution role with AWS's managed policy (which covers ECR and logs) and the given one, unless a role exists. */
export function createExecutionRole(
  name: string,
  plan: RolesPlan,
  policy: pulumi.Output<string> | undefined,
  { parent, place, tags }: Surroundings,
): ExecutionRole {
  if (plan.executionRoleArn !== undefined) return { arn: pulumi.output(plan.executionRoleArn), ready: [] };
  const role = new aws.iam.Role(
    childName(name, "executionRole"),
    {
      description: `ECS starts the tasks of ${name} with it`,
      assumeRolePolicy: place.apply((known) => policyJson(tasksTrustPolicy(known))),
      permissionsBoundary: plan.permissionsBoundary,
      tags,
    },
    { parent },
  );
  const managed = new aws.iam.RolePolicyAttachment(
    childName(name, "executionRoleManagedPolicy"),
    {
      role: role.name,
      policyArn: place.apply(
        ({ partition }) => `arn:${partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy`,
      ),
    },
    { parent },
  );
  const ready: pulumi.Resource[] = [managed];
  if (policy !== undefined)
    ready.push(new aws.iam.RolePolicy(childName(name, "executionRolePolicy"), { role: role.name, policy }, { parent }));
  return { arn: role.arn, ready };
}

/** Creates the task role with exactly what is asked for, unless a role exists. */
export function createTaskRole(
  name: string,
  plan: RolesPlan,
  { parent, place, tags }: Surroundings,
): pulumi.Output<string> {
  if (plan.taskRoleArn !== undefined) return pulumi.output(plan.taskRoleArn);
  const role = new aws.iam.Role(
    childName(name, "taskRole"),
    {
      description: `The containers of ${name} use AWS with it`,
      assumeRolePolicy: place.apply((known) => policyJson(tasksTrustPolicy(known))),
      permissionsBoundary: plan.permissionsBoundary,
      tags,
    },
    { parent },
  );
  plan.taskPolicyArns.forEach((policyArn, i) => {
    new aws.iam.RolePolicyAttachment(
      childNameOf(name, "task-role-managed-policy", i),
      { role: role.name, policyArn },
      { parent },
    );
  });
  const statements: pulumi.Input<Statement>[] = plan.taskStatements.map(({ actions, resources }) =>
    pulumi.output(resources).apply((known): Statement => ({ Effect: "Allow", Action: actions, Resource: known })),
  );
  if (plan.enableExecuteCommand) statements.push(EXECUTE_COMMAND);
  if (statements.length > 0)
    new aws.iam.RolePolicy(
      childName(name, "taskRolePolicy"),
      {
        role: role.name,
        policy: pulumi.all(statements).apply((known) => policyJson(policyDocument(...known))),
      },
      { parent },
    );
  return role.arn;
}
