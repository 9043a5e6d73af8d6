// The tasks of a service that have not stopped: what each is doing.

import type { EcsApi } from "./ecsApi";
import { shortName } from "./ecs";

/** A task on its way, or at work. */
export interface CurrentTask {
  readonly id: string;
  readonly taskDefinition: string;
  /** PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING. */
  readonly lastStatus: string;
  /** HEALTHY or UNHEALTHY, where a container has a health check. */
  readonly healthStatus?: string;
  /** Why it is about to stop. */
  readonly reason?: string;
}

/** Reads them. Permissions: ecs:ListTasks, ecs:DescribeTasks. */
export async function readCurrentTasks(
  api: Pick<EcsApi, "listTasks" | "describeTasks">,
  cluster: string,
  serviceName: string,
): Promise<readonly CurrentTask[]> {
  const { taskArns = [] } = await api.listTasks({ cluster, serviceName, desiredStatus: "RUNNING" });
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await api.describeTasks({ cluster, tasks: taskArns });
  return tasks.map(({ taskArn = "", taskDefinitionArn = "", lastStatus = "", healthStatus, stoppedReason }) => ({
    id: shortName(taskArn),
    taskDefinition: shortName(taskDefinitionArn),
    lastStatus,
    ...(healthStatus !== undefined && healthStatus !== "UNKNOWN" && { healthStatus }),
    ...(stoppedReason !== undefined && { reason: stoppedReason }),
  }));
}

/** One line for each state of the tasks of a task definition. */
export function renderCurrentTasks(tasks: readonly CurrentTask[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { id, taskDefinition, lastStatus, healthStatus, reason } of tasks) {
    const key = [lastStatus, healthStatus, taskDefinition, reason].filter((part) => part !== undefined).join(" ");
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return [...groups].map(([state, ids]) => `${ids.length} ${state}: ${ids.join(", ")}`);
}
