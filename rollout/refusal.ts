// What is good to know and not needed: where AWS refuses to tell, it is not called again, and why is said once.

import { classifyCallFailure, describeCallFailure } from "./callFailure";
import { redact } from "./redact";

/** A value, or why there is none. */
export interface Answer<T> {
  readonly value?: T;
  readonly problem?: string;
  /** Whether the problem is one that stays: permissions and credentials do not change during an update. */
  readonly refused?: boolean;
}

/** A reason not to call again that is not AWS's. */
export class Refusal extends Error {}

/** Reads until AWS refuses. `action` is what is called, as IAM names it. */
export function untilRefused<T>(action: string, read: () => Promise<T>): () => Promise<Answer<T>> {
  let refusal: string | undefined;
  return async () => {
    if (refusal !== undefined) return { problem: refusal, refused: true };
    try {
      return { value: await read() };
    } catch (error) {
      refusal = error instanceof Refusal ? error.message : refusalOf(error, action);
      if (refusal !== undefined) return { problem: refusal, refused: true };
      return { problem: describeCallFailure(error, action) };
    }
  };
}

function refusalOf(error: unknown, action: string): string | undefined {
  const failure = classifyCallFailure(error, action);
  if (failure.kind === "denied") return describeCallFailure(error, action);
  if (failure.kind === "credentials")
    return `no AWS credentials for the service's account are at hand (${redact(failure.message)})`;
  return undefined;
}
