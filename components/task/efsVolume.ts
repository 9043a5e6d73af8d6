// A volume on Amazon EFS: an existing file system, or a created one. Its arguments and their checks.

import type * as pulumi from "@pulumi/pulumi";
import { checkAccessPointId, checkFileSystemId, checkKeyArn } from "../../model/awsIds";
import { oneOf, wholeNumber, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";

/** The throughput mode of a created file system. */
export const EfsThroughputMode = {
  /** Grows with the amount of data stored; no extra charge. */
  Bursting: "bursting",
  /** Scales with the workload; about 0.03 USD per GB read and 0.06 per GB written. */
  Elastic: "elastic",
} as const;
export type EfsThroughputMode = (typeof EfsThroughputMode)[keyof typeof EfsThroughputMode];

/**
 * A file system that persists and that all tasks share: an existing one (`fileSystemId`), or a new one. EFS charges about 0.30 USD per GB and month. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html
 */
export interface EfsVolume {
  /**
   * An existing file system of this account and Region, with mount targets that the tasks reach on port 2049.
   * @default one is created: encrypted, with an access point, a mount target in each subnet of the network, a security group
   * that allows the tasks only, and a policy that allows only the task role to mount it, over TLS. Needs `network.mode` "new", or
   * "existing" with a plain list of subnets, each in a zone of its own. Removing it deletes the data
   */
  fileSystemId?: pulumi.Input<string>;
  /**
   * The access point of the existing file system. The task role may then mount the file system through it only.
   * @default none
   */
  accessPointId?: pulumi.Input<string>;
  /**
   * The directory of the existing file system to mount. An access point has its own.
   * @default the root directory
   */
  rootDirectory?: pulumi.Input<string>;
  /**
   * Whether the existing file system is mounted over TLS. A created one always is.
   * @default true
   */
  transitEncryption?: boolean;
  /**
   * Whether the existing file system is mounted with the task role, which gets the permission for it. A created one always is.
   * Needs `transitEncryption`.
   * @default the same as `transitEncryption`
   */
  iamAuthorization?: boolean;
  /**
   * Whether root in the container has root access to the existing file system (`elasticfilesystem:ClientRootAccess`).
   * @default false
   */
  rootAccess?: boolean;
  /**
   * The KMS key that encrypts the created file system. A change replaces the file system.
   * @default the account's AWS-managed key for EFS
   */
  keyArn?: pulumi.Input<string>;
  /**
   * The throughput mode of the created file system: "bursting" or "elastic".
   * @default "bursting"
   */
  throughputMode?: EfsThroughputMode;
  /**
   * Whether AWS Backup keeps daily backups of the created file system for 35 days (about 0.05 USD per GB and month).
   * @default true
   */
  backup?: boolean;
  /**
   * The POSIX user id of all files on the created file system, whoever writes them: 0 to 4294967295.
   * @default 1000
   */
  uid?: number;
  /**
   * The POSIX group id of all files on the created file system: 0 to 4294967295.
   * @default 1000
   */
  gid?: number;
}

/** An existing file system, as planned. */
export interface ExistingFileSystem {
  readonly fileSystemId: pulumi.Input<string>;
  readonly accessPointId: pulumi.Input<string> | undefined;
  readonly rootDirectory: pulumi.Input<string> | undefined;
  readonly transitEncryption: boolean;
  readonly iamAuthorization: boolean;
  readonly rootAccess: boolean;
}

/** A file system to be created. */
export interface NewFileSystem {
  readonly keyArn: pulumi.Input<string> | undefined;
  readonly throughputMode: EfsThroughputMode;
  readonly backup: boolean;
  readonly uid: number;
  readonly gid: number;
}

/** A created file system. */
export interface CreatedFileSystem {
  readonly fileSystemId: pulumi.Output<string>;
  readonly accessPointId: pulumi.Output<string>;
}

/** A volume on EFS, as planned. */
export type EfsPlan =
  | { readonly existing: ExistingFileSystem; readonly create?: undefined }
  | { readonly create: NewFileSystem; readonly existing?: undefined };

/** The TCP port of EFS. */
export const NFS_PORT = 2049;

const DEFAULT_POSIX_ID = 1000;
const checkPosixId = wholeNumber(0, 4294967295, "POSIX id");

const checkDirectory: Check<string> = (path) =>
  typeof path === "string" && path.startsWith("/")
    ? undefined
    : { wrong: `${quote(path)} is not an absolute path`, fix: "start it with /" };

/** Plans one volume on EFS. */
export function planEfsVolume(checks: ArgumentChecks, path: string, given: EfsVolume): EfsPlan {
  const { fileSystemId, accessPointId, rootDirectory, transitEncryption, iamAuthorization, rootAccess } = given;
  const { keyArn, throughputMode, backup, uid, gid } = given;
  if (fileSystemId === undefined) {
    checks.mustBeUnset(
      path,
      { accessPointId, rootDirectory, transitEncryption, iamAuthorization, rootAccess },
      {
        wrong: "cannot be set without fileSystemId: a created file system has its own",
        fix: "leave it unset, or set fileSystemId",
      },
    );
    checks.shape(`${path}.throughputMode`, throughputMode, oneOf(Object.values(EfsThroughputMode)));
    checks.shape(`${path}.uid`, uid, checkPosixId);
    checks.shape(`${path}.gid`, gid, checkPosixId);
    return {
      create: {
        keyArn: checks.arn(`${path}.keyArn`, keyArn, { check: checkKeyArn, what: "a key", shared: ["region"] }),
        throughputMode: throughputMode ?? EfsThroughputMode.Bursting,
        backup: backup ?? true,
        uid: uid ?? DEFAULT_POSIX_ID,
        gid: gid ?? DEFAULT_POSIX_ID,
      },
    };
  }
  checks.mustBeUnset(
    path,
    { keyArn, throughputMode, backup, uid, gid },
    {
      wrong: "cannot be set with fileSystemId: an existing file system is not modified",
      fix: "leave one of them unset",
    },
  );
  const encrypted = transitEncryption ?? true;
  if (!encrypted)
    for (const [key, needsTls] of Object.entries({
      accessPointId: accessPointId !== undefined,
      iamAuthorization: iamAuthorization === true,
    }))
      if (needsTls)
        checks.add(`${path}.transitEncryption`, `cannot be false with ${key}, which needs TLS`, "leave it unset");
  if (accessPointId !== undefined && rootDirectory !== undefined)
    checks.add(`${path}.rootDirectory`, "cannot be set with accessPointId, which has its own", "leave it unset");
  const byIam = iamAuthorization ?? encrypted;
  if (rootAccess === true && !byIam)
    checks.add(
      `${path}.rootAccess`,
      "cannot be true while iamAuthorization, which grants it, is false",
      "leave it unset",
    );
  return {
    existing: {
      fileSystemId: checks.value(`${path}.fileSystemId`, fileSystemId, checkFileSystemId),
      accessPointId: checks.value(`${path}.accessPointId`, accessPointId, checkAccessPointId),
      rootDirectory: checks.value(`${path}.rootDirectory`, rootDirectory, checkDirectory),
      transitEncryption: encrypted,
      iamAuthorization: byIam,
      rootAccess: rootAccess ?? false,
    },
  };
}
