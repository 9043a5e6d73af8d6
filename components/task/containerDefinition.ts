// The definition of a container that ECS gets, in AWS's words.

import type * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan } from "./container";
import type { ContainerSettings } from "./containerArgs";
import { portMappingsOf } from "./containerPorts";

/** What a container's definition takes from other resources. */
export interface ContainerConnections {
  readonly image: pulumi.Input<string>;
  readonly secretArn: pulumi.Input<string> | undefined;
  readonly logConfiguration: object;
  /** What ECS gets for a secret as it is planned. */
  readonly valueFrom: (planned: pulumi.Input<string>) => pulumi.Input<string>;
}

const DEFAULT_HEALTH_CHECK = { intervalSeconds: 30, timeoutSeconds: 5, retries: 3 };

/** The definition that ECS gets, in AWS's words. Keys in one order and names sorted, so that nothing changes without a change. */
export function containerDefinition(
  container: ContainerPlan,
  { image, secretArn, logConfiguration, valueFrom }: ContainerConnections,
): object {
  const { name, settings, limits, fireLens } = container;
  const { healthCheck } = settings;
  return {
    name,
    image,
    ...limits,
    repositoryCredentials: secretArn && { credentialsParameter: secretArn },
    portMappings: portMappingsOf(container),
    environment: byName(settings.environment).map(([key, value]) => ({ name: key, value })),
    environmentFiles: settings.environmentFiles?.map((value) => ({ value, type: "s3" })),
    secrets: byName(settings.secrets).map(([key, planned]) => ({ name: key, valueFrom: valueFrom(planned) })),
    command: settings.command,
    entryPoint: settings.entryPoint,
    healthCheck: healthCheck && {
      command: healthCheck.command,
      interval: healthCheck.intervalSeconds ?? DEFAULT_HEALTH_CHECK.intervalSeconds,
      timeout: healthCheck.timeoutSeconds ?? DEFAULT_HEALTH_CHECK.timeoutSeconds,
      retries: healthCheck.retries ?? DEFAULT_HEALTH_CHECK.retries,
      startPeriod: healthCheck.startPeriodSeconds,
    },
    readonlyRootFilesystem: settings.readonlyRootFilesystem,
    user: settings.user,
    workingDirectory: settings.workingDirectory,
    dockerLabels: settings.dockerLabels && Object.fromEntries(byName(settings.dockerLabels)),
    ulimits: settings.ulimits?.map(({ name: limit, softLimit, hardLimit }) => ({ name: limit, softLimit, hardLimit })),
    systemControls: settings.systemControls?.map(({ namespace, value }) => ({ namespace, value })),
    interactive: settings.interactive,
    pseudoTerminal: settings.pseudoTerminal,
    restartPolicy: settings.restartPolicy && {
      enabled: true,
      ignoredExitCodes: settings.restartPolicy.ignoredExitCodes,
      restartAttemptPeriod: settings.restartPolicy.restartAttemptPeriodSeconds,
    },
    versionConsistency: settings.versionConsistency,
    startTimeout: settings.startTimeoutSeconds,
    stopTimeout: settings.stopTimeoutSeconds,
    linuxParameters: linuxParameters(settings),
    dependsOn: settings.dependsOn?.map(({ containerName, condition }) => ({ containerName, condition })),
    mountPoints: settings.mountPoints?.map(({ sourceVolume, containerPath, readOnly }) => ({
      sourceVolume,
      containerPath,
      readOnly: readOnly ?? false,
    })),
    firelensConfiguration: fireLens,
    logConfiguration,
  };
}

function linuxParameters({
  initProcessEnabled,
  allowPtrace,
  dropCapabilities,
  tmpfs = [],
}: ContainerSettings): object | undefined {
  const capabilities = {
    ...(allowPtrace === true && { add: ["SYS_PTRACE"] }),
    ...(dropCapabilities !== undefined && dropCapabilities.length > 0 && { drop: [...dropCapabilities] }),
  };
  const hasCapabilities = Object.keys(capabilities).length > 0;
  if (initProcessEnabled === undefined && !hasCapabilities && tmpfs.length === 0) return undefined;
  return {
    initProcessEnabled,
    ...(hasCapabilities && { capabilities }),
    ...(tmpfs.length > 0 && {
      tmpfs: tmpfs.map(({ containerPath, sizeMib, mountOptions }) => ({ containerPath, size: sizeMib, mountOptions })),
    }),
  };
}

/** A record's entries, in one order whoever wrote it. */
export function byName<T>(record: Record<string, T> = {}): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
