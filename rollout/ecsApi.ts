// The ECS API through the AWS SDK, which is loaded only when it is needed: importing the library does not pay for it.

import type { DescribeServicesResponse, DescribeTasksResponse, ListTasksResponse } from "@aws-sdk/client-ecs";
import type { ServiceSnapshot, StoppedTask } from "./ecs";

/** The calls of the ECS API that are made. The SDK's `ECS` is one. */
export interface EcsApi {
  listTasks(input: {
    cluster: string;
    serviceName: string;
    desiredStatus: "STOPPED";
    nextToken?: string;
  }): Promise<Pick<ListTasksResponse, "taskArns" | "nextToken">>;
  describeTasks(input: { cluster: string; tasks: string[] }): Promise<Pick<DescribeTasksResponse, "tasks">>;
  describeServices(input: {
    cluster: string;
    services: string[];
  }): Promise<Pick<DescribeServicesResponse, "services" | "failures">>;
}

/** Keys that a user gave, or a profile. Neither: the SDK's default chain. */
export interface AwsCredentials {
  readonly profile?: string;
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

/** Loads the SDK and makes a client. */
export async function connectEcs(region: string | undefined, { profile, keys }: AwsCredentials): Promise<EcsApi> {
  const { ECS } = await import("@aws-sdk/client-ecs");
  return new ECS({
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(keys !== undefined && { credentials: keys }),
  });
}

/** DescribeTasks takes no more at once. */
const TASKS_PER_CALL = 100;

/** Pages of ListTasks that are read: more stopped tasks than this tell nothing new. */
const PAGE_LIMIT = 5;

/** Reads the stopped tasks of a service again and again; tasks that it knows are not described again. */
export function stoppedTaskReader(
  api: EcsApi,
  cluster: string,
  serviceName: string,
): () => Promise<readonly StoppedTask[]> {
  const known = new Map<string, StoppedTask>();
  return async () => {
    const unknown = (await listStopped(api, cluster, serviceName)).filter((arn) => !known.has(arn));
    for (let at = 0; at < unknown.length; at += TASKS_PER_CALL) {
      const { tasks } = await api.describeTasks({ cluster, tasks: unknown.slice(at, at + TASKS_PER_CALL) });
      for (const task of tasks ?? []) {
        // ListTasks means the desired status: a task may still be on its way out, its reasons not yet known.
        if (task.taskArn !== undefined && task.lastStatus === "STOPPED") known.set(task.taskArn, toStoppedTask(task));
      }
    }
    return [...known.values()];
  };
}

async function listStopped(api: EcsApi, cluster: string, serviceName: string): Promise<readonly string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < PAGE_LIMIT; page++) {
    const answer = await api.listTasks({
      cluster,
      serviceName,
      desiredStatus: "STOPPED",
      ...(nextToken !== undefined && { nextToken }),
    });
    arns.push(...(answer.taskArns ?? []));
    nextToken = answer.nextToken;
    if (nextToken === undefined) break;
  }
  return arns;
}

type ApiTask = NonNullable<DescribeTasksResponse["tasks"]>[number];
type ApiService = NonNullable<DescribeServicesResponse["services"]>[number];

function toStoppedTask(task: ApiTask): StoppedTask {
  return {
    arn: task.taskArn ?? "",
    taskDefinition: task.taskDefinitionArn ?? "",
    ...(task.startedBy !== undefined && { startedBy: task.startedBy }),
    stoppedAt: (task.stoppedAt ?? task.stoppingAt)?.getTime() ?? 0,
    ...(task.stopCode !== undefined && { stopCode: task.stopCode }),
    ...(task.stoppedReason !== undefined && { stoppedReason: task.stoppedReason }),
    containers: (task.containers ?? []).map(({ name, exitCode, reason }) => ({
      name: name ?? "",
      ...(exitCode !== undefined && { exitCode }),
      ...(reason !== undefined && { reason }),
    })),
  };
}

/** The API's answer in our words. */
export function toServiceSnapshot(service: ApiService): ServiceSnapshot {
  const breaker = service.deploymentConfiguration?.deploymentCircuitBreaker;
  return {
    status: service.status ?? "ACTIVE",
    desiredCount: service.desiredCount ?? 0,
    runningCount: service.runningCount ?? 0,
    pendingCount: service.pendingCount ?? 0,
    deployments: (service.deployments ?? []).map((deployment) => ({
      id: deployment.id ?? "",
      status: deployment.status ?? "",
      taskDefinition: deployment.taskDefinition ?? "",
      createdAt: deployment.createdAt?.getTime() ?? 0,
      desiredCount: deployment.desiredCount ?? 0,
      runningCount: deployment.runningCount ?? 0,
      pendingCount: deployment.pendingCount ?? 0,
      ...(deployment.rolloutState !== undefined && { rolloutState: deployment.rolloutState }),
      ...(deployment.rolloutStateReason !== undefined && { rolloutStateReason: deployment.rolloutStateReason }),
      ...(deployment.failedTasks !== undefined && { failedTasks: deployment.failedTasks }),
    })),
    events: (service.events ?? []).map(({ id, createdAt, message }) => ({
      id: id ?? "",
      createdAt: createdAt?.getTime() ?? 0,
      message: message ?? "",
    })),
    circuitBreaker: { enable: breaker?.enable ?? false, rollback: breaker?.rollback ?? false },
  };
}
