// Counts how many tasks of a deployment failed for one cause, and says when that is enough to give it up.

import { diagnose, type Diagnosis } from "./diagnose";
import { shortName, type StoppedTask } from "./ecs";
import { redact } from "./redact";
import type { ParsedEvent } from "./serviceEvents";
import { stopText } from "./stoppedTasks";

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
}

/** The same start failure of two tasks is no accident. */
const START_FAILURE_LIMIT = 2;

/** ECS's own circuit breaker gives up after half as many failed tasks as are wanted, and after three at least. */
const EXIT_LIMIT = 3;

interface Sighting {
  /** The task's id, or the event's where it names no task. */
  readonly id: string;
  readonly source: "task" | "event";
  readonly at: number;
  readonly text: string;
  readonly diagnosis: Diagnosis | undefined;
  readonly failedToStart: boolean;
}

/** The failures that stopped tasks and events tell: what the catalogue knows first, then the most frequent. */
export function countFailures(tasks: readonly StoppedTask[], events: readonly ParsedEvent[]): readonly Failure[] {
  const causes = new Map<string, Sighting[]>();
  for (const sighting of [...tasks.flatMap(fromTask), ...events.flatMap(fromEvent)]) {
    const key = sighting.diagnosis?.code ?? redact(sighting.text).replace(/[0-9a-f-]{8,}|\d+/gi, "#");
    causes.set(key, [...(causes.get(key) ?? []), sighting]);
  }
  const failures = [...causes.values()].flatMap(toFailure);
  return failures.sort(
    (a, b) => Number(b.diagnosis !== undefined) - Number(a.diagnosis !== undefined) || b.tasks - a.tasks,
  );
}

/** The failure that enough tasks had to make sure that the next will have it too. */
export function certainFailure(failures: readonly Failure[], desiredCount: number): Failure | undefined {
  return failures.find(({ diagnosis, failedToStart, tasks }) => {
    if (failedToStart) return tasks >= START_FAILURE_LIMIT;
    return diagnosis?.stage === "run" && tasks >= Math.max(EXIT_LIMIT, Math.ceil(desiredCount / 2));
  });
}

function fromTask(task: StoppedTask): readonly Sighting[] {
  const text = stopText(task);
  const diagnosis = diagnose(text);
  const failed = task.stopCode === "TaskFailedToStart" || task.stopCode === "EssentialContainerExited";
  // ECS also stops tasks in good order: to scale in, to replace them, because somebody asked.
  if (!failed && diagnosis === undefined) return [];
  const failedToStart = diagnosis === undefined ? task.stopCode === "TaskFailedToStart" : diagnosis.stage === "start";
  return [{ id: shortName(task.arn), source: "task", at: task.stoppedAt, text, diagnosis, failedToStart }];
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
  const newest = [...sightings].sort((a, b) => b.at - a.at)[0];
  if (newest === undefined) return [];
  const { text, diagnosis, failedToStart } = newest;
  return [{ diagnosis, evidence: redact(text), tasks: Math.max(count("task"), count("event")), failedToStart }];
}
