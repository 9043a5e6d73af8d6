// Finds the messages in JSON: answers of describe-tasks and describe-services, events of EventBridge, records of CloudTrail.

import { stopText } from "../stoppedTasks";
import { DEEPEST, parseLoosely } from "./looseJson";

/** One message of a text. */
export interface FoundMessage {
  readonly text: string;
  /** When it was said, in milliseconds, where the text tells. */
  readonly at?: number;
  /** The time of day, where no date stands by it. */
  readonly clock?: number;
  /** Whether the text shows that the service is healthy since. */
  readonly old?: true;
}

/** Members that only ECS's answers and events have. */
const OF_ECS =
  /(?:["'\\]|\b)(?:stoppedReason|stopCode|taskArn|exitCode|rolloutState|rolloutStateReason|containerInstanceArn|networkInterfaces|createdAt|failures)["'\\]{0,2}[:=]/i;

/** The messages of an answer of the API, of an event or of what a tool printed of them; undefined where a text is none. */
export function messagesOfJson(clean: string): FoundMessage[] | undefined {
  const trimmed = clean.trim();
  const data =
    (/^[{[]/.test(trimmed) ? parse(trimmed) : undefined) ??
    (OF_ECS.test(trimmed.replace(/\s+/g, "")) ? parseLoosely(clean) : undefined);
  const found: FoundMessage[] = [];
  visit(data, found);
  return found.length === 0 ? undefined : found;
}

/** Walks over an answer of the ECS API, whatever it is wrapped in. */
function visit(value: unknown, found: FoundMessage[], { healthy, depth } = { healthy: false, depth: 0 }): void {
  if (depth > DEEPEST) return;
  const inside = (each: unknown, isHealthy: boolean) => visit(each, found, { healthy: isHealthy, depth: depth + 1 });
  if (Array.isArray(value)) {
    const time = value.length <= 4 ? value.map(toTime).find((at) => at !== undefined) : undefined;
    for (const each of value)
      if (typeof each === "string" && EVENT.test(each)) found.push(withTime(each, time));
      else inside(each, healthy);
    return;
  }
  if (typeof value === "string" && QUOTED_TASK.test(value)) {
    inside(parse(value), healthy);
    return;
  }
  if (!isObject(value)) return;
  const record = lowerCamel(value);
  if (record.status === "SUCCEEDED") {
    // A job of AWS Batch, at whichever of its attempts.
    found.push(withTime("Essential container in task exited, exit code 0: completed successfully", undefined));
    return;
  }
  const isHealthy = healthy || isHealthyService(record);
  const text = taskText(record) ?? containerText(record) ?? eventText(record);
  if (text !== undefined) {
    const at = toTime(record.stoppedAt ?? record.stoppingAt ?? record.createdAt ?? record.updatedAt);
    found.push({ ...withTime(text, at), ...(isHealthy && { old: true as const }) });
  }
  for (const [key, each] of Object.entries(record))
    if (key !== "containers" || (record.taskArn ?? record.stoppedReason) === undefined) inside(each, isHealthy);
}

/** An event among the values that a query picked. */
const EVENT = /^\(?service[ (]|^Task |^(?:Cannot|Resource|OutOf|Essential)\w+(?::| )/;

/** What Step Functions quotes of a task, with its own letter case. */
const QUOTED_TASK = /^\s*\{.{0,100000}stoppedReason/is;

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function lowerCamel(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key.charAt(0).toLowerCase() + key.slice(1), each]),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A task of describe-tasks as one text. */
function taskText(record: Record<string, unknown>): string | undefined {
  const { taskArn, stopCode, containers, exitCode: only } = record;
  // A log's record calls it reason.
  const stoppedReason =
    record.stoppedReason ?? (typeof stopCode === "string" && containers === undefined ? record.reason : undefined);
  const list = Array.isArray(containers)
    ? containers.filter(isObject).map(lowerCamel)
    : typeof stoppedReason === "string" && typeof only === "number"
      ? [record] // of a query that picked a few values
      : [];
  if (
    typeof stoppedReason !== "string" &&
    (taskArn === undefined || !list.some(({ exitCode, reason }) => exitCode !== undefined || reason !== undefined))
  )
    return list.length > 0 && taskArn === undefined && list.some(({ exitCode }) => exitCode !== undefined)
      ? taskText({ taskArn: "", containers, stopCode: "EssentialContainerExited" })
      : undefined;
  if (isJobThatEnded(record, list)) return "task completed: exit code 0";
  return stopText({
    arn: typeof taskArn === "string" ? taskArn : "",
    taskDefinition: "",
    stoppedAt: 0,
    ...(typeof stopCode === "string" ? { stopCode } : essential(stoppedReason)),
    ...(typeof stoppedReason === "string" && { stoppedReason }),
    containers: list.map(({ name, exitCode, reason }) => ({
      name: typeof name === "string" ? name : "",
      ...(typeof exitCode === "number" && { exitCode }),
      ...(typeof reason === "string" && { reason }),
    })),
  });
}

/** What says no more than that a task ended by itself. */
const ENDED_BY_ITSELF =
  /^(?:undefined|null|TaskCompletedNormally|EssentialContainerExited|Essential container in task exited)?$/;

/** Whether all containers ended by themselves with the exit code 0: the good end of a task, unless a service started it. */
function isJobThatEnded(task: Record<string, unknown>, containers: readonly Record<string, unknown>[]): boolean {
  const ofService = [task.group, task.startedBy].some((value) => /^(?:service:|ecs-svc)/.test(String(value)));
  const reasons = [task.stopCode, task.stoppedReason, ...containers.map(({ reason }) => reason)];
  const zero = containers.length > 0 && containers.every(({ exitCode }) => exitCode === 0);
  return zero && !ofService && reasons.every((reason) => ENDED_BY_ITSELF.test(String(reason)));
}

/** A container that stands without its task. */
function containerText(record: Record<string, unknown>): string | undefined {
  const { containerArn, lastStatus, exitCode, reason } = record;
  if ((containerArn ?? lastStatus) === undefined || exitCode === 0) return undefined;
  if (exitCode === undefined && typeof reason !== "string") return undefined;
  return taskText({ taskArn: "", stopCode: "EssentialContainerExited", containers: [record] });
}

/** Events of tasks leave the code out. */
function essential(stoppedReason: unknown): { readonly stopCode?: string } {
  return typeof stoppedReason === "string" && /essential container/i.test(stoppedReason)
    ? { stopCode: "EssentialContainerExited" }
    : {};
}

/** An event, or the reason of a deployment. */
function eventText(record: Record<string, unknown>): string | undefined {
  const { reason, arn, eventName } = record;
  if (typeof reason === "string" && typeof arn === "string") return `${arn}: ${reason}`; // of a call's failures
  const error = record.__type ?? record.errorCode;
  const said = record.errorMessage ?? record.message;
  if (typeof error === "string" && typeof said === "string")
    return typeof eventName === "string"
      ? `An error occurred (${error}) when calling the ${eventName} operation: ${said}` // of CloudTrail
      : `${error.replace(/^.*#/, "")}: ${said}`;
  if (typeof eventName === "string") return `${eventName}: ${typeof reason === "string" ? reason : ""}`; // of EventBridge
  const { description } = record;
  if (typeof description === "string" && typeof reason === "string" && /^(?:Target|Elb)\./.test(reason))
    return `a target is unhealthy in (target-group) due to (reason ${description})`; // of describe-target-health
  const { rolloutState, rolloutStateReason, failedTasks, runningCount } = record;
  if (rolloutState === "IN_PROGRESS" && typeof failedTasks === "number" && failedTasks > 2 && runningCount === 0)
    return `(service) is unable to consistently start tasks successfully: ${failedTasks} tasks of the deployment failed`;
  if (
    rolloutState === "FAILED" &&
    typeof rolloutStateReason === "string" &&
    !/circuit breaker/i.test(rolloutStateReason)
  )
    return `(service) deployment failed: ${rolloutStateReason}`;
  const text = record.message ?? record.msg ?? record.rolloutStateReason ?? record.statusReason ?? record.reason;
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** A service of describe-services whose tasks all run and whose newest event says so. */
function isHealthyService({ runningCount, desiredCount, events }: Record<string, unknown>): boolean {
  if (
    typeof runningCount !== "number" ||
    typeof desiredCount !== "number" ||
    runningCount < desiredCount ||
    !Array.isArray(events)
  )
    return false;
  const [newest] = events as { message?: unknown }[];
  return typeof newest?.message === "string" && newest.message.includes("steady state");
}

function toTime(value: unknown): number | undefined {
  if (typeof value === "number") return value > 1e12 ? value : value * 1000;
  const time = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** A message with its time, where there is one. */
export function withTime(text: string, at: number | undefined): FoundMessage {
  return { text, ...(at !== undefined && { at }) };
}
