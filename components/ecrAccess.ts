// Rights in the namespaces of many projects at once, by one policy.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../model/childNames";
import { policyJson } from "../model/policies";
import { childContext } from "./component/childContext";
import { planAccess } from "./ecr/accessPlan";
import type { EcrAccessArgs } from "./ecr/ecrAccessArgs";
import { findInstance } from "./ecr/identityCenter";
import { createMembers } from "./ecr/members";

/**
 * Rights in the namespaces of many projects, by one policy: for those that the policy names, or for the project that the session's
 * tag says. With tags a project more needs no policy more: Identity Center hands an attribute of each user on as the tag.
 *
 * Creates a permission set of IAM Identity Center with its policy and assignments, or policies of IAM roles and groups, and on request
 * the attribute for access control. At no charge. Deploy it where Identity Center is managed; `registryAccountId` says whose registry.
 * With the form `session-tag-list` repositories go by their tag: set `projectTag` of each `EcrNamespace`, and no namespace may lie in
 * another, whose members could tag its repositories as theirs.
 * Follows https://docs.aws.amazon.com/singlesignon/latest/userguide/abac.html
 *
 * @example
 * ```ts
 * new EcrAccess("projects", {
 *   form: "session-tag",
 *   attributeSource: "${path:enterprise.department}",
 *   members: { identityCenterGroupIds: { everyone: group.groupId } },
 * });
 * ```
 */
export class EcrAccess extends pulumi.ComponentResource {
  /** The policy that the members get, for holders that this component does not know. */
  public readonly policyJson: pulumi.Output<string>;

  constructor(name: string, args: EcrAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr-fargate:index:EcrAccess", name, {}, opts);
    const plan = planAccess(name, args);
    const context = childContext(this, { tags: plan.tags });
    const registry = pulumi
      .output({ awsEnvironment: context.awsEnvironment, ...plan.registry })
      .apply(({ awsEnvironment, account, region }) => ({
        partition: awsEnvironment.partition,
        account: account ?? awsEnvironment.account,
        region: region ?? awsEnvironment.region,
      }));
    this.policyJson = registry.apply((known) => policyJson(plan.policyOf(known)));

    const needsInstance = plan.members.people !== undefined || plan.attribute !== undefined;
    const instance = needsInstance ? findInstance(plan.identityCenter, this) : undefined;
    if (plan.attribute !== undefined && instance !== undefined)
      new aws.ssoadmin.InstanceAccessControlAttributes(
        childName(name, "accessAttributes"),
        {
          instanceArn: instance.arn,
          region: instance.region,
          attributes: [{ key: plan.attribute.key, values: [{ sources: [plan.attribute.source] }] }],
        },
        { parent: this },
      );
    createMembers({ name, identityCenter: plan.identityCenter, instance, context, policyOf: () => this.policyJson }, [
      plan.members,
    ]);
    this.registerOutputs({ policyJson: this.policyJson });
  }
}
