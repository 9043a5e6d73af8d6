// A one-off task from its start to its end.

import { shortName, type StoppedTask } from "../ecs";
import { toStoppedTask } from "../ecsApi";
import { pauseAfterPoll } from "../pace";
import { redact } from "../redact";
import { answerWithin, callUntilAnswered } from "../retry";
import { stopText } from "../stoppedTasks";
import type { Watching } from "../watchContext";
import type { OneOffApi, OneOffRequest, OneOffTask } from "./oneOffApi";
import { findTask, startTask, type TimedWatching } from "./startTask";

/** How it ended. */
export type OneOffEnd =
  | { readonly kind: "succeeded"; readonly taskArn: string }
  /** The container ended with another exit code than 0, or the task stopped before the container ran. */
  | { readonly kind: "failed"; readonly task: StoppedTask; readonly exitCode: number | undefined }
  /** It was stopped, or, with a problem, could not be. */
  | { readonly kind: "timedOut"; readonly taskArn: string; readonly problem?: string };

/** A task that could not start has done nothing: it may be started once more. */
const START_ATTEMPTS = 2;

/** The ECS API is eventually consistent: for this long, in milliseconds, it may not know a task that it has started. */
const CONSISTENCY_MS = 20_000;

const STOP_LIMIT_MS = 10_000;

/**
 * Runs a task to its end. One of the same run that still runs is waited for, and none is started beside it; one that has ended
 * with exit code 0 counts where `again` is false.
 */
export async function runOneOffTask(
  request: OneOffRequest & { readonly again: boolean },
  api: Omit<OneOffApi, "describeTaskDefinition">,
  watching: Watching,
): Promise<OneOffEnd> {
  const { container, timeoutMinutes, again } = request;
  const timed = { ...watching, deadline: watching.now() + timeoutMinutes * 60_000 };
  const known = await findTask(request, api, timed);
  if (known?.taskArn !== undefined) {
    const name = `pre-deploy task ${shortName(known.taskArn)}`;
    if (known.lastStatus !== "STOPPED") {
      watching.log(`${name}: still runs since an update that did not see its end; no second one is started`);
      return waitForEnd({ ...request, taskArn: known.taskArn }, api, timed);
    }
    const end = endOf(known, container);
    if (end.kind === "succeeded" && !again) {
      watching.log(`${name}: ended with exit code 0 after an update that did not see its end`);
      return end;
    }
  }
  for (let attempt = 1; ; attempt++) {
    const taskArn = await startTask(request, api, timed);
    const end = await waitForEnd({ ...request, taskArn }, api, timed);
    const mayRepeat = end.kind === "failed" && end.task.stopCode === "TaskFailedToStart" && attempt < START_ATTEMPTS;
    if (!mayRepeat || timed.now() >= timed.deadline) return end;
    watching.log(
      `pre-deploy task ${shortName(taskArn)}: could not start, trying once more: ${redact(stopText(end.task))}`,
    );
  }
}

async function waitForEnd(
  { clusterArn, container, timeoutMinutes, taskArn }: OneOffRequest & { readonly taskArn: string },
  api: Pick<OneOffApi, "describeTasks" | "stopTask">,
  watching: TimedWatching,
): Promise<OneOffEnd> {
  const { now, sleep, random, log, deadline, interruption } = watching;
  const describe = () => api.describeTasks({ cluster: clusterArn, tasks: [taskArn] });
  const began = now();
  let seen: string | undefined;
  for (let polls = 1; ; polls++) {
    const answer = await callUntilAnswered(describe, { action: "ecs:DescribeTasks", deadline }, watching);
    const task = answer?.tasks?.[0];
    if (task === undefined && now() - began >= CONSISTENCY_MS)
      throw new Error(`ECS does not know task ${shortName(taskArn)} any more`);
    if (task?.lastStatus === "STOPPED") {
      const end = endOf(task, container);
      if (end.kind === "succeeded") log(`pre-deploy task ${shortName(taskArn)}: ended with exit code 0`);
      return end;
    }
    if (task?.lastStatus !== undefined && task.lastStatus !== seen)
      log(`pre-deploy task ${shortName(taskArn)}: ${task.lastStatus}`);
    seen = task?.lastStatus ?? seen;
    if (now() >= deadline) break;
    await sleep(Math.max(0, Math.min(pauseAfterPoll(polls, random()), deadline - now())), interruption);
  }
  const reason = `preDeploy.timeoutMinutes (${timeoutMinutes}) passed`;
  const stop = () => api.stopTask({ cluster: clusterArn, task: taskArn, reason });
  try {
    await answerWithin(STOP_LIMIT_MS, stop, watching);
    return { kind: "timedOut", taskArn };
  } catch (error) {
    interruption.throwIfAborted();
    return { kind: "timedOut", taskArn, problem: redact(String(error)) };
  }
}

function endOf(task: OneOffTask, container: string): OneOffEnd {
  const exitCode = task.containers?.find(({ name }) => name === container)?.exitCode;
  if (exitCode === 0) return { kind: "succeeded", taskArn: task.taskArn ?? "" };
  return { kind: "failed", task: toStoppedTask(task), exitCode };
}
