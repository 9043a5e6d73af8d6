// Failures of log drivers and file systems. Wordings follow the Fargate agent, the EFS mount helper and the AWS SDKs for Go; checked
// 2026-11-22.

import { PAGE, ROUTE_FIX } from "./pages";
import type { Rule } from "./rule";

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
      "islackingrequired",
    ],
    cause: "the container's log driver has no options, or options that it does not know",
    fix: "give `logs` the options of its driver, or leave `logs.driver` unset for CloudWatch Logs",
    page: PAGE.fireLens,
  },
  {
    code: "FIRELENS",
    weight: "start",
    stage: "logDriver",
    says: ["fluentd", "firelens", "fluent-bit"],
    cause: "the log router of `logs.fireLens` does not take the container's log lines",
    fix: "check that the router starts first and stays up, and its options; its own log lines say more",
    page: PAGE.fireLens,
  },
  {
    code: "LOGS_UNREACHABLE",
    weight: "start",
    stage: "logDriver",
    when: ({ kind, text }) =>
      kind === "noRoute" || kind === "dns" || kind === "tls" || text.compact.includes("connectionissue"),
    cause: "the tasks have no network route to CloudWatch Logs",
    fix: ROUTE_FIX("logs"),
    page: PAGE.initialization,
  },
  {
    code: "LOGS_DENIED",
    weight: "start",
    stage: "logDriver",
    kind: "denied",
    cause: "{caller|the execution role} may not write to the log group {logGroup|}",
    fix: "grant `logs:CreateLogStream` and `logs:PutLogEvents` on {resource|the log group} to the role of `executionRole.arn` (and `logs:CreateLogGroup` where awslogs-create-group is set)",
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
    cause: "the log group {logGroup|} does not exist in this Region",
    fix: "create it again: pulumi up --refresh; a log group that was deleted by hand is not seen without a refresh",
    page: PAGE.logs,
  },
  {
    code: "FILE_SYSTEM_DENIED",
    weight: "start",
    stage: "volume",
    kind: "denied",
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
