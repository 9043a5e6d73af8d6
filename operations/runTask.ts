// One-off tasks of a service's own task definition, in its own network.

import type { Task } from "@aws-sdk/client-ecs";
import type { Aws } from "./aws";
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

/**
 * Starts a task. Permissions: ecs:DescribeServices, ecs:DescribeTaskDefinition, ecs:RunTask, and iam:PassRole for the task's
 * roles.
 */
export async function startTask(aws: Aws, ref: ServiceRef, overrides: RunOverrides): Promise<StartedTask> {
  const ecs = await aws.ecs();
  const service = await describeService(aws, ref);
  const definition = await describeTaskDefinition(aws, service.taskDefinition ?? "");
  const container = mainContainer(definition).name ?? "app";
  const environment = Object.entries(overrides.environment ?? {}).map(([name, value]) => ({ name, value }));
  const { tasks = [], failures = [] } = await ecs.runTask({
    cluster: ref.cluster,
    taskDefinition: definition.taskDefinitionArn,
    networkConfiguration: service.networkConfiguration,
    ...((service.capacityProviderStrategy ?? []).length > 0
      ? { capacityProviderStrategy: service.capacityProviderStrategy }
      : { launchType: service.launchType ?? "FARGATE" }),
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
    cluster: ref.cluster,
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
