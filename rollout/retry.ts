// Calls AWS until it answers: a call that fails for a passing reason is never a failure of the rollout.

import { classifyCallFailure, type CallFailure } from "./callFailure";
import { pauseAfterFailure } from "./pace";
import type { Watching } from "./watchContext";

/** An answer that takes longer than this, in milliseconds, is taken for a network cut. */
const ANSWER_LIMIT_MS = 30_000;

/** What the last call before the time limit gets at least, in milliseconds: less would say nothing about AWS. */
const LAST_ANSWER_LIMIT_MS = 10_000;

/** AWS will not answer, or has not until the time limit. */
export class NoAnswer extends Error {
  /** Declared for projects whose library is older than ES2022, which know no cause of an Error. */
  declare readonly cause: unknown;
  override readonly name = "NoAnswer";

  constructor(
    readonly failure: CallFailure,
    options?: { readonly cause?: unknown },
  ) {
    super(failure.message, options);
  }
}

/**
 * Calls until there is an answer, with back-off.
 * @returns undefined if what the call is about does not exist
 * @throws {NoAnswer} if AWS refuses to answer, or the deadline has passed
 */
export async function callUntilAnswered<T>(
  call: () => Promise<T>,
  { action, deadline }: { readonly action: string; readonly deadline: number },
  watching: Watching,
): Promise<T | undefined> {
  const { now, sleep, random, log, interruption } = watching;
  for (let attempt = 1; ; attempt++) {
    try {
      const limit = Math.max(LAST_ANSWER_LIMIT_MS, Math.min(ANSWER_LIMIT_MS, deadline - now()));
      return await answerWithin(limit, call, watching);
    } catch (error) {
      interruption.throwIfAborted();
      const failure = classifyCallFailure(error, action);
      if (failure.kind === "missing") return undefined;
      if (failure.kind !== "passing" || now() >= deadline) throw new NoAnswer(failure, { cause: error });
      if (attempt === 1) log(`AWS does not answer, trying again: ${failure.message}`);
    }
    await sleep(Math.max(0, Math.min(pauseAfterFailure(attempt, random()), deadline - now())), interruption);
  }
}

/** The answer of a call, if it comes in time. */
export async function answerWithin<T>(
  milliseconds: number,
  call: () => Promise<T>,
  { sleep, interruption }: Pick<Watching, "sleep" | "interruption">,
): Promise<T> {
  const answered = new AbortController();
  const late = sleep(milliseconds, AbortSignal.any([interruption, answered.signal])).then(() => {
    throw new Error(`no answer within ${Math.round(milliseconds / 1000)} s`);
  });
  try {
    return await Promise.race([call(), late]);
  } finally {
    answered.abort();
  }
}
