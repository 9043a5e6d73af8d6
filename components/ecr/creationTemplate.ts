// What a push to a repository that is not there creates: ECR's creation template for a namespace.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { creationRolePolicy, creationTrust } from "../../model/ecrCreation";
import { lifecyclePolicyJson } from "../../model/ecrLifecycle";
import { policyJson } from "../../model/policies";
import type { ChildContext } from "../component/childContext";
import { createRole } from "../component/role";
import type { NamespacePlan } from "./namespacePlan";
import { encryptionOf, mutabilityOf } from "./repositories";

/** Creates the template, with a role where ECR needs one: to tag repositories and to use a KMS key. */
export function createTemplate(
  name: string,
  { namespace, settings }: Pick<NamespacePlan, "namespace" | "settings">,
  context: ChildContext,
): void {
  const { parent, tags } = context;
  const needsRole = tags !== undefined || settings.encryption.type === "KMS";
  const role = needsRole ? createCreationRole(name, { namespace, settings }, context) : undefined;
  new aws.ecr.RepositoryCreationTemplate(
    childName(name, "creationTemplate"),
    {
      prefix: namespace,
      appliedFors: ["CREATE_ON_PUSH"],
      description: `Repositories that a push to ${namespace} creates`,
      ...mutabilityOf(settings),
      ...encryptionOf(settings),
      lifecyclePolicy: lifecyclePolicyJson(settings.lifecycle),
      customRoleArn: role?.arn,
      resourceTags: tags,
    },
    { parent, ...(role !== undefined && { dependsOn: role.policy }) },
  );
}

interface CreationRole {
  readonly arn: pulumi.Output<string>;
  /** ECR has to find the role able to do its work. */
  readonly policy: pulumi.Resource;
}

function createCreationRole(
  name: string,
  { namespace, settings: { encryption } }: Pick<NamespacePlan, "namespace" | "settings">,
  context: ChildContext,
): CreationRole {
  const role = createRole(
    { component: name, key: "creationRole" },
    { description: `ECR creates the repositories of ${namespace} with it`, trust: creationTrust },
    context,
  );
  const policy = pulumi
    .all([context.awsEnvironment, encryption.keyArn])
    .apply(([known, arn]) =>
      policyJson(creationRolePolicy(known, namespace, encryption.type === "KMS" ? { arn } : undefined)),
    );
  const rolePolicy = new aws.iam.RolePolicy(
    childName(name, "creationRolePolicy"),
    { role: role.name, policy },
    context.options,
  );
  return { arn: role.arn, policy: rolePolicy };
}
