// One-off tasks of a service's own task definition, in its own network.

import type { RunTaskRequest, Task } from "@aws-sdk/client-ecs";
import { checkFargateCpu, checkFargateMemory, checkMemorySize } from "../model/fargateSizes";
import { quote, renderProblem, type Fault } from "../model/problems";
import type { Aws } from "./aws";
import { WrongOption } from "./wrongOption";
import { describeService, describeTaskDefinition, mainContainer, nameOf, type ServiceRef } from "./service";

/** What runs differently from the service. */
export interface RunOverrides {
  readonly command?: readonly string[] | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
}

/** A task that was started. */
export interface StartedTask {
  readonly cluster: string;
  readonly arn: string;
  readonly id: string;
  readonly taskDefinition: string;
  /** The container whose exit code counts. */
  readonly container: string;
}

/** What a task is started from: a service's settings, or those of a task that belongs to none. */
export interface TaskSource {
  /** The cluster's name or ARN. */
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly placement: Pick<RunTaskRequest, "networkConfiguration" | "capacityProviderStrategy" | "launchType">;
}

/** How a service's tasks are started. Permission: ecs:DescribeServices. */
export async function sourceOfService(aws: Aws, ref: ServiceRef): Promise<TaskSource> {
  const service = await describeService(aws, ref);
  const { capacityProviderStrategy = [], networkConfiguration, launchType = "FARGATE" } = service;
  return {
    cluster: ref.cluster,
    taskDefinition: service.taskDefinition ?? "",
    placement: {
      networkConfiguration,
      ...(capacityProviderStrategy.length > 0 ? { capacityProviderStrategy } : { launchType }),
    },
  };
}

/** A task's size as ECS takes it: CPU units and MiB. */
type TaskSize = Pick<RunOverrides, "cpu" | "memory">;

/** Refuses a size that Fargate does not offer; what is left out is the task definition's. */
export function checkTaskSize({ cpu, memory }: TaskSize, definition: TaskSize = {}): void {
  if (cpu !== undefined) refuse("--cpu", parseWhole(cpu, checkFargateCpu));
  if (memory !== undefined) refuse("--memory", parseWhole(memory, checkMemorySize));
  if (cpu === undefined && memory === undefined) return;
  const pair = [Number(cpu ?? definition.cpu), Number(memory ?? definition.memory)] as const;
  if (!pair.some(Number.isNaN)) refuse(memory === undefined ? "--cpu" : "--memory", checkFargateMemory(pair));
}

function parseWhole(text: string, check: (size: number) => Fault | undefined): Fault | undefined {
  return /^\d+$/.test(text)
    ? check(Number(text))
    : { wrong: `${quote(text)} is not a whole number`, fix: "write CPU in units (1024 are one vCPU), memory in MiB" };
}

function refuse(path: string, fault: Fault | undefined): void {
  if (fault !== undefined) throw new WrongOption(renderProblem({ path, ...fault }));
}

/** Starts a task. Permissions: ecs:DescribeTaskDefinition, ecs:RunTask, and iam:PassRole for the task's roles. */
export async function startTask(aws: Aws, source: TaskSource, overrides: RunOverrides): Promise<StartedTask> {
  const ecs = await aws.ecs();
  const { cluster } = source;
  const definition = await describeTaskDefinition(aws, source.taskDefinition);
  checkTaskSize(overrides, definition);
  const container = mainContainer(definition).name ?? "app";
  const environment = Object.entries(overrides.environment ?? {}).map(([name, value]) => ({ name, value }));
  const { tasks = [], failures = [] } = await ecs.runTask({
    cluster,
    taskDefinition: definition.taskDefinitionArn,
    ...source.placement,
    startedBy: "ghcr-fargate run",
    propagateTags: "TASK_DEFINITION",
    overrides: {
      ...(overrides.cpu !== undefined && { cpu: overrides.cpu }),
      ...(overrides.memory !== undefined && { memory: overrides.memory }),
      containerOverrides: [
        {
          name: container,
          ...(overrides.command !== undefined && { command: [...overrides.command] }),
          ...(environment.length > 0 && { environment }),
        },
      ],
    },
  });
  const [task] = tasks;
  if (task?.taskArn === undefined)
    throw new Error(
      `ECS started no task: ${failures.map(({ reason, detail }) => detail ?? reason ?? "no reason given").join("; ") || "no reason given"}`,
    );
  const { taskArn } = task;
  return {
    cluster,
    arn: taskArn,
    id: nameOf(taskArn),
    taskDefinition: definition.taskDefinitionArn ?? "",
    container,
  };
}

/** Reads the task as it is now. Permission: ecs:DescribeTasks. */
export async function readTask(aws: Aws, { cluster, arn, id }: StartedTask): Promise<Task> {
  const ecs = await aws.ecs();
  const { tasks = [] } = await ecs.describeTasks({ cluster, tasks: [arn] });
  const [task] = tasks;
  if (task === undefined) throw new Error(`ECS does not know task ${id} any more`);
  return task;
}

/** Stops the task: SIGTERM, and SIGKILL after its stop time-out. Permission: ecs:StopTask. */
export async function stopTask(aws: Aws, { cluster, arn }: StartedTask, reason: string): Promise<void> {
  const ecs = await aws.ecs();
  await ecs.stopTask({ cluster, task: arn, reason });
}

/** How a task ended. */
export interface Ending {
  /** The exit code of the container that counts; undefined if it never ran. */
  readonly exitCode: number | undefined;
  /** Why it stopped, in ECS's words. */
  readonly reason: string | undefined;
}

/** How a stopped task ended; undefined while it still runs. */
export function endingOf({ lastStatus, containers = [], stoppedReason }: Task, container: string): Ending | undefined {
  if (lastStatus !== "STOPPED") return undefined;
  const main = containers.find(({ name }) => name === container);
  return { exitCode: main?.exitCode, reason: main?.reason ?? stoppedReason };
}
