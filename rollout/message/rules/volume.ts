// Failures of volumes and file systems. Wordings follow the Fargate agent, the EFS mount helper and the AWS SDKs for Go; checked
// 2026-11-22.

import { EBS_RULES } from "./ebs";
import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const VOLUME_RULES: readonly Rule[] = [
  {
    code: "EPHEMERAL_STORAGE",
    weight: "passing",
    stage: "volume",
    says: ["ephemeralstorage"],
    cause: "AWS did not provide the task's ephemeral storage in time",
    fix: "deploy again; if it stays so, look at AWS's status page for the Region",
    page: PAGE.storage,
  },
  {
    code: "VOLUME_DRIVER",
    weight: "start",
    words:
      /lookingupvolumepluginamazon-ecs-volume-plugin|amazon-ecs-volume-plugin\W{0,4}notfound|amazon-ecs-volume-plugin\.sock:connect:/i,
    cause:
      "ECS's own volume plugin (amazon-ecs-volume-plugin), which mounts Amazon EFS, does not run on the container instance",
    fix: "start it (sudo systemctl enable --now amazon-ecs-volume-plugin) and restart the agent, or replace the instance with a current ECS-optimized AMI",
    page: PAGE.efs,
  },
  {
    code: "VOLUME_DRIVER",
    weight: "start",
    stage: ["volume", "start"],
    says: ["unknownfilesystemtype'efs'", "unknownfilesystemtypeefs", "mount.efs:notfound"],
    cause: "the container instance lacks the mount helper of Amazon EFS (amazon-efs-utils)",
    fix: "install it before the agent starts (sudo yum install -y amazon-efs-utils in the user data), or use a current ECS-optimized AMI, which has it; then replace the instance",
    page: PAGE.efs,
  },
  {
    code: "VOLUME_DRIVER",
    weight: "start",
    stage: ["volume", "start"],
    when: ({ text }) =>
      !text.compact.includes("amazon-ecs-volume-plugin") &&
      /volumeplugin|volumedriver|nosuchvolume|volumedoesnotexist|lookingupvolume|docker\/plugins/.test(text.compact) &&
      !/volumedriver\.\w{3,10}:.{0,200}(?:\.efs\.|mount\.nfs|efs-?utils)/.test(text.compact), // ECS's own driver, for EFS
    cause: "the volume's driver (a Docker plugin) on the container instance could not create, find or mount the volume",
    fix: "install the driver's plugin on the instances, and check that its storage answers, and the volume's name and options; on Fargate use a volume of Amazon EFS (`volumes`) instead",
    page: PAGE.stopped,
  },
  ...EBS_RULES,
  {
    code: "VOLUME_COPY",
    weight: "passing",
    says: ["copycontentstovolume", "contentstotaskvolume", "unabletocopycontents"],
    cause: "AWS could not copy the image's files into a volume of the task in time",
    fix: "deploy again; if it stays so, take VOLUME out of the Dockerfile, or mount the volume at an empty directory",
    page: PAGE.storage,
  },
  {
    code: "VOLUME_OWNER",
    weight: "start",
    stage: ["volume", "start"],
    says: ["chown", "lchown"],
    cause:
      "the volume does not let the container's files be given their owner: an EFS access point with a user of its own, or a read-only or root-squashed file system",
    fix: "take the user out of the access point, or make it the owner of the image's directory that the volume is mounted at; or mount the volume at a directory that is empty in the image",
    page: PAGE.efs,
  },
  {
    code: "VOLUME_FAILED",
    weight: "start",
    says: ["dockerfilecontainsvolume"],
    cause:
      "the image declares a VOLUME in its Dockerfile (or its base image's), which Fargate for Windows does not support",
    fix: "build the image without VOLUME, from another base image where it comes from there, or run the task on container instances",
    page: PAGE.stopped,
  },
  {
    code: "VOLUME_FAILED",
    weight: "start",
    says: ["invalidcharactersforalocalvolumename"],
    cause:
      "the source of a volume is a relative path, which Docker takes for a volume's name, and as a name it has characters that are not allowed",
    fix: "give the volume's host path (sourcePath) as an absolute path of the container instance, or a name of letters, digits and _ . - alone; on Fargate use a volume of Amazon EFS (`volumes`), or put the file into the image",
    page: PAGE.stopped,
  },
  {
    code: "VOLUME_FAILED",
    weight: "start",
    says: ["cannotcreatevolume"],
    when: ({ text }) => !/efs|nfs|ebs|filesystem|copycontents/.test(text.compact),
    cause: "a volume of the task could not be created",
    fix: "check the task's volumes: `volumes` and their mount points, and VOLUME in the Dockerfile; deploy again; the whole message: aws ecs describe-tasks --tasks TASK",
    page: PAGE.stopped,
  },
  {
    code: "FILE_SYSTEM_DENIED",
    weight: "start",
    stage: ["volume", "start"],
    kind: "denied",
    when: ({ stage, text }) => stage === "volume" || /mounting.{0,200}permissiondenied/.test(text.compact),
    cause: "{caller|the task role} may not mount the file system {fileSystem|}",
    fix: "grant `elasticfilesystem:ClientMount` and `ClientWrite` to the task role, in its policy and in the file system's, and match the access point's user to the files' owner",
    page: PAGE.efs,
  },
  {
    code: "FILE_SYSTEM_DNS",
    weight: "start",
    stage: "volume",
    kind: "dns",
    cause:
      "the name of the file system {fileSystem|} does not resolve: it has no mount target in the task's zone, or the VPC has no DNS",
    fix: "create a mount target in each subnet of the tasks, and enable DNS support and DNS host names in the VPC",
    page: PAGE.efs,
  },
  {
    code: "FILE_SYSTEM_DIRECTORY",
    weight: "start",
    stage: "volume",
    says: ["nosuchfileordirectory"],
    when: ({ text }) => /reasongivenbyserver|mount\.nfs/.test(text.compact),
    cause: "the directory {directory|that `rootDirectory` names} does not exist in the file system {fileSystem|}",
    fix: "create the directory[[ {directory}]] in the file system first, use an access point that creates it (`accessPointId`), or leave `rootDirectory` at /",
    page: PAGE.efs,
  },
  {
    code: "FILE_SYSTEM_NOT_FOUND",
    weight: "start",
    stage: "volume",
    kind: "notFound",
    cause: "the file system {fileSystem|}, its access point or the directory does not exist",
    fix: "check `fileSystemId`, `accessPointId` and `rootDirectory` of the volume; a directory must exist before it is mounted, unless an access point creates it",
    page: PAGE.efs,
  },
  {
    code: "FILE_SYSTEM_MOUNT",
    weight: "start",
    stage: "volume",
    words: /EFSutils.{0,80}stderr:(?<problem>Failedto[^:]{15,200}?)(?::unsuccessful|$)/di,
    cause: "the file system {fileSystem|} could not be mounted: {problem}",
    fix: "correct what the message names, and deploy again: a failure of a moment passes with the next task",
    page: PAGE.efs,
  },
  {
    code: "FILE_SYSTEM_MOUNT",
    weight: "start",
    stage: "volume",
    when: ({ kind, text }) => kind === undefined && !/timed?-?out|mountsystemcallfailed/.test(text.compact),
    cause:
      "the file system {fileSystem|} could not be mounted, and the message does not say why or is cut off: most often its mount target is not reachable or not ready yet, its name does not resolve, the directory is missing, or it refuses the task role",
    fix: "read the whole message: aws ecs describe-tasks --tasks TASK; let the tasks' security group reach port 2049 of the mount targets in their subnets, and check the file system's policy and the directory or access point",
    page: PAGE.efs,
  },
  {
    code: "FILE_SYSTEM_MOUNT",
    weight: "start",
    stage: "volume",
    cause: "the file system {fileSystem|} could not be mounted: its mount target is not ready yet or not reachable",
    fix: "let the tasks' security group reach port 2049 of the mount targets in their subnets, and deploy again once the mount targets are available",
    page: PAGE.efs,
  },
];
