// The last lines that a failed task wrote to its log: what everybody opens next.

import type { GetLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import { shortName } from "./ecs";
import type { EcsApi } from "./ecsApi";
import { explainLogLine, type Diagnosis } from "./message/read";
import { redact } from "./redact";

/** The calls of CloudWatch Logs that are made. The SDK's `CloudWatchLogs` is one. */
export interface LogsApi {
  getLogEvents(input: {
    logGroupName: string;
    logStreamName: string;
    limit: number;
    startFromHead: false;
  }): Promise<Pick<GetLogEventsResponse, "events">>;
}

/** A container of a failed task. */
export interface FailedContainer {
  readonly taskArn: string;
  readonly taskDefinition: string;
  /** Unset where ECS blames none: the first one that is essential. */
  readonly container?: string;
}

/** A container's last lines, oldest first, without secrets. */
export interface LastLines {
  readonly container: string;
  readonly lines: readonly string[];
  /** Where the whole log is. */
  readonly logGroup: string;
  readonly logStream: string;
  /** What the newest of them that is a known error means. */
  readonly explained?: Pick<Diagnosis, "code" | "cause" | "fix">;
  /** Whether the driver may drop lines: then what a container wrote right before its end may be missing. */
  readonly mayMissLines: boolean;
}

/** As many as fit on a screen. */
const LINE_LIMIT = 20;

/**
 * Reads them; undefined where the container does not log to CloudWatch by the awslogs driver with a stream prefix.
 * Permissions: ecs:DescribeTaskDefinition, logs:GetLogEvents.
 */
export async function readLastLines(
  api: Pick<EcsApi, "describeTaskDefinition">,
  connectLogs: (region: string | undefined) => Promise<LogsApi>,
  { taskArn, taskDefinition, container }: FailedContainer,
): Promise<LastLines | undefined> {
  const { taskDefinition: definition } = await api.describeTaskDefinition({ taskDefinition });
  const containers = definition?.containerDefinitions ?? [];
  const failed =
    containers.find(({ name }) => name === container) ?? containers.find(({ essential }) => essential !== false);
  const { name = "", logConfiguration } = failed ?? {};
  const options = logConfiguration?.options ?? {};
  const logGroup = options["awslogs-group"];
  const prefix = options["awslogs-stream-prefix"];
  if (logConfiguration?.logDriver !== "awslogs" || logGroup === undefined || prefix === undefined) return undefined;

  const logStream = `${prefix}/${name}/${shortName(taskArn)}`;
  const logs = await connectLogs(options["awslogs-region"]);
  const input = { logGroupName: logGroup, logStreamName: logStream, limit: LINE_LIMIT, startFromHead: false } as const;
  // No stream: the container wrote nothing.
  const { events = [] } = await logs.getLogEvents(input).catch((error: unknown) => {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return { events: [] };
    throw error;
  });
  const lines = events.slice(-LINE_LIMIT).map(({ message = "" }) => redact(message));
  const explained = explainLines(lines);
  const log = { container: name, lines, logGroup, logStream, mayMissLines: options.mode !== "blocking" };
  return { ...log, ...(explained && { explained }) };
}

/** The newest error stands last, with at most its stack below. */
function explainLines(lines: readonly string[]): LastLines["explained"] {
  for (const line of [...lines].reverse()) {
    const explained = explainLogLine(line);
    if (explained === undefined) continue;
    const { code, cause, fix } = explained;
    return { code, cause, fix };
  }
  return undefined;
}

/** The lines below a headline. */
export function renderLastLines(log: LastLines): readonly string[] {
  const { container, lines, logGroup, logStream, mayMissLines, explained } = log;
  if (lines.length === 0) return [`log: container ${container} wrote nothing to ${logGroup} (${logStream})`];
  const missing = mayMissLines ? "; without `mode: blocking` the very last may be missing" : "";
  return [
    `last log lines of container ${container} (${logGroup}, ${logStream}${missing}):`,
    ...lines.map(indent),
    ...(explained === undefined
      ? []
      : [`these lines say: ${explained.cause} [${explained.code}]`, `fix: ${explained.fix}`]),
  ];
}

function indent(line: string): string {
  return `  ${line}`;
}
