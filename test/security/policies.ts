// The policies that a program creates, statement by statement.

import type { Recorded } from "../support/recorded";

/** A policy. */
export interface FoundPolicy {
  /** The name of the child that has it. */
  readonly of: string;
  readonly kind: string;
  /** Of an AWS managed policy, its ARN. */
  readonly statements: readonly unknown[];
}

/** By type and input. What is left out here is no policy. */
const KINDS: Readonly<Record<string, string>> = {
  "aws:iam/role:Role assumeRolePolicy": "who may assume the role",
  "aws:iam/rolePolicy:RolePolicy policy": "what the role may do",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment policyArn": "managed policy",
  "aws:iam/groupPolicy:GroupPolicy policy": "what the group may do",
  "aws:iam/policy:Policy policy": "policy",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy inlinePolicy": "what the permission set may do",
  "aws:kms/key:Key policy": "who may use the key",
  "aws:s3/bucketPolicy:BucketPolicy policy": "who may use the bucket",
  "aws:sns/topicPolicy:TopicPolicy policy": "who may publish",
  "aws:efs/fileSystemPolicy:FileSystemPolicy policy": "who may use the file system",
  "aws:ec2/vpcEndpoint:VpcEndpoint policy": "what the endpoint lets through",
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate repositoryPolicy": "who may use a repository",
  "aws:ecr/repositoryPolicy:RepositoryPolicy policy": "who may use the repository",
  "aws:ecr/registryPolicy:RegistryPolicy policy": "who may use the registry",
};

/** All policies. Fails where an input is a policy and its kind is not known. */
export function policiesIn(resources: readonly Recorded[]): FoundPolicy[] {
  return resources.flatMap(({ type, name, inputs }) =>
    Object.entries(inputs).flatMap(([input, value]): FoundPolicy[] => {
      const key = `${type} ${input}`;
      const isDocument = typeof value === "string" && value.startsWith('{"Version":"2012-10-17"');
      const kind = KINDS[key];
      if (isDocument && kind === undefined) throw new Error(`${key} is a policy of a kind that is not known here`);
      if (kind === undefined || typeof value !== "string") return [];
      return [
        {
          of: name,
          kind,
          statements: isDocument ? (JSON.parse(value) as { Statement: unknown[] }).Statement : [value],
        },
      ];
    }),
  );
}

/** The policies with the statements that others do not have; without those of which nothing is left. */
export function addedPolicies(policies: readonly FoundPolicy[], others: readonly FoundPolicy[]): FoundPolicy[] {
  return policies.flatMap((policy) => {
    const had = new Set(
      others
        .filter(({ of, kind }) => of === policy.of && kind === policy.kind)
        .flatMap(({ statements }) => statements.map((statement) => JSON.stringify(statement))),
    );
    const statements = policy.statements.filter((statement) => !had.has(JSON.stringify(statement)));
    return statements.length === 0 ? [] : [{ ...policy, statements }];
  });
}
