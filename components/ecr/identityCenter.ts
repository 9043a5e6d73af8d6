// People of IAM Identity Center: a permission set with the rights, assigned to groups and users for the account.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { wholeNumber } from "../../model/checks";
import { childNameByKey } from "../../model/childNames";
import {
  checkAccountId,
  checkEmailAddress,
  checkGroupId,
  checkIdentityStoreId,
  checkInstanceArn,
  checkPermissionSetName,
  checkStartUrl,
  checkUserName,
} from "../../model/identityIds";
import { quote } from "../../model/problems";
import { failWith, type ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import type { EcrMembers, IdentityCenter } from "./membersArgs";
import { checkKeys } from "./resourceKeys";

/** Groups and users of Identity Center, and the name of the permission set that they get. */
export interface PeoplePlan {
  readonly permissionSetName: string;
  readonly groupIds: readonly (readonly [name: string, id: pulumi.Input<string>])[];
  readonly users: readonly { readonly attribute: "UserName" | "Emails.Value"; readonly value: string }[];
}

/** Which Identity Center, and how long a sign-in lasts. */
export interface IdentityCenterPlan {
  readonly instance: { readonly arn: pulumi.Input<string>; readonly identityStoreId: pulumi.Input<string> } | undefined;
  readonly region: string | undefined;
  readonly startUrl: pulumi.Input<string> | undefined;
  readonly accountId: pulumi.Input<string> | undefined;
  readonly sessionHours: number;
}

const DEFAULT_SESSION_HOURS = 8;

/** Where people come from; only with people to look for. */
export function planIdentityCenter(checks: ArgumentChecks, given: IdentityCenter = {}): IdentityCenterPlan {
  const { instanceArn, identityStoreId, region, startUrl, accountId, sessionHours } = given;
  const path = "identityCenter";
  checks.shape(`${path}.sessionHours`, sessionHours, wholeNumber(1, 12, "hours"));
  if ((instanceArn === undefined) !== (identityStoreId === undefined))
    checks.add(
      `${path}.${instanceArn === undefined ? "instanceArn" : "identityStoreId"}`,
      "is missing while the other of the two is given",
      "pass both, or neither to have them looked up",
    );
  const instance =
    instanceArn === undefined || identityStoreId === undefined
      ? undefined
      : {
          arn: checks.value(`${path}.instanceArn`, instanceArn, checkInstanceArn),
          identityStoreId: checks.value(`${path}.identityStoreId`, identityStoreId, checkIdentityStoreId),
        };
  return {
    instance,
    region,
    startUrl: checks.value(`${path}.startUrl`, startUrl, checkStartUrl),
    accountId: checks.value(`${path}.accountId`, accountId, checkAccountId),
    sessionHours: sessionHours ?? DEFAULT_SESSION_HOURS,
  };
}

/** The groups and users of some members; undefined if there are none, nor an empty list of them. */
export function planPeople(
  checks: ArgumentChecks,
  { path, permissionSetName: defaultName }: { readonly path: string; readonly permissionSetName: string },
  { identityCenterGroupIds, identityCenterUserNames, identityCenterUserEmails, permissionSetName }: EcrMembers,
): PeoplePlan | undefined {
  if (
    identityCenterGroupIds === undefined &&
    identityCenterUserNames === undefined &&
    identityCenterUserEmails === undefined
  ) {
    if (permissionSetName !== undefined)
      checks.add(
        `${path}.permissionSetName`,
        "cannot be set without people of IAM Identity Center",
        "name their groups or users too, or leave it unset",
      );
    return undefined;
  }
  const groupIds = Object.entries(identityCenterGroupIds ?? {}).map(
    ([name, id]) => [name, checks.value(`${path}.identityCenterGroupIds.${name}`, id, checkGroupId)] as const,
  );
  const names = identityCenterUserNames ?? [];
  const emails = identityCenterUserEmails ?? [];
  checkKeys(checks, { path: `${path}.identityCenterUserNames`, values: names }, checkUserName);
  checkKeys(checks, { path: `${path}.identityCenterUserEmails`, values: emails }, checkEmailAddress);
  emails.forEach((email, i) => {
    if (names.includes(email))
      checks.add(
        `${path}.identityCenterUserEmails[${i}]`,
        `${quote(email)} is among identityCenterUserNames too`,
        "keep one",
      );
  });
  const name = permissionSetName ?? defaultName;
  checks.shape(`${path}.permissionSetName`, name, checkPermissionSetName);
  return {
    permissionSetName: name,
    groupIds,
    users: [
      ...names.map((value) => ({ attribute: "UserName", value }) as const),
      ...emails.map((value) => ({ attribute: "Emails.Value", value }) as const),
    ],
  };
}

/** An instance of Identity Center, found. */
export interface IdentityCenterInstance {
  readonly arn: pulumi.Input<string>;
  readonly identityStoreId: pulumi.Input<string>;
  /** The Region of its resources, where it differs from the provider's. */
  readonly region: string | undefined;
}

/** The instance that is given, or the only one there is. */
export function findInstance(
  { instance, region }: IdentityCenterPlan,
  parent: pulumi.Resource,
): IdentityCenterInstance {
  if (instance !== undefined) return { ...instance, region };
  const found = aws.ssoadmin.getInstancesOutput({ ...(region !== undefined && { region }) }, { parent });
  const first = found.apply(async ({ arns, identityStoreIds, region: lookedIn }) => {
    const [arn] = arns;
    const [identityStoreId] = identityStoreIds;
    if (arn !== undefined && identityStoreId !== undefined) return { arn, identityStoreId };
    return failWith(
      `identityCenter: AWS lists no instance of IAM Identity Center in ${lookedIn}; enable it, or set identityCenter.region to where it is`,
    );
  });
  return { arn: first.arn, identityStoreId: first.identityStoreId, region };
}

/** The address that people sign in at. */
export function startUrlOf(
  { startUrl }: IdentityCenterPlan,
  { identityStoreId }: IdentityCenterInstance,
): pulumi.Output<string> {
  return pulumi.output(startUrl ?? pulumi.interpolate`https://${identityStoreId}.awsapps.com/start`);
}

/** What all people of a component share. */
export interface PeopleContext {
  readonly name: string;
  readonly instance: IdentityCenterInstance;
  readonly plan: IdentityCenterPlan;
  readonly context: ChildContext;
}

/** What people get: its kind and keys name the resources, its description is what they see. */
export interface PeopleGrant {
  readonly kind: string;
  readonly keys: readonly string[];
  readonly description: string;
  readonly policy: pulumi.Input<string>;
}

/** Creates the permission set and assigns it to each group and user. */
export function createPeople(
  { name, instance, plan, context }: PeopleContext,
  { kind, keys, description, policy }: PeopleGrant,
  people: PeoplePlan,
): aws.ssoadmin.PermissionSet {
  const { parent, awsEnvironment, tags } = context;
  const { arn: instanceArn, identityStoreId, region } = instance;
  const shared = { instanceArn, region };
  const permissionSet = new aws.ssoadmin.PermissionSet(
    childNameByKey(name, `${kind}-permission-set`, ...keys),
    { ...shared, name: people.permissionSetName, description, sessionDuration: `PT${plan.sessionHours}H`, tags },
    { parent },
  );
  const inlinePolicy = new aws.ssoadmin.PermissionSetInlinePolicy(
    childNameByKey(name, `${kind}-permissions`, ...keys),
    { ...shared, permissionSetArn: permissionSet.arn, inlinePolicy: policy },
    { parent },
  );
  const assign = (principalKind: "group" | "user", key: string, principalId: pulumi.Input<string>): void => {
    new aws.ssoadmin.AccountAssignment(
      childNameByKey(name, `${kind}-${principalKind}`, ...keys, key),
      {
        ...shared,
        permissionSetArn: permissionSet.arn,
        principalId,
        principalType: principalKind === "group" ? "GROUP" : "USER",
        targetId: plan.accountId ?? awsEnvironment.apply(({ account }) => account),
        targetType: "AWS_ACCOUNT",
      },
      // Nobody signs in with a set that has no policy yet, and none is changed while people lose it.
      { parent, dependsOn: inlinePolicy },
    );
  };
  for (const [key, id] of people.groupIds) assign("group", key, id);
  for (const { attribute, value } of people.users) {
    const user = aws.identitystore.getUserOutput(
      {
        identityStoreId,
        ...(region !== undefined && { region }),
        alternateIdentifier: { uniqueAttribute: { attributePath: attribute, attributeValue: value } },
      },
      { parent },
    );
    assign("user", value, user.userId);
  }
  return permissionSet;
}
