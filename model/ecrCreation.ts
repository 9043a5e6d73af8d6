// The role that ECR creates repositories with, when a push finds none.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html, 2026-11.

import { repositoryArn } from "./ecrNames";
import { policyDocument, type AwsEnvironment, type PolicyDocument, type Statement } from "./policies";

/** ECR alone assumes it. AWS's guide has no condition, and does not say which keys ECR would send. */
export function creationTrust(): PolicyDocument {
  return policyDocument({ Effect: "Allow", Principal: { Service: "ecr.amazonaws.com" }, Action: "sts:AssumeRole" });
}

/** The KMS key of a repository: one of the account's own, or AWS's key for ECR where no ARN is given. */
export interface RepositoryKey {
  readonly arn?: string;
}

/** Creates and tags repositories of one namespace, and lets ECR use the key that encrypts their images. */
export function creationRolePolicy(
  environment: AwsEnvironment,
  namespace: string,
  key: RepositoryKey | undefined,
): PolicyDocument {
  return policyDocument(
    {
      Sid: "CreateRepositories",
      Effect: "Allow",
      Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
      Resource: repositoryArn(environment, `${namespace}/*`),
    },
    ...(key === undefined ? [] : [useOfKey(environment, key)]),
  );
}

function useOfKey({ partition, region, account }: AwsEnvironment, { arn }: RepositoryKey): Statement {
  return {
    Sid: "UseKey",
    Effect: "Allow",
    Action: ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"],
    Resource: arn ?? `arn:${partition}:kms:${region}:${account}:key/*`,
    ...(arn === undefined && {
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/aws/ecr" } },
    }),
  };
}
