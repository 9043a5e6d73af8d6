// Who gets which rights where: people, IAM roles and groups, pipelines.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childNameByKey } from "../../model/childNames";
import { EcrRights } from "../../model/ecrRights";
import { checkIamName, checkRoleName } from "../../model/identityIds";
import { failWith, type ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import {
  createPeople,
  planPeople,
  type IdentityCenterInstance,
  type IdentityCenterPlan,
  type PeoplePlan,
} from "./identityCenter";
import type { EcrMembers, EcrNamespaceMembers } from "./membersArgs";
import { createPipelines, planPipelines, type PipelinePlan } from "./pipelines";
import { checkKeys } from "./resourceKeys";

/** People, roles and pipelines with the same rights in the same namespace. */
export interface MembersPlan {
  readonly rights: EcrRights;
  /** What tells these members' children from those of others with the same rights: a team's name. */
  readonly keys: readonly string[];
  /** Where they have their rights, for people to read: `shop`. */
  readonly scope: string;
  /** What people of Identity Center get; unset if there are none. */
  readonly people?: PeoplePlan;
  readonly roleNames: readonly string[];
  readonly groupNames: readonly string[];
  readonly pipelines: readonly PipelinePlan[];
}

/** Which rights members have where, as a plan of members names it. */
export interface MembersScope {
  readonly path: string;
  readonly keys: readonly string[];
  readonly scope: string;
  readonly rights: EcrRights;
  /** @default "ecr-", the rights and the scope */
  readonly permissionSetName?: string;
}

/** The members of a namespace, by their rights. */
export function planNamespaceMembers(
  checks: ArgumentChecks,
  where: Omit<MembersScope, "rights">,
  members: EcrNamespaceMembers | undefined,
): MembersPlan[] {
  return Object.values(EcrRights).flatMap((rights) => {
    const given = members?.[rights];
    return given === undefined
      ? []
      : [planMembers(checks, { ...where, path: `${where.path}.${rights}`, rights }, given)];
  });
}

/** Members with the same rights. */
export function planMembers(
  checks: ArgumentChecks,
  { path, keys, scope, rights, permissionSetName = permissionSetNameOf(rights, scope) }: MembersScope,
  members: EcrMembers,
): MembersPlan {
  const { roleNames = [], groupNames = [], oidc = [] } = members;
  checkKeys(checks, { path: `${path}.roleNames`, values: roleNames }, checkRoleName);
  checkKeys(checks, { path: `${path}.groupNames`, values: groupNames }, checkIamName);
  const people = planPeople(checks, { path, permissionSetName }, members);
  return {
    rights,
    keys,
    scope,
    ...(people !== undefined && { people }),
    roleNames,
    groupNames,
    pipelines: planPipelines(checks, `${path}.oidc`, oidc),
  };
}

/** What members got, for outputs and for the page that they are handed. */
export interface CreatedMembers {
  /** Names of permission sets, by what tells them apart: `full`, `cloud/read`. */
  readonly permissionSets: readonly PermissionSetAccess[];
  /** ARNs of roles, by the names of the pipelines: `github`, `cloud/github`. */
  readonly pipelineRoleArns: Record<string, pulumi.Output<string>>;
}

/** A permission set, and where it gives which rights. */
export interface PermissionSetAccess {
  readonly scope: string;
  readonly rights: EcrRights;
  readonly name: string;
}

/** What all members of a component share. */
export interface MembersContext {
  readonly name: string;
  readonly identityCenter: IdentityCenterPlan;
  /** Unset where nobody comes from Identity Center. */
  readonly instance: IdentityCenterInstance | undefined;
  readonly context: ChildContext;
  /** The policy of members with these rights in this namespace. */
  readonly policyOf: (plan: MembersPlan) => pulumi.Output<string>;
}

/** Creates what gives members their rights. */
export function createMembers(shared: MembersContext, plans: readonly MembersPlan[]): CreatedMembers {
  const created = plans.map((plan) => createMembersOf(shared, plan));
  return {
    permissionSets: plans.flatMap(({ scope, rights, people }) =>
      people === undefined ? [] : [{ scope, rights, name: people.permissionSetName }],
    ),
    pipelineRoleArns: Object.assign({}, ...created) as CreatedMembers["pipelineRoleArns"],
  };
}

function createMembersOf(shared: MembersContext, plan: MembersPlan): Record<string, pulumi.Output<string>> {
  const { name, identityCenter, instance, context, policyOf } = shared;
  const { rights, keys, scope, people, roleNames, groupNames, pipelines } = plan;
  const policy = policyOf(plan);
  const { options } = context;
  if (people !== undefined && instance !== undefined)
    createPeople(
      { name, instance, plan: identityCenter, context },
      { kind: rights, keys, description: DESCRIPTIONS[rights](scope), policy },
      people,
    );
  for (const role of roleNames)
    new aws.iam.RolePolicy(
      childNameByKey(name, `${rights}-role-policy`, ...keys, role),
      { role, policy: within(MAX_ROLE_POLICY, policy, "a role") },
      options,
    );
  for (const group of groupNames)
    new aws.iam.GroupPolicy(
      childNameByKey(name, `${rights}-group-policy`, ...keys, group),
      { group, policy: within(MAX_GROUP_POLICY, policy, "a group") },
      options,
    );
  return createPipelines({ name, kind: rights, keys, policy }, pipelines, context);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const MAX_ROLE_POLICY = 10_240;
const MAX_GROUP_POLICY = 5_120;

const DESCRIPTIONS: Readonly<Record<EcrRights, (scope: string) => string>> = {
  full: (scope) => `Images of ${scope}: create, list, tag, pull, push, delete`,
  push: (scope) => `Images of ${scope}: list, tag, pull, push`,
  read: (scope) => `Images of ${scope}: list, pull`,
};

/** The policy, if it is not longer than IAM lets all inline policies of its holder be together. */
function within(limit: number, policy: pulumi.Output<string>, holder: string): pulumi.Output<string> {
  return policy.apply(async (text) => {
    if (text.length <= limit) return text;
    return failWith(
      `members: the policy has ${text.length} characters, and ${holder} can have ${limit}; name fewer namespaces, or use a permission set`,
    );
  });
}

/** The name that people see: unique for a namespace, since no namespace has two dashes in a row. */
function permissionSetNameOf(rights: EcrRights, scope: string): string {
  return `ecr-${rights}-${scope.replaceAll("/", "--")}`;
}
