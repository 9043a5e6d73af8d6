// Who may mount an EFS file system, and how: with IAM, over TLS, through one access point
// (https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html).

import { policyDocument, type AwsEnvironment, type PolicyDocument, type Statement } from "./policies";

/** What a client may do on a mounted file system. Reading is always part of it. */
export interface EfsAccess {
  readonly write: boolean;
  /** Whether root in the container is root on the file system. */
  readonly root: boolean;
}

/** The statement that lets a role mount an existing file system, through its access point if there is one. */
export function efsClientStatement(
  { partition, region, account }: AwsEnvironment,
  { fileSystemId, accessPointId }: { readonly fileSystemId: string; readonly accessPointId?: string },
  access: EfsAccess,
): Statement {
  const arn = (resource: string) => `arn:${partition}:elasticfilesystem:${region}:${account}:${resource}`;
  return {
    Effect: "Allow",
    Action: clientActions(access),
    Resource: arn(`file-system/${fileSystemId}`),
    ...(accessPointId !== undefined && {
      Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": arn(`access-point/${accessPointId}`) } },
    }),
  };
}

/**
 * The policy of a created file system: one role mounts it, through one access point. It takes the place of EFS's default,
 * which gives every client that reaches a mount target full access.
 */
export function fileSystemPolicy(
  { fileSystemArn, accessPointArn, roleArn }: FileSystemClient,
  access: EfsAccess,
): PolicyDocument {
  return policyDocument(
    {
      Sid: "MountThroughAccessPoint",
      Effect: "Allow",
      Principal: { AWS: roleArn },
      Action: clientActions(access),
      Resource: fileSystemArn,
      Condition: {
        Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
        StringEquals: { "elasticfilesystem:AccessPointArn": accessPointArn },
      },
    },
    {
      Sid: "DenyPlainTransport",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "*",
      Resource: fileSystemArn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  );
}

/** Who mounts which file system. */
export interface FileSystemClient {
  readonly fileSystemArn: string;
  readonly accessPointArn: string;
  readonly roleArn: string;
}

function clientActions({ write, root }: EfsAccess): string[] {
  return [
    "elasticfilesystem:ClientMount",
    ...(write ? ["elasticfilesystem:ClientWrite"] : []),
    ...(root ? ["elasticfilesystem:ClientRootAccess"] : []),
  ];
}
