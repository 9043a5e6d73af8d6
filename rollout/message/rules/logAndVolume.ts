// Failures of log drivers and file systems. Wordings follow the Fargate agent, the EFS mount helper and the AWS SDKs for Go; checked
// 2026-11-22.

import { EBS_RULES } from "./ebs";
import { PAGE, ROUTE_FIX } from "../pages";
import type { Rule } from "../rule";
import { words } from "../text";

/** Log drivers of other servers, or an address with a port that no AWS service has. */
const OTHER_LOG_SERVER = /splunk|gelf:|syslog|logentries|loki|dial(?:tcp|udp)[\w.-]{1,200}:(?!(?:443|80|53)\b)\d{2,5}:/;

/** Rules, the most specific first. */
export const LOG_AND_VOLUME_RULES: readonly Rule[] = [
  {
    code: "LOG_OPTIONS",
    weight: "start",
    stage: "logDriver",
    says: [
      "nologconfiguration",
      "logconfigurationspecified",
      "unknownlogopt",
      "mustspecify",
      "missingrequired",
      "invalidlogopt",
      "requiredoption",
      "requiresoptions",
      "islackingrequired",
      "driverarguments",
      "nologdriver",
      "missingoption",
      "optionsaremissing",
    ],
    cause: "the container's log driver has no options, or options that it does not know",
    fix: "give `logs` the options of its driver, or leave `logs.driver` unset for CloudWatch Logs",
    page: PAGE.fireLens,
  },
  {
    code: "FIRELENS",
    weight: "start",
    stage: "logDriver",
    says: ["fluentd", "firelens", "fluent-bit", "fluent.sock", ":24224"],
    when: ({ form }) => form !== "apiError",
    cause: "the log router of `logs.fireLens` does not take the container's log lines",
    fix: "check that the router starts first and stays up, and its options; its own log lines say more",
    page: PAGE.fireLens,
  },
  {
    code: "LOG_SERVER",
    weight: "start",
    stage: "logDriver",
    when: ({ text }) => OTHER_LOG_SERVER.test(text.compact),
    cause: "the log driver does not reach or does not satisfy its server {host|}",
    fix: "check the address, port and token in `logs.options`, and the tasks' network route to that server; `logs.fireLens` sends logs to others than CloudWatch too",
    page: PAGE.fireLens,
  },
  {
    code: "LOGS_CREDENTIALS",
    weight: "start",
    stage: "logDriver",
    says: words(`nocredentialproviders noec2imdsrole norolefound failedtorefreshcachedcredentials credentialsnotfound`),
    cause:
      "the log driver has no credentials for CloudWatch Logs: neither an execution role nor the container instance gives it any",
    fix: "attach an instance profile with AmazonEC2ContainerServiceforEC2Role to the container instances, and let Docker reach their metadata (hop limit 2); or give the task an execution role (`executionRole.arn`) with logs:CreateLogStream and logs:PutLogEvents",
    page: PAGE.logs,
  },
  {
    code: "LOGS_UNREACHABLE",
    weight: "start",
    stage: "logDriver",
    when: ({ kind, text }) =>
      kind === "noRoute" || kind === "dns" || kind === "tls" || text.compact.includes("connectionissue"),
    cause: "the tasks have no network route to CloudWatch Logs[[: {host} does not answer]]",
    fix: ROUTE_FIX("logs"),
    page: PAGE.initialization,
  },
  {
    code: "LOGS_DENIED",
    weight: "start",
    stage: "logDriver",
    kind: "denied",
    cause: "{caller|the execution role} may not write to the log group {logGroup|}",
    fix: "grant `{action|logs:CreateLogStream}` on {resource|the log group} to the role of `executionRole.arn`; a task needs `logs:CreateLogStream` and `logs:PutLogEvents`, and `logs:CreateLogGroup` where awslogs-create-group is set",
    page: PAGE.logs,
  },
  {
    code: "LOGS_THROTTLED",
    weight: "passing",
    stage: "logDriver",
    kind: "throttled",
    cause: "CloudWatch Logs limits how many log streams are created a second",
    fix: "deploy again; start fewer tasks at once",
    page: PAGE.logs,
  },
  {
    code: "LOG_GROUP",
    weight: "start",
    stage: "logDriver",
    kind: "notFound",
    cause: "the log group {logGroup|} does not exist in this Region",
    fix: "create it again: pulumi up --refresh; a log group that was deleted by hand is not seen without a refresh",
    page: PAGE.logs,
  },
  {
    code: "LOG_DRIVER",
    weight: "start",
    stage: "logDriver",
    when: ({ form, text }) => form !== "apiError" && !/execformaterror/.test(text.compact),
    general: true,
    cause: "the container's log driver could not be set up",
    fix: "check the log group, the execution role's rights and the network route: npx ghcr-fargate verify does",
    page: PAGE.logs,
  },
  {
    code: "EPHEMERAL_STORAGE",
    weight: "passing",
    stage: "volume",
    says: ["ephemeralstorage"],
    cause: "AWS did not provide the task's ephemeral storage in time",
    fix: "deploy again; if it stays so, look at AWS's status page for the Region",
    page: PAGE.storage,
  },
  ...EBS_RULES,
  {
    code: "VOLUME_COPY",
    weight: "passing",
    says: ["copycontentstovolume"],
    cause: "AWS could not copy the image's files into a volume of the task in time",
    fix: "deploy again; if it stays so, take VOLUME out of the Dockerfile, or mount the volume at an empty directory",
    page: PAGE.storage,
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
    cause: "the file system {fileSystem|} could not be mounted: its mount target is not ready yet or not reachable",
    fix: "let the tasks' security group reach port 2049 of the mount targets in their subnets, and deploy again once the mount targets are available",
    page: PAGE.efs,
  },
];
