// How a service is doing, from one reading: what `diagnose` says of any ECS service, ours or not.

import type { CurrentTask } from "./currentTasks";
import type { DeploymentRecord } from "./deploymentRecord";
import type { Diagnosis } from "./diagnose";
import { shortName, type Deployment, type ServiceSnapshot, type StoppedTask } from "./ecs";
import { parseEvents, type ParsedEvent } from "./eventKinds";
import { certainFailure, countFailures, type Failure } from "./failures";
import type { FailedContainer, LastLines } from "./lastLogLines";
import { recordedFailure } from "./recordVerdict";
import { redact } from "./redact";
import type { Answer } from "./refusal";
import { stopText } from "./stoppedTasks";

/** How a service is doing. */
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
  /** ECS's record of the deployment that is under way, or else of the last one. */
  readonly deployment?: DeploymentRecord;
  /** Why ECS's record cannot be read. */
  readonly deploymentProblem?: string;
  /** The tasks that have not stopped. */
  readonly tasks: readonly CurrentTask[];
  /** What the failed container wrote last. */
  readonly lastLines?: LastLines;
  /** The container whose last lines tell most. */
  readonly failedContainer?: FailedContainer;
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

/** What ECS tells beside the service itself. */
export interface ServiceDetails {
  readonly stoppedTasks: readonly StoppedTask[];
  /** @default none */
  readonly tasks?: readonly CurrentTask[];
  /** @default no record */
  readonly record?: Answer<DeploymentRecord | undefined>;
}

/** Reports on a service. */
export function reportService(
  service: ServiceSnapshot,
  { stoppedTasks, tasks = [], record: { value: record, problem } = {} }: ServiceDetails,
): ServiceReport {
  const events = parseEvents(service.events);
  const finding = judgeService(service, { tasks: stoppedTasks, events }, record);
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
    ...(record !== undefined && { deployment: record }),
    ...(problem !== undefined && { deploymentProblem: problem }),
    tasks,
    ...(failure?.task !== undefined && { failedContainer: failure.task }),
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

/** What happened to a service: what failures are found in. */
interface History {
  readonly tasks: readonly StoppedTask[];
  readonly events: readonly ParsedEvent[];
}

function judgeService(
  service: ServiceSnapshot,
  { tasks, events }: History,
  record: DeploymentRecord | undefined,
): Finding {
  const { status, desiredCount, runningCount, deployments } = service;
  if (status !== "ACTIVE") return { state: "FAILING", summary: `the service is being deleted (${status})` };
  const primary = deployments.find((deployment) => deployment.status === "PRIMARY");
  const name = primary === undefined ? "the service" : shortName(primary.taskDefinition);

  const recorded = record && recordedFinding(record, name, { tasks, events });
  if (recorded !== undefined) return recorded;
  const gaveUp = record === undefined ? lastFailedDeployment(events, deployments) : undefined;
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
  const lasting = failures.find(({ withoutTask, diagnosis }) => withoutTask && diagnosis?.stage === "start");
  const certain = certainFailure(failures, desiredCount) ?? lasting ?? (short ? failures[0] : undefined);
  const counts = `${runningCount} of ${desiredCount} tasks of ${name} run`;
  if (certain !== undefined) return { state: "FAILING", summary: `tasks keep failing; ${counts}`, failure: certain };
  if (short || deployments.some((other) => other !== primary && other.runningCount + other.pendingCount > 0))
    return { state: "DEPLOYING", summary: `a deployment is under way; ${counts}` };
  return { state: "HEALTHY", summary: counts };
}

// What the record says of the last deployment; undefined where it did not fail.
function recordedFinding(record: DeploymentRecord, running: string, { tasks, events }: History): Finding | undefined {
  const reason = recordedFailure(record);
  if (reason === undefined) return undefined;
  const { taskDefinition, statusReason, createdAt, finishedAt = Infinity } = record;
  const [failure] = countFailures(
    tasks.filter((task) => taskDefinition === undefined || task.taskDefinition === taskDefinition),
    events.filter((event) => event.createdAt >= createdAt && event.createdAt <= finishedAt),
  );
  const deployed = taskDefinition === undefined ? "" : ` of ${shortName(taskDefinition)}`;
  const words = statusReason === undefined ? "" : `: ${redact(statusReason)}`;
  const target = record.rollback?.taskDefinition;
  const what = {
    ROLLING_BACK: `ECS is rolling back the deployment${deployed}${target === undefined ? "" : ` to ${shortName(target)}`}`,
    ROLLED_BACK: `the last deployment${deployed} was rolled back, and ${running} runs`,
    ROLLBACK_FAILED: `the last deployment${deployed} failed and could not be rolled back`,
    DEPLOYMENT_FAILED: `the last deployment${deployed} was stopped`,
    REPLACED: `the last deployment${deployed} was stopped`,
  }[reason];
  return { state: "FAILING", summary: `${what}${words}`, failure };
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
  const recovered = later.some(
    ({ kind, deploymentId }) => kind === "settled" && deploymentId !== undefined && deploymentId !== rolledBackTo,
  );
  if (recovered) return undefined;
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
