// An IAM role, with who may assume it.

import * as aws from "@pulumi/aws";
import { childName, type ChildKey } from "../../model/childNames";
import { policyJson, type AwsEnvironment, type PolicyDocument } from "../../model/policies";
import { derive, type ChildContext } from "./childContext";

/** A role to create. */
export interface NewRole {
  /** As the IAM console shows it. */
  readonly description: string;
  /** Who may assume it. A function that stays the same, so that components of one account and Region share its policy. */
  readonly trust: (environment: AwsEnvironment) => PolicyDocument;
}

/** Creates a role. Its rights are resources of their own. */
export function createRole(
  childNames: { readonly component: string; readonly key: ChildKey },
  { description, trust }: NewRole,
  { options, awsEnvironment, tags, permissionsBoundary }: ChildContext,
): aws.iam.Role {
  return new aws.iam.Role(
    childName(childNames.component, childNames.key),
    { description, assumeRolePolicy: derive(awsEnvironment, jsonOf(trust)), permissionsBoundary, tags },
    options,
  );
}

const asJson = new WeakMap<NewRole["trust"], (environment: AwsEnvironment) => string>();

/** One function for each trust, as `derive` tells values apart by their functions. */
function jsonOf(trust: NewRole["trust"]): (environment: AwsEnvironment) => string {
  const known = asJson.get(trust) ?? ((environment) => policyJson(trust(environment)));
  asJson.set(trust, known);
  return known;
}
