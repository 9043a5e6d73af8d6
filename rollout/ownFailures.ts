// Which failures are our deployment's: all that happened before it, or after it was given up, belongs to another.

import type { StoppedTask } from "./ecs";
import type { ParsedEvent } from "./eventKinds";
import { countFailures, type Failure } from "./failures";

/** What is known of our deployment. */
export interface OwnDeployment {
  readonly taskDefinitionArn: string;
  /** Undefined where no poll has shown it. */
  readonly ours?: { readonly id: string; readonly createdAt: number } | undefined;
  /** Events up to this time may be about tasks of another deployment. */
  readonly ambiguousUntil: number;
}

/** Failures of our deployment since it was last in order. */
export function ownFailures(
  { taskDefinitionArn, ours, ambiguousUntil }: OwnDeployment,
  stoppedTasks: readonly StoppedTask[],
  events: readonly ParsedEvent[],
): readonly Failure[] {
  const [from, until] =
    ours === undefined ? beforeRollback(events) : [ours.createdAt, givenUpAt(events, ours.createdAt)];
  const lastSettled =
    ours && events.findLast(({ kind, createdAt }) => kind === "settled" && createdAt >= from && createdAt <= until);
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

// What is said after a rollback has begun, a steady state not least, is about the deployment that is rolled back to.
function givenUpAt(events: readonly ParsedEvent[], from: number): number {
  return events.find(({ kind, createdAt }) => kind === "rollingBack" && createdAt >= from)?.createdAt ?? Infinity;
}

// Where the rollback was over before the first poll, its events lie between the last steady state and itself.
function beforeRollback(events: readonly ParsedEvent[]): readonly [number, number] {
  const at = events.findLastIndex(({ kind }) => kind === "rollingBack");
  if (at < 0) return [Infinity, Infinity];
  const settled = events.slice(0, at).findLast(({ kind }) => kind === "settled");
  return [(settled?.createdAt ?? 0) + 1, events[at]?.createdAt ?? Infinity];
}
