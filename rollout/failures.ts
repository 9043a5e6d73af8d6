// Counts how many tasks of a deployment failed for one cause, and says when that is enough to give it up.

import { diagnose, type Diagnosis } from "./diagnose";
import { shortName, type StoppedTask } from "./ecs";
import type { ParsedEvent } from "./eventKinds";
import type { FailedContainer } from "./lastLogLines";
import { redact } from "./redact";
import { findCulprit, stopText } from "./stoppedTasks";

/** One cause that tasks failed for. */
export interface Failure {
  /** What it means; undefined where the catalogue does not know it. */
  readonly diagnosis: Diagnosis | undefined;
  /** ECS's newest words about it, without secrets and account ids. */
  readonly evidence: string;
  /** How many tasks failed for it. */
  readonly tasks: number;
  /** Whether those tasks never came up. */
  readonly failedToStart: boolean;
  /** Whether ECS never got as far as a task: it will not come up, and there will be no second one to wait for. */
  readonly withoutTask: boolean;
  /** The newest task that failed for it; undefined where only events tell. */
  readonly task?: FailedContainer;
  /** The same for the same cause, whatever ids and counts its words name. */
  readonly key: string;
}

/** The same start failure of two tasks is no accident. */
const START_FAILURE_LIMIT = 2;

/**
 * ECS's circuit breaker gives up after half as many failed tasks as are wanted, after three at least and 200 at most.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html (checked 2026-11)
 */
const exitLimit = (desiredCount: number): number => Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));

/** What a stop reason begins with, also where an event quotes it: a task was there. */
const STOP_CODE = /^\s*\w+(?:Error|Exited|Interruption|FailedToStart)\b/;

interface Sighting {
  /** The task's id, or the event's where it names no task. */
  readonly id: string;
  readonly source: "task" | "event";
  readonly at: number;
  readonly text: string;
  readonly diagnosis: Diagnosis | undefined;
  readonly failedToStart: boolean;
  readonly task?: FailedContainer;
}

/** The failures that stopped tasks and events tell: what the catalogue knows first, then the most frequent. */
export function countFailures(tasks: readonly StoppedTask[], events: readonly ParsedEvent[]): readonly Failure[] {
  const causes = new Map<string, Sighting[]>();
  for (const sighting of [...tasks.flatMap(fromTask), ...events.flatMap(fromEvent)]) {
    const key = keyOf(sighting);
    causes.set(key, [...(causes.get(key) ?? []), sighting]);
  }
  const failures = [...causes.values()].flatMap(toFailure);
  return failures.sort((a, b) => knowledge(b) - knowledge(a) || b.tasks - a.tasks);
}

/** What is explained comes before what is not, and the cause of a failure before its consequence. */
function knowledge({ diagnosis }: Failure): number {
  if (diagnosis === undefined) return 0;
  return diagnosis.general === undefined ? 2 : 1;
}

function keyOf({ diagnosis, text }: Sighting): string {
  return diagnosis?.code ?? redact(text).replace(/[0-9a-f-]{8,}|\d+/gi, "#");
}

/** The failure that enough tasks had to make sure that the next will have it too. */
export function certainFailure(failures: readonly Failure[], desiredCount: number): Failure | undefined {
  return failures.find(({ diagnosis, failedToStart, tasks }) => {
    if (failedToStart) return tasks >= START_FAILURE_LIMIT;
    return diagnosis?.stage === "run" && tasks >= exitLimit(desiredCount);
  });
}

function fromTask(task: StoppedTask): readonly Sighting[] {
  const text = stopText(task);
  const diagnosis = diagnose(text);
  const failed = task.stopCode === "TaskFailedToStart" || task.stopCode === "EssentialContainerExited";
  // ECS also stops tasks in good order: to scale in, to replace them, because somebody asked.
  if (!failed && diagnosis === undefined) return [];
  const failedToStart = diagnosis === undefined ? task.stopCode === "TaskFailedToStart" : diagnosis.stage === "start";
  const container = findCulprit(task.containers)?.name;
  return [
    {
      id: shortName(task.arn),
      source: "task",
      at: task.stoppedAt,
      text,
      diagnosis,
      failedToStart,
      task: {
        taskArn: task.arn,
        taskDefinition: task.taskDefinition,
        ...(container !== undefined && { container }),
      },
    },
  ];
}

function fromEvent({ kind, reason, message, taskIds, id, createdAt }: ParsedEvent): readonly Sighting[] {
  if (kind !== "trouble") return [];
  const text = reason ?? message;
  const diagnosis = diagnose(text);
  if (reason === undefined && diagnosis === undefined) return [];
  const failedToStart = diagnosis === undefined || diagnosis.stage === "start";
  return [{ id: taskIds[0] ?? id, source: "event", at: createdAt, text, diagnosis, failedToStart }];
}

// One failed task may show as a stopped task and as an event that does not name it: the two counts are never added up.
function toFailure(sightings: readonly Sighting[]): readonly Failure[] {
  const count = (source: Sighting["source"]) =>
    new Set(sightings.filter((sighting) => sighting.source === source).map(({ id }) => id)).size;
  const newestFirst = [...sightings].sort((a, b) => b.at - a.at);
  const [newest] = newestFirst;
  if (newest === undefined) return [];
  const { text, diagnosis, failedToStart } = newest;
  const task = newestFirst.find((sighting) => sighting.task !== undefined)?.task;
  return [
    {
      diagnosis,
      evidence: redact(text),
      tasks: Math.max(count("task"), count("event")),
      failedToStart,
      withoutTask: task === undefined && !sightings.some(({ text: words }) => STOP_CODE.test(words)),
      key: keyOf(newest),
      ...(task !== undefined && { task }),
    },
  ];
}
