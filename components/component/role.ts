// An IAM role, with who may assume it.

import * as aws from "@pulumi/aws";
import { childName, type ChildKey } from "../../model/childNames";
import { checkRoleName } from "../../model/fixedNames";
import { policyJson, type AwsEnvironment, type PolicyDocument } from "../../model/policies";
import type { ArgumentChecks } from "./argumentChecks";
import { derive, type ChildContext } from "./childContext";

/** A role to create. */
export interface NewRole {
  /** @default the component's name and a random suffix */
  readonly name?: string | undefined;
  /** As the IAM console shows it. */
  readonly description: string;
  /** Who may assume it. A function that stays the same, so that components of one account and Region share its policy. */
  readonly trust: (environment: AwsEnvironment) => PolicyDocument;
}

/** Creates a role. Its rights are resources of their own. */
export function createRole(
  childNames: { readonly component: string; readonly key: ChildKey },
  { name, description, trust }: NewRole,
  { options, awsEnvironment, tags, permissionsBoundary }: ChildContext,
): aws.iam.Role {
  return new aws.iam.Role(
    childName(childNames.component, childNames.key),
    { name, description, assumeRolePolicy: derive(awsEnvironment, jsonOf(trust)), permissionsBoundary, tags },
    options,
  );
}

/** Checks the name that a created role is to have; `path` is that of the role's argument. */
export function checkNewRoleName(
  checks: ArgumentChecks,
  path: string,
  { arn, name }: { readonly arn: unknown; readonly name: string | undefined },
): void {
  checks.shape(`${path}.name`, name, checkRoleName);
  if (arn !== undefined)
    checks.mustBeUnset(
      path,
      { name },
      { wrong: `cannot be set with ${path}.arn: an existing role is not modified`, fix: "leave one of them unset" },
    );
}

const asJson = new WeakMap<NewRole["trust"], (environment: AwsEnvironment) => string>();

/** One function for each trust, as `derive` tells values apart by their functions. */
function jsonOf(trust: NewRole["trust"]): (environment: AwsEnvironment) => string {
  const known = asJson.get(trust) ?? ((environment) => policyJson(trust(environment)));
  asJson.set(trust, known);
  return known;
}
