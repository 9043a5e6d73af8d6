// The arguments of `EcrNamespace` to its plan: everything is checked before anything is created.

import type * as pulumi from "@pulumi/pulumi";
import type { Check } from "../../model/checks";
import { checkComponentName, childNameByKey } from "../../model/childNames";
import { checkNamespace, overlap } from "../../model/ecrNames";
import { checkSessionTagKey } from "../../model/identityIds";
import { quote } from "../../model/problems";
import { checkPolicyArn } from "../../model/awsIds";
import { ArgumentChecks, type OwnArn } from "../component/argumentChecks";
import { checkArgumentShapes } from "../component/shapeCheck";
import { planTags } from "../component/tagChecks";
import type { Tags } from "../component/childContext";
import type { EcrNamespaceArgs } from "./ecrNamespaceArgs";
import { planIdentityCenter, type IdentityCenterPlan } from "./identityCenter";
import { planNamespaceMembers, type MembersPlan } from "./members";
import { planRepositories, planSettings, type RepositoriesPlan, type RepositorySettings } from "./repositories";
import { checkKeys } from "./resourceKeys";

/** What an `EcrNamespace` will create. */
export interface NamespacePlan {
  readonly namespace: string;
  readonly settings: RepositorySettings;
  readonly repositories: RepositoriesPlan;
  readonly members: readonly MembersPlan[];
  readonly identityCenter: IdentityCenterPlan;
  readonly createOnPush: boolean;
  readonly tagPattern: string | undefined;
  readonly permissionsBoundary: pulumi.Input<string> | undefined;
  /** What is called, for errors: `EcrNamespace "team"`. */
  readonly subject: string;
  /** ARNs that have to be of the component's own account or Region. */
  readonly ownArns: readonly OwnArn[];
  readonly tags: Tags | undefined;
}

/** The namespaces of the program's other components with the same provider. */
export type OtherNamespaces = ReadonlyMap<string, string>;

/** Checks the arguments, and throws one error with all that is wrong. */
export function planNamespace(name: string, given: EcrNamespaceArgs, others: OtherNamespaces): NamespacePlan {
  const checks = new ArgumentChecks(`EcrNamespace ${quote(name)}`);
  const args = checkArgumentShapes(checks, "EcrNamespace", given);
  const { namespace, createOnPush = true, tagPattern, projectTag, teams = [] } = args;
  const tags = planTags(checks, args.tags, projectTag === undefined ? 0 : 1);
  checks.shape("name", name, (text) => checkComponentName(text, createOnPush ? ["creationRole"] : []));
  checks.shape("namespace", namespace, checkNamespace);
  checks.shape("namespace", namespace, outsideOf(others));
  checks.shape("tagPattern", tagPattern, checkRegularExpression);
  checks.shape("projectTag", projectTag, checkSessionTagKey);
  if (projectTag !== undefined && tags?.[projectTag] !== undefined)
    checks.add(
      `tags.${projectTag}`,
      "cannot be set with projectTag, which gives it a value",
      "leave one of them unset",
    );
  checkKeys(checks, { path: "teams", values: teams.map((team) => team.name), field: "name" }, checkNamespace);
  const members = [
    ...planNamespaceMembers(checks, { path: "members", keys: [], scope: namespace }, args.members),
    ...teams.flatMap((team, i) =>
      planNamespaceMembers(
        checks,
        { path: `teams[${i}].members`, keys: [team.name], scope: `${namespace}/${team.name}` },
        team.members,
      ),
    ),
  ];
  checkRoleNames(checks, name, members);
  const plan: NamespacePlan = {
    namespace,
    settings: planSettings(checks, args),
    repositories: planRepositories(checks, args),
    members,
    identityCenter: planIdentityCenter(checks, args.identityCenter),
    createOnPush,
    tagPattern,
    permissionsBoundary: checks.arn("permissionsBoundary", args.permissionsBoundary, {
      check: checkPolicyArn,
      what: "a policy",
      shared: ["account"],
    }),
    subject: checks.subject,
    ownArns: checks.ownArns,
    tags: projectTag === undefined ? tags : { ...tags, [projectTag]: namespace },
  };
  checks.throwProblems();
  return plan;
}

function outsideOf(others: OtherNamespaces): Check<string> {
  return (namespace) => {
    const other = [...others.keys()].find((taken) => overlap(taken, namespace));
    if (other === undefined) return undefined;
    const owner = `EcrNamespace ${quote(others.get(other))}`;
    if (other === namespace)
      return { wrong: `${quote(namespace)} is the namespace of ${owner} too`, fix: "choose another" };
    const [outer, inner] = other.length < namespace.length ? [other, namespace] : [namespace, other];
    return {
      wrong: `${quote(inner)} is inside ${quote(outer)}, whose members would have their rights in it too (${owner} has ${quote(other)})`,
      fix: `choose another, or make it a team of ${quote(outer)} if that is meant`,
    };
  };
}

const PULUMI_SUFFIX = 8;
const MAX_ROLE_NAME = 64;

function checkRoleNames(checks: ArgumentChecks, name: string, members: readonly MembersPlan[]): void {
  for (const { rights, keys, pipelines } of members)
    for (const pipeline of pipelines) {
      const role = childNameByKey(name, `${rights}-pipeline`, ...keys, pipeline.name);
      if (role.length + PULUMI_SUFFIX > MAX_ROLE_NAME)
        checks.add(
          "name",
          `${quote(name)} is too long for the role of the pipelines ${quote(pipeline.name)}`,
          `use ${role.length + PULUMI_SUFFIX - MAX_ROLE_NAME} characters less in both together`,
        );
    }
}

const checkRegularExpression: Check<string> = (pattern) => {
  try {
    new RegExp(pattern);
    return undefined;
  } catch {
    return {
      wrong: `${quote(pattern)} is not a valid regular expression`,
      fix: 'write one like "v\\\\d+\\\\.\\\\d+\\\\.\\\\d+"',
    };
  }
};
