// Watches a rollout to its end: polls, judges, says what changed, waits.

import { describeCallFailure } from "./callFailure";
import type { DeploymentRecord } from "./deploymentRecord";
import type { ServiceSnapshot } from "./ecs";
import type { FailureEnding } from "./failureMessage";
import type { Failure } from "./failures";
import { pauseAfterPoll } from "./pace";
import { describeProgress, renderProgress, type Progress } from "./progress";
import type { Answer } from "./refusal";
import { answerWithin, callUntilAnswered, NoAnswer } from "./retry";
import { failedRollout, interruptedRollout, timedOutRollout, unwatchedRollout } from "./rolloutError";
import type { RolloutNames } from "./rolloutNames";
import { INITIAL_STATE, judge, type RolloutTarget, type Verdict } from "./verdict";
import type { ServiceReader, StoppedTaskAnswer, Watching } from "./watchContext";

/** What to watch for. */
export interface WatchRequest extends RolloutTarget, RolloutNames {
  /** At most this long, in minutes. */
  readonly timeoutMinutes: number;
  /** What to do about a deployment that is certain to fail: `rollback` asks ECS to roll it back. */
  readonly onFailure?: "none" | "rollback";
}

/** A rollout that is done. */
export interface SteadyRollout {
  readonly deploymentId: string;
  readonly runningCount: number;
}

/** After an answer as recent as this, in milliseconds, a time limit that passes is no network cut. */
const RECENT_MS = 60_000;

/** What only explains is not waited for longer than this, in milliseconds. */
const DETAILS_LIMIT_MS = 10_000;

/**
 * Watches until the deployment of our task definition is done.
 * @throws {RolloutError} if it failed, or could not be seen to its end
 */
export async function watch(request: WatchRequest, reader: ServiceReader, watching: Watching): Promise<SteadyRollout> {
  const within: Within = (read) => answerWithin(DETAILS_LIMIT_MS, read, watching);
  try {
    return await poll({ request, reader, within }, watching);
  } catch (error) {
    if (watching.interruption.aborted) throw interruptedRollout(request, error);
    throw error;
  }
}

async function poll(watched: Watched, watching: Watching): Promise<SteadyRollout> {
  const { request, reader } = watched;
  const { now, sleep, random, log, interruption } = watching;
  const began = now();
  const deadline = began + request.timeoutMinutes * 60_000;
  let state = INITIAL_STATE;
  let details: Details = { stopped: { tasks: [] }, recorded: {} };
  let before: Seen | undefined;

  for (let polls = 1; ; polls++) {
    let service: ServiceSnapshot | undefined;
    try {
      const call = () => reader.describeService();
      service = await callUntilAnswered(call, { action: "ecs:DescribeServices", deadline }, watching);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      // What was seen until the limit says more than that the last call had no answer.
      const recent = before !== undefined && deadline - before.at < RECENT_MS;
      if (before !== undefined && recent && now() >= deadline && error.failure.kind === "passing")
        throw await timedOut(watched, before, details);
      throw unwatchedRollout(request, error, before && renderProgress(before.progress));
    }
    // Read after the service, so that the record is never older than what it decides about.
    const refused = details.recorded.refused === true;
    details = await readDetails(watched, details, interruption);
    if (details.recorded.refused === true && !refused) log(withoutRecord(details.recorded.problem));
    const judged = judge(request, state, {
      at: now() - began,
      service,
      stoppedTasks: details.stopped.tasks,
      record: details.recorded.value,
    });
    const { verdict } = judged;
    state = judged.state;
    if (verdict.kind === "failed") throw await failed(watched, { verdict, service }, details);

    const progress = describeProgress(request, {
      service,
      deployment: verdict.deployment,
      record: details.recorded.value,
    });
    const news = renderProgress(progress, before?.progress);
    if (news !== undefined) log(news);
    if (verdict.kind === "steady")
      return { deploymentId: verdict.deployment.id, runningCount: verdict.deployment.runningCount };
    before = { at: now(), progress, failures: verdict.failures };
    if (now() >= deadline) throw await timedOut(watched, before, details);
    await sleep(Math.max(0, Math.min(pauseAfterPoll(polls, random()), deadline - now())), interruption);
  }
}

/** What the last poll showed. */
interface Seen {
  readonly at: number;
  readonly progress: Progress;
  readonly failures: readonly Failure[];
}

interface Details {
  readonly stopped: StoppedTaskAnswer;
  readonly recorded: Answer<DeploymentRecord | undefined>;
}

/** Reads what only explains, for as long as it is waited for. */
type Within = <T>(read: () => Promise<T>) => Promise<T>;

/** What is watched, and how it is read. */
interface Watched {
  readonly request: WatchRequest;
  readonly reader: ServiceReader;
  readonly within: Within;
}

async function readDetails({ reader, within }: Watched, before: Details, interruption: AbortSignal): Promise<Details> {
  const problemOf = (error: unknown) => {
    interruption.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  };
  const [stopped, recorded] = await Promise.all([
    within(() => reader.describeStoppedTasks()).catch((error: unknown) => ({
      tasks: before.stopped.tasks,
      problem: problemOf(error),
    })),
    within(() => reader.describeDeployment()).catch((error: unknown) => ({ problem: problemOf(error) })),
  ]);
  return { stopped, recorded };
}

function withoutRecord(problem = "AWS refuses it"): string {
  return `ECS's record of the deployment cannot be read: ${problem}; counts and events decide instead`;
}

/** The error of a failed rollout, after what is to be done about it. */
async function failed(
  watched: Watched,
  {
    verdict,
    service,
  }: { readonly verdict: Extract<Verdict, { kind: "failed" }>; readonly service: ServiceSnapshot | undefined },
  { stopped, recorded }: Details,
) {
  const { request } = watched;
  const record = recorded.value;
  const ending: FailureEnding = {
    circuitBreaker: service?.circuitBreaker,
    record,
    ...(request.onFailure === "rollback" &&
      verdict.reason === "TASKS_FAILED" && { rollbackRequest: await requestRollback(watched, recorded) }),
  };
  const log = await lastLines(watched, verdict.failures[0]);
  return failedRollout(request, verdict, { ending, log, detailsProblem: stopped.problem });
}

async function timedOut(watched: Watched, { progress, failures }: Seen, { stopped }: Details) {
  const [failure] = failures;
  const log = await lastLines(watched, failure);
  return timedOutRollout(watched.request, failure, {
    seen: renderProgress(progress) ?? "",
    log,
    detailsProblem: stopped.problem,
  });
}

/** What came of asking ECS for a rollback. */
async function requestRollback(
  { reader, within }: Watched,
  { value: record, problem }: Answer<DeploymentRecord | undefined>,
): Promise<NonNullable<FailureEnding["rollbackRequest"]>> {
  if (record === undefined) return { problem: problem ?? "ECS has no record of the deployment yet" };
  if (!record.canRollBack) return { problem: "there is no earlier version to roll back to" };
  try {
    await within(() => reader.rollBack(record.arn));
    return {};
  } catch (error) {
    return { problem: describeCallFailure(error, "ecs:StopServiceDeployment") };
  }
}

async function lastLines({ reader, within }: Watched, failure: Failure | undefined) {
  const task = failure?.task;
  // A task that never started wrote nothing.
  if (task === undefined || failure?.diagnosis?.stage === "start") return {};
  return within(() => reader.readLastLines(task)).catch((error: unknown) => ({
    problem: describeCallFailure(error, "logs:GetLogEvents"),
  }));
}
