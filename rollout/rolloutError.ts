// The errors that end a watch.

import { RunError } from "@pulumi/pulumi";
import { keepMessage } from "../model/problems";
import { failureHeadline, renderFailure, renderLog, whatNow, type FailureEnding } from "./failureMessage";
import type { Failure } from "./failures";
import type { LastLines } from "./lastLogLines";
import { redact } from "./redact";
import type { Answer } from "./refusal";
import type { NoAnswer } from "./retry";
import { renderRolloutMessage, type RolloutNames } from "./rolloutNames";
import type { FailureReason, Verdict } from "./verdict";

/** Stable code of a rollout error. */
export type RolloutErrorCode =
  | `ERR_ROLLOUT_${FailureReason}`
  /** The time limit passed without a verdict. */
  | "ERR_ROLLOUT_TIMED_OUT"
  /** The rollout could not be watched, and may be fine. */
  | "ERR_ROLLOUT_ACCESS_DENIED"
  | "ERR_ROLLOUT_CREDENTIALS"
  | "ERR_ROLLOUT_UNREACHABLE"
  | "ERR_ROLLOUT_INTERRUPTED";

/** A rollout that failed or could not be seen to its end. The message is all that a user reads: Pulumi prints no more of a `RunError`. */
export class RolloutError extends RunError {
  override readonly name = "RolloutError";

  constructor(
    readonly code: RolloutErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    // Except of one that comes when the program's main part is over: then it prints the stack.
    this.stack = message;
    keepMessage(this);
  }
}

/** What explains the end of a watch. */
interface Explanation {
  /** What the failed container wrote last. */
  readonly log: Answer<LastLines | undefined>;
  /** Why stopped tasks could not be read. */
  readonly detailsProblem: string | undefined;
}

/** The error of a failed verdict. */
export function failedRollout(
  names: RolloutNames,
  verdict: Extract<Verdict, { kind: "failed" }>,
  { ending, log, detailsProblem }: Explanation & { readonly ending: FailureEnding },
): RolloutError {
  const [failure] = verdict.failures;
  const { event } = verdict;
  return new RolloutError(
    `ERR_ROLLOUT_${verdict.reason}`,
    renderRolloutMessage(names, failureHeadline(names, verdict, ending), [
      ...renderFailure(failure),
      ...renderLog(log),
      ...(event === undefined ? [] : [`ECS said: ${redact(event)}`]),
      ...whatNow(names, verdict, ending),
      ...renderDetailsProblem(failure, detailsProblem),
    ]),
  );
}

/** The error of a time limit that passed. `seen`: what the last poll showed. */
export function timedOutRollout(
  names: RolloutNames & { readonly timeoutMinutes: number },
  failure: Failure | undefined,
  { seen, log, detailsProblem }: Explanation & { readonly seen: string },
): RolloutError {
  return new RolloutError(
    "ERR_ROLLOUT_TIMED_OUT",
    renderRolloutMessage(names, `not done within rollout.timeoutMinutes (${names.timeoutMinutes})`, [
      `last seen: ${seen}`,
      ...renderFailure(failure),
      ...renderLog(log),
      "next: fix the cause, or raise `rollout.timeoutMinutes`; ECS continues the deployment",
      ...renderDetailsProblem(failure, detailsProblem),
    ]),
  );
}

/** The error where AWS does not answer. It says nothing about the rollout, which goes on. */
export function unwatchedRollout(
  names: RolloutNames,
  { failure, cause }: NoAnswer,
  seen: string | undefined,
): RolloutError {
  const last = [`AWS said: ${failure.message}`, ...(seen === undefined ? [] : [`last seen: ${seen}`])];
  const off = "`rollout: { wait: false }` turns the watch off";
  const error = (code: RolloutErrorCode, headlineText: string, fix: string) =>
    new RolloutError(code, renderRolloutMessage(names, headlineText, [...last, `fix: ${fix}; ${off}`]), { cause });
  switch (failure.kind) {
    case "denied":
      return error(
        "ERR_ROLLOUT_ACCESS_DENIED",
        `cannot be watched, the permission ${failure.action} is missing`,
        `grant ${failure.action} on the service to whoever runs pulumi up`,
      );
    case "credentials":
      return error(
        "ERR_ROLLOUT_CREDENTIALS",
        "cannot be watched, AWS does not accept the credentials",
        "renew them and run pulumi up again, which picks the watch up",
      );
    case "interrupted":
      return interruptedRollout(names, cause);
    case "missing":
    case "passing":
      return error(
        "ERR_ROLLOUT_UNREACHABLE",
        "unknown, AWS did not answer until the time limit; the service may well be fine",
        "run pulumi up again, which picks the watch up",
      );
  }
}

/** The error of a watch that was interrupted. */
export function interruptedRollout(names: RolloutNames, cause: unknown): RolloutError {
  return new RolloutError(
    "ERR_ROLLOUT_INTERRUPTED",
    renderRolloutMessage(names, "no longer watched, the update was interrupted", [
      "ECS continues the deployment; the next pulumi up picks the watch up again",
    ]),
    { cause },
  );
}

function renderDetailsProblem(failure: Failure | undefined, problem: string | undefined): readonly string[] {
  return failure === undefined && problem !== undefined ? [`why tasks stopped could not be read: ${problem}`] : [];
}
