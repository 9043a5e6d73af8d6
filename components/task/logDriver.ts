// The log driver of the containers, its options, and the FireLens log router.

import type * as pulumi from "@pulumi/pulumi";
import { checkSecretSource } from "../../model/awsIds";
import { notEmpty, oneOf } from "../../model/checks";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import { planContainer, SECRET, type ContainerPlan } from "./container";
import { byName } from "./containerDefinition";

/** The log drivers of Fargate. */
export const LogDriver = {
  /** To the service's log group in CloudWatch Logs. */
  AwsLogs: "awslogs",
  /** To a Fluent Bit sidecar, which forwards it. */
  AwsFireLens: "awsfirelens",
  /** To a Splunk HTTP event collector. */
  Splunk: "splunk",
} as const;
export type LogDriver = (typeof LogDriver)[keyof typeof LogDriver];

/** The Fluent Bit sidecar of FireLens. It uses part of the task's CPU and memory. */
export interface FireLensLogRouter {
  /**
   * The router's image: public, or in Amazon ECR.
   * @default "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable"
   */
  image?: pulumi.Input<string>;
  /**
   * A Fluent Bit configuration file in the image, which FireLens includes: `/extra.conf`.
   * @default none
   */
  configFile?: pulumi.Input<string>;
}

/** The log driver and its settings. */
export interface LogDriverSettings {
  /**
   * The log driver of every container: "awslogs", "awsfirelens" or "splunk". The log group exists with each of them: the FireLens
   * router and the Service Connect proxy write to it, and earlier logs are kept.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html
   * @default "awslogs"
   */
  driver?: LogDriver;
  /**
   * The driver's options: for "awslogs" such as `mode`, `max-buffer-size` or `awslogs-multiline-pattern`; for "awsfirelens"
   * those of the Fluent Bit output, including `Name`; for "splunk" `splunk-url` and others. Permissions that the Fluent Bit
   * output needs go into `taskRole.statements`.
   */
  options?: Record<string, pulumi.Input<string>>;
  /**
   * Options of "awsfirelens" and "splunk" that are secret, such as `splunk-token`: the ARN of a Secrets Manager secret or SSM
   * parameter. The execution role may read these only.
   */
  secretOptions?: Record<string, pulumi.Input<string>>;
  /**
   * The log router of the driver "awsfirelens".
   * @default AWS's image of Fluent Bit, configured by `options`
   */
  fireLens?: FireLensLogRouter;
}

/** The log driver, as planned. */
export interface LogDriverPlan {
  readonly driver: LogDriver;
  readonly options: Record<string, pulumi.Input<string>>;
  readonly secretOptions: Record<string, pulumi.Input<string>>;
  /** The FireLens router, with "awsfirelens". */
  readonly router?: ContainerPlan;
}

const ROUTER_IMAGE = "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable";
const ROUTER_NAME = "log_router";

/** Plans the log driver. */
export function planLogDriver(checks: ArgumentChecks, given: LogDriverSettings = {}): LogDriverPlan {
  const { driver = LogDriver.AwsLogs, options = {}, secretOptions = {}, fireLens } = given;
  checks.shape("logs.driver", driver, oneOf(Object.values(LogDriver)));
  for (const key of Object.keys(secretOptions))
    if (key in options) checks.add(`logs.secretOptions.${key}`, "is set in logs.options too", "keep it in one of them");
  if (driver !== LogDriver.AwsFireLens)
    checks.mustBeUnset(
      "logs",
      { fireLens },
      {
        wrong: `cannot be set with logs.driver: ${quote(driver)}`,
        fix: 'set logs.driver: "awsfirelens", or leave it unset',
      },
    );
  checkOptions(checks, driver, given);
  const secrets = Object.entries(secretOptions).map(
    ([key, value]) =>
      [key, checks.arn(`logs.secretOptions.${key}`, value, { check: checkSecretSource, ...SECRET })] as const,
  );
  return {
    driver,
    options,
    secretOptions: Object.fromEntries(secrets),
    ...(driver === LogDriver.AwsFireLens && { router: planRouter(checks, fireLens ?? {}) }),
  };
}

function checkOptions(
  checks: ArgumentChecks,
  driver: LogDriver,
  { options = {}, secretOptions = {}, fireLens }: LogDriverSettings,
): void {
  if (driver === LogDriver.AwsLogs) {
    for (const key of ["awslogs-group", "awslogs-region"])
      if (key in options)
        checks.add(`logs.options.${key}`, "cannot be set: it is that of the created log group", "leave it unset");
    if (Object.keys(secretOptions).length > 0)
      checks.add(
        "logs.secretOptions",
        'cannot be set with logs.driver: "awslogs", which has no secret options',
        "leave it unset",
      );
  }
  if (driver === LogDriver.AwsFireLens && !("Name" in options) && fireLens?.configFile === undefined)
    checks.add(
      "logs.options.Name",
      'is missing while logs.driver is "awsfirelens"',
      "set it to the Fluent Bit output, or set logs.fireLens.configFile to a file that has one",
    );
  if (driver === LogDriver.Splunk) {
    if (!("splunk-url" in options))
      checks.add(
        "logs.options.splunk-url",
        'is missing while logs.driver is "splunk"',
        "set it to the collector's URL",
      );
    if ("splunk-token" in options)
      checks.add(
        "logs.options.splunk-token",
        "can be read by everyone who can read the task definition",
        "put it into a secret, and the secret's ARN into logs.secretOptions",
      );
    else if (!("splunk-token" in secretOptions))
      checks.add(
        "logs.secretOptions.splunk-token",
        'is missing while logs.driver is "splunk"',
        "set it to the ARN of the secret that holds the collector's token",
      );
  }
}

function planRouter(checks: ArgumentChecks, { image = ROUTER_IMAGE, configFile }: FireLensLogRouter): ContainerPlan {
  const container = planContainer(
    checks,
    { path: "logs.fireLens", limits: { essential: true } },
    { name: ROUTER_NAME, image, user: "0" }, // ECS would set the user itself, and the definition would differ ever after
  );
  const file = checks.value("logs.fireLens.configFile", configFile, notEmpty);
  return {
    ...container,
    fireLens: {
      type: "fluentbit",
      options: {
        "enable-ecs-log-metadata": "true",
        ...(file !== undefined && { "config-file-type": "file", "config-file-value": file }),
      },
    },
  };
}

/** The log group that "awslogs" writes to. */
export interface LogDestination {
  readonly name: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
}

/** The log configuration of one container, in AWS's words. The FireLens router writes to the log group: it cannot route itself. */
export function logConfiguration(
  { driver, options, secretOptions }: LogDriverPlan,
  { name, fireLens }: ContainerPlan,
  destination: LogDestination,
): object {
  if (driver === LogDriver.AwsLogs) return awsLogs(destination, name, options);
  if (fireLens !== undefined) return awsLogs(destination, name);
  return {
    logDriver: driver,
    options: Object.fromEntries(byName(options)),
    secretOptions: byName(secretOptions).map(([key, valueFrom]) => ({ name: key, valueFrom })),
  };
}

/** A log configuration that writes to the log group. */
export function awsLogs(
  { name, region }: LogDestination,
  streamPrefix: string,
  options: Record<string, pulumi.Input<string>> = {},
): { readonly logDriver: string; readonly options: Record<string, pulumi.Input<string>> } {
  return {
    logDriver: LogDriver.AwsLogs,
    options: {
      "awslogs-group": name,
      "awslogs-region": region,
      "awslogs-stream-prefix": streamPrefix,
      ...Object.fromEntries(byName(options)),
    },
  };
}
