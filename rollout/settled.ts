// When a deployment is done: all tasks run, nothing is left of another deployment, and ECS does not think otherwise.

import type { Deployment, ServiceSnapshot } from "./ecs";
import type { ParsedEvent } from "./eventKinds";

/** All tasks running for this long without a word from ECS will do where no load balancer has a say. */
const HOLD_MS = 60_000;

/** A count other than the one asked for may come from before the update; for this long. */
const CONSISTENCY_MS = 10_000;

interface Complete {
  readonly since: number;
  readonly eventAt: number;
}

/** Whether all tasks of `own` run that are wanted. */
export function hasAllTasks(
  service: ServiceSnapshot,
  { desiredCount, runningCount, pendingCount }: Deployment,
): boolean {
  return runningCount === Math.max(service.desiredCount, desiredCount) && pendingCount === 0;
}

/** What a poll shows of our deployment, at this many milliseconds of the watch. */
interface SettlingPoll {
  readonly at: number;
  readonly service: ServiceSnapshot;
  readonly own: Deployment;
  readonly events: readonly ParsedEvent[];
}

/** Whether the primary deployment `own` is done, and since when its counts are complete. */
export function hasSettled(
  target: { readonly hasLoadBalancer: boolean; readonly desiredCount?: number },
  before: { readonly complete?: Complete },
  { at, service, own, events }: SettlingPoll,
): { readonly verdict: boolean; readonly complete?: Complete } {
  const wanted = Math.max(service.desiredCount, own.desiredCount);
  const others = service.deployments.filter(
    (other) => other !== own && (other.status !== "INACTIVE" || other.runningCount + other.pendingCount > 0),
  );
  const asked =
    target.desiredCount === undefined || target.desiredCount === service.desiredCount || at >= CONSISTENCY_MS;
  const complete = others.length === 0 && hasAllTasks(service, own) && asked;
  if (!complete) return { verdict: false };
  if (wanted === 0) return { verdict: true };

  const unsettled = events.findLast(({ kind }) => kind === "unsettled" || kind === "trouble")?.createdAt ?? 0;
  const settled =
    events.findLast(({ kind, deploymentId = own.id }) => kind === "settled" && deploymentId === own.id)?.createdAt ?? 0;
  if (settled > 0 && settled >= unsettled) return { verdict: true };
  // Only ECS knows whether the load balancer finds the tasks healthy.
  if (target.hasLoadBalancer) return { verdict: false };
  if (unsettled === 0) return { verdict: true };
  const held = before.complete?.eventAt === unsettled ? before.complete : { since: at, eventAt: unsettled };
  return { verdict: at - held.since >= HOLD_MS, complete: held };
}
