// One line about where a rollout stands.

import type { DeploymentRecord } from "./deploymentRecord";
import { shortName, type Deployment, type ServiceSnapshot } from "./ecs";
import { parseEvents } from "./eventKinds";
import { redact } from "./redact";

/** Where a rollout stands. */
export interface Progress {
  /** The tasks: wanted, running, pending; and what ECS's record adds. */
  readonly tasks: string;
  /** ECS's newest words about this deployment. */
  readonly event?: string;
}

/** What a poll shows of our deployment; no record where it cannot be read. */
export interface Polled {
  readonly service: ServiceSnapshot | undefined;
  readonly deployment: Deployment | undefined;
  readonly record?: DeploymentRecord | undefined;
}

/** Where a rollout stands: equal answers mean that nothing changed. */
export function describeProgress(
  { taskDefinitionArn }: { readonly taskDefinitionArn: string },
  { service, deployment, record }: Polled,
): Progress {
  const ours = shortName(taskDefinitionArn);
  if (service === undefined || deployment === undefined)
    return { tasks: `${ours}: waiting for ECS to show the deployment` };
  const others = service.deployments
    .filter((other) => other !== deployment && other.runningCount + other.pendingCount > 0)
    .map(({ taskDefinition, runningCount }) => `${runningCount} of ${shortName(taskDefinition)}`);
  const newest = parseEvents(service.events).findLast(({ createdAt }) => createdAt >= deployment.createdAt);
  const tasks = [
    `${ours}: ${deployment.runningCount} of ${deployment.desiredCount} tasks running`,
    ...(deployment.pendingCount > 0 ? [`, ${deployment.pendingCount} pending`] : []),
    ...(others.length > 0 ? [`, besides ${others.join(" and ")}`] : []),
    ...(record === undefined ? [] : describeRecord(record).map((part) => `; ${part}`)),
  ].join("");
  return { tasks, ...(newest !== undefined && { event: redact(newest.message) }) };
}

/** What a record adds to the counts: the circuit breaker's, the stage of a shift of traffic, an approval that is due. */
export function describeRecord({
  circuitBreaker: breaker,
  triggeredAlarms,
  strategy = "ROLLING",
  lifecycleStage,
  productionWeight,
  approval,
}: DeploymentRecord): readonly string[] {
  const shifts = strategy !== "ROLLING";
  return [
    ...(breaker !== undefined && breaker.failureCount > 0
      ? [`${breaker.failureCount} of ${breaker.threshold} failures`]
      : []),
    ...(triggeredAlarms.length > 0 ? [`alarms: ${triggeredAlarms.join(", ")}`] : []),
    ...(shifts && lifecycleStage !== undefined ? [`stage ${lifecycleStage}`] : []),
    ...(shifts && productionWeight !== undefined ? [`${productionWeight} % of the traffic`] : []),
    ...(approval === undefined ? [] : [describeApproval(approval)]),
  ];
}

function describeApproval({ until, timeoutAction }: NonNullable<DeploymentRecord["approval"]>): string {
  const due = until === undefined ? "" : ` until ${new Date(until).toISOString().replace(/\.\d+Z$/, "Z")}`;
  const then =
    timeoutAction === undefined ? "" : `, then ECS ${timeoutAction === "CONTINUE" ? "continues" : "rolls back"}`;
  return `waiting for approval${due}${then}`;
}

/** Progress as one line; an event that `before` had is old news. Undefined if there is no news at all. */
export function renderProgress({ tasks, event }: Progress, before?: Progress): string | undefined {
  if (event !== undefined && event !== before?.event) return `${tasks}; ${event}`;
  return tasks === before?.tasks ? undefined : tasks;
}
