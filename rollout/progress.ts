// One line about where a rollout stands.

import { shortName, type Deployment, type ServiceSnapshot } from "./ecs";
import { redact } from "./redact";
import { parseEvents } from "./serviceEvents";

/** Where a rollout stands. */
export interface Progress {
  /** The tasks: wanted, running, pending. */
  readonly tasks: string;
  /** ECS's newest words about this deployment. */
  readonly event?: string;
}

/** Where a rollout stands: equal answers mean that nothing changed. */
export function describeProgress(
  { taskDefinitionArn }: { readonly taskDefinitionArn: string },
  service: ServiceSnapshot | undefined,
  deployment: Deployment | undefined,
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
  ].join("");
  return { tasks, ...(newest !== undefined && { event: redact(newest.message) }) };
}

/** Progress as one line; an event that `before` had is old news. Undefined if there is no news at all. */
export function renderProgress({ tasks, event }: Progress, before?: Progress): string | undefined {
  if (event !== undefined && event !== before?.event) return `${tasks}; ${event}`;
  return tasks === before?.tasks ? undefined : tasks;
}
