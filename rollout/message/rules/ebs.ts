// Volumes of Amazon EBS. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-ebs-volumes-scenarios.html (2026-11)

import { PAGE } from "../pages";
import type { Rule } from "../rule";
import { words } from "../text";

const CASES: readonly (readonly [code: string, says: readonly string[], cause: string, fix: string])[] = [
  [
    "EBS_KEY",
    words("idempotentparametermismatch kmskey invalidkmskey keynotaccessible encryptionkey"),
    "the task's EBS volume could not be made: its KMS key is not valid, or the infrastructure role may not use it",
    "correct the key's ARN, enable the key, and allow the infrastructure role in its policy (kms:CreateGrant, kms:Decrypt, kms:GenerateDataKeyWithoutPlaintext)",
  ],
  [
    "EBS_DENIED",
    words("unauthorized notauthorized accessdenied notpermitted"),
    "ECS's infrastructure role may not create, attach or tag the task's EBS volume",
    "give the infrastructure role the managed policy AmazonECSInfrastructureRolePolicyForVolumes, and the rights on the volume's KMS key and snapshot",
  ],
  [
    "EBS_QUOTA",
    words("volumelimitexceeded iopslimitexceeded limitexceeded quota attachmentlimit maximumnumberofvolumes"),
    "a quota for EBS volumes is reached: of the account (storage, IOPS), or of volumes that one instance can have",
    "ask for more in Service Quotas (Amazon EBS), remove volumes that are not used, or run fewer tasks on one instance",
  ],
  [
    "EBS_SNAPSHOT",
    words("snapshot"),
    "the snapshot of the task's EBS volume does not exist, is not ready, or is larger than the volume",
    "correct the snapshot's id and Region, wait until it is complete, and make the volume at least as large",
  ],
  [
    "EBS_FILE_SYSTEM",
    words("timedoutwhileconfiguring filesystem mkfs wrongfstype"),
    "the task's EBS volume was not set up in time: its file system type does not fit the task's operating system or the snapshot",
    "set the volume's file system type to that of the snapshot (ext4 or xfs on Linux, NTFS on Windows), and deploy again",
  ],
  [
    "EBS_SIZE",
    words("invalidparameter toolarge toosmall invalidsize invalidvolume throughput iops"),
    "EBS does not have a volume of this type and size (or IOPS, throughput)",
    "correct the volume's size, type, IOPS and throughput to what its type allows",
  ],
  [
    "EBS_VOLUME",
    [""],
    "the task's EBS volume could not be created, attached or mounted",
    "check the volume's settings (size, type, encryption key, snapshot, file system) and the rights of its infrastructure role, then deploy again",
  ],
];

/** Rules, the most specific first. */
export const EBS_RULES: readonly Rule[] = CASES.map(([code, says, cause, fix]) => ({
  code,
  weight: "passing",
  stage: "volume",
  says,
  when: ({ text }) => /ebs|volumeattachment/.test(text.compact) && !/efsutils|mount\.nfs/.test(text.compact),
  cause,
  fix,
  page: PAGE.ebs,
}));
