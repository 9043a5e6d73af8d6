// The IAM and KMS policies that a private image on Fargate needs, each no wider than its purpose.

import { parseArn, serviceDomain } from "./arns";
import type { SecretStore } from "./secretReferences";

/** Where a policy applies. */
export interface AwsEnvironment {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Set where the mocks of a unit test answered neither, and nothing can be held against them. */
  readonly madeUp?: boolean;
}

/** One statement of a policy document. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** A policy document of these statements. */
export function policyDocument(...statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** A policy document as AWS takes it. */
export function policyJson(document: PolicyDocument): string {
  return JSON.stringify(document);
}

/**
 * Who may assume a task's role: ECS tasks of this account and Region only. A cluster cannot be named in `aws:SourceArn`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function tasksTrustPolicy({ partition, region, account }: AwsEnvironment): PolicyDocument {
  return policyDocument({
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      ArnLike: { "aws:SourceArn": `arn:${partition}:ecs:${region}:${account}:*` },
      StringEquals: { "aws:SourceAccount": account },
    },
  });
}

/** Actions that administer a key and cannot use it nor grant its use: what AWS's default gives key administrators, less `CreateGrant`. */
export const KEY_ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:Delete*",
  "kms:Describe*",
  "kms:Disable*",
  "kms:Enable*",
  "kms:Get*",
  "kms:List*",
  "kms:Put*",
  "kms:Revoke*",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:Update*",
] as const;

/**
 * The policy of the key that encrypts the registry secret: the account's IAM policies decide who administers the key, and
 * who uses it, the latter through Secrets Manager only.
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-secrets-manager.html
 */
export function secretKeyPolicy({ partition, region, account }: AwsEnvironment): PolicyDocument {
  const accountIam = { AWS: `arn:${partition}:iam::${account}:root` };
  return policyDocument(
    { Sid: "AdministrationByIam", Effect: "Allow", Principal: accountIam, Action: KEY_ADMINISTRATION, Resource: "*" },
    {
      Sid: "UseThroughSecretsManager",
      Effect: "Allow",
      Principal: accountIam,
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": secretsManagerIn(partition, region), "kms:CallerAccount": account },
      },
    },
  );
}

/** What the execution role reads besides the managed policy. */
export interface ExecutionGrants {
  readonly awsEnvironment: Pick<AwsEnvironment, "partition" | "region">;
  /** The registry secrets, each with the customer-managed key that encrypts it, if it has one. */
  readonly registrySecrets: readonly { readonly secretArn: string; readonly keyArn?: string }[];
  /** What the containers' `secrets` are read from: ARNs without a JSON key, version stage and version id. */
  readonly containerSecrets: readonly { readonly store: SecretStore; readonly arn: string }[];
  /** The customer-managed keys of the containers' secrets. */
  readonly containerSecretKeyArns: readonly string[];
}

/**
 * The execution role's policy: reads exactly the secrets that the task names and decrypts them, for nothing else, with
 * their keys. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
 */
export function executionRolePolicy({
  awsEnvironment,
  registrySecrets,
  containerSecrets,
  containerSecretKeyArns,
}: ExecutionGrants): PolicyDocument {
  const ofStore = (store: SecretStore) =>
    containerSecrets.filter((source) => source.store === store).map(({ arn }) => arn);
  const secretArns = unique([...registrySecrets.map(({ secretArn }) => secretArn), ...ofStore("secretsmanager")]);
  const parameterArns = unique(ofStore("ssm"));
  // A secret of another Region is decrypted by that Region's service.
  const serviceOf = (store: SecretStore, arn: string) =>
    `${store}.${parseArn(arn)?.region ?? awsEnvironment.region}.${serviceDomain(awsEnvironment.partition)}`;
  const decryptFor = new Map(registrySecrets.map((secret) => [secret.secretArn, secret.keyArn]));
  return policyDocument(
    ...(secretArns.length > 0 ? [allow("secretsmanager:GetSecretValue", secretArns, { Sid: "ReadSecrets" })] : []),
    ...(parameterArns.length > 0 ? [allow("ssm:GetParameters", parameterArns, { Sid: "ReadParameters" })] : []),
    ...[...decryptFor].flatMap(([secretArn, keyArn]) =>
      keyArn === undefined
        ? []
        : [
            allow("kms:Decrypt", [keyArn], {
              Condition: {
                StringEquals: {
                  "kms:ViaService": serviceOf("secretsmanager", secretArn),
                  "kms:EncryptionContext:SecretARN": secretArn,
                },
              },
            }),
          ],
    ),
    ...(containerSecretKeyArns.length > 0 && containerSecrets.length > 0
      ? [
          allow("kms:Decrypt", unique(containerSecretKeyArns), {
            Sid: "DecryptContainerSecrets",
            Condition: {
              StringEquals: {
                "kms:ViaService": unique(containerSecrets.map(({ store, arn }) => serviceOf(store, arn))),
              },
            },
          }),
        ]
      : []),
  );
}

/**
 * What ECS needs to read environment files from S3: the objects, and where their buckets are.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html#taskdef-envfiles-iam
 */
export function readEnvironmentFiles(objectArns: readonly string[]): Statement[] {
  if (objectArns.length === 0) return [];
  return [
    allow("s3:GetObject", unique(objectArns), { Sid: "ReadEnvironmentFiles" }),
    allow("s3:GetBucketLocation", unique(objectArns.map((arn) => arn.split("/")[0] ?? arn)), {
      Sid: "LocateEnvironmentFiles",
    }),
  ];
}

/**
 * What ECS Exec needs of the task role. AWS offers no resource to name here.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
 */
export const EXECUTE_COMMAND: Statement = {
  Sid: "ExecuteCommand",
  Effect: "Allow",
  Action: [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  Resource: "*",
};

function allow(
  action: string,
  resources: readonly string[],
  { Sid, Condition }: Pick<Statement, "Sid" | "Condition">,
): Statement {
  return {
    ...(Sid !== undefined && { Sid }),
    Effect: "Allow",
    Action: action,
    Resource: resources,
    ...(Condition !== undefined && { Condition }),
  };
}

function secretsManagerIn(partition: string, region: string): string {
  return `secretsmanager.${region}.${serviceDomain(partition)}`;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
