// What a command reads of one ECS service: the service, its task definition, its tasks.

import type { Service, Task, TaskDefinition } from "@aws-sdk/client-ecs";
import type { Aws } from "./aws";

/** A service in ECS. */
export interface ServiceRef {
  /** The cluster's name or ARN. */
  readonly cluster: string;
  /** The service's name. */
  readonly service: string;
}

/** DescribeTasks takes no more at once. */
const TASKS_PER_CALL = 100;

/** Reads a service. Permission: ecs:DescribeServices. */
export async function describeService(aws: Aws, { cluster, service }: ServiceRef): Promise<Service> {
  const ecs = await aws.ecs();
  const { services } = await ecs.describeServices({ cluster, services: [service] });
  const [found] = services ?? [];
  if (found === undefined || found.status === "INACTIVE")
    throw new Error(`ECS has no service ${service} in cluster ${nameOf(cluster)}; check both names and the Region`);
  return found;
}

/** Reads a task definition. Permission: ecs:DescribeTaskDefinition. */
export async function describeTaskDefinition(aws: Aws, taskDefinition: string): Promise<TaskDefinition> {
  const ecs = await aws.ecs();
  const answer = await ecs.describeTaskDefinition({ taskDefinition });
  if (answer.taskDefinition === undefined) throw new Error(`ECS has no task definition ${nameOf(taskDefinition)}`);
  return answer.taskDefinition;
}

/** Reads a service's tasks, newest first. Permissions: ecs:ListTasks, ecs:DescribeTasks. */
export async function describeTasks(
  aws: Aws,
  { cluster, service }: ServiceRef,
  desiredStatus: "RUNNING" | "STOPPED",
): Promise<Task[]> {
  const ecs = await aws.ecs();
  const arns: string[] = [];
  for (let nextToken: string | undefined, first = true; first || nextToken !== undefined; first = false) {
    const answer = await ecs.listTasks({ cluster, serviceName: service, desiredStatus, nextToken });
    arns.push(...(answer.taskArns ?? []));
    nextToken = answer.nextToken;
  }
  const tasks: Task[] = [];
  for (let at = 0; at < arns.length; at += TASKS_PER_CALL)
    tasks.push(...((await ecs.describeTasks({ cluster, tasks: arns.slice(at, at + TASKS_PER_CALL) })).tasks ?? []));
  return tasks.sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
}

/** The last part of an ARN: `web:7` of a task definition, `prod` of a cluster, a task's id. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** A service's own container: the one that its load balancer or the library names, else the first essential one. */
export function mainContainer(definition: TaskDefinition): NonNullable<TaskDefinition["containerDefinitions"]>[number] {
  const containers = definition.containerDefinitions ?? [];
  const main =
    containers.find(({ name }) => name === "app") ??
    containers.find(({ essential }) => essential !== false) ??
    containers[0];
  if (main === undefined) throw new Error(`task definition ${definition.family ?? ""} has no container`);
  return main;
}
