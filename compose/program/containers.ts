// A container of a task definition as arguments of GhcrFargateService and its sidecars.

import type { Converted } from "../convert";
import type { ContainerDefinition, MountPoint, TaskDefinition } from "../ecsCli/container";
import { withoutEmpty } from "../ecsCli/container";
import type { Notes } from "./notes";
import type { Args, Data } from "./program";
import type { SharedSteps } from "./sharedSteps";

/** The name of the service's own container in its task. */
export const MAIN_NAME = "app";

/** A task whose arguments are planned. */
export interface TaskOfProgram {
  readonly definition: TaskDefinition;
  readonly containers: readonly ContainerDefinition[];
  /** The service's own container. */
  readonly main: ContainerDefinition;
  readonly notes: Notes;
  /** The service of the compose file that a container is of. */
  readonly ownerOf: (container: ContainerDefinition) => string;
}

/** What the arguments of a task need besides the task. */
export interface TaskContext {
  readonly shared: SharedSteps;
  readonly pullSecrets: Converted["pullSecrets"];
  readonly logRetentionDays: number | undefined;
}

/** The container that is the service's own: one that is essential and has a port, else one that is essential. */
export function mainContainer({ containerDefinitions }: TaskDefinition): ContainerDefinition | undefined {
  const essential = containerDefinitions.filter((container) => container.essential !== false && !isRouter(container));
  return essential.find((container) => portOf(container) !== undefined) ?? essential[0];
}

/** Whether a container is the log router of FireLens, which the argument `logs.fireLens` stands for. */
export function isRouter(container: ContainerDefinition): boolean {
  return container.firelensConfiguration !== undefined;
}

/** The TCP port that others reach: the first. */
export function portOf({ portMappings = [] }: ContainerDefinition): number | undefined {
  return portMappings.find(({ protocol }) => protocol === "tcp")?.containerPort;
}

/** The name of a container in the library's task, where "app" is the service's own. */
export function nameInTask(name: string, main: string): string {
  if (name === main) return MAIN_NAME;
  return name === MAIN_NAME ? `${MAIN_NAME}-container` : name;
}

const record = (pairs: readonly { readonly name: string; readonly value: string }[] = []) =>
  Object.fromEntries(pairs.map(({ name, value }) => [name, value]));

/** The arguments that every container has. */
export function containerArgs(container: ContainerDefinition, task: TaskOfProgram, shared: SharedSteps): Args {
  noteContainer(container, task);
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
    secrets: Object.fromEntries(
      (container.secrets ?? []).map(({ name, valueFrom }) => [name, shared.secretSource(valueFrom)]),
    ),
    portMappings: furtherPorts(container),
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
    tmpfs: linux?.tmpfs?.map(({ containerPath, size, mountOptions }) =>
      withoutEmpty({ containerPath, sizeMib: size, mountOptions }),
    ),
    interactive: container.interactive,
    pseudoTerminal: container.pseudoTerminal,
    readonlyRootFilesystem: container.readonlyRootFilesystem,
    initProcessEnabled: linux?.initProcessEnabled,
    stopTimeoutSeconds:
      container.stopTimeout === undefined ? undefined : Math.min(120, Math.max(2, container.stopTimeout)),
    dependsOn: dependenciesOf(container, task),
    mountPoints: mountPointsOf(container, task),
  };
  const policy = container.restartPolicy && {
    restartPolicy: { ignoredExitCodes: container.restartPolicy.ignoredExitCodes ?? [] },
  };
  return { ...(withoutEmpty(args) as Args), ...policy };
}

/** The ports besides the one that others reach. */
function furtherPorts(container: ContainerDefinition): Data[] {
  const first = (container.portMappings ?? []).find(({ protocol }) => protocol === "tcp");
  return (container.portMappings ?? [])
    .filter((mapping) => mapping !== first)
    .map(({ containerPort, protocol, name, appProtocol }) =>
      withoutEmpty({ port: containerPort, ...(protocol !== "tcp" && { protocol }), name, appProtocol }),
    );
}

function dependenciesOf(container: ContainerDefinition, { containers, main, notes, ownerOf }: TaskOfProgram): Data[] {
  const routers = new Set(containers.filter(isRouter).map(({ name }) => name));
  const all = container.dependsOn ?? [];
  for (const { containerName, condition } of all)
    if (routers.has(containerName) && condition !== "START")
      notes.service(
        ownerOf(container),
        [["depends_on"]],
        `${condition} of ${containerName} becomes START: the library starts its log router before all others`,
      );
  return all
    .filter(({ containerName }) => !routers.has(containerName))
    .map(({ containerName, condition }) => ({ containerName: nameInTask(containerName, main.name), condition }));
}

/** The mount points, with those of the containers whose volumes it uses. */
function mountPointsOf(container: ContainerDefinition, { containers, notes, ownerOf }: TaskOfProgram): MountPoint[] {
  const shared = (container.volumesFrom ?? []).flatMap(({ sourceContainer, readOnly }): MountPoint[] => {
    const mounted = containers.find(({ name }) => name === sourceContainer)?.mountPoints ?? [];
    if (mounted.length === 0)
      notes.service(
        ownerOf(container),
        [["volumes_from"]],
        `${sourceContainer} mounts no volume, and volumes of its image are not shared; declare one in both`,
      );
    return mounted.map((mount) => (readOnly === true ? { ...mount, readOnly } : mount));
  });
  return [...(container.mountPoints ?? []), ...shared];
}

/** What of a container no argument says. */
function noteContainer(
  container: ContainerDefinition,
  { main, containers, definition, notes, ownerOf }: TaskOfProgram,
): void {
  const owner = ownerOf(container);
  const { memory, memoryReservation, cpu, stopTimeout } = container;
  const others = (container.ulimits ?? []).filter(({ name }) => name !== "nofile");
  if (others.length > 0)
    notes.service(
      owner,
      [["ulimits"]],
      `${others.map(({ name }) => name).join(", ")}: dropped, Fargate sets nofile alone`,
    );
  if (stopTimeout !== undefined && stopTimeout < 2)
    notes.service(owner, [["stop_grace_period"]], `${stopTimeout} s become 2, the least on ECS`);
  const limit = [["mem_limit"], ["deploy", "resources", "limits", "memory"]];
  if (container === main && memory !== undefined && memory < Number(definition.memory ?? 0))
    notes.service(owner, limit, `the limit of ${memory} MiB is dropped: the container may use what the task has`);
  if (memoryReservation !== undefined && memoryReservation !== memory)
    notes.service(
      owner,
      [["mem_reservation"], ["deploy", "resources", "reservations", "memory"], ...limit],
      `the reservation of ${memoryReservation} MiB is dropped: a task has the memory that it was given to itself`,
    );
  if (container === main && cpu !== undefined && containers.length > 1)
    notes.service(
      owner,
      [["cpu_shares"], ["cpus"], ["deploy", "resources"]],
      `${cpu} CPU units are not reserved for the service's own container: it may use what the sidecars leave`,
    );
}

/** The volumes of a task. */
export function volumeArgs({ definition, containers, notes }: TaskOfProgram): Data[] {
  const { volumes = [] } = definition;
  const mounted = new Set(containers.flatMap(({ mountPoints = [] }) => mountPoints.map((mount) => mount.sourceVolume)));
  return volumes.filter(({ name }) => mounted.has(name)).map((volume) => volumeArg(volume, notes));
}

function volumeArg(
  { name, efsVolumeConfiguration: efs }: NonNullable<TaskDefinition["volumes"]>[number],
  notes: Notes,
): Data {
  if (!efs) return { name };
  const { accessPointId, iam } = efs.authorizationConfig ?? {};
  const hasDirectory = efs.rootDirectory !== undefined && efs.rootDirectory !== "/";
  const volume = ["task_definition", "efs_volumes"];
  if (efs.transitEncryptionPort !== undefined)
    notes.params(volume, `transit_encryption_port ${efs.transitEncryptionPort} of ${name} is dropped: ECS chooses one`);
  if (hasDirectory && accessPointId !== undefined)
    notes.params(volume, `root_directory of ${name} is dropped: its access point has one of its own`);
  return {
    name,
    efs: {
      fileSystemId: efs.fileSystemId,
      ...(accessPointId !== undefined && { accessPointId }),
      ...(hasDirectory && accessPointId === undefined && { rootDirectory: efs.rootDirectory }),
      transitEncryption: efs.transitEncryption === "ENABLED",
      iamAuthorization: iam === "ENABLED",
    },
  };
}
