// The log lines of a service's tasks, merged by time.

import type { TaskDefinition } from "@aws-sdk/client-ecs";
import type { Aws } from "./aws";
import { WrongOption } from "./wrongOption";

/** Where a container's lines are: `prefix/container/task` are ECS's names of log streams. */
export interface LogSource {
  readonly group: string;
  readonly region: string | undefined;
  /** `prefix/container`. */
  readonly streamPrefix: string;
  readonly container: string;
}

/** One line of a log. */
export interface LogLine {
  readonly time: Date;
  readonly container: string;
  /** The task's id. */
  readonly task: string;
  readonly text: string;
  /** CloudWatch's id of the event. */
  readonly id: string;
}

/** Which lines are wanted. */
export interface LogQuery {
  readonly since: Date;
  /** A CloudWatch Logs filter pattern. */
  readonly filter?: string | undefined;
  /** Only of these tasks, by id or its beginning. */
  readonly tasks?: readonly string[] | undefined;
}

/** Where the containers of a task definition log to; those without the awslogs driver have no lines in CloudWatch. */
export function logSources(definition: TaskDefinition, container?: string): LogSource[] {
  const containers = definition.containerDefinitions ?? [];
  if (container !== undefined && !containers.some(({ name }) => name === container))
    throw new WrongOption(
      `--container: the task has no container ${container}; it has ${containers.map(({ name }) => name).join(", ")}`,
    );
  return containers
    .filter(({ name }) => container === undefined || name === container)
    .flatMap(({ name = "", logConfiguration }) => {
      const options = logConfiguration?.options ?? {};
      const group = options["awslogs-group"];
      const prefix = options["awslogs-stream-prefix"];
      if (logConfiguration?.logDriver !== "awslogs" || group === undefined || prefix === undefined) return [];
      return { group, region: options["awslogs-region"], streamPrefix: `${prefix}/${name}`, container: name };
    });
}

/** Reads lines, oldest first. Permission: logs:FilterLogEvents on the log group. */
export async function readLogs(aws: Aws, sources: readonly LogSource[], query: LogQuery): Promise<LogLine[]> {
  const lines = await Promise.all(sources.map((source) => readSource(aws, source, query)));
  return lines.flat().sort((a, b) => a.time.getTime() - b.time.getTime());
}

async function readSource(aws: Aws, source: LogSource, { since, filter, tasks }: LogQuery): Promise<LogLine[]> {
  const logs = await aws.logs();
  const lines: LogLine[] = [];
  const [onlyTask] = tasks?.length === 1 ? tasks : [];
  for (let nextToken: string | undefined, first = true; first || nextToken !== undefined; first = false) {
    const answer = await logs.filterLogEvents({
      logGroupName: source.group,
      logStreamNamePrefix: `${source.streamPrefix}/${onlyTask ?? ""}`,
      startTime: since.getTime(),
      ...(filter !== undefined && { filterPattern: filter }),
      ...(nextToken !== undefined && { nextToken }),
    });
    for (const { timestamp = 0, logStreamName = "", message = "", eventId = "" } of answer.events ?? []) {
      const task = logStreamName.slice(logStreamName.lastIndexOf("/") + 1);
      if (tasks !== undefined && !tasks.some((wanted) => task.startsWith(wanted))) continue;
      lines.push({
        time: new Date(timestamp),
        container: source.container,
        task,
        text: message.trimEnd(),
        id: eventId,
      });
    }
    nextToken = answer.nextToken;
  }
  return lines;
}

/** How lines are read as they come. */
export interface Following {
  readonly signal: AbortSignal;
  /** The pause between two readings; over at once when the signal aborts. */
  readonly wait: (signal: AbortSignal) => Promise<void>;
}

/**
 * Reads lines as they come, until the signal aborts. CloudWatch takes in lines some seconds late and out of order, so each
 * reading looks back a little, and knows what it has shown.
 */
export async function* followLogs(
  aws: Aws,
  sources: readonly LogSource[],
  { signal, wait, ...query }: LogQuery & Following,
): AsyncGenerator<LogLine> {
  let shown = new Set<string>();
  let since = query.since;
  while (!signal.aborted) {
    const lines = await readLogs(aws, sources, { ...query, since });
    for (const line of lines) if (!shown.has(line.id)) yield line;
    const newest = lines.at(-1)?.time.getTime();
    if (newest !== undefined) since = new Date(Math.max(since.getTime(), newest - LOOK_BACK_MS));
    shown = new Set(lines.map(({ id }) => id));
    await wait(signal);
  }
}

/** How late a line may come: CloudWatch Logs shows most within 5 s. */
const LOOK_BACK_MS = 15_000;
