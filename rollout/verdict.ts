// What a rollout has come to: a pure fold over what polls show. ECS's record of the deployment decides where it can be read; else
// counts and events do.

import type { DeploymentRecord } from "./deploymentRecord";
import type { Deployment, ServiceSnapshot, StoppedTask } from "./ecs";
import { parseEvents, type ParsedEvent } from "./eventKinds";
import { certainFailure, type Failure } from "./failures";
import { ownFailures } from "./ownFailures";
import { currentRecord, recordedFailure, type FailureReason } from "./recordVerdict";
import { hasAllTasks, hasSettled } from "./settled";
import { stuckFailure, type Stuck } from "./stuck";

export type { FailureReason } from "./recordVerdict";

/** What an update set out to have running. */
export interface RolloutTarget {
  /** The task definition that this update registered: nothing else counts as success. */
  readonly taskDefinitionArn: string;
  readonly hasLoadBalancer: boolean;
  /** The count that the update asked for; undefined where autoscaling decides. */
  readonly desiredCount?: number;
}

/** What one poll shows. */
export interface Observation {
  /** Milliseconds since the watch began. */
  readonly at: number;
  /** Undefined if ECS does not know the service. */
  readonly service: ServiceSnapshot | undefined;
  /** All stopped tasks known by now; empty where they cannot be read. */
  readonly stoppedTasks: readonly StoppedTask[];
  /** ECS's record of our deployment; undefined where there is none (yet), and where it cannot be read. */
  readonly record?: DeploymentRecord | undefined;
}

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

/** What earlier polls have shown. */
export interface RolloutState {
  /** Our deployment, once seen. */
  readonly ours?: Pick<Deployment, "id" | "createdAt">;
  /** Since when polls show a service without our deployment, or none at all. */
  readonly absentSince?: number;
  /** Since when all tasks run, though no event says that the service is steady; and the newest event then. */
  readonly complete?: { readonly since: number; readonly eventAt: number };
  /** Events up to this time may be about tasks of a deployment before ours that was failing already. */
  readonly ambiguousUntil: number;
  /** The failure that only events tell. */
  readonly stuck?: Stuck;
  /** The failures that the last poll showed, which later polls may no longer do. */
  readonly failures?: readonly Failure[];
}

export const INITIAL_STATE: RolloutState = { ambiguousUntil: 0 };

/** The ECS API is eventually consistent: for this long, in milliseconds, a poll may show what was before. */
const CONSISTENCY_MS = 10_000;

/** Judges a rollout by one more poll. */
export function judge(
  target: RolloutTarget,
  before: RolloutState,
  observation: Observation,
): { state: RolloutState; verdict: Verdict } {
  const { service, at, stoppedTasks } = observation;
  const absent = { ...before, absentSince: before.absentSince ?? at };
  const inDoubt = at - absent.absentSince < CONSISTENCY_MS;
  const failed = (reason: FailureReason, more: Partial<Extract<Verdict, { kind: "failed" }>> = {}) => ({
    state: before,
    verdict: { kind: "failed" as const, reason, failures: before.failures ?? [], ...more },
  });
  const running = (state: RolloutState, deployment?: Deployment, failures: readonly Failure[] = []) => ({
    state: failures.length === 0 ? state : { ...state, failures },
    verdict: { kind: "running" as const, deployment, failures },
  });

  if (service === undefined) return inDoubt ? running(absent) : failed("SERVICE_DELETED");
  const events = parseEvents(service.events);
  if (service.status === "INACTIVE") return failed("SERVICE_DELETED");
  if (service.status === "DRAINING")
    return failed("SERVICE_DRAINING", { failures: ownFailures({ ...target, ...before }, stoppedTasks, events) });

  const primary = service.deployments.find(({ status }) => status === "PRIMARY");
  const own = findOurs(target, before, { primary, deployments: service.deployments });
  const state: RolloutState =
    own === undefined ? absent : present(before, own, { deployments: service.deployments, events });
  const since =
    state.ours === undefined ? [] : events.filter(({ createdAt }) => createdAt >= (state.ours?.createdAt ?? 0));
  const gaveUp = since.find(({ kind, deploymentId }) => kind === "deploymentFailed" && deploymentId === state.ours?.id);
  const rollback = since.find(({ kind, deploymentId }) => kind === "rollingBack" && deploymentId !== state.ours?.id);
  const failures = ownFailures({ ...target, ...state }, stoppedTasks, events);
  const instead = primary?.taskDefinition === target.taskDefinitionArn ? undefined : primary?.taskDefinition;
  const event = gaveUp?.message ?? rollback?.message ?? (own === undefined ? lastRollback(events, primary) : undefined);
  const found = {
    failures: failures.length > 0 ? failures : (before.failures ?? []),
    ...(instead !== undefined && { instead }),
    ...(event !== undefined && { event }),
  };

  const record = currentRecord(observation.record, state.ours);
  if (record !== undefined) {
    const reason = recordedFailure(record);
    const words = record.statusReason ?? event;
    if (reason !== undefined) return failed(reason, { ...found, ...(words !== undefined && { event: words }) });
  } else {
    const reason = unrecordedFailure(target, { gaveUp, rollback, instead, primary, own, inDoubt });
    if (reason !== undefined) return failed(reason, found);
  }
  if (own === undefined || instead !== undefined) return running(state, own, failures);

  const settled = hasSettled(target, state, { at, service, own, events: since });
  const done = record === undefined ? settled.verdict : record.status === "SUCCESSFUL" && hasAllTasks(service, own);
  if (done) return { state, verdict: { kind: "steady", deployment: own } };
  const { stuck, failure: lasting } = stuckFailure(before.stuck, failures, at);
  const certain = certainFailure(failures, own.desiredCount) ?? lasting;
  if (certain !== undefined)
    return failed("TASKS_FAILED", {
      ...found,
      failures: [certain, ...failures.filter((failure) => failure !== certain)],
    });
  return running(
    { ...state, ...(settled.complete && { complete: settled.complete }), ...(stuck && { stuck }) },
    own,
    failures,
  );
}

/** What deployments and events say where ECS's record cannot be read. */
function unrecordedFailure(
  { taskDefinitionArn }: RolloutTarget,
  {
    gaveUp,
    rollback,
    instead,
    primary,
    own,
    inDoubt,
  }: {
    readonly gaveUp: ParsedEvent | undefined;
    readonly rollback: ParsedEvent | undefined;
    readonly instead: string | undefined;
    readonly primary: Deployment | undefined;
    readonly own: Deployment | undefined;
    readonly inDoubt: boolean;
  },
): FailureReason | undefined {
  if (gaveUp !== undefined) return rollback || instead ? "ROLLED_BACK" : "DEPLOYMENT_FAILED";
  if (instead === undefined) return own === undefined && !inDoubt ? "REPLACED" : undefined;
  const reason = rollback || isOlder(instead, taskDefinitionArn) ? "ROLLED_BACK" : "REPLACED";
  if (rollback !== undefined) return reason;
  if (own === undefined) return inDoubt ? undefined : reason;
  // A primary that is older than ours is being replaced by it (blue/green), until an event says otherwise.
  return primary !== undefined && primary.createdAt > own.createdAt ? reason : undefined;
}

function findOurs(
  { taskDefinitionArn }: RolloutTarget,
  { ours }: RolloutState,
  { primary, deployments }: { readonly primary: Deployment | undefined } & Pick<ServiceSnapshot, "deployments">,
): Deployment | undefined {
  const candidates = deployments.filter(({ taskDefinition }) => taskDefinition === taskDefinitionArn);
  if (primary !== undefined && candidates.includes(primary)) return primary;
  return candidates.find(({ id }) => id === ours?.id) ?? candidates.sort((a, b) => b.createdAt - a.createdAt)[0];
}

function present(
  { ours, ambiguousUntil, complete, failures }: RolloutState,
  own: Deployment,
  { deployments, events }: Pick<ServiceSnapshot, "deployments"> & { readonly events: readonly ParsedEvent[] },
): RolloutState {
  const othersFail = deployments.some((other) => other !== own && other.runningCount < other.desiredCount);
  return {
    // The first one seen stays ours until a newer one of the same task definition takes its place.
    ours: ours !== undefined && ours.createdAt > own.createdAt ? ours : { id: own.id, createdAt: own.createdAt },
    ambiguousUntil: othersFail ? (events.at(-1)?.createdAt ?? ambiguousUntil) : ambiguousUntil,
    ...(complete && { complete }),
    ...(failures && { failures }),
  };
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
