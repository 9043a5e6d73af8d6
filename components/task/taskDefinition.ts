// The task definition, and the size of the task.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, type ChildKey } from "../../model/childNames";
import { oneOf, wholeNumber, type Check } from "../../model/checks";
import { checkFargateCpu, checkFargateMemory } from "../../model/fargateSizes";
import { argumentPath, isPlain, type ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext, Tags } from "../component/childContext";

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

const DEFAULT_CPU = 256;
const DEFAULT_MEMORY_MIB = 512;

/**
 * Plans the task's size. `path`: where the arguments are, empty at the top. ECS refuses containers that together reserve more than the task has.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html, checked 2026-11-28
 */
export function planTaskSize(
  checks: ArgumentChecks,
  args: TaskSizeArgs,
  reserved: { readonly cpu: number; readonly memory: number },
  path = "",
): TaskSizePlan {
  const at = (key: string) => argumentPath(path, key);
  const { cpuArchitecture = CpuArchitecture.X86_64, ephemeralStorageGib } = args;
  const fits =
    (key: keyof typeof reserved, unit: string): Check<number> =>
    (available) =>
      reserved[key] <= available
        ? undefined
        : {
            wrong: `reserve ${reserved[key]} ${unit} together, more than ${path === "" ? "the task's" : `${path}'s`} ${key}, ${available}`,
            fix: `lower the ${key} of sidecars, or raise ${at(key)}`,
          };
  const cpu = checks.value(at("cpu"), args.cpu ?? DEFAULT_CPU, checkFargateCpu);
  const memory = args.memory ?? DEFAULT_MEMORY_MIB;
  const pair: pulumi.Input<[number, number]> =
    isPlain(cpu) && isPlain(memory) ? [cpu, memory] : pulumi.all([cpu, memory]);
  const checkedPair = checks.value(at("memory"), pair, checkFargateMemory);
  checks.shape("cpuArchitecture", cpuArchitecture, oneOf(Object.values(CpuArchitecture)));
  const checkedMemory = isPlain(checkedPair) ? checkedPair[1] : pulumi.output(checkedPair).apply(([, known]) => known);
  return {
    cpu: checks.value("sidecars", cpu, fits("cpu", "CPU units")),
    memory: checks.value("sidecars", checkedMemory, fits("memory", "MiB")),
    cpuArchitecture,
    ephemeralStorageGib: checks.value("ephemeralStorageGib", ephemeralStorageGib, wholeNumber(21, 200, "GiB")),
  };
}

/** Creates a task definition. */
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
