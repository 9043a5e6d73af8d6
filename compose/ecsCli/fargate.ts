// What of a task definition Fargate does not take: an error where the task would not do its work, else a warning that says what is done.

import { FARGATE_SIZES } from "../../model/fargateSizes";
import { parseImageReference } from "../../model/imageReference";
import type { Findings, Position } from "../problems";
import type { Positions } from "../positions";
import type { ContainerDefinition, TaskDefinition, Volume } from "./container";
import type { EcsService } from "./service";

export interface FargateCheck {
  readonly taskDefinition: TaskDefinition;
  readonly service: EcsService | undefined;
  readonly positions: Positions;
  readonly findings: Findings;
}

/** Reports everything that Fargate does not take, with the path of AWS's API. */
export function checkFargate(check: FargateCheck): void {
  checkTask(check);
  for (const container of check.taskDefinition.containerDefinitions) checkContainer(container, check);
  for (const volume of check.taskDefinition.volumes ?? []) checkVolume(volume, check);
  checkNetworkIds(check);
}

function checkTask(check: FargateCheck): void {
  const { taskDefinition: task, findings } = check;
  const at = (...keys: string[]) => check.positions.inParams("task_definition", ...keys);
  if (task.networkMode !== "awsvpc")
    findings.warn(
      at("ecs_network_mode"),
      "networkMode",
      `is ${task.networkMode ?? "not set"}; Fargate needs awsvpc, which is used`,
    );
  checkSize(check);
  if (task.pidMode === "host")
    findings.error(at("pid_mode"), "pidMode", "host is not possible on Fargate; use task or remove pid_mode");
  if (task.ipcMode !== undefined)
    findings.error(at("ipc_mode"), "ipcMode", "cannot be set on Fargate; remove ipc_mode");
  if (task.placementConstraints)
    findings.warn(at("placement_constraints"), "placementConstraints", "are dropped: Fargate chooses where tasks run");
  const needs = task.executionRoleArn === undefined ? task.containerDefinitions.flatMap(roleNeeds) : [];
  if (needs.length > 0)
    findings.warn(
      at("task_execution_role"),
      "executionRoleArn",
      `is missing, and ${needs.join(", ")} need one; a role with these rights is created`,
    );
}

function roleNeeds({ name, image, logConfiguration, repositoryCredentials, secrets }: ContainerDefinition): string[] {
  return [
    ...(logConfiguration?.logDriver === "awslogs" ? [`log driver awslogs (${name})`] : []),
    ...(/^\d{12}\.dkr\.ecr\./.test(image) ? [`ECR image (${name})`] : []),
    ...(repositoryCredentials ? [`registry credentials (${name})`] : []),
    ...(secrets ? [`secrets (${name})`] : []),
  ];
}

function checkSize(check: FargateCheck): void {
  const { taskDefinition: task, findings } = check;
  const at = (key: string) => check.positions.inParams("task_definition", "task_size", key);
  const cpu = task.cpu === undefined ? undefined : parseTaskCpu(task.cpu);
  const memory = task.memory === undefined ? undefined : parseTaskMemory(task.memory);
  if (task.cpu === undefined)
    findings.warn(at("cpu_limit"), "cpu", "is missing; the smallest size of Fargate that fits the containers is used");
  else if (!FARGATE_SIZES.some((size) => size.cpu === cpu))
    findings.error(
      at("cpu_limit"),
      "cpu",
      `"${task.cpu}" is not a CPU size of Fargate; use one of ${FARGATE_SIZES.map((size) => size.cpu).join(", ")}`,
    );
  if (task.memory === undefined)
    findings.warn(
      at("mem_limit"),
      "memory",
      "is missing; the smallest size of Fargate that fits the containers is used",
    );
  else if (memory === undefined)
    findings.error(at("mem_limit"), "memory", `"${task.memory}" is not read by ECS; write MiB as a number, or "2GB"`);
  else {
    const row = FARGATE_SIZES.find((size) => size.cpu === cpu);
    if (row && !row.memoryMiB.includes(memory)) {
      const nearest = row.memoryMiB.find((size) => size >= memory) ?? row.memoryMiB.at(-1);
      findings.error(
        at("mem_limit"),
        "memory",
        `${memory} MiB do not go with cpu ${row.cpu}; the nearest size is ${nearest ?? 0} MiB`,
      );
    }
  }
}

/** CPU units of `256`, `0.25 vCPU` or `1vcpu`. */
export function parseTaskCpu(text: string): number | undefined {
  const match = /^\s*(\d*\.?\d+)\s*(vcpu)?\s*$/i.exec(text);
  if (!match) return undefined;
  return match[2] === undefined ? Number(match[1]) : Number(match[1]) * 1024;
}

/** MiB of `512`, `0.5GB` or `1 GB`. */
export function parseTaskMemory(text: string): number | undefined {
  const match = /^\s*(\d*\.?\d+)\s*(gb)?\s*$/i.exec(text);
  if (!match) return undefined;
  return match[2] === undefined ? Number(match[1]) : Math.round(Number(match[1]) * 1024);
}

const LOG_DRIVERS = ["awslogs", "splunk", "awsfirelens"];

/** What is dropped from a container on Fargate, by the key of the compose file. */
const DROPPED: readonly (readonly [keyof ContainerDefinition, key: string, why: string])[] = [
  ["links", "links", "are dropped: the containers of a task reach each other at localhost"],
  ["hostname", "hostname", "is dropped: a task has the host name that awsvpc gives it"],
  ["extraHosts", "extra_hosts", "are dropped: awsvpc has no hosts file of the task; use DNS"],
  ["dnsServers", "dns", "are dropped: a task uses the DNS of its VPC"],
  ["dnsSearchDomains", "dns_search", "are dropped: a task uses the DNS of its VPC"],
  ["dockerSecurityOptions", "security_opt", "are dropped: Fargate isolates each task by itself"],
];

function checkContainer(container: ContainerDefinition, check: FargateCheck): void {
  const { findings, positions } = check;
  const path = `containerDefinitions.${container.name}`;
  const at = (key: string): Position => positions.of(container.name, key);
  if (container.image === "")
    findings.error(at("image"), `${path}.image`, "is missing; build and push an image, and name it in image");
  else warnOfImage(container.image, { ...at("image"), path: `${path}.image` }, findings);
  for (const [field, key, why] of DROPPED)
    if (container[field] !== undefined) findings.warn(at(key), `${path}.${field}`, why);
  if (container.privileged)
    findings.error(at("privileged"), `${path}.privileged`, "is not possible on Fargate; remove privileged");
  const linux = container.linuxParameters;
  if (linux?.devices)
    findings.error(at("devices"), `${path}.linuxParameters.devices`, "are not possible on Fargate; remove devices");
  if (linux?.sharedMemorySize !== undefined)
    findings.warn(at("shm_size"), `${path}.linuxParameters.sharedMemorySize`, "is dropped: Fargate does not set it");
  const added = linux?.capabilities?.add?.filter((name) => name !== "SYS_PTRACE") ?? [];
  if (added.length > 0)
    findings.error(
      at("cap_add"),
      `${path}.linuxParameters.capabilities.add`,
      `Fargate adds SYS_PTRACE alone, not ${added.join(", ")}; remove it from cap_add`,
    );
  if (container.resourceRequirements)
    findings.error(
      at("image"),
      `${path}.resourceRequirements`,
      "a GPU is not possible on Fargate; remove gpu from ecs-params.yml",
    );
  for (const { containerPort, hostPort } of container.portMappings ?? []) {
    if (hostPort !== 0 && hostPort !== containerPort)
      findings.warn(
        at("ports"),
        `${path}.portMappings.${containerPort}`,
        `the host port ${hostPort} is dropped: on Fargate it is the container's port ${containerPort}`,
      );
  }
  checkLogging(container, { ...at("logging"), path }, findings);
  const { stopTimeout } = container;
  if (stopTimeout !== undefined && stopTimeout > 120)
    findings.warn(
      at("stop_grace_period"),
      `${path}.stopTimeout`,
      `${stopTimeout} seconds become 120, the most on Fargate`,
    );
}

/** A reference that no registry has: the program is refused until it is one. */
export function warnOfImage(image: string, at: Position & { readonly path: string }, findings: Findings): void {
  const { fault } = parseImageReference(image);
  if (fault) findings.warn(at, at.path, `${fault.wrong}; ${fault.fix}`);
}

function checkLogging(
  { logConfiguration: log }: ContainerDefinition,
  at: Position & { readonly path: string },
  findings: Findings,
): void {
  if (!log) return;
  if (!LOG_DRIVERS.includes(log.logDriver))
    findings.warn(
      at,
      `${at.path}.logConfiguration.logDriver`,
      `"${log.logDriver}" is not a log driver of Fargate; awslogs is used`,
    );
  if (log.logDriver === "awslogs" && log.options?.["awslogs-stream-prefix"] === undefined)
    findings.warn(
      at,
      `${at.path}.logConfiguration.options.awslogs-stream-prefix`,
      "is missing, and Fargate needs it; one is set",
    );
}

function checkVolume(volume: Volume, check: FargateCheck): void {
  const { findings, positions } = check;
  if (volume.host) {
    const mounting = check.taskDefinition.containerDefinitions.find(({ mountPoints }) =>
      mountPoints?.some((mount) => mount.sourceVolume === volume.name),
    );
    findings.error(
      positions.of(mounting?.name ?? "", "volumes"),
      `volumes.${volume.name}.host.sourcePath`,
      `${volume.host.sourcePath} is a path of a host, which Fargate does not have; put the file into the image, or use a volume`,
    );
  }
  if (volume.dockerVolumeConfiguration)
    findings.error(
      check.positions.inParams("task_definition", "docker_volumes"),
      `volumes.${volume.name}.dockerVolumeConfiguration`,
      "Docker volumes are not possible on Fargate; use efs_volumes, or remove docker_volumes for one that is lost with the task",
    );
}

function checkNetworkIds(check: FargateCheck): void {
  const vpc = check.service?.networkConfiguration?.awsvpcConfiguration;
  const path = "service.networkConfiguration.awsvpcConfiguration";
  const at = (key: string) =>
    check.positions.inParams("run_params", "network_configuration", "awsvpc_configuration", key);
  for (const id of vpc?.subnets ?? [])
    if (!/^subnet-[0-9a-z]+$/.test(id))
      check.findings.error(at("subnets"), `${path}.subnets`, `"${id}" is not a subnet id; write subnet-…`);
  for (const id of vpc?.securityGroups ?? [])
    if (!/^sg-[0-9a-z]+$/.test(id))
      check.findings.error(
        at("security_groups"),
        `${path}.securityGroups`,
        `"${id}" is not a security group id; write sg-…`,
      );
}
