// The log driver of the containers, its options, and the FireLens log router.

import type * as pulumi from "@pulumi/pulumi";
import { notEmpty, oneOf } from "../../model/checks";
import { quote } from "../../model/problems";
import { checkSecretReference } from "../../model/secretReferences";
import type { ArgumentChecks } from "../component/argumentChecks";
import { planContainer, SECRET, type ContainerPlan } from "./container";
import { byName } from "./containerDefinition";
import { LogDriver, type FireLensLogRouter, type LogDriverSettings } from "./logDriverArgs";
import { checkLogOptions } from "./logOptions";

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
  const { driver = LogDriver.AwsLogs, secretOptions = {}, fireLens } = given;
  checks.shape("logs.driver", driver, oneOf(Object.values(LogDriver)));
  for (const key of Object.keys(secretOptions))
    if (key in (given.options ?? {}))
      checks.add(`logs.secretOptions.${key}`, "is set in logs.options too", "keep it in one of them");
  if (driver !== LogDriver.AwsFireLens)
    checks.mustBeUnset(
      "logs",
      { fireLens },
      {
        wrong: `cannot be set with logs.driver: ${quote(driver)}`,
        fix: 'set logs.driver: "awsfirelens", or leave it unset',
      },
    );
  const options = checkLogOptions(checks, driver, given);
  const secrets = Object.entries(secretOptions).map(
    ([key, value]) =>
      [key, checks.arn(`logs.secretOptions.${key}`, value, { check: checkSecretReference, ...SECRET })] as const,
  );
  return {
    driver,
    options,
    secretOptions: Object.fromEntries(secrets),
    ...(driver === LogDriver.AwsFireLens && { router: planRouter(checks, fireLens ?? {}) }),
  };
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

/** What the containers' log configurations name. */
export interface LogConnections {
  readonly destination: LogDestination;
  /** What ECS gets for a secret as it is planned. */
  readonly valueFrom: (planned: pulumi.Input<string>) => pulumi.Input<string>;
}

/** The log configuration of one container, in AWS's words. The FireLens router writes to the log group: it cannot route itself. */
export function logConfiguration(
  { driver, options, secretOptions }: LogDriverPlan,
  { name, fireLens }: ContainerPlan,
  { destination, valueFrom }: LogConnections,
): object {
  if (driver === LogDriver.AwsLogs) return awsLogs(destination, name, options);
  if (fireLens !== undefined) return awsLogs(destination, name);
  return {
    logDriver: driver,
    options: Object.fromEntries(byName(options)),
    secretOptions: byName(secretOptions).map(([key, planned]) => ({ name: key, valueFrom: valueFrom(planned) })),
  };
}

/** Said always: what ECS does without it is a setting of the account. */
const DEFAULT_MODE = "non-blocking";

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
      mode: DEFAULT_MODE,
      ...Object.fromEntries(byName(options)),
    },
  };
}
