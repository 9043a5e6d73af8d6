// What a rollout has come to: a pure fold over looks at the service. The verdict is ours; ECS's API tells counts and events.

import type { Deployment, ServiceSnapshot, StoppedTask } from "./ecs";
import { certainFailure, countFailures, type Failure } from "./failures";
import { parseEvents, type ParsedEvent } from "./serviceEvents";
import { hasSettled } from "./settled";

/** What an update set out to have running. */
export interface RolloutTarget {
  /** The task definition that this update registered: nothing else counts as success. */
  readonly taskDefinitionArn: string;
  readonly hasLoadBalancer: boolean;
  /** The count that the update asked for; undefined where autoscaling decides. */
  readonly desiredCount?: number;
}

/** One look at the service. */
export interface Look {
  /** Milliseconds since the watch began. */
  readonly at: number;
  /** Undefined if ECS does not know the service. */
  readonly service: ServiceSnapshot | undefined;
  /** All stopped tasks known by now; empty where they cannot be read. */
  readonly stoppedTasks: readonly StoppedTask[];
}

/** Why a rollout failed. */
export type FailureReason =
  "ROLLED_BACK" | "REPLACED" | "DEPLOYMENT_FAILED" | "TASKS_FAILED" | "SERVICE_DELETED" | "SERVICE_DRAINING";

export type Verdict =
  | { readonly kind: "running"; readonly deployment: Deployment | undefined; readonly failures: readonly Failure[] }
  | { readonly kind: "steady"; readonly deployment: Deployment }
  | {
      readonly kind: "failed";
      readonly reason: FailureReason;
      /** What the tasks failed for, the likeliest cause first. */
      readonly failures: readonly Failure[];
      /** ECS's own words. */
      readonly event?: string;
      /** The task definition that runs instead. */
      readonly instead?: string;
    };

/** What earlier looks have shown. */
export interface RolloutState {
  /** Our deployment, once seen. */
  readonly ours?: Pick<Deployment, "id" | "createdAt">;
  /** Since when looks show a service without our deployment, or none at all. */
  readonly absentSince?: number;
  /** Since when all tasks run, though no event says that the service is steady; and the newest event then. */
  readonly complete?: { readonly since: number; readonly eventAt: number };
  /** Events up to this time may be about tasks of a deployment before ours that was failing already. */
  readonly ambiguousUntil: number;
}

export const INITIAL_STATE: RolloutState = { ambiguousUntil: 0 };

/** The ECS API is eventually consistent: a look may show what was before. This long, in milliseconds, it gets the doubt. */
const CONSISTENCY_MS = 10_000;

/** Judges a rollout by one more look. */
export function judge(
  target: RolloutTarget,
  before: RolloutState,
  look: Look,
): { state: RolloutState; verdict: Verdict } {
  const { service } = look;
  const absent = { ...before, absentSince: before.absentSince ?? look.at };
  const inDoubt = look.at - absent.absentSince < CONSISTENCY_MS;
  const failed = (reason: FailureReason, more: Partial<Extract<Verdict, { kind: "failed" }>> = {}) => ({
    state: before,
    verdict: { kind: "failed" as const, reason, failures: [], ...more },
  });
  const running = (state: RolloutState, deployment?: Deployment, failures: readonly Failure[] = []) => ({
    state,
    verdict: { kind: "running" as const, deployment, failures },
  });

  if (service === undefined) return inDoubt ? running(absent) : failed("SERVICE_DELETED");
  const events = parseEvents(service.events);
  if (service.status === "INACTIVE") return failed("SERVICE_DELETED");
  if (service.status === "DRAINING")
    return failed("SERVICE_DRAINING", { failures: failuresOf(target, before, look, events) });

  const primary = service.deployments.find(({ status }) => status === "PRIMARY");
  const own = findOurs(target, before, service, primary);
  const state: RolloutState = own === undefined ? absent : present(before, own, service, events);
  const since =
    state.ours === undefined ? [] : events.filter(({ createdAt }) => createdAt >= (state.ours?.createdAt ?? 0));
  const gaveUp = since.find(({ kind, deploymentId }) => kind === "deploymentFailed" && deploymentId === state.ours?.id);
  const rollback = since.find(({ kind, deploymentId }) => kind === "rollingBack" && deploymentId !== state.ours?.id);
  const failures = failuresOf(target, state, look, events);
  const instead = primary?.taskDefinition === target.taskDefinitionArn ? undefined : primary?.taskDefinition;
  const event = gaveUp?.message ?? rollback?.message ?? (own === undefined ? lastRollback(events, primary) : undefined);
  const found = { failures, ...(instead !== undefined && { instead }), ...(event !== undefined && { event }) };

  if (gaveUp !== undefined) return failed(rollback || instead ? "ROLLED_BACK" : "DEPLOYMENT_FAILED", found);
  if (instead !== undefined) {
    const reason = rollback || isOlder(instead, target.taskDefinitionArn) ? "ROLLED_BACK" : "REPLACED";
    if (rollback !== undefined) return failed(reason, found);
    if (own === undefined) return inDoubt ? running(state) : failed(reason, found);
    // A primary that is older than ours is being replaced by it (blue/green), until an event says otherwise.
    if (primary !== undefined && primary.createdAt > own.createdAt) return failed(reason, found);
    return running(state, own, failures);
  }
  if (own === undefined) return inDoubt ? running(state) : failed("REPLACED", found);

  const settled = hasSettled(target, state, look.at, service, own, since);
  if (settled.verdict) return { state, verdict: { kind: "steady", deployment: own } };
  const certain = certainFailure(failures, own.desiredCount);
  if (certain !== undefined)
    return failed("TASKS_FAILED", {
      ...found,
      failures: [certain, ...failures.filter((failure) => failure !== certain)],
    });
  return running({ ...state, ...(settled.complete && { complete: settled.complete }) }, own, failures);
}

function findOurs(
  { taskDefinitionArn }: RolloutTarget,
  { ours }: RolloutState,
  { deployments }: ServiceSnapshot,
  primary: Deployment | undefined,
): Deployment | undefined {
  const candidates = deployments.filter(({ taskDefinition }) => taskDefinition === taskDefinitionArn);
  if (primary !== undefined && candidates.includes(primary)) return primary;
  return candidates.find(({ id }) => id === ours?.id) ?? candidates.sort((a, b) => b.createdAt - a.createdAt)[0];
}

function present(
  { ours, ambiguousUntil, complete }: RolloutState,
  own: Deployment,
  { deployments }: ServiceSnapshot,
  events: readonly ParsedEvent[],
): RolloutState {
  const othersFail = deployments.some((other) => other !== own && other.runningCount < other.desiredCount);
  return {
    // The first one seen stays ours until a newer one of the same task definition takes its place.
    ours: ours !== undefined && ours.createdAt > own.createdAt ? ours : { id: own.id, createdAt: own.createdAt },
    ambiguousUntil: othersFail ? (events.at(-1)?.createdAt ?? ambiguousUntil) : ambiguousUntil,
    ...(complete && { complete }),
  };
}

/** Failures of our deployment since it was last in order; all that is older belongs to something else. */
function failuresOf(
  { taskDefinitionArn }: RolloutTarget,
  { ours, ambiguousUntil }: RolloutState,
  { stoppedTasks }: Look,
  events: readonly ParsedEvent[],
): readonly Failure[] {
  const [from, until] = ours === undefined ? beforeRollback(events) : [ours.createdAt, Infinity];
  const lastSettled = ours && events.findLast(({ kind, createdAt }) => kind === "settled" && createdAt >= from);
  const start = lastSettled?.createdAt ?? from - 1;
  return countFailures(
    stoppedTasks.filter(
      ({ startedBy, taskDefinition, stoppedAt }) =>
        taskDefinition === taskDefinitionArn &&
        (ours === undefined || startedBy === undefined || startedBy === ours.id) &&
        (ours === undefined || stoppedAt > start),
    ),
    events.filter(({ createdAt }) => createdAt > Math.max(start, ambiguousUntil) && createdAt <= until),
  );
}

// Where the rollback was over before the first look, its events lie between the last steady state and itself.
function beforeRollback(events: readonly ParsedEvent[]): readonly [number, number] {
  const at = events.findLastIndex(({ kind }) => kind === "rollingBack");
  if (at < 0) return [Infinity, Infinity];
  const settled = events.slice(0, at).findLast(({ kind }) => kind === "settled");
  return [(settled?.createdAt ?? 0) + 1, events[at]?.createdAt ?? Infinity];
}

// Tells of the failed deployment where it can: its event comes right before the rollback's.
function lastRollback(events: readonly ParsedEvent[], primary: Deployment | undefined): string | undefined {
  const at = events.findLastIndex(({ kind }) => kind === "rollingBack");
  if (at < 0 || events[at]?.deploymentId !== primary?.id) return undefined;
  return (events.slice(0, at).findLast(({ kind }) => kind === "deploymentFailed") ?? events[at])?.message;
}

function isOlder(candidate: string, ours: string): boolean {
  const [family, revision] = splitRevision(candidate);
  const [ourFamily, ourRevision] = splitRevision(ours);
  return family === ourFamily && revision < ourRevision;
}

function splitRevision(arn: string): readonly [string, number] {
  const colon = arn.lastIndexOf(":");
  return [arn.slice(0, colon), Number(arn.slice(colon + 1))];
}
