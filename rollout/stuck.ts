// A failure that only events tell: no task ever stops for it, so that waiting for a second one would take until the time limit.

import type { Failure } from "./failures";

/** A failure, and since when the watch has seen it without a change. */
export interface Stuck {
  readonly key: string;
  readonly since: number;
}

/** This long, in milliseconds, ECS may still recover: new roles, for one, take seconds to be known everywhere. */
const LIMIT_MS = 20_000;

/** The failure that has lasted too long, and what to remember until the next poll. */
export function stuckFailure(
  before: Stuck | undefined,
  failures: readonly Failure[],
  at: number,
): { readonly stuck?: Stuck; readonly failure?: Failure } {
  const failure = failures.find(({ withoutTask, diagnosis }) => withoutTask && diagnosis?.stage === "start");
  if (failure === undefined) return {};
  const stuck = before?.key === failure.key ? before : { key: failure.key, since: at };
  return at - stuck.since >= LIMIT_MS ? { stuck, failure } : { stuck };
}
