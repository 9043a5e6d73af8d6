// One container of the task, planned: every argument checked.

import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { parseSecretSource } from "../../model/arns";
import { notEmpty, oneOf, tcpPort, wholeNumber, type Check } from "../../model/checks";
import { parseImageReference, type ImageReference } from "../../model/imageReference";
import { quote } from "../../model/problems";
import { isPlain, type ArgumentChecks } from "../component/argumentChecks";
import { ContainerCondition, type ContainerHealthCheck, type ContainerSettings } from "./containerArgs";

/** A container as planned. */
export interface ContainerPlan {
  readonly name: string;
  /** The argument path of the container, with a final dot: `sidecars[0].`; empty for the service's own. */
  readonly path: string;
  readonly image: pulumi.Input<string>;
  /** The parsed image, if it is known already. */
  readonly reference?: ImageReference;
  readonly port?: number;
  /** What Service Connect calls the port. */
  readonly portMapping?: Pick<aws.ecs.PortMapping, "name" | "appProtocol">;
  readonly settings: ContainerSettings;
  readonly limits: Pick<aws.ecs.ContainerDefinition, "essential" | "cpu" | "memory">;
  /** What makes the container a log router. */
  readonly fireLens?: object;
}

const checkImageReference: Check<string> = (text) =>
  typeof text === "string"
    ? parseImageReference(text).fault
    : { wrong: `${quote(text)} is no text`, fix: "write it as ghcr.io/owner/image:tag" };

/** The ARN of what a container's secret is read from. The value is not quoted: it may be the secret itself, given by mistake. */
export const checkSecretSource: Check<string> = (valueFrom) =>
  typeof valueFrom === "string" && parseSecretSource(valueFrom) !== undefined
    ? undefined
    : {
        wrong: "is the ARN of neither a Secrets Manager secret nor an SSM parameter",
        fix: "pass arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME (with :json-key:: behind it for one key of a JSON secret) or arn:aws:ssm:REGION:ACCOUNT:parameter/NAME",
      };

/** Plans one container. `path` is what precedes its arguments' names. */
export function planContainer(
  checks: ArgumentChecks,
  path: string,
  given: { readonly name: string; readonly image: pulumi.Input<string>; readonly port?: number } & ContainerSettings,
  limits: ContainerPlan["limits"],
): ContainerPlan {
  const { name, image, port, ...settings } = given;
  if ((image as unknown) === undefined) checks.add(`${path}image`, "is missing", "write it as ghcr.io/owner/image:tag");
  checks.shape(`${path}port`, port, tcpPort);
  for (const key of Object.keys(settings.environment ?? {}))
    if (settings.secrets !== undefined && key in settings.secrets)
      checks.add(`${path}secrets.${key}`, "is in environment too", "keep it in one of them");
  const secrets = Object.entries(settings.secrets ?? {}).map(
    ([key, value]) => [key, checks.value(`${path}secrets.${key}`, value, checkSecretSource)] as const,
  );
  checkKeys(checks, path, settings);
  return {
    name,
    path,
    image: checks.value(`${path}image`, image, checkImageReference),
    reference: isPlain(image) && typeof image === "string" ? parseImageReference(image).image : undefined,
    port,
    settings: {
      environment: settings.environment,
      secrets: Object.fromEntries(secrets),
      command: settings.command,
      entryPoint: settings.entryPoint,
      healthCheck: settings.healthCheck && planHealthCheck(checks, `${path}healthCheck`, settings.healthCheck),
      readonlyRootFilesystem: settings.readonlyRootFilesystem,
      user: checks.value(`${path}user`, settings.user, notEmpty),
      stopTimeoutSeconds: checks.value(
        `${path}stopTimeoutSeconds`,
        settings.stopTimeoutSeconds,
        wholeNumber(0, 120, "seconds"),
      ),
      initProcessEnabled: settings.initProcessEnabled,
      dependsOn: settings.dependsOn,
      mountPoints: settings.mountPoints,
    },
    limits,
  };
}

function checkKeys(checks: ArgumentChecks, path: string, { environment = {}, secrets = {} }: ContainerSettings): void {
  for (const [argument, record] of Object.entries({ environment, secrets }))
    for (const key of Object.keys(record))
      if (key === "" || /[=\s]/.test(key))
        checks.add(
          `${path}${argument}`,
          `${quote(key)} is no name of an environment variable`,
          "use letters, digits and underscores",
        );
}

const checkCommand: Check<pulumi.Input<string>[]> = (command) => {
  const kind = Array.isArray(command) && command.length > 1 ? command[0] : undefined;
  return kind !== undefined && (!isPlain(kind) || kind === "CMD" || kind === "CMD-SHELL")
    ? undefined
    : {
        wrong: `${quote(command)} is no health check command`,
        fix: 'start with "CMD" or "CMD-SHELL", as in ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]',
      };
};

function planHealthCheck(checks: ArgumentChecks, path: string, given: ContainerHealthCheck): ContainerHealthCheck {
  return {
    command: checks.value(`${path}.command`, given.command, checkCommand),
    intervalSeconds: checks.value(`${path}.intervalSeconds`, given.intervalSeconds, wholeNumber(5, 300, "seconds")),
    timeoutSeconds: checks.value(`${path}.timeoutSeconds`, given.timeoutSeconds, wholeNumber(2, 60, "seconds")),
    retries: checks.value(`${path}.retries`, given.retries, wholeNumber(1, 10, "failures")),
    startPeriodSeconds: checks.value(
      `${path}.startPeriodSeconds`,
      given.startPeriodSeconds,
      wholeNumber(0, 300, "seconds"),
    ),
  };
}

/** Checks what concerns several containers: names, ports, and who depends on whom. */
export function checkContainers(checks: ArgumentChecks, containers: readonly ContainerPlan[]): void {
  containers.forEach((container, i) => {
    const earlier = containers.slice(0, i);
    if (earlier.some(({ name }) => name === container.name))
      checks.add(
        `${container.path}name`,
        `${quote(container.name)} is another container's name`,
        "give each container its own",
      );
    const { port } = container;
    if (port !== undefined && earlier.some((other) => other.port === port))
      checks.add(
        `${container.path}port`,
        `${port} is another container's port`,
        "the containers of a task share one network address: give each its own port",
      );
    container.settings.dependsOn?.forEach(({ containerName, condition }, d) => {
      const path = `${container.path}dependsOn[${d}]`;
      const other = containers.find(({ name }) => name === containerName);
      checks.shape(`${path}.condition`, condition, oneOf(Object.values(ContainerCondition)));
      if (other === undefined || other === container) {
        const others = containers.filter((c) => c !== container).map(({ name }) => quote(name));
        checks.add(
          `${path}.containerName`,
          `${quote(containerName)} is no other container of the task`,
          `use one of ${others.join(", ")}`,
        );
      } else if (condition === ContainerCondition.Healthy && other.settings.healthCheck === undefined)
        checks.add(
          `${path}.condition`,
          `"HEALTHY", but ${quote(containerName)} has no healthCheck`,
          "give it one, or use START",
        );
    });
  });
}
