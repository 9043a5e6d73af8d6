// What a service does now: its deployment, its tasks and their addresses, its alarms.

import type { ServiceDeployment, Task, TaskDefinition } from "@aws-sdk/client-ecs";
import type { Aws } from "./aws";
import { recentDeployments } from "./deployments";
import { publicAddresses } from "./publicAddresses";
import {
  describeService,
  describeTaskDefinition,
  describeTasks,
  mainContainer,
  nameOf,
  type ServiceRef,
} from "./service";

/** A service as `status` shows it. */
export interface ServiceStatus {
  readonly service: string;
  readonly cluster: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** The task definition that ECS is told to run, `web:7`. */
  readonly version: string;
  readonly url?: string;
  readonly deployment?: DeploymentStatus;
  readonly tasks: readonly TaskStatus[];
  readonly alarms: readonly AlarmStatus[];
  /** What could not be read, and the permission that is missing. */
  readonly notes: readonly string[];
}

/** The newest deployment of a service. */
export interface DeploymentStatus {
  readonly status: string;
  readonly reason?: string;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
  /** The stage of a deployment that shifts traffic. */
  readonly stage?: string;
  /** Percent of the production traffic that the new tasks get. */
  readonly weight?: number;
  readonly failures?: { readonly count: number; readonly threshold: number };
  /** Hooks that wait for an answer. */
  readonly awaiting: readonly { readonly hookId: string; readonly expiresAt?: Date; readonly timeoutAction?: string }[];
}

/** One task. */
export interface TaskStatus {
  readonly id: string;
  readonly state: string;
  readonly health: string;
  readonly version: string;
  readonly startedAt?: Date;
  readonly zone?: string;
  readonly privateIp?: string;
  readonly publicIp?: string;
  /** Where the task can be opened, if it has a public address and a port. */
  readonly url?: string;
  readonly stoppedReason?: string;
}

/** One CloudWatch alarm. */
export interface AlarmStatus {
  readonly name: string;
  readonly state: string;
  readonly reason?: string;
}

/** How many stopped tasks are shown; ECS remembers them for about an hour. */
const STOPPED_SHOWN = 3;

/** Reads the status. What the credentials may not read is left out, with a note. */
export async function readStatus(
  aws: Aws,
  ref: ServiceRef,
  { url, alarmNames = [] }: { readonly url?: string | undefined; readonly alarmNames?: readonly string[] } = {},
): Promise<ServiceStatus> {
  const notes: string[] = [];
  const optional = async <T>(permission: string, read: () => Promise<T>, none: T): Promise<T> =>
    read().catch((error: unknown) => {
      notes.push(`not shown: ${permission} (${error instanceof Error ? error.name : "failed"})`);
      return none;
    });
  const service = await describeService(aws, ref);
  const [running, stopped, definition, deployments, alarms] = await Promise.all([
    describeTasks(aws, ref, "RUNNING"),
    describeTasks(aws, ref, "STOPPED"),
    optional(
      "the port needs ecs:DescribeTaskDefinition",
      () => describeTaskDefinition(aws, service.taskDefinition ?? ""),
      undefined,
    ),
    optional(
      "the deployment needs ecs:ListServiceDeployments and ecs:DescribeServiceDeployments",
      () => recentDeployments(aws, ref, 1),
      [],
    ),
    alarmNames.length === 0
      ? []
      : optional("alarms need cloudwatch:DescribeAlarms", () => readAlarms(aws, alarmNames), []),
  ]);
  const addresses = await optional(
    "public addresses need ec2:DescribeNetworkInterfaces",
    () =>
      publicAddresses(
        aws,
        running.flatMap((task) => attached(task, "networkInterfaceId") ?? []),
      ),
    new Map<string, string>(),
  );
  const [deployment] = deployments;
  return {
    service: ref.service,
    cluster: nameOf(ref.cluster),
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    version: nameOf(service.taskDefinition ?? ""),
    ...(url !== undefined && { url }),
    ...(deployment !== undefined && { deployment: toDeploymentStatus(deployment) }),
    tasks: [
      ...running,
      ...stopped.filter(({ stopCode }) => stopCode !== "ServiceSchedulerInitiated").slice(0, STOPPED_SHOWN),
    ].map((task) => toTaskStatus(task, addresses, portOf(definition))),
    alarms,
    notes,
  };
}

function portOf(definition: TaskDefinition | undefined): number | undefined {
  return definition && mainContainer(definition).portMappings?.[0]?.containerPort;
}

function attached(task: Task, detail: string): string | undefined {
  return task.attachments?.flatMap(({ details = [] }) => details).find(({ name }) => name === detail)?.value;
}

function toTaskStatus(task: Task, addresses: ReadonlyMap<string, string>, port: number | undefined): TaskStatus {
  const privateIp = attached(task, "privateIPv4Address");
  const publicIp = addresses.get(attached(task, "networkInterfaceId") ?? "");
  const stopped = task.lastStatus === "STOPPED";
  return {
    id: nameOf(task.taskArn ?? ""),
    state: task.lastStatus ?? "UNKNOWN",
    health: task.healthStatus ?? "UNKNOWN",
    version: nameOf(task.taskDefinitionArn ?? ""),
    ...(task.startedAt !== undefined && { startedAt: task.startedAt }),
    ...(task.availabilityZone !== undefined && { zone: task.availabilityZone }),
    ...(privateIp !== undefined && !stopped && { privateIp }),
    ...(publicIp !== undefined && !stopped && { publicIp }),
    ...(publicIp !== undefined && port !== undefined && !stopped && { url: `http://${publicIp}:${port}` }),
    ...(task.stoppedReason !== undefined && { stoppedReason: task.stoppedReason }),
  };
}

function toDeploymentStatus(deployment: ServiceDeployment): DeploymentStatus {
  const breaker = deployment.deploymentCircuitBreaker;
  const weight = deployment.targetServiceRevision?.requestedProductionTrafficWeight;
  const details = deployment.lifecycleHookDetails ?? [];
  return {
    status: deployment.status ?? "UNKNOWN",
    ...(deployment.statusReason !== undefined && { reason: deployment.statusReason }),
    ...(deployment.startedAt !== undefined && { startedAt: deployment.startedAt }),
    ...(deployment.finishedAt !== undefined && { finishedAt: deployment.finishedAt }),
    ...(deployment.lifecycleStage !== undefined && { stage: deployment.lifecycleStage }),
    ...(weight !== undefined && { weight }),
    ...(breaker?.threshold !== undefined && {
      failures: { count: breaker.failureCount ?? 0, threshold: breaker.threshold },
    }),
    awaiting: details
      .filter(({ status }) => status === "AWAITING_ACTION")
      .map(({ hookId = "", expiresAt, timeoutAction }) => ({
        hookId,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(timeoutAction !== undefined && { timeoutAction }),
      })),
  };
}

async function readAlarms(aws: Aws, names: readonly string[]): Promise<AlarmStatus[]> {
  const alarms = await aws.alarms();
  const { MetricAlarms = [], CompositeAlarms = [] } = await alarms.describeAlarms({
    AlarmNames: names.slice(0, 100),
    AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
  });
  return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = "", StateValue = "UNKNOWN", StateReason }) => ({
    name: AlarmName,
    state: StateValue,
    ...(StateValue !== "OK" && StateReason !== undefined && { reason: StateReason }),
  }));
}
