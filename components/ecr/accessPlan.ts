// The arguments of `EcrAccess` to its plan.

import type * as pulumi from "@pulumi/pulumi";
import { oneOf, type Check } from "../../model/checks";
import { checkComponentName } from "../../model/childNames";
import { checkNamespace } from "../../model/ecrNames";
import {
  namespacePolicy,
  sessionTagListKey,
  sessionTagListPolicy,
  sessionTagPolicy,
  EcrRights,
} from "../../model/ecrRights";
import { checkAccountId, checkRegion, checkSessionTagKey } from "../../model/identityIds";
import type { AwsEnvironment, PolicyDocument } from "../../model/policies";
import { quote } from "../../model/problems";
import { ArgumentChecks } from "../component/argumentChecks";
import { checkArgumentShapes } from "../component/shapeCheck";
import { planTags } from "../component/tagChecks";
import type { Tags } from "../component/childContext";
import { EcrAccessForm, type EcrAccessArgs } from "./ecrAccessArgs";
import { planIdentityCenter, type IdentityCenterPlan } from "./identityCenter";
import { planMembers, type MembersPlan } from "./members";
import { checkKeys } from "./resourceKeys";

/** What an `EcrAccess` will create. */
export interface AccessPlan {
  /** The policy, for a registry. */
  readonly policyOf: (registry: AwsEnvironment) => PolicyDocument;
  readonly members: MembersPlan;
  /** Identity Center's attribute that becomes the session's tag of this key. */
  readonly attribute: { readonly key: string; readonly source: string } | undefined;
  readonly registry: {
    readonly account: pulumi.Input<string> | undefined;
    readonly region: pulumi.Input<string> | undefined;
  };
  readonly identityCenter: IdentityCenterPlan;
  readonly tags: Tags | undefined;
}

const DEFAULT_TAG_KEY = "project";

/** Checks the arguments, and throws one error with all that is wrong. */
export function planAccess(name: string, given: EcrAccessArgs): AccessPlan {
  const checks = new ArgumentChecks(`EcrAccess ${quote(name)}`);
  const args = checkArgumentShapes(checks, "EcrAccess", given);
  const { form, namespaces, tagKey, attributeSource, rights = "full", members } = args;
  checks.shape("name", name, (text) => checkComponentName(text, []));
  checks.shape("form", form, oneOf<EcrAccessForm>(Object.values(EcrAccessForm)));
  checks.shape("rights", rights, oneOf<EcrRights>(Object.values(EcrRights)));
  checkKeys(checks, { path: "namespaces", values: namespaces }, checkNamespace);
  checks.shape("tagKey", tagKey, checkSessionTagKey);
  checks.shape("attributeSource", attributeSource, checkAttributeSource);
  checkForm(checks, args);
  if (members.oidc !== undefined)
    checks.add(
      "members.oidc",
      "cannot be set here: a pipeline is of one project",
      "set it in that project's EcrNamespace",
    );
  const key = tagKey ?? DEFAULT_TAG_KEY;
  const plan: AccessPlan = {
    policyOf: policyOf(args, key, rights),
    members: planMembers(
      checks,
      { path: "members", keys: [], scope: name, rights, permissionSetName: `ecr-access-${name}` },
      members,
    ),
    attribute:
      attributeSource === undefined
        ? undefined
        : { key: form === "session-tag-list" ? sessionTagListKey(key) : key, source: attributeSource },
    registry: {
      account: checks.value("registryAccountId", args.registryAccountId, checkAccountId),
      region: checks.value("registryRegion", args.registryRegion, checkRegion),
    },
    identityCenter: planIdentityCenter(checks, args.identityCenter),
    tags: planTags(checks, args.tags),
  };
  checks.throwProblems();
  return plan;
}

function policyOf({ form, namespaces = [] }: EcrAccessArgs, tagKey: string, rights: EcrRights): AccessPlan["policyOf"] {
  if (form === "path") return (registry) => namespacePolicy(registry, namespaces, rights);
  const policy = form === "session-tag" ? sessionTagPolicy : sessionTagListPolicy;
  return (registry) => policy(registry, tagKey, rights);
}

function checkForm(checks: ArgumentChecks, { form, namespaces, tagKey, attributeSource }: EcrAccessArgs): void {
  if (form !== "path") {
    if (namespaces !== undefined)
      checks.add("namespaces", `cannot be set with the form ${quote(form)}, which goes by tags`, 'use the form "path"');
    return;
  }
  if (namespaces === undefined || namespaces.length === 0)
    checks.add("namespaces", 'is missing or empty with the form "path"', "name the namespaces that the rights are for");
  for (const [field, value] of Object.entries({ tagKey, attributeSource }))
    if (value !== undefined)
      checks.add(field, 'cannot be set with the form "path", which goes by no tag', "leave it unset");
}

const checkAttributeSource: Check<string> = (source) =>
  typeof source === "string" && /^\$\{path:[\w.:-]+\}$/.test(source)
    ? undefined
    : { wrong: `${quote(source)} is not an attribute of users`, fix: 'write it as in "${path:enterprise.department}"' };
