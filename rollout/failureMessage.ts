// How a failed rollout reads: what happened, why, what ECS does now, what to do next.

import type { DeploymentRecord } from "./deploymentRecord";
import { renderDiagnosis } from "./diagnose";
import { shortName, type CircuitBreaker } from "./ecs";
import type { Failure } from "./failures";
import { renderLastLines, type LastLines } from "./lastLogLines";
import { PAGE } from "./message/pages";
import type { Answer } from "./refusal";
import { revisionName, type RolloutNames } from "./rolloutNames";
import type { Verdict } from "./verdict";

type Failed = Extract<Verdict, { kind: "failed" }>;

/** What becomes of a failed deployment. */
export interface FailureEnding {
  readonly circuitBreaker: CircuitBreaker | undefined;
  readonly record?: DeploymentRecord | undefined;
  /** Set where ECS was asked to roll back: empty, or why it does not. */
  readonly rollbackRequest?: { readonly problem?: string };
}

/** What happened, in one line. */
export function failureHeadline(
  names: RolloutNames,
  { reason, failures, instead }: Failed,
  { record }: FailureEnding,
): string {
  const ours = revisionName(names);
  const notOurs = `and not ${ours}, which this update registered`;
  switch (reason) {
    case "ROLLING_BACK":
      return `ECS is rolling back ${ours}${to(record)}`;
    case "ROLLED_BACK": {
      const runs = record?.rollback?.taskDefinition ?? instead;
      return runs === undefined
        ? `rolled back to the deployment before ours (${ours})`
        : `rolled back; ${shortName(runs)} runs ${notOurs}`;
    }
    case "ROLLBACK_FAILED":
      return `ECS gave up deploying ${ours}, and could not roll back`;
    case "REPLACED":
      return `another deployment replaced this one; ${instead === undefined ? "something else" : shortName(instead)} runs ${notOurs}`;
    case "DEPLOYMENT_FAILED":
      return `ECS gave up deploying ${ours}`;
    case "TASKS_FAILED": {
      const [failure] = failures;
      if (failure?.withoutTask === true) return `ECS cannot bring up ${ours}`;
      return `${failure?.tasks ?? 0} tasks of ${ours} ${failure?.failedToStart ? "could not start" : "ended"} for the same cause`;
    }
    case "SERVICE_DELETED":
      return "somebody deleted the service while it was deployed";
    case "SERVICE_DRAINING":
      return "the service is being deleted (DRAINING)";
  }
}

/** Why tasks failed, as lines. */
export function renderFailure(failure: Failure | undefined): readonly string[] {
  if (failure === undefined) return [];
  if (failure.diagnosis !== undefined) return renderDiagnosis({ ...failure.diagnosis, evidence: failure.evidence });
  return [
    "cause: ECS says no more than the following, which docs/errors.md does not list",
    `evidence: ${failure.evidence}`,
    `see: ${failure.failedToStart ? PAGE.stopped : PAGE.events}`,
  ];
}

/** The failed container's last lines, or why they cannot be read. */
export function renderLog({ value, problem }: Answer<LastLines | undefined>): readonly string[] {
  if (value !== undefined) return renderLastLines(value);
  return problem === undefined ? [] : [`log: the last lines could not be read: ${problem}`];
}

/** What ECS does now, and what to do. */
export function whatNow(
  names: RolloutNames,
  { reason }: Failed,
  { circuitBreaker: breaker, record, rollbackRequest }: FailureEnding,
): readonly string[] {
  const ours = revisionName(names);
  switch (reason) {
    case "ROLLING_BACK":
    case "ROLLED_BACK":
      return ["next: fix the cause and run pulumi up --refresh, which deploys again"];
    case "REPLACED":
      return ["next: find out who else deploys this service; pulumi up --refresh deploys ours again"];
    case "ROLLBACK_FAILED":
      return [
        "ECS now: starts no more tasks of this deployment; what ran before it, if anything, still does",
        DEPLOY_AGAIN,
      ];
    case "DEPLOYMENT_FAILED":
      return record === undefined && breaker?.rollback === true
        ? ["ECS now: rolls back to the last deployment that completed, if there is one"]
        : ["ECS now: starts no more tasks of this deployment; it rolls nothing back", DEPLOY_AGAIN];
    case "TASKS_FAILED":
      if (rollbackRequest !== undefined) return renderRollbackRequest(ours, rollbackRequest);
      return [`ECS now: keeps starting tasks of ${ours}${untilWhen(breaker)}`];
    case "SERVICE_DELETED":
    case "SERVICE_DRAINING":
      return ["next: pulumi up --refresh creates it again"];
  }
}

/** ECS does not take up again a deployment that it gave up, but the next update asks it to. */
const DEPLOY_AGAIN =
  "next: fix the cause, then pulumi up: it deploys this version again, also where nothing else has changed";

function renderRollbackRequest(ours: string, { problem }: { readonly problem?: string }): readonly string[] {
  if (problem === undefined)
    return [
      "ECS now: rolls back, as `rollout.onFailure` asks",
      "next: fix the cause and run pulumi up --refresh, which deploys again",
    ];
  return [`ECS now: keeps starting tasks of ${ours}; \`rollout.onFailure\` could not roll back: ${problem}`];
}

function untilWhen(breaker: CircuitBreaker | undefined): string {
  if (breaker?.enable !== true) return '; this error stops nothing (`rollout.onFailure: "rollback"` would)';
  return breaker.rollback
    ? " until its circuit breaker rolls back to the last deployment that completed, if there is one"
    : " until its circuit breaker stops the deployment; it rolls nothing back";
}

function to(record: DeploymentRecord | undefined): string {
  const { taskDefinition, revision } = record?.rollback ?? {};
  if (taskDefinition !== undefined) return ` to ${shortName(taskDefinition)}`;
  return revision === undefined ? "" : ` to service revision ${shortName(revision)}`;
}
