// The task definition, and the size of the task.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, type ChildKey } from "../../model/childNames";
import { oneOf, wholeNumber } from "../../model/checks";
import {
  checkFargateCpu,
  checkFargateMemory,
  checkMemorySize,
  leastCpuFor,
  leastMemoryFor,
  SMALLEST_SIZE,
} from "../../model/fargateSizes";
import { argumentPath, isPlain, type ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext, Tags } from "../component/childContext";
import type { ContainerPlan } from "./container";

/** The CPU architecture of the tasks. */
export const CpuArchitecture = {
  /** Intel and AMD: images for linux/amd64. */
  X86_64: "X86_64",
  /** Graviton, about a fifth cheaper: images for linux/arm64. */
  Arm64: "ARM64",
} as const;
export type CpuArchitecture = (typeof CpuArchitecture)[keyof typeof CpuArchitecture];

/** The arguments that say how large a task is. */
export interface TaskSizeArgs {
  readonly cpu?: pulumi.Input<number>;
  readonly memory?: pulumi.Input<number>;
  readonly cpuArchitecture?: CpuArchitecture;
  readonly ephemeralStorageGib?: pulumi.Input<number>;
}

/** The task's size, as planned. */
export interface TaskSizePlan {
  readonly cpu: pulumi.Input<number>;
  readonly memory: pulumi.Input<number>;
  readonly cpuArchitecture: CpuArchitecture;
  readonly ephemeralStorageGib: pulumi.Input<number> | undefined;
}

/** What the containers of the task reserve of it. */
type Reservation = Pick<ContainerPlan, "path" | "limits">;

/**
 * Plans the task's size: of CPU and memory, the one that is not given is the least that goes with the other. ECS refuses containers
 * that reserve more than the task has, each or together. `path`: where the arguments are, empty at the top.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html, checked 2026-11-28
 */
export function planTaskSize(
  checks: ArgumentChecks,
  args: TaskSizeArgs,
  { containers, path = "" }: { readonly containers: readonly Reservation[]; readonly path?: string },
): TaskSizePlan {
  const at = (key: string) => argumentPath(path, key);
  const { cpuArchitecture = CpuArchitecture.X86_64, ephemeralStorageGib } = args;
  checks.shape("cpuArchitecture", cpuArchitecture, oneOf(Object.values(CpuArchitecture)));
  const { cpu, memory } = planCpuAndMemory(checks, args, at);
  return {
    cpu: fitReservations(checks, cpu, { key: "cpu", unit: "CPU units", containers, path }),
    memory: fitReservations(checks, memory, { key: "memory", unit: "MiB", containers, path }),
    cpuArchitecture,
    ephemeralStorageGib: checks.value("ephemeralStorageGib", ephemeralStorageGib, wholeNumber(21, 200, "GiB")),
  };
}

function planCpuAndMemory(
  checks: ArgumentChecks,
  args: TaskSizeArgs,
  at: (key: string) => string,
): Pick<TaskSizePlan, "cpu" | "memory"> {
  if (args.cpu === undefined) {
    const memory = checks.value(at("memory"), args.memory ?? SMALLEST_SIZE.memoryMiB, checkMemorySize);
    return { cpu: derived(memory, leastCpuFor), memory };
  }
  const cpu = checks.value(at("cpu"), args.cpu, checkFargateCpu);
  const { memory } = args;
  if (memory === undefined) return { cpu, memory: derived(cpu, leastMemoryFor) };
  const pair: pulumi.Input<[number, number]> =
    isPlain(cpu) && isPlain(memory) ? [cpu, memory] : pulumi.all([cpu, memory]);
  const checked = checks.value(at("memory"), pair, checkFargateMemory);
  return { cpu, memory: isPlain(checked) ? checked[1] : pulumi.output(checked).apply(([, known]) => known) };
}

function derived(size: pulumi.Input<number>, from: (size: number) => number): pulumi.Input<number> {
  return isPlain(size) ? from(size) : pulumi.output(size).apply(from);
}

/** Checks that what containers reserve fits into what the task has of it. */
function fitReservations(
  checks: ArgumentChecks,
  available: pulumi.Input<number>,
  {
    key,
    unit,
    containers,
    path: taskPath,
  }: {
    readonly key: "cpu" | "memory";
    readonly unit: string;
    readonly containers: readonly Reservation[];
    readonly path: string;
  },
): pulumi.Input<number> {
  const task = taskPath === "" ? "the task's" : `${taskPath}'s`;
  const raise = `raise ${argumentPath(taskPath, key)}`;
  let checked = available;
  let total = 0;
  let largest = 0;
  for (const { path, limits } of containers) {
    const reserved = limits[key] ?? 0;
    total += reserved;
    largest = Math.max(largest, reserved);
    if (reserved > 0)
      checked = checks.value(argumentPath(path, key), checked, (size) =>
        reserved <= size
          ? undefined
          : { wrong: `${reserved} is more than ${task} ${key}, ${size}`, fix: `lower it, or ${raise}` },
      );
  }
  if (total === largest) return checked; // one container at the most
  return checks.value("sidecars", checked, (size) =>
    total <= size || largest > size
      ? undefined
      : {
          wrong: `reserve ${total} ${unit} together, more than ${task} ${key}, ${size}`,
          fix: `lower the ${key} of sidecars, or ${raise}`,
        },
  );
}

/** Creates the task definition. */
export function createTaskDefinition(
  { component, key }: { readonly component: string; readonly key: ChildKey },
  task: {
    readonly family: string;
    readonly size: TaskSizePlan;
    readonly containers: readonly object[];
    readonly volumes: aws.types.input.ecs.TaskDefinitionVolume[];
    readonly executionRoleArn: pulumi.Input<string>;
    readonly taskRoleArn: pulumi.Input<string>;
    readonly tags: pulumi.Input<Tags> | undefined;
  },
  { options }: ChildContext,
): aws.ecs.TaskDefinition {
  const { cpu, memory, cpuArchitecture, ephemeralStorageGib } = task.size;
  return new aws.ecs.TaskDefinition(
    childName(component, key),
    {
      family: task.family,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: inText(cpu),
      memory: inText(memory),
      runtimePlatform: { cpuArchitecture, operatingSystemFamily: "LINUX" },
      ephemeralStorage: ephemeralStorageGib === undefined ? undefined : { sizeInGib: ephemeralStorageGib },
      executionRoleArn: task.executionRoleArn,
      taskRoleArn: task.taskRoleArn,
      volumes: task.volumes.length === 0 ? undefined : task.volumes,
      containerDefinitions: pulumi.jsonStringify(task.containers),
      tags: task.tags,
    },
    options,
  );
}

/** ECS takes sizes as text. */
function inText(size: pulumi.Input<number>): pulumi.Input<string> {
  return isPlain(size) ? String(size) : pulumi.output(size).apply(String);
}

/** ECS numbers the revisions of a family: each stack of a project gets its own. At most 255 letters, digits, `-` and `_`. */
export function familyOf(name: string): string {
  return `${pulumi.getProject()}-${pulumi.getStack()}-${name}`.replace(/[^A-Za-z0-9_-]/g, "-").slice(-255);
}
