// Asks AWS patiently: a passing failure to get an answer is never a failure of the rollout.

import { classifyAskFailure, type AskFailure } from "./askFailure";
import { pauseAfterFailure } from "./pace";
import type { Surroundings } from "./port";

/** An answer that takes longer than this, in milliseconds, is taken for a network cut. */
const ANSWER_LIMIT_MS = 30_000;

/** The end of asking: AWS will not answer, or has not until the time limit. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";

  constructor(
    readonly failure: AskFailure,
    options?: ErrorOptions,
  ) {
    super(failure.message, options);
  }
}

/**
 * Asks until there is an answer, with back-off.
 * @returns undefined if what was asked about does not exist
 * @throws {NoAnswer} if AWS refuses to answer, or the deadline has passed
 */
export async function askPatiently<T>(
  question: () => Promise<T>,
  action: string,
  { now, sleep, random, log }: Surroundings,
  deadline: number,
  interruption: AbortSignal,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      const limit = Math.max(1, Math.min(ANSWER_LIMIT_MS, deadline - now()));
      return await answerWithin(limit, question, sleep, interruption);
    } catch (error) {
      interruption.throwIfAborted();
      const failure = classifyAskFailure(error, action);
      if (failure.kind === "missing") return undefined;
      if (failure.kind !== "passing" || now() >= deadline) throw new NoAnswer(failure, { cause: error });
      if (attempt === 1) log(`AWS could not be asked, trying again: ${failure.message}`);
    }
    await sleep(Math.max(0, Math.min(pauseAfterFailure(attempt, random()), deadline - now())), interruption);
  }
}

/** The answer to a question, if it comes in time. */
export async function answerWithin<T>(
  milliseconds: number,
  question: () => Promise<T>,
  sleep: Surroundings["sleep"],
  interruption: AbortSignal,
): Promise<T> {
  const answered = new AbortController();
  const late = sleep(milliseconds, AbortSignal.any([interruption, answered.signal])).then(() => {
    throw new Error(`no answer within ${Math.round(milliseconds / 1000)} s`);
  });
  try {
    return await Promise.race([question(), late]);
  } finally {
    answered.abort();
  }
}
