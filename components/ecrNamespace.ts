// A project's part of an account's ECR registry: repositories by namespace, and who may do what in it.

import * as pulumi from "@pulumi/pulumi";
import { ecrCommands, type EcrCommands, type EcrGuide } from "../model/ecrCommands";
import { ecrHost } from "../model/ecrNames";
import { namespacePolicy, type EcrRights } from "../model/ecrRights";
import { policyJson } from "../model/policies";
import { awsEnvironmentOf, childContext, derive } from "./component/childContext";
import { requireOwnArns } from "./component/ownArns";
import { createTemplate } from "./ecr/creationTemplate";
import type { EcrNamespaceArgs } from "./ecr/ecrNamespaceArgs";
import { guideOf } from "./ecr/guide";
import { findInstance } from "./ecr/identityCenter";
import { createMembers } from "./ecr/members";
import { planNamespace } from "./ecr/namespacePlan";
import { createRepositories } from "./ecr/repositories";

/**
 * A namespace of ECR for one project: the repositories that are named ahead, all others by the first push, and the rights of the
 * project's members in it and nowhere else. Everybody listed can also see the names of the other projects' repositories.
 *
 * Creates the repositories with their lifecycle policies, a creation template (with a role, for tags and KMS keys), and for each kind
 * of members a permission set of IAM Identity Center, policies of IAM roles and groups, and roles for pipelines. Images cost about
 * 0.10 USD a month and GB; the rest is free. Refused: a namespace inside of another one of the program, whose members would have their
 * rights in both. Changed settings reach the named repositories and what pushes create from then on; another encryption replaces.
 *
 * @example
 * ```ts
 * const shop = new EcrNamespace("shop", {
 *   namespace: "shop",
 *   repositories: ["web"],
 *   members: { full: { identityCenterGroupIds: { developers: group.groupId } } },
 * });
 * export const commands = shop.commands;
 * ```
 */
export class EcrNamespace extends pulumi.ComponentResource {
  /** What the names of the repositories start with. */
  public readonly namespace: pulumi.Output<string>;
  /** The registry's host: images are `HOST/NAMESPACE/REPOSITORY:TAG`. */
  public readonly registryHost: pulumi.Output<string>;
  /** The addresses of the repositories that are named ahead, by their names below the namespace. */
  public readonly repositoryUrls: pulumi.Output<Record<string, string>>;
  /** The policy of members with all rights, for holders that this component does not know. */
  public readonly policyJson: pulumi.Output<string>;
  /** The policy of members who push. */
  public readonly pushPolicyJson: pulumi.Output<string>;
  /** The policy of members who only pull. */
  public readonly readPolicyJson: pulumi.Output<string>;
  /** The ARNs of the roles that pipelines assume, by the pipelines' names, those of a team as `team/name`. */
  public readonly pipelineRoleArns: pulumi.Output<Record<string, string>>;
  /** The lines to copy: sign in, log in, create, list, build, tag, push, pull, delete. */
  public readonly commands: pulumi.Output<EcrCommands>;
  /** What `ghcr-fargate ecr commands` makes its page from. */
  public readonly guide: pulumi.Output<EcrGuide>;

  constructor(name: string, args: EcrNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr-fargate:index:EcrNamespace", name, {}, opts);
    const others = namespacesBeside(this);
    const plan = planNamespace(name, args, others);
    others.set(plan.namespace, name);
    const { namespace, members } = plan;
    const own = requireOwnArns(plan.subject, plan.ownArns, awsEnvironmentOf(this));
    const context = childContext(this, {
      tags: plan.tags,
      permissionsBoundary: plan.permissionsBoundary,
      preconditions: own === undefined ? [] : [own],
    });
    const { awsEnvironment } = context;

    const repositories = createRepositories(name, plan, context);
    if (plan.createOnPush) createTemplate(name, plan, context);

    const policyOf = (rights: EcrRights, scope = namespace): pulumi.Output<string> =>
      awsEnvironment.apply((known) => policyJson(namespacePolicy(known, [scope], rights)));
    const instance = members.some(({ people }) => people !== undefined)
      ? findInstance(plan.identityCenter, this)
      : undefined;
    const { permissionSets, pipelineRoleArns } = createMembers(
      {
        name,
        identityCenter: plan.identityCenter,
        instance,
        context,
        policyOf: ({ rights, scope }) => policyOf(rights, scope),
      },
      members,
    );

    this.namespace = pulumi.output(namespace);
    this.registryHost = derive(awsEnvironment, ecrHost);
    this.repositoryUrls = pulumi.output(
      Object.fromEntries(Object.entries(repositories).map(([below, { repositoryUrl }]) => [below, repositoryUrl])),
    );
    this.policyJson = policyOf("full");
    this.pushPolicyJson = policyOf("push");
    this.readPolicyJson = policyOf("read");
    this.pipelineRoleArns = pulumi.output(pipelineRoleArns);
    this.guide = guideOf(plan, { awsEnvironment, instance, permissionSets, pipelineRoleArns });
    this.commands = this.guide.apply(ecrCommands);
    this.registerOutputs({
      namespace: this.namespace,
      registryHost: this.registryHost,
      repositoryUrls: this.repositoryUrls,
      policyJson: this.policyJson,
      pushPolicyJson: this.pushPolicyJson,
      readPolicyJson: this.readPolicyJson,
      pipelineRoleArns: this.pipelineRoleArns,
      commands: this.commands,
      guide: this.guide,
    });
  }
}

const namespaces = new WeakMap<object, Map<string, string>>();

/** The namespaces that the program has so far with the same provider, and so in the same registry, with their components' names. */
function namespacesBeside(component: pulumi.ComponentResource): Map<string, string> {
  // The default provider is no object of the program. The connection to the engine stands for it: each run has its own.
  const provider = component.getProvider("aws:ecr/repository:Repository") ?? pulumi.runtime.getMonitor();
  if (provider === undefined) return new Map();
  const known = namespaces.get(provider) ?? new Map<string, string>();
  namespaces.set(provider, known);
  return known;
}
