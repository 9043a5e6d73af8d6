// One container of the task, planned: every argument checked.

import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkUser } from "../../model/awsIds";
import { tcpPort, wholeNumber, type Check } from "../../model/checks";
import { parseImageReference, type ImageReference } from "../../model/imageReference";
import { quote } from "../../model/problems";
import { checkSecretReference } from "../../model/secretReferences";
import { argumentPath, entryPath, isPlain, type ArgumentChecks } from "../component/argumentChecks";
import { checkDependencies } from "./containerDependencies";
import { planFiles } from "./containerFiles";
import { checkPorts, planPortMappings } from "./containerPorts";
import { planProcess } from "./containerProcess";
import type { ContainerHealthCheck, ContainerSettings, PortProtocol } from "./containerArgs";

/** A container as planned. */
export interface ContainerPlan {
  readonly name: string;
  /** The argument path of the container: `sidecars[0]`; empty for the service's own. */
  readonly path: string;
  readonly image: pulumi.Input<WrittenImage>;
  readonly port?: number;
  /** The transport protocols of the port. @default TCP */
  readonly portProtocols?: readonly PortProtocol[];
  /** The port's name and protocol in Service Connect. */
  readonly portMapping?: Pick<aws.ecs.PortMapping, "name" | "appProtocol">;
  readonly settings: ContainerSettings;
  readonly limits: ContainerLimits;
  /** What makes the container a log router. */
  readonly fireLens?: object;
}

/** An image as the user wrote it, and what that means. */
export interface WrittenImage {
  readonly text: string;
  readonly reference: ImageReference;
}

/** A container's part in its task. */
export interface ContainerLimits {
  readonly essential: boolean;
  readonly cpu?: number;
  readonly memory?: number;
}

/** Plans one container. */
export function planContainer(
  checks: ArgumentChecks,
  { path, limits }: { readonly path: string; readonly limits: ContainerLimits },
  given: { readonly name: string; readonly image: pulumi.Input<string>; readonly port?: number } & ContainerSettings,
): ContainerPlan {
  const { name, port, environment, healthCheck, user, stopTimeoutSeconds } = given;
  const at = (key: string) => argumentPath(path, key);
  checks.shape(at("port"), port, tcpPort);
  checkVariables(checks, path, given);
  const secrets = Object.entries(given.secrets ?? {}).map(([key, value]) => {
    const secret = checks.arn(entryPath(at("secrets"), key), value, { check: checkSecretReference, ...SECRET });
    return [key, secret] as const;
  });
  return {
    name,
    path,
    image: planImage(checks, at("image"), given.image),
    port,
    settings: {
      environment,
      portMappings: planPortMappings(checks, path, given.portMappings),
      secrets: Object.fromEntries(secrets),
      command: given.command,
      entryPoint: given.entryPoint,
      healthCheck: healthCheck && planHealthCheck(checks, at("healthCheck"), healthCheck),
      readonlyRootFilesystem: given.readonlyRootFilesystem,
      user: checks.value(at("user"), user, checkUser),
      stopTimeoutSeconds: checks.value(at("stopTimeoutSeconds"), stopTimeoutSeconds, wholeNumber(2, 120, "seconds")),
      initProcessEnabled: given.initProcessEnabled,
      ...planProcess(checks, path, given),
      ...planFiles(checks, path, given),
      dependsOn: given.dependsOn,
      mountPoints: given.mountPoints,
    },
    limits,
  };
}

/** Another account may share its secret, and ECS reads those of other Regions by their whole ARN. */
export const SECRET = { what: "a secret", shared: [] } as const;

const NO_IMAGE: WrittenImage = { text: "", reference: { registry: "", repository: "" } };

/** Parses an image once, for all that depends on its registry, repository, tag or digest. */
function planImage(
  checks: ArgumentChecks,
  path: string,
  image: pulumi.Input<string> | undefined,
): pulumi.Input<WrittenImage> {
  const parse = (text: string) => {
    const parsed =
      typeof text === "string"
        ? parseImageReference(text)
        : { fault: { wrong: `${quote(text)} is not valid`, fix: "must be a string like ghcr.io/owner/image:tag" } };
    return parsed.image === undefined ? parsed : { value: { text, reference: parsed.image } };
  };
  const madeUp = (text: unknown): WrittenImage => ({ ...NO_IMAGE, text: String(text) });
  if (image !== undefined) return checks.parsed(path, image, { parse, madeUp }) ?? NO_IMAGE;
  checks.add(path, "is missing", "set it to a reference like ghcr.io/owner/image:tag");
  return NO_IMAGE; // never used: the plan is refused
}

/** Checks the names of environment variables. */
export function checkVariables(
  checks: ArgumentChecks,
  path: string,
  { environment = {}, secrets = {} }: ContainerSettings,
): void {
  for (const [argument, record] of Object.entries({ environment, secrets }))
    for (const key of Object.keys(record))
      if (key === "" || /[=\s]/.test(key))
        checks.add(
          argumentPath(path, argument),
          `${quote(key)} is not a valid name of an environment variable`,
          "use letters, digits and underscores",
        );
  for (const key of Object.keys(environment))
    if (key in secrets)
      checks.add(argumentPath(path, `secrets.${key}`), "is set in environment too", "keep it in one of them");
}

const checkCommand: Check<pulumi.Input<string>[]> = (command) => {
  const kind = Array.isArray(command) && command.length > 1 ? command[0] : undefined;
  return kind !== undefined && (!isPlain(kind) || kind === "CMD" || kind === "CMD-SHELL")
    ? undefined
    : {
        wrong: `${quote(command)} is not a valid health check command`,
        fix: 'start with "CMD" or "CMD-SHELL", as in ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]',
      };
};

function planHealthCheck(checks: ArgumentChecks, path: string, given: ContainerHealthCheck): ContainerHealthCheck {
  const { command, intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } = given;
  checks.required(path, { command }, 'set it to a command like ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]');
  const at = (key: string) => `${path}.${key}`;
  return {
    command: checks.value(at("command"), command, checkCommand),
    intervalSeconds: checks.value(at("intervalSeconds"), intervalSeconds, wholeNumber(5, 300, "seconds")),
    timeoutSeconds: checks.value(at("timeoutSeconds"), timeoutSeconds, wholeNumber(2, 60, "seconds")),
    retries: checks.value(at("retries"), retries, wholeNumber(1, 10, "failures")),
    startPeriodSeconds: checks.value(at("startPeriodSeconds"), startPeriodSeconds, wholeNumber(0, 300, "seconds")),
  };
}

/** Checks what concerns several containers: names, ports, and dependencies. */
export function checkContainers(checks: ArgumentChecks, containers: readonly ContainerPlan[]): void {
  containers.forEach(({ name, path }, i) => {
    const earlier = containers.slice(0, i);
    if (earlier.some((other) => other.name === name))
      checks.add(
        argumentPath(path, "name"),
        `${quote(name)} is another container's name`,
        "give each container a name of its own",
      );
  });
  checkPorts(checks, containers);
  checkDependencies(checks, containers);
}
