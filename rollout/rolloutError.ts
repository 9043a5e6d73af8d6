// How a failed rollout reads.

import { RunError } from "@pulumi/pulumi";
import { keepMessage } from "../model/problems";
import type { NoAnswer } from "./ask";
import { renderDiagnosis } from "./diagnose";
import { shortName, type CircuitBreaker } from "./ecs";
import type { Failure } from "./failures";
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
    options?: ErrorOptions,
  ) {
    super(message, options);
    // Except of one that comes when the program's main part is over: then it prints the stack.
    this.stack = message;
    keepMessage(this);
  }
}

/** What messages name. */
export interface RolloutNames {
  readonly serviceName: string;
  /** The cluster's name, without its ARN. */
  readonly clusterName: string;
  readonly region: string | undefined;
  readonly taskDefinitionArn: string;
}

/** The command that tells more about a service. */
export function diagnoseCommand({ clusterName, serviceName, region }: RolloutNames): string {
  return `npx ghcr-fargate diagnose --cluster ${clusterName} --service ${serviceName}${region === undefined ? "" : ` --region ${region}`}`;
}

/** The error of a failed verdict. `detailsProblem`: why stopped tasks could not be read. */
export function failedRollout(
  names: RolloutNames,
  verdict: Extract<Verdict, { kind: "failed" }>,
  circuitBreaker: CircuitBreaker | undefined,
  detailsProblem: string | undefined,
): RolloutError {
  const [failure] = verdict.failures;
  return new RolloutError(
    `ERR_ROLLOUT_${verdict.reason}`,
    renderRolloutMessage(names, headline(names, verdict), [
      ...renderFailure(failure),
      ...(verdict.event === undefined ? [] : [`ECS said: ${verdict.event}`]),
      ...whatNow(names, verdict, circuitBreaker),
      ...renderDetailsProblem(failure, detailsProblem),
    ]),
  );
}

/** The error of a time limit that passed. `seen`: what the last look showed. */
export function timedOutRollout(
  names: RolloutNames & { readonly timeoutMinutes: number },
  seen: string,
  failure: Failure | undefined,
  detailsProblem: string | undefined,
): RolloutError {
  return new RolloutError(
    "ERR_ROLLOUT_TIMED_OUT",
    renderRolloutMessage(names, `not done within rollout.timeoutMinutes (${names.timeoutMinutes})`, [
      `last seen: ${seen}`,
      ...renderFailure(failure),
      "next: mend what holds it up, or raise `rollout.timeoutMinutes`; ECS goes on with the deployment meanwhile",
      ...renderDetailsProblem(failure, detailsProblem),
    ]),
  );
}

/** The error where AWS could not be asked. It says nothing about the rollout, which goes on. */
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
        "unknown, AWS could not be asked until the time limit; it may well be fine",
        "run pulumi up again, which picks the watch up",
      );
  }
}

/** The error of a watch that was interrupted. */
export function interruptedRollout(names: RolloutNames, cause: unknown): RolloutError {
  return new RolloutError(
    "ERR_ROLLOUT_INTERRUPTED",
    renderRolloutMessage(names, "no longer watched, the update was interrupted", [
      "ECS goes on with the deployment; the next pulumi up picks the watch up again",
    ]),
    { cause },
  );
}

/** A headline about one service, then indented lines, and the command that tells more. */
export function renderRolloutMessage(names: RolloutNames, headlineText: string, lines: readonly string[]): string {
  const all = [...lines, `more: ${diagnoseCommand(names)}`];
  return [`rollout of ECS service ${names.serviceName}: ${headlineText}`, ...all.map((line) => `  ${line}`)].join("\n");
}

/** Why tasks failed, as lines. */
export function renderFailure(failure: Failure | undefined): readonly string[] {
  if (failure === undefined) return [];
  if (failure.diagnosis !== undefined) return renderDiagnosis({ ...failure.diagnosis, evidence: failure.evidence });
  return ["cause: not in the failure catalogue (docs/errors.md)", `evidence: ${failure.evidence}`];
}

function renderDetailsProblem(failure: Failure | undefined, problem: string | undefined): readonly string[] {
  return failure === undefined && problem !== undefined ? [`why tasks stopped could not be read: ${problem}`] : [];
}

function headline(names: RolloutNames, { reason, failures, instead }: Extract<Verdict, { kind: "failed" }>): string {
  const ours = shortName(names.taskDefinitionArn);
  const notOurs = `and not ${ours}, which this update registered`;
  switch (reason) {
    case "ROLLED_BACK":
      return instead === undefined
        ? `rolled back to the deployment before ours (${ours})`
        : `rolled back; ${shortName(instead)} runs ${notOurs}`;
    case "REPLACED":
      return `another deployment replaced this one; ${instead === undefined ? "something else" : shortName(instead)} runs ${notOurs}`;
    case "DEPLOYMENT_FAILED":
      return `ECS gave up deploying ${ours}`;
    case "TASKS_FAILED": {
      const [failure] = failures;
      return `${failure?.tasks ?? 0} tasks of ${ours} ${failure?.failedToStart ? "could not start" : "ended"} for the same cause`;
    }
    case "SERVICE_DELETED":
      return "somebody deleted the service while it was deployed";
    case "SERVICE_DRAINING":
      return "the service is being deleted (DRAINING)";
  }
}

function whatNow(
  names: RolloutNames,
  { reason }: Extract<Verdict, { kind: "failed" }>,
  breaker: CircuitBreaker | undefined,
): readonly string[] {
  const ours = shortName(names.taskDefinitionArn);
  switch (reason) {
    case "ROLLED_BACK":
      return ["next: mend the cause and run pulumi up --refresh, which deploys again"];
    case "REPLACED":
      return ["next: find out who else deploys this service; pulumi up --refresh deploys ours again"];
    case "DEPLOYMENT_FAILED":
      return breaker?.rollback === true
        ? ["ECS now: rolls back to the last deployment that completed, if there is one"]
        : ["ECS now: starts no more tasks of this deployment; it rolls nothing back"];
    case "TASKS_FAILED":
      if (breaker?.enable !== true) return [`ECS now: goes on starting tasks of ${ours}; this error stops nothing`];
      return breaker.rollback
        ? [
            `ECS now: goes on starting tasks of ${ours} until its circuit breaker rolls back to the last deployment that completed, if there is one`,
          ]
        : [
            `ECS now: goes on starting tasks of ${ours} until its circuit breaker stops the deployment; it rolls nothing back`,
          ];
    case "SERVICE_DELETED":
    case "SERVICE_DRAINING":
      return ["next: pulumi up --refresh creates it again"];
  }
}
