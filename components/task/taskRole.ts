// The task role: what the code in the containers may do in AWS.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkPolicyArn, checkRoleArn } from "../../model/awsIds";
import { childName, childNameOf } from "../../model/childNames";
import { checkAction, checkStatementResource } from "../../model/policyStatements";
import { policyDocument, tasksTrustPolicy, type Statement } from "../../model/policies";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { checkNewRoleName, createRole } from "../component/role";

/** One statement of the task role's policy. */
export interface TaskRoleStatement {
  /** The allowed actions: `["s3:GetObject"]`. */
  actions: string[];
  /** The ARNs of the resources that they are allowed on. */
  resources: pulumi.Input<string>[];
}

/** The task role: the permissions of your code. */
export interface ServiceTaskRole {
  /**
   * An existing role. For `executeCommand`, `volumes` and `tracing` it needs the output `taskRolePolicy`.
   * @default one is created without permissions
   */
  arn?: pulumi.Input<string>;
  /**
   * The name of the created role: no other role of the account can have it. A change, or whatever else replaces the role, deletes it
   * before its successor exists: no task can start meanwhile.
   * @default the component's name and a random suffix
   */
  name?: string;
  /** ARNs of managed policies to attach to the created role. */
  policyArns?: pulumi.Input<string>[];
  /** Statements of the created role's inline policy. */
  statements?: TaskRoleStatement[];
}

/** The task role, as planned. */
export interface TaskRolePlan {
  readonly existing: pulumi.Input<string> | undefined;
  /** The name of the created role. */
  readonly name: string | undefined;
  readonly policyArns: readonly pulumi.Input<string>[];
  readonly statements: readonly TaskRoleStatement[];
}

/** Plans the task role. */
export function planTaskRole(checks: ArgumentChecks, given: ServiceTaskRole = {}): TaskRolePlan {
  const { arn, name, policyArns, statements } = given;
  checkNewRoleName(checks, "taskRole", { arn, name });
  if (arn !== undefined)
    checks.mustBeUnset(
      "taskRole",
      { policyArns, statements },
      { wrong: "cannot be set with taskRole.arn: an existing role is not modified", fix: "leave one of them unset" },
    );
  statements?.forEach(({ actions, resources }, i) => {
    const path = `taskRole.statements[${i}]`;
    checks.required(path, { actions, resources });
    for (const [key, list] of Object.entries({ actions, resources }))
      if ((list as unknown[] | undefined)?.length === 0) checks.add(`${path}.${key}`, "is empty", "list one or more");
    actions.forEach((action, a) => {
      checks.shape(`${path}.actions[${a}]`, action, checkAction);
    });
  });
  return {
    name,
    existing: checks.arn("taskRole.arn", arn, { check: checkRoleArn, what: "a role", shared: ["account"] }),
    policyArns: (policyArns ?? []).map((policyArn, i) => {
      const path = `taskRole.policyArns[${i}]`;
      return checks.arn(path, policyArn, { check: checkPolicyArn, what: "a policy", shared: ["account"] });
    }),
    statements: (statements ?? []).map(({ actions, resources }, i) => ({
      actions,
      resources: resources.map((resource, r) =>
        checks.arn(`taskRole.statements[${i}].resources[${r}]`, resource, {
          check: checkStatementResource,
          what: "a resource",
          shared: [],
        }),
      ),
    })),
  };
}

/** The task role's ARN; `policy` is what it allows, as JSON; `ready` once it does. */
export interface TaskRole {
  readonly arn: pulumi.Output<string>;
  readonly policy: pulumi.Output<string> | undefined;
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the task role with exactly what is asked for, unless it exists. `features` are the other arguments' needs. */
export function createTaskRole(
  name: string,
  { plan, features }: { readonly plan: TaskRolePlan; readonly features: readonly pulumi.Input<Statement>[] },
  context: ChildContext,
): TaskRole {
  const statements: pulumi.Input<Statement>[] = plan.statements.map(({ actions, resources }) =>
    pulumi.output(resources).apply((known): Statement => ({ Effect: "Allow", Action: actions, Resource: known })),
  );
  statements.push(...features);
  const policy =
    statements.length === 0
      ? undefined
      : pulumi.jsonStringify(pulumi.all(statements).apply((known) => policyDocument(...known)));
  if (plan.existing !== undefined) return { arn: pulumi.output(plan.existing), policy, ready: [] };
  const { options } = context;
  const role = createRole(
    { component: name, key: "taskRole" },
    { name: plan.name, description: `Task role of ${name}`, trust: tasksTrustPolicy },
    context,
  );
  const ready: pulumi.Resource[] = plan.policyArns.map(
    (policyArn, i) =>
      new aws.iam.RolePolicyAttachment(
        childNameOf(name, "task-role-managed-policy", i),
        { role: role.name, policyArn },
        options,
      ),
  );
  if (policy !== undefined)
    ready.push(new aws.iam.RolePolicy(childName(name, "taskRolePolicy"), { role: role.name, policy }, options));
  return { arn: role.arn, policy, ready };
}
