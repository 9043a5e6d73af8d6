// Watches a rollout to its end: looks, judges, says what changed, waits.

import { answerWithin, askPatiently, NoAnswer } from "./ask";
import type { ServiceSnapshot } from "./ecs";
import { pauseAfterLook } from "./pace";
import type { EcsPort, StoppedTaskAnswer, Surroundings } from "./port";
import { describeProgress, renderProgress, type Progress } from "./progress";
import {
  failedRollout,
  interruptedRollout,
  timedOutRollout,
  unwatchedRollout,
  type RolloutNames,
} from "./rolloutError";
import { INITIAL_STATE, judge, type RolloutTarget } from "./verdict";

/** What to watch for. */
export interface WatchRequest extends RolloutTarget, RolloutNames {
  /** At most this long, in minutes. */
  readonly timeoutMinutes: number;
}

/** A rollout that is done. */
export interface SteadyRollout {
  readonly deploymentId: string;
  readonly runningCount: number;
}

/** Stopped tasks only explain: the verdict does not wait longer than this for them, in milliseconds. */
const DETAILS_LIMIT_MS = 10_000;

/**
 * Watches until the deployment of our task definition is done.
 * @throws {RolloutError} if it failed, or could not be seen to its end
 */
export async function watch(
  request: WatchRequest,
  port: EcsPort,
  surroundings: Surroundings,
  interruption: AbortSignal,
): Promise<SteadyRollout> {
  try {
    return await look(request, port, surroundings, interruption);
  } catch (error) {
    if (interruption.aborted) throw interruptedRollout(request, error);
    throw error;
  }
}

async function look(
  request: WatchRequest,
  port: EcsPort,
  surroundings: Surroundings,
  interruption: AbortSignal,
): Promise<SteadyRollout> {
  const { now, sleep, random, log } = surroundings;
  const began = now();
  const deadline = began + request.timeoutMinutes * 60_000;
  let state = INITIAL_STATE;
  let details: StoppedTaskAnswer = { tasks: [] };
  let before: Progress | undefined;

  for (let looks = 1; ; looks++) {
    let service: ServiceSnapshot | undefined;
    try {
      const question = () => port.describeService();
      service = await askPatiently(question, "ecs:DescribeServices", surroundings, deadline, interruption);
    } catch (error) {
      throw error instanceof NoAnswer ? unwatchedRollout(request, error, before && renderProgress(before)) : error;
    }
    const at = now() - began;
    let judged = judge(request, state, { at, service, stoppedTasks: details.tasks });
    if (judged.verdict.kind !== "steady") {
      details = await readDetails(port, details, sleep, interruption);
      judged = judge(request, state, { at, service, stoppedTasks: details.tasks });
    }
    const { verdict } = judged;
    state = judged.state;
    if (verdict.kind === "failed") throw failedRollout(request, verdict, service?.circuitBreaker, details.problem);

    const progress = describeProgress(request, service, verdict.deployment);
    const news = renderProgress(progress, before);
    if (news !== undefined) log(news);
    before = progress;
    if (verdict.kind === "steady")
      return { deploymentId: verdict.deployment.id, runningCount: verdict.deployment.runningCount };
    if (now() >= deadline)
      throw timedOutRollout(request, renderProgress(progress) ?? "", verdict.failures[0], details.problem);
    await sleep(Math.max(0, Math.min(pauseAfterLook(looks, random()), deadline - now())), interruption);
  }
}

async function readDetails(
  port: EcsPort,
  before: StoppedTaskAnswer,
  sleep: Surroundings["sleep"],
  interruption: AbortSignal,
): Promise<StoppedTaskAnswer> {
  try {
    return await answerWithin(DETAILS_LIMIT_MS, () => port.describeStoppedTasks(), sleep, interruption);
  } catch (error) {
    interruption.throwIfAborted();
    return { tasks: before.tasks, problem: error instanceof Error ? error.message : String(error) };
  }
}
