// The process of a container, planned: its limits, capabilities, kernel parameters and restarts, as far as Fargate has them.

import * as pulumi from "@pulumi/pulumi";
import { notEmpty, oneOf, wholeNumber, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import { argumentPath, type ArgumentChecks } from "../component/argumentChecks";
import { ContainerVersionConsistency, type ContainerSettings } from "./containerArgs";

/** The settings of a container that this file checks. */
export type ProcessSettings = Pick<
  ContainerSettings,
  | "workingDirectory"
  | "dockerLabels"
  | "ulimits"
  | "systemControls"
  | "allowPtrace"
  | "dropCapabilities"
  | "interactive"
  | "pseudoTerminal"
  | "restartPolicy"
  | "versionConsistency"
  | "startTimeoutSeconds"
>;

const MAX_IGNORED_EXIT_CODES = 50;
const MAX_LIMIT = 1048576;

const checkCapability: Check<string> = (name) =>
  typeof name === "string" && /^[A-Z][A-Z0-9_]*$/.test(name) && !name.startsWith("CAP_")
    ? undefined
    : { wrong: `${quote(name)} is not a valid capability`, fix: 'use a name like "NET_RAW", without CAP_, or "ALL"' };

const checkKernelParameter: Check<string> = (name) =>
  typeof name === "string" && /^[a-z]+(\.[A-Za-z0-9_-]+)+$/.test(name)
    ? undefined
    : { wrong: `${quote(name)} is not a valid kernel parameter`, fix: "use a name like net.core.somaxconn" };

/** A container does not start in a directory that is not absolute. */
const checkDirectory: Check<string> = (directory) =>
  typeof directory === "string" && directory.startsWith("/")
    ? undefined
    : { wrong: `${quote(directory)} is not an absolute path`, fix: "start it with /" };

/** Plans the process; `path` is the argument path of the container. */
export function planProcess(checks: ArgumentChecks, path: string, given: ProcessSettings): ProcessSettings {
  const at = (key: string) => argumentPath(path, key);
  const { ulimits, systemControls, dropCapabilities, versionConsistency, startTimeoutSeconds } = given;
  ulimits?.forEach(({ name, softLimit, hardLimit }, i) => {
    const limit = at(`ulimits[${i}]`);
    checks.required(limit, { name, softLimit, hardLimit });
    if (name !== "nofile")
      checks.add(`${limit}.name`, `${quote(name)} cannot be set on Fargate`, 'use "nofile", or leave it out');
    checks.shape(`${limit}.softLimit`, softLimit, wholeNumber(1, MAX_LIMIT, "open files"));
    checks.shape(`${limit}.hardLimit`, hardLimit, wholeNumber(1, MAX_LIMIT, "open files"));
    if (softLimit > hardLimit)
      checks.add(`${limit}.softLimit`, `${softLimit} is above hardLimit, ${hardLimit}`, "lower it, or raise hardLimit");
  });
  systemControls?.forEach(({ namespace, value }, i) => {
    const control = at(`systemControls[${i}]`);
    checks.required(control, { namespace, value });
    checks.shape(`${control}.namespace`, namespace, checkKernelParameter);
    checks.shape(`${control}.value`, value, notEmpty);
  });
  for (const [key, names] of Object.entries({
    ulimits: ulimits?.map(({ name }) => name),
    systemControls: systemControls?.map(({ namespace }) => namespace),
  }))
    names?.forEach((name, i) => {
      if (names.indexOf(name) < i) checks.add(at(`${key}[${i}]`), `${quote(name)} is given twice`, "keep one");
    });
  dropCapabilities?.forEach((name, i) => {
    checks.shape(at(`dropCapabilities[${i}]`), name, checkCapability);
  });
  checks.unique(at("dropCapabilities"), dropCapabilities ?? []);
  checks.shape(at("versionConsistency"), versionConsistency, oneOf(Object.values(ContainerVersionConsistency)));
  checks.shape(at("startTimeoutSeconds"), startTimeoutSeconds, wholeNumber(2, 120, "seconds"));
  checkRestartPolicy(checks, at("restartPolicy"), given.restartPolicy);
  return {
    workingDirectory: checks.value(at("workingDirectory"), given.workingDirectory, checkDirectory),
    dockerLabels: given.dockerLabels,
    ulimits,
    systemControls,
    allowPtrace: given.allowPtrace,
    dropCapabilities,
    interactive: given.interactive,
    pseudoTerminal: given.pseudoTerminal,
    restartPolicy: given.restartPolicy,
    versionConsistency,
    startTimeoutSeconds,
  };
}

function checkRestartPolicy(checks: ArgumentChecks, path: string, given: ProcessSettings["restartPolicy"]): void {
  const { ignoredExitCodes = [], restartAttemptPeriodSeconds } = given ?? {};
  ignoredExitCodes.forEach((code, i) => {
    checks.shape(`${path}.ignoredExitCodes[${i}]`, code, wholeNumber(0, 255, "exit code"));
  });
  if (ignoredExitCodes.length > MAX_IGNORED_EXIT_CODES)
    checks.add(
      `${path}.ignoredExitCodes`,
      `has ${ignoredExitCodes.length} codes`,
      `use at most ${MAX_IGNORED_EXIT_CODES}`,
    );
  checks.shape(`${path}.restartAttemptPeriodSeconds`, restartAttemptPeriodSeconds, wholeNumber(60, 1800, "seconds"));
}

/** Warns of containers that ECS restarts without knowing whether they work. */
export function warnOfRestarts(
  containers: readonly { readonly path: string; readonly settings: ContainerSettings }[],
  parent: pulumi.Resource,
): void {
  for (const { path, settings } of containers)
    if (settings.restartPolicy !== undefined && settings.healthCheck === undefined)
      void pulumi.log.warn(
        `${argumentPath(path, "restartPolicy")}: without healthCheck, a container that restarts again and again looks like one ` +
          "that runs: the deployment succeeds and no alarm goes off; set healthCheck",
        parent,
      );
}
