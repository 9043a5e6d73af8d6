// The calls of the ECS API that a rollout needs, and its answers without what nobody reads.

import type {
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsResponse,
  DescribeServicesResponse,
  DescribeTaskDefinitionResponse,
  DescribeTasksResponse,
  ListServiceDeploymentsResponse,
  ListTasksResponse,
  StopServiceDeploymentResponse,
  UpdateServiceResponse,
} from "@aws-sdk/client-ecs";
import type { ServiceSnapshot, StoppedTask } from "./ecs";

/** The calls of the ECS API that are made. The SDK's `ECS` is one. */
export interface EcsApi {
  listTasks(input: {
    cluster: string;
    serviceName: string;
    desiredStatus: "STOPPED" | "RUNNING";
    nextToken?: string;
  }): Promise<Pick<ListTasksResponse, "taskArns" | "nextToken">>;
  describeTasks(input: { cluster: string; tasks: string[] }): Promise<Pick<DescribeTasksResponse, "tasks">>;
  describeServices(input: {
    cluster: string;
    services: string[];
  }): Promise<Pick<DescribeServicesResponse, "services" | "failures">>;
  describeTaskDefinition(input: {
    taskDefinition: string;
  }): Promise<Pick<DescribeTaskDefinitionResponse, "taskDefinition">>;
  listServiceDeployments(input: {
    cluster: string;
    service: string;
    maxResults?: number;
  }): Promise<Pick<ListServiceDeploymentsResponse, "serviceDeployments">>;
  describeServiceDeployments(input: {
    serviceDeploymentArns: string[];
  }): Promise<Pick<DescribeServiceDeploymentsResponse, "serviceDeployments">>;
  describeServiceRevisions(input: {
    serviceRevisionArns: string[];
  }): Promise<Pick<DescribeServiceRevisionsResponse, "serviceRevisions">>;
  stopServiceDeployment(input: {
    serviceDeploymentArn: string;
    stopType: "ROLLBACK";
  }): Promise<Pick<StopServiceDeploymentResponse, "serviceDeploymentArn">>;
  updateService(input: {
    cluster: string;
    service: string;
    taskDefinition: string;
    forceNewDeployment: true;
  }): Promise<Pick<UpdateServiceResponse, "service">>;
}

/** The calls that read stopped tasks. */
export type StoppedTaskApi = Pick<EcsApi, "listTasks" | "describeTasks">;

/** DescribeTasks takes no more at once. */
const TASKS_PER_CALL = 100;

/** Pages of ListTasks that are read: more stopped tasks than this tell nothing new. */
const PAGE_LIMIT = 5;

/** Reads the stopped tasks of a service again and again; tasks that it knows are not described again. */
export function stoppedTaskReader(
  api: StoppedTaskApi,
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

async function listStopped(api: StoppedTaskApi, cluster: string, serviceName: string): Promise<readonly string[]> {
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

/** The API's answer about a task in our words. */
export function toStoppedTask(task: ApiTask): StoppedTask {
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
