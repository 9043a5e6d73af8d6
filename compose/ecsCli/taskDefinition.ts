// One task definition from the services of a compose file and ecs-params.yml, as ecs-cli registered it.

import type { Findings, Position } from "../problems";
import { child, keyAt, pathOf } from "../tree";
import { toMebibytes } from "../values";
import {
  withoutEmpty,
  type ContainerDefinition,
  type HealthCheck,
  type TaskDefinition,
  type Volume,
} from "./container";
import { parseDevice, parseExtraHost, parseTmpfs, TaskVolumes, type Parsed } from "./containerValues";
import type { Service } from "./serviceModel";
import type { EcsParams } from "./params";
import type { ContainerParams } from "./paramsContainer";
import type { RegistryCredentials } from "./registryCreds";

/** The memory of a container for which the files say nothing, in MiB. */
const DEFAULT_MEMORY = 512;

export interface TaskParts {
  readonly services: ReadonlyMap<string, Service>;
  readonly volumes: TaskVolumes;
  readonly params: EcsParams | undefined;
  readonly credentials: RegistryCredentials | undefined;
  readonly launchType: string;
}

/** The task definition. */
export function buildTaskDefinition(parts: TaskParts, findings: Findings): TaskDefinition {
  const { services, params, credentials, launchType } = parts;
  const names = [...services.keys()].sort();
  const nonEssential = [...(params?.containers.values() ?? [])].filter(({ essential }) => !essential).length;
  if (params && nonEssential === names.length)
    findings.error(
      params.root.at,
      "task_definition.services",
      "makes every container non-essential; a task needs an essential container",
    );
  warnUnknownServices(parts, names, findings);
  const containerDefinitions = names.map((name) => {
    const service = services.get(name) as Service;
    const container = containerOf({ name, service }, parts, findings);
    const secret = credentials?.secrets.get(name);
    return secret
      ? { ...container, repositoryCredentials: { credentialsParameter: secret.credentialsParameter } }
      : container;
  });
  const role = credentials?.executionRole ?? "";
  return withoutEmpty<TaskDefinition>({
    networkMode: params?.networkMode ?? "",
    requiresCompatibilities: launchType === "" ? [] : [launchType],
    cpu: params?.cpu ?? "",
    memory: params?.memory ?? "",
    executionRoleArn: role === "" ? (params?.executionRoleArn ?? "") : role,
    taskRoleArn: params?.taskRoleArn ?? "",
    pidMode: params?.pidMode ?? "",
    ipcMode: params?.ipcMode ?? "",
    placementConstraints: params?.placementConstraints ?? [],
    containerDefinitions,
    volumes: volumesOf(parts.volumes, params),
  });
}

function warnUnknownServices({ params, credentials }: TaskParts, names: readonly string[], findings: Findings): void {
  const services = child(child(params?.root, "task_definition"), "services");
  for (const name of params?.containers.keys() ?? []) {
    if (!names.includes(name) && services)
      findings.warn(
        keyAt(services, name),
        `task_definition.services.${name}`,
        `there is no compose service ${name}, so this has no effect; rename or remove it`,
      );
  }
  for (const [name, secret] of credentials?.secrets ?? []) {
    if (!names.includes(name))
      findings.warn(
        secret.node.at,
        secret.path,
        `there is no compose service ${name}, so its credentials are not used`,
      );
  }
}

function containerOf(
  { name, service }: { readonly name: string; readonly service: Service },
  { params, volumes }: Pick<TaskParts, "params" | "volumes">,
  findings: Findings,
): ContainerDefinition {
  const path = pathOf("services", name);
  const node = service.nodes[0];
  const at = (key: string): Position => {
    const holder = [...service.nodes].reverse().find((each) => child(each, key) !== undefined) ?? node;
    return holder ? keyAt(holder, key) : { file: "", line: 1, column: 1 };
  };
  const own: ContainerParams = params?.containers.get(name) ?? { essential: true };
  const all = <T>(key: string, parse: (text: string) => Parsed<T>): T[] =>
    (service.lists[key] ?? []).flatMap((text) => {
      const parsed = parse(text);
      if ("value" in parsed) return [parsed.value];
      findings.error(at(key), `${path}.${key}`, parsed.wrong);
      return [];
    });
  const mountPoints = service.mounts.flatMap((mount) => {
    const made = volumes.mount(mount.source, mount.target, mount.readOnly);
    if (made) return [made];
    findings.error(
      at("volumes"),
      `${path}.volumes`,
      `the volume "${mount.source}" is not declared; add it under volumes at the top`,
    );
    return [];
  });
  const memory = memoryOf(service, own, params?.memory ?? "");
  if (memory.memory !== 0 && memory.memory < memory.memoryReservation)
    findings.error(
      at("mem_limit"),
      `${path}.mem_limit`,
      `${memory.memory} MiB is less than the reservation of ${memory.memoryReservation} MiB; raise it`,
    );
  const logging = logConfiguration(service, own);
  if ((own.secretOptions ?? []).length > 0 && !logging)
    findings.error(
      params ? params.root.at : at("image"),
      `task_definition.services.${name}.logging.secret_options`,
      `needs the logging of the service; add logging.driver to ${name} in the compose file`,
    );
  return withoutEmpty<ContainerDefinition>(
    {
      name,
      image: service.strings.image ?? "",
      essential: own.essential,
      ...(own.credentialsParameter !== undefined && {
        repositoryCredentials: { credentialsParameter: own.credentialsParameter },
      }),
      cpu: positive(own.cpu) ?? service.numbers.cpu_shares ?? 0,
      ...memory,
      portMappings: service.ports,
      entryPoint: service.lists.entrypoint ?? [],
      command: service.lists.command ?? [],
      workingDirectory: service.strings.working_dir ?? "",
      user: service.strings.user ?? "",
      hostname: service.strings.hostname ?? "",
      environment: service.environment
        .map(([key, value]) => ({ name: key, value }))
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
      secrets: own.secrets ?? [],
      dependsOn: own.dependsOn ?? [],
      links: service.lists.links ?? [],
      ...healthCheckOf(service, own, () => {
        findings.error(
          at("healthcheck"),
          `${path}.healthcheck`,
          "has no test; add a command that checks the container",
        );
      }),
      ...(logging && { logConfiguration: logging }),
      ...(own.firelens && { firelensConfiguration: withoutEmpty(own.firelens) }),
      mountPoints,
      volumesFrom: all("volumes_from", parseVolumesFrom),
      ulimits: Object.entries(service.ulimits)
        .map(([limit, [softLimit, hardLimit]]) => ({ name: limit, softLimit, hardLimit }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      dockerLabels: service.labels,
      extraHosts: all("extra_hosts", parseExtraHost),
      dnsServers: service.lists.dns ?? [],
      dnsSearchDomains: service.lists.dns_search ?? [],
      dockerSecurityOptions: service.lists.security_opt ?? [],
      privileged: service.flags.privileged ?? false,
      pseudoTerminal: service.flags.tty ?? false,
      readonlyRootFilesystem: service.flags.read_only ?? false,
      stopTimeout: service.numbers.stop_grace_period ?? 0,
      linuxParameters: withoutEmpty({
        capabilities: withoutEmpty({ add: service.lists.cap_add ?? [], drop: service.lists.cap_drop ?? [] }),
        devices: all("devices", parseDevice),
        initProcessEnabled: own.initProcessEnabled ?? false,
        sharedMemorySize: toMebibytes(service.numbers.shm_size ?? 0),
        tmpfs: all("tmpfs", parseTmpfs),
      }),
      resourceRequirements: own.gpu === undefined || own.gpu === "" ? [] : [{ type: "GPU", value: own.gpu }],
    },
    ["image", "essential"],
  );
}

const positive = (value: number | undefined) => (value !== undefined && value > 0 ? value : undefined);

function memoryOf(service: Service, own: ContainerParams, taskMemory: string) {
  const reserved = toMebibytes(service.numbers.mem_reservation ?? 0);
  const limited = toMebibytes(service.numbers.mem_limit ?? 0);
  let memory = positive(own.memory) ?? (limited === 0 ? reserved : limited);
  const memoryReservation = positive(own.memoryReservation) ?? reserved;
  if (memory === 0 && memoryReservation === 0 && taskMemory === "") memory = DEFAULT_MEMORY;
  return { memory, memoryReservation };
}

function healthCheckOf(service: Service, own: ContainerParams, onMissing: () => void): { healthCheck?: HealthCheck } {
  const given = service.healthCheck?.disable === true ? undefined : service.healthCheck;
  if (!given && !own.healthCheck) return {};
  const { test, interval, timeout, retries, startPeriod } = given ?? {};
  const merged = {
    ...(test && test.length > 0 && { command: test }),
    interval,
    timeout,
    retries,
    startPeriod,
    ...own.healthCheck,
  };
  if (merged.command === undefined) onMissing();
  return { healthCheck: withoutEmpty(merged) };
}

function logConfiguration(service: Service, own: ContainerParams) {
  const { logging } = service;
  if (!logging || (logging.driver === "" && Object.keys(logging.options).length === 0)) return undefined;
  return withoutEmpty({ logDriver: logging.driver, options: logging.options, secretOptions: own.secretOptions ?? [] }, [
    "logDriver",
  ]);
}

function parseVolumesFrom(text: string): Parsed<{ sourceContainer: string; readOnly?: boolean }> {
  const parts = text.split(":");
  const named = parts[0] === "container" && parts.length > 1 ? parts.slice(1) : parts;
  const [sourceContainer = "", mode = ""] = named;
  if (named.length > 2 || !["", "ro", "rw"].includes(mode))
    return { wrong: `"${text}" is not [container:]NAME[:ro|rw]` };
  return { value: { sourceContainer, ...(mode === "ro" && { readOnly: true }) } };
}

function volumesOf(volumes: TaskVolumes, params: EcsParams | undefined): Volume[] {
  const byName = new Map(volumes.list().map((volume) => [volume.name, volume]));
  for (const volume of params?.volumes ?? []) byName.set(volume.name, volume);
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
