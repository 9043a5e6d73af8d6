// Failures of log drivers. Wordings follow the Fargate agent, Docker and the AWS SDKs for Go; checked 2026-11-22.

import { unresolved } from "./dns";
import { PAGE, ROUTE_FIX } from "../pages";
import type { Rule } from "../rule";
import { words } from "../text";

/** Log drivers of other servers, or an address with a port that no AWS service has. */
const OTHER_LOG_SERVER = /splunk|gelf:|syslog|logentries|loki|dial(?:tcp|udp)[\w.-]{1,200}:(?!(?:443|80|53)\b)\d{2,5}:/;

/** Rules, the most specific first. */
export const LOG_RULES: readonly Rule[] = [
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
    says: ["fluentd:", "fluentdlog", "fluentddriver", "fluent.sock", ":24224", "logrouter"],
    when: ({ form }) => form !== "apiError",
    cause:
      "the log router of `logs.fireLens` does not take the container's log lines (of the log driver fluentd: nothing listens at its socket or address)",
    fix: "check that the router starts first and stays up, and its options; its own log lines say more; for fluentd on the instance start it before the tasks, or set fluentd-async",
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
  unresolved("CloudWatch Logs", "logs", { code: "LOGS_UNREACHABLE", stage: "logDriver", page: PAGE.initialization }),
  {
    code: "LOGS_UNREACHABLE",
    weight: "start",
    stage: "logDriver",
    when: ({ kind, text }) => kind === "noRoute" || kind === "tls" || text.compact.includes("connectionissue"),
    cause: "the tasks have no network route to CloudWatch Logs[[: {host} does not answer]]",
    fix: ROUTE_FIX("logs"),
    page: PAGE.initialization,
  },
  {
    code: "LOGS_DENIED",
    weight: "start",
    stage: "logDriver",
    kind: "denied",
    says: ["createcloudwatchloggroup"],
    when: ({ facts }) => facts.action === undefined,
    cause: "{caller|the execution role} may not create the log group {logGroup|}, as awslogs-create-group asks",
    fix: "grant `logs:CreateLogGroup` to the role of `executionRole.arn` (without one: to the container instance's), or create the log group before and take awslogs-create-group out; a task needs `logs:CreateLogStream` and `logs:PutLogEvents` too",
    page: PAGE.logs,
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
    fix: "create it again: pulumi up --refresh (a log group that was deleted by hand is not seen without a refresh); with `logs.options` or a task definition of your own correct awslogs-group and awslogs-region, or set awslogs-create-group",
    page: PAGE.logs,
  },
  {
    code: "LOG_OPTIONS",
    weight: "start",
    stage: "logDriver",
    says: ["reservedforaws"],
    cause: "the name of the log group begins with aws/, which CloudWatch Logs keeps for AWS",
    fix: "give awslogs-group another name, such as /ecs/NAME (AWS's own begin with /aws/)",
    page: PAGE.logs,
  },
  {
    code: "LOG_OPTIONS",
    weight: "start",
    stage: "logDriver",
    says: ["missingendpoint", "missingregion", "couldnotfindregion", "failedtofindregion"],
    cause: "the log driver awslogs of a container does not know its Region",
    fix: "set awslogs-region to the Region of the log group in the container's log options, or leave `logs.driver` unset, so that a log group and its options are created",
    page: PAGE.logs,
  },
  {
    code: "LOG_DRIVER",
    weight: "start",
    stage: "logDriver",
    when: ({ form, text }) => form !== "apiError" && !/execformaterror/.test(text.compact),
    general: true,
    cause: "the container's log driver could not be set up[[: {refusal}]]",
    fix: "check the log group, the execution role's rights and the network route: npx ghcr-fargate verify does",
    page: PAGE.logs,
  },
];
