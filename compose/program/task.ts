// A task definition as arguments of GhcrFargateService: its own container, its sidecars, its size.

import { FARGATE_SIZES } from "../../model/fargateSizes";
import { withoutEmpty, type ContainerDefinition, type TaskDefinition } from "../ecsCli/container";
import { parseTaskCpu, parseTaskMemory } from "../ecsCli/fargate";
import {
  containerArgs,
  isRouter,
  nameInTask,
  portOf,
  volumeArgs,
  type TaskContext,
  type TaskOfProgram,
} from "./containers";
import { logsArgs } from "./logs";
import { Reference, type Args } from "./program";

/** The arguments that make a service's task. */
export function taskArgs(task: TaskOfProgram, context: TaskContext): Args {
  const { definition, main, containers, notes } = task;
  const size = sizeOf(definition);
  const others = containers.filter((container) => container !== main && !isRouter(container));
  const fits = total(containers, ({ memory }) => memory) <= (size.memory ?? 0);
  const { executionRoleArn, taskRoleArn } = definition;
  if (definition.pidMode === "task")
    notes.params(
      ["task_definition", "pid_mode"],
      "task is dropped: there is no argument for it; a transform sets pidMode on the task definition",
    );
  return {
    image: main.image,
    ...credentialsOf(main, context),
    port: portOf(main),
    ...size,
    ...(definition.runtimePlatform?.cpuArchitecture === "ARM64" && { cpuArchitecture: "ARM64" }),
    ...containerArgs(main, task, context.shared),
    sidecars: others.map((container) =>
      withoutEmpty(
        {
          name: nameInTask(container.name, main.name),
          image: container.image,
          ...credentialsOf(container, context),
          port: portOf(container),
          essential: container.essential ?? true,
          cpu: container.cpu,
          memory: fits ? container.memory : undefined,
          ...containerArgs(container, task, context.shared),
        },
        ["essential"],
      ),
    ),
    volumes: volumeArgs(task),
    logs: logsArgs(task, context),
    ...(executionRoleArn !== undefined && { executionRole: { arn: context.shared.role(executionRoleArn) } }),
    ...(taskRoleArn !== undefined && { taskRole: { arn: context.shared.role(taskRoleArn) } }),
  };
}

function credentialsOf({ name, repositoryCredentials }: ContainerDefinition, context: TaskContext): Args {
  if (!repositoryCredentials) return {};
  const { keyArn, login } = context.pullSecrets.get(name) ?? {};
  if (login) {
    const made = context.shared.registryCredentials(login);
    return { credentials: { secretArn: new Reference(made, "secretArn"), keyArn: new Reference(made, "keyArn") } };
  }
  return {
    credentials: {
      secretArn: context.shared.secret(repositoryCredentials.credentialsParameter),
      ...(keyArn !== undefined && { keyArn }),
    },
  };
}

const total = (
  containers: readonly ContainerDefinition[],
  pick: (container: ContainerDefinition) => number | undefined,
) => containers.reduce((sum, container) => sum + (pick(container) ?? 0), 0);

/** The task's size; without one the smallest that its containers fit in. */
function sizeOf(task: TaskDefinition): { readonly cpu: number | undefined; readonly memory: number | undefined } {
  const cpu = task.cpu === undefined ? undefined : parseTaskCpu(task.cpu);
  const memory = task.memory === undefined ? undefined : parseTaskMemory(task.memory);
  if (cpu !== undefined && memory !== undefined) return { cpu, memory };
  const containers = task.containerDefinitions;
  const neededCpu = cpu ?? total(containers, (container) => container.cpu);
  const neededMemory = memory ?? total(containers, (container) => container.memory ?? container.memoryReservation);
  for (const row of FARGATE_SIZES) {
    const fits = row.memoryMiB.find((mebibytes) => mebibytes >= neededMemory);
    if (row.cpu >= neededCpu && fits !== undefined) return { cpu: row.cpu, memory: fits };
  }
  return { cpu, memory };
}
