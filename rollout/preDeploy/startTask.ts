// Starts a one-off task, or finds the one that an update before this one started and did not see to its end.

import { randomUUID } from "node:crypto";
import { classifyCallFailure } from "../callFailure";
import { shortName } from "../ecs";
import { pauseAfterFailure } from "../pace";
import { redact } from "../redact";
import { answerWithin, callUntilAnswered, NoAnswer } from "../retry";
import type { Watching } from "../watchContext";
import type { OneOffApi, OneOffRequest, OneOffTask } from "./oneOffApi";

/** A watch that has a time limit, on the clock of the watch. */
export interface TimedWatching extends Watching {
  readonly deadline: number;
}

/** ECS does not start the task: its words. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";
}

const ANSWER_LIMIT_MS = 30_000;

/** New roles take seconds to be known everywhere. */
const ROLE_LIMIT_MS = 60_000;

const NO_CAPACITY = /capacity is unavailable/i;
const NO_ROLE = /unable to assume (?:the )?role/i;

/**
 * Starts a task. Where there is no capacity it tries again until the deadline, and for a minute where a role is not known yet.
 * @throws {NotStarted} where ECS starts none
 * @throws {NoAnswer} where AWS does not answer
 */
export async function startTask(
  request: OneOffRequest,
  api: Pick<OneOffApi, "runTask">,
  watching: TimedWatching,
): Promise<string> {
  const { now, sleep, random, log, deadline, interruption } = watching;
  const began = now();
  let said = false;
  let clientToken = randomUUID(); // a call that is repeated since its answer was lost starts no second task
  for (let attempt = 1; ; attempt++) {
    const refused = await runTask({ ...request, clientToken }, api, watching);
    if (refused.taskArn !== undefined) return refused.taskArn;
    const { words, again } = refused;
    const limit = NO_ROLE.test(words) ? Math.min(deadline, began + ROLE_LIMIT_MS) : deadline;
    if (!again || now() >= limit) throw new NotStarted(words);
    if (!said) log(`pre-deploy task: not started yet, trying again: ${words}`);
    said = true;
    if (!refused.sameCall) clientToken = randomUUID();
    await sleep(Math.max(0, Math.min(pauseAfterFailure(attempt, random()), limit - now())), interruption);
  }
}

type Started =
  | { readonly taskArn: string }
  | {
      readonly taskArn?: undefined;
      readonly words: string;
      /** Whether trying again may help. */
      readonly again: boolean;
      /** Whether ECS may have taken the call: then it has to be the same one again. */
      readonly sameCall: boolean;
    };

async function runTask(
  {
    clusterArn,
    taskDefinitionArn,
    startedBy,
    clientToken,
    ...network
  }: OneOffRequest & { readonly clientToken: string },
  api: Pick<OneOffApi, "runTask">,
  watching: Watching,
): Promise<Started> {
  const { subnetIds, securityGroupIds, assignPublicIp } = network;
  try {
    const { tasks = [], failures = [] } = await answerWithin(
      ANSWER_LIMIT_MS,
      () =>
        api.runTask({
          cluster: clusterArn,
          taskDefinition: taskDefinitionArn,
          launchType: "FARGATE", // never Spot: a migration is not to end in its middle
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [...subnetIds],
              securityGroups: [...securityGroupIds],
              assignPublicIp: assignPublicIp ? "ENABLED" : "DISABLED",
            },
          },
          startedBy,
          clientToken,
          propagateTags: "TASK_DEFINITION",
          enableECSManagedTags: true,
        }),
      watching,
    );
    const taskArn = tasks[0]?.taskArn;
    if (taskArn !== undefined) return { taskArn };
    const words = failures.map(({ reason, detail }) => detail ?? reason ?? "").join("; ");
    return { words: redact(words) || "ECS gave no reason", again: NO_CAPACITY.test(words), sameCall: false };
  } catch (error) {
    watching.interruption.throwIfAborted();
    const failure = classifyCallFailure(error, "ecs:RunTask");
    if (NO_ROLE.test(failure.message)) return { words: failure.message, again: true, sameCall: false };
    if (failure.kind === "denied" || failure.kind === "credentials" || failure.kind === "interrupted")
      throw new NoAnswer(failure, { cause: error });
    return { words: failure.message, again: !isRefusal(error), sameCall: true };
  }
}

/** Whether AWS understood the call and will not do it: asking again would not help. */
function isRefusal(error: unknown): boolean {
  const { name = "", $fault } = error as { readonly name?: string; readonly $fault?: string };
  return $fault === "client" && !/Throttl|TooManyRequests|Timeout/i.test(name);
}

/** The newest task of this very revision and run that ECS remembers: one that still runs, or one that ended within the last hour. */
export async function findTask(
  { clusterArn, taskDefinitionArn, startedBy }: OneOffRequest,
  api: Pick<OneOffApi, "listTasks" | "describeTasks">,
  watching: TimedWatching,
): Promise<OneOffTask | undefined> {
  const { deadline } = watching;
  const family = shortName(taskDefinitionArn).replace(/:\d+$/, "");
  const list = (desiredStatus: "RUNNING" | "STOPPED") => () =>
    api.listTasks({ cluster: clusterArn, family, desiredStatus });
  const found: OneOffTask[] = [];
  for (const status of ["RUNNING", "STOPPED"] as const) {
    const listed = await callUntilAnswered(list(status), { action: "ecs:ListTasks", deadline }, watching);
    const tasks = listed?.taskArns ?? [];
    if (tasks.length === 0) continue;
    const describe = () => api.describeTasks({ cluster: clusterArn, tasks });
    const described = await callUntilAnswered(describe, { action: "ecs:DescribeTasks", deadline }, watching);
    found.push(...(described?.tasks ?? []));
  }
  return found
    .filter((task) => task.taskDefinitionArn === taskDefinitionArn && task.startedBy === startedBy)
    .sort((a, b) => timeOf(b) - timeOf(a))[0];
}

const timeOf = ({ createdAt }: OneOffTask): number => createdAt?.getTime() ?? 0;
