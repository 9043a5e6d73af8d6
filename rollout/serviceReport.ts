// How a service fares, from one look at it: what `diagnose` says of any ECS service, ours or not.

import type { Diagnosis } from "./diagnose";
import { shortName, type Deployment, type ServiceSnapshot, type StoppedTask } from "./ecs";
import { certainFailure, countFailures, type Failure } from "./failures";
import { redact } from "./redact";
import { parseEvents, type ParsedEvent } from "./serviceEvents";
import { stopText } from "./stoppedTasks";

/** How a service fares. */
export interface ServiceReport {
  /** DEPLOYING: a deployment is under way, and nothing speaks against it. */
  readonly state: "HEALTHY" | "DEPLOYING" | "FAILING";
  /** The state in a sentence. */
  readonly summary: string;
  /** What tasks fail for, if the catalogue knows it. */
  readonly diagnosis?: Diagnosis;
  /** ECS's words where the catalogue does not know them. */
  readonly evidence?: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly deployments: readonly Deployment[];
  /** The newest first, without secrets and account ids. */
  readonly events: readonly { readonly createdAt: number; readonly message: string }[];
  /** The newest first: what ECS remembers, which is about an hour. */
  readonly stoppedTasks: readonly StoppedTaskReport[];
}

/** A stopped task in a report. */
export interface StoppedTaskReport {
  readonly id: string;
  readonly taskDefinition: string;
  readonly stoppedAt: number;
  readonly stopCode?: string;
  readonly reason: string;
  readonly exitCodes: readonly { readonly container: string; readonly exitCode: number }[];
}

const EVENT_LIMIT = 10;

/** Reports on a service. */
export function reportService(service: ServiceSnapshot, stoppedTasks: readonly StoppedTask[]): ServiceReport {
  const events = parseEvents(service.events);
  const finding = judgeService(service, stoppedTasks, events);
  const { failure } = finding;
  return {
    state: finding.state,
    summary: finding.summary,
    ...(failure?.diagnosis !== undefined && { diagnosis: { ...failure.diagnosis, evidence: failure.evidence } }),
    ...(failure !== undefined && failure.diagnosis === undefined && { evidence: failure.evidence }),
    desiredCount: service.desiredCount,
    runningCount: service.runningCount,
    pendingCount: service.pendingCount,
    deployments: service.deployments,
    events: [...events]
      .reverse()
      .slice(0, EVENT_LIMIT)
      .map(({ createdAt, message }) => ({ createdAt, message: redact(message) })),
    stoppedTasks: [...stoppedTasks].sort((a, b) => b.stoppedAt - a.stoppedAt).map(reportTask),
  };
}

interface Finding extends Pick<ServiceReport, "state" | "summary"> {
  readonly failure?: Failure | undefined;
}

function judgeService(
  service: ServiceSnapshot,
  tasks: readonly StoppedTask[],
  events: readonly ParsedEvent[],
): Finding {
  const { status, desiredCount, runningCount, deployments } = service;
  if (status !== "ACTIVE") return { state: "FAILING", summary: `the service is being deleted (${status})` };
  const primary = deployments.find((deployment) => deployment.status === "PRIMARY");
  const name = primary === undefined ? "the service" : shortName(primary.taskDefinition);

  const gaveUp = lastFailedDeployment(events, deployments);
  if (gaveUp !== undefined) {
    const own = tasks.filter(({ startedBy }) => startedBy === undefined || startedBy === gaveUp.id);
    const summary = `the last deployment failed and ${name} runs: ${redact(gaveUp.words)}`;
    return { state: "FAILING", summary, failure: countFailures(own, gaveUp.events)[0] };
  }

  const settled = events.findLast(({ kind }) => kind === "settled")?.createdAt ?? -Infinity;
  const failures = countFailures(
    tasks.filter(({ stoppedAt }) => stoppedAt > settled),
    events.filter(({ createdAt }) => createdAt > settled),
  );
  const short = runningCount < desiredCount;
  const certain = certainFailure(failures, desiredCount) ?? (short ? failures[0] : undefined);
  const counts = `${runningCount} of ${desiredCount} tasks of ${name} run`;
  if (certain !== undefined) return { state: "FAILING", summary: `tasks keep failing; ${counts}`, failure: certain };
  if (short || deployments.some((other) => other !== primary && other.runningCount + other.pendingCount > 0))
    return { state: "DEPLOYING", summary: `a deployment is under way; ${counts}` };
  return { state: "HEALTHY", summary: counts };
}

// A deployment that ECS gave up counts until a later one completes; the one rolled back to does not.
function lastFailedDeployment(
  events: readonly ParsedEvent[],
  deployments: readonly Deployment[],
): { id: string | undefined; words: string; events: readonly ParsedEvent[] } | undefined {
  const at = events.findLastIndex(({ kind }) => kind === "deploymentFailed");
  const failed = events[at];
  if (failed === undefined) {
    const deployment = deployments.find(({ rolloutState }) => rolloutState === "FAILED");
    if (deployment === undefined) return undefined;
    return { id: deployment.id, words: deployment.rolloutStateReason ?? "FAILED", events };
  }
  const later = events.slice(at + 1);
  const rolledBackTo = later.find(({ kind }) => kind === "rollingBack")?.deploymentId;
  const mended = later.some(
    ({ kind, deploymentId }) => kind === "settled" && deploymentId !== undefined && deploymentId !== rolledBackTo,
  );
  if (mended) return undefined;
  const before = events.slice(0, at);
  const from = before.findLastIndex(({ kind }) => kind === "settled") + 1;
  return { id: failed.deploymentId, words: failed.message, events: before.slice(from) };
}

function reportTask(task: StoppedTask): StoppedTaskReport {
  return {
    id: shortName(task.arn),
    taskDefinition: shortName(task.taskDefinition),
    stoppedAt: task.stoppedAt,
    ...(task.stopCode !== undefined && { stopCode: task.stopCode }),
    reason: redact(stopText(task)),
    exitCodes: task.containers.flatMap(({ name, exitCode }) =>
      exitCode === undefined ? [] : [{ container: name, exitCode }],
    ),
  };
}
