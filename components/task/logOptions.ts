// The options of log drivers: what each takes, and what it needs.

import type * as pulumi from "@pulumi/pulumi";
import { oneOf, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import { LogDriver, type LogDriverSettings } from "./logDriverArgs";

/**
 * The options that ECS takes for "awslogs": it refuses a task definition with others
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html, checked 2026-11-28).
 */
const AWS_LOGS_OPTIONS = [
  "awslogs-create-group",
  "awslogs-datetime-format",
  "awslogs-multiline-pattern",
  "awslogs-stream-prefix",
  "max-buffer-size",
  "mode",
];
const OWN_OPTIONS = ["awslogs-group", "awslogs-region"];

type Options = Record<string, pulumi.Input<string>>;
type ValueChecks = Readonly<Record<string, Check<string> | undefined>>;

/** How a container writes to "awslogs". */
const LOG_MODES = ["blocking", "non-blocking"] as const;

/**
 * Checks the options of a log driver: what is missing, what it does not take, and values that it refuses. Use the returned options in
 * place of the given ones.
 */
export function checkLogOptions(
  checks: ArgumentChecks,
  driver: LogDriver,
  { options = {}, secretOptions = {}, fireLens }: LogDriverSettings,
): Options {
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
        "put it into a secret, and the secret's name or ARN into logs.secretOptions",
      );
    else if (!("splunk-token" in secretOptions))
      checks.add(
        "logs.secretOptions.splunk-token",
        'is missing while logs.driver is "splunk"',
        "set it to the secret that holds the collector's token, such as secretsmanager:NAME",
      );
  }
  const valueChecks =
    driver === LogDriver.AwsLogs
      ? checkAwsLogs(checks, options)
      : ((VALUES_OF[driver] as ValueChecks | undefined) ?? {});
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => {
      const check = valueChecks[key];
      return [key, check === undefined ? value : checks.value(`logs.options.${key}`, value, check)];
    }),
  );
}

/** Returns the checks of the values. */
function checkAwsLogs(checks: ArgumentChecks, options: Options): ValueChecks {
  for (const key of Object.keys(options))
    if (![...AWS_LOGS_OPTIONS, ...OWN_OPTIONS].includes(key))
      checks.add(`logs.options.${key}`, 'is not an option of "awslogs"', `use one of ${AWS_LOGS_OPTIONS.join(", ")}`);
  if (options.mode === "blocking" && "max-buffer-size" in options)
    checks.add(
      "logs.options.max-buffer-size",
      'cannot be set with mode: "blocking", which has no buffer',
      "leave one of them unset",
    );
  if ("awslogs-datetime-format" in options && "awslogs-multiline-pattern" in options)
    checks.add(
      "logs.options.awslogs-datetime-format",
      "cannot be set with awslogs-multiline-pattern",
      "leave one of them unset",
    );
  return VALUES_OF[LogDriver.AwsLogs];
}

const checkBufferSize: Check<string> = (size) =>
  typeof size === "string" && /^[1-9]\d*[bkmg]?$/i.test(size)
    ? undefined
    : { wrong: `${quote(size)} is not a size`, fix: 'use a number and a unit, as in "25m"' };

const checkCollectorUrl: Check<string> = (url) =>
  typeof url === "string" && /^https?:\/\/[^/\s]+\/?$/.test(url)
    ? undefined
    : { wrong: `${quote(url)} is not a collector's address`, fix: 'write it as "https://HOST:PORT", without a path' };

const VALUES_OF: Readonly<Record<LogDriver, ValueChecks>> = {
  [LogDriver.AwsLogs]: { mode: oneOf<string>(LOG_MODES), "max-buffer-size": checkBufferSize },
  [LogDriver.AwsFireLens]: {},
  [LogDriver.Splunk]: { "splunk-url": checkCollectorUrl },
};
