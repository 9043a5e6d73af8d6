// A container of a task definition as arguments of GhcrFargateService and its sidecars.

import type { ContainerDefinition, TaskDefinition } from "../ecsCli/container";
import { withoutEmpty } from "../ecsCli/container";
import type { Args, Data } from "./program";

/** The name of the service's own container in its task. */
export const MAIN_NAME = "app";

/** The container that is the service's own: one that is essential and has a port, else one that is essential. */
export function mainContainer({ containerDefinitions }: TaskDefinition): ContainerDefinition | undefined {
  const essential = containerDefinitions.filter((container) => container.essential !== false);
  return essential.find((container) => portOf(container) !== undefined) ?? essential[0];
}

/** The TCP port that others reach: the first. */
export function portOf({ portMappings = [] }: ContainerDefinition): number | undefined {
  return portMappings.find(({ protocol }) => protocol === "tcp")?.containerPort;
}

const record = (pairs: readonly { readonly name: string; readonly value: string }[] = []) =>
  Object.fromEntries(pairs.map(({ name, value }) => [name, value]));

/** The arguments that every container has; `main` is the name of the service's own. */
export function containerArgs(container: ContainerDefinition, main: string): Args {
  const { healthCheck: check, linuxParameters: linux } = container;
  const healthCheck = check && {
    command: [...(check.command ?? [])],
    intervalSeconds: check.interval,
    timeoutSeconds: check.timeout,
    retries: check.retries,
    startPeriodSeconds: check.startPeriod,
  };
  const args: Record<string, unknown> = {
    environment: record(container.environment),
    secrets: record(container.secrets?.map(({ name, valueFrom }) => ({ name, value: valueFrom }))),
    entryPoint: container.entryPoint,
    command: container.command,
    workingDirectory: container.workingDirectory,
    user: container.user,
    dockerLabels: container.dockerLabels,
    healthCheck: healthCheck && withoutEmpty(healthCheck),
    ulimits: container.ulimits?.filter(({ name }) => name === "nofile"),
    systemControls: container.systemControls,
    allowPtrace: linux?.capabilities?.add?.includes("SYS_PTRACE"),
    dropCapabilities: linux?.capabilities?.drop,
    interactive: container.interactive,
    pseudoTerminal: container.pseudoTerminal,
    readonlyRootFilesystem: container.readonlyRootFilesystem,
    initProcessEnabled: linux?.initProcessEnabled,
    stopTimeoutSeconds:
      container.stopTimeout === undefined ? undefined : Math.min(120, Math.max(2, container.stopTimeout)),
    dependsOn: container.dependsOn?.map(({ containerName, condition }) => ({
      containerName: containerName === main ? MAIN_NAME : containerName,
      condition,
    })),
    mountPoints: container.mountPoints,
  };
  const policy = container.restartPolicy && {
    restartPolicy: { ignoredExitCodes: container.restartPolicy.ignoredExitCodes ?? [] },
  };
  return { ...(withoutEmpty(args) as Args), ...policy };
}

/** What of a container no argument says. */
export function containerNotes(container: ContainerDefinition): string[] {
  const { linuxParameters: linux, logConfiguration: log } = container;
  const ports = (container.portMappings ?? []).filter(({ containerPort }) => containerPort !== portOf(container));
  return [
    ...(ports.length > 0
      ? [
          `${container.name}: ports ${ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`).join(", ")} are not opened: a service has one port`,
        ]
      : []),
    ...(linux?.tmpfs
      ? [
          `${container.name}: tmpfs ${linux.tmpfs.map(({ containerPath }) => containerPath).join(", ")} is not mounted; use a volume`,
        ]
      : []),
    ...(container.firelensConfiguration
      ? [`${container.name}: the FireLens router is set by logs.driver: "awsfirelens"`]
      : []),
    ...(log && Object.keys(log.options ?? {}).length > 0 && log.logDriver !== "awslogs"
      ? [`${container.name}: the options of the log driver ${log.logDriver} are set by logs`]
      : []),
    ...(container.memoryReservation !== undefined
      ? [
          `${container.name}: the memory reservation of ${container.memoryReservation} MiB is dropped; the task's memory is all its containers'`,
        ]
      : []),
  ];
}

/** The volumes of a task. */
export function volumeArgs({ volumes = [], containerDefinitions }: TaskDefinition): Data[] {
  const mounted = new Set(
    containerDefinitions.flatMap(({ mountPoints = [] }) => mountPoints.map(({ sourceVolume }) => sourceVolume)),
  );
  return volumes
    .filter(({ name }) => mounted.has(name))
    .map(({ name, efsVolumeConfiguration: efs }) => {
      if (!efs) return { name };
      const { accessPointId, iam } = efs.authorizationConfig ?? {};
      return {
        name,
        efs: {
          fileSystemId: efs.fileSystemId,
          ...(accessPointId !== undefined && { accessPointId }),
          ...(efs.rootDirectory !== undefined &&
            efs.rootDirectory !== "/" &&
            accessPointId === undefined && { rootDirectory: efs.rootDirectory }),
          transitEncryption: efs.transitEncryption === "ENABLED",
          iamAuthorization: iam === "ENABLED",
        },
      };
    });
}
