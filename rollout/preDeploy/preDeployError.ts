// The errors of a task that has to succeed before the service changes.

import { RunError } from "@pulumi/pulumi";
import { keepMessage } from "../../model/problems";
import { diagnose, renderDiagnosis } from "../diagnose";
import { shortName } from "../ecs";
import { renderLog } from "../failureMessage";
import { LAST_LINES } from "../message/rules/exit";
import type { LastLines } from "../lastLogLines";
import { redact } from "../redact";
import type { Answer } from "../refusal";
import type { NoAnswer } from "../retry";
import { stopText } from "../stoppedTasks";
import type { OneOffEnd } from "./runOneOffTask";

/** Stable code of the error of a pre-deploy task. */
export type PreDeployErrorCode =
  /** The container ended with another exit code than 0. */
  | "ERR_PRE_DEPLOY_FAILED"
  /** The task did not start: no image, no secret, no capacity, no role. */
  | "ERR_PRE_DEPLOY_NOT_STARTED"
  | "ERR_PRE_DEPLOY_TIMED_OUT"
  /** Nothing is known of the task. */
  | "ERR_PRE_DEPLOY_ACCESS_DENIED"
  | "ERR_PRE_DEPLOY_CREDENTIALS"
  | "ERR_PRE_DEPLOY_UNREACHABLE"
  | "ERR_PRE_DEPLOY_INTERRUPTED";

/** A pre-deploy task that did not succeed. The message is all that a user reads: Pulumi prints no more of a `RunError`. */
export class PreDeployError extends RunError {
  override readonly name = "PreDeployError";

  constructor(
    readonly code: PreDeployErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.stack = message;
    keepMessage(this);
  }
}

/** What the messages name. */
export interface PreDeployNames {
  /** What is called: `GhcrFargateService "web"`. */
  readonly subject: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly timeoutMinutes: number;
}

const UNCHANGED = "the service was not changed";
const AGAIN = "next: fix the cause, then pulumi up: it runs the task again";

/** The error of a task that ended, or was ended. */
export function failedPreDeploy(
  names: PreDeployNames,
  end: Exclude<OneOffEnd, { kind: "succeeded" }>,
  log: Answer<LastLines | undefined>,
): PreDeployError {
  if (end.kind === "timedOut") {
    const stopped = end.problem === undefined ? "it was stopped" : `it could not be stopped: ${end.problem}`;
    return new PreDeployError(
      "ERR_PRE_DEPLOY_TIMED_OUT",
      render(names, `not done within preDeploy.timeoutMinutes (${names.timeoutMinutes}); ${stopped}`, [
        ...renderLog(log),
        taskLine(names, end.taskArn),
        "next: find out what it waits for, or raise preDeploy.timeoutMinutes; pulumi up runs the task again",
      ]),
    );
  }
  const { task, exitCode } = end;
  const ended = exitCode === undefined ? "did not start" : `ended with exit code ${exitCode}`;
  return new PreDeployError(
    exitCode === undefined ? "ERR_PRE_DEPLOY_NOT_STARTED" : "ERR_PRE_DEPLOY_FAILED",
    render(names, ended, [...explain(stopText(task)), ...renderLog(log), taskLine(names, task.arn), AGAIN]),
  );
}

/** The error where ECS starts no task. */
export function unstartedPreDeploy(names: PreDeployNames, words: string): PreDeployError {
  return new PreDeployError(
    "ERR_PRE_DEPLOY_NOT_STARTED",
    render(names, "ECS does not start it", [...explain(words), AGAIN]),
  );
}

/** The error where AWS does not answer. */
export function unansweredPreDeploy(names: PreDeployNames, { failure, cause }: NoAnswer): PreDeployError {
  const error = (code: PreDeployErrorCode, headline: string, fix: string) =>
    new PreDeployError(code, render(names, headline, [`AWS said: ${failure.message}`, `fix: ${fix}`]), { cause });
  switch (failure.kind) {
    case "denied":
      return error(
        "ERR_PRE_DEPLOY_ACCESS_DENIED",
        `the permission ${failure.action} is missing`,
        `grant ${failure.action} to whoever runs pulumi up; docs/pre-deploy.md lists what the task needs`,
      );
    case "credentials":
      return error(
        "ERR_PRE_DEPLOY_CREDENTIALS",
        "AWS does not accept the credentials",
        "renew them and run pulumi up again, which waits for a task that still runs",
      );
    case "interrupted":
      return interruptedPreDeploy(names, cause);
    case "missing":
    case "passing":
      return error(
        "ERR_PRE_DEPLOY_UNREACHABLE",
        "AWS did not answer",
        "run pulumi up again, which waits for a task that still runs",
      );
  }
}

/** The error of a wait that was interrupted. */
export function interruptedPreDeploy(names: PreDeployNames, cause: unknown): PreDeployError {
  return new PreDeployError(
    "ERR_PRE_DEPLOY_INTERRUPTED",
    render(names, "no longer watched, the update was interrupted", [
      "a task that was started goes on; the next pulumi up waits for it, and takes its exit code if it has ended",
    ]),
    { cause },
  );
}

function explain(words: string): readonly string[] {
  const diagnosis = diagnose(words);
  if (diagnosis !== undefined) {
    const fix = diagnosis.fix.replace(LAST_LINES, "read the last log lines below"); // the command is about the service's tasks
    return renderDiagnosis({ ...diagnosis, fix, evidence: redact(words) });
  }
  return [`ECS said: ${redact(words)}`];
}

function taskLine({ clusterArn, taskDefinitionArn }: PreDeployNames, taskArn: string): string {
  return `task: ${shortName(taskArn)} of ${shortName(taskDefinitionArn)} in cluster ${shortName(clusterArn)}`;
}

function render({ subject }: PreDeployNames, headline: string, lines: readonly string[]): string {
  return [`${subject}: pre-deploy task: ${headline}; ${UNCHANGED}`, ...lines.map((line) => `  ${line}`)].join("\n");
}
