// `ghcr-fargate logs`: the log lines of a service's tasks.

import { setTimeout as sleep } from "node:timers/promises";
import { parseDuration } from "../operations/duration";
import { followLogs, logSources, readLogs, type LogLine, type LogQuery } from "../operations/logs";
import { recentDeployments } from "../operations/deployments";
import { describeService, describeTaskDefinition, describeTasks, nameOf } from "../operations/service";
import { EXIT, onService, withServiceOptions, type ServiceOptions, type Target } from "./serviceCommand";
import { paintFor, untilUnread, type AddCommand, type Terminal } from "./terminal";
import { UsageError } from "./usage";

interface Options extends ServiceOptions {
  readonly follow?: true;
  readonly since: string;
  readonly filter?: string;
  readonly container?: string;
  readonly task?: string;
  readonly failed?: true;
  readonly deployment?: true;
  readonly json?: true;
}

/** Seconds between two readings of --follow. */
const FOLLOW_SECONDS = 2;

/** Adds `logs`. */
export const addLogs: AddCommand = (program, terminal) => {
  withServiceOptions(program.command("logs").description("show the log lines of a service's tasks, merged by time"), {
    ok: "the lines are shown; there may be none",
    failed: "no container logs to CloudWatch Logs",
    permissions:
      "ecs:DescribeServices, ecs:DescribeTaskDefinition, logs:FilterLogEvents on the log group;\necs:ListTasks and ecs:DescribeTasks for --failed and --deployment, ecs:ListServiceDeployments for --deployment.",
    examples: [
      "logs --follow",
      "logs --since 2h --filter ERROR",
      "logs --failed",
      "logs --container app --task 126adbcd",
    ],
  })
    .option("-f, --follow", "keep showing lines as they come, until interrupted")
    .option("--since <duration>", "how far to look back: 90s, 10m, 2h, 1d", "10m")
    .option("--filter <pattern>", "a CloudWatch Logs filter pattern, such as ERROR")
    .option("--container <name>", "one container's lines (default: all)")
    .option("--task <id>", "one task's lines; the beginning of its id is enough")
    .option("--failed", "the lines of the task that failed last, however old")
    .option("--deployment", "the lines of the newest deployment's tasks")
    .option("--json", "print one JSON object a line")
    .action((options: Options) => onService(options, terminal, (target) => show(target, options, terminal)));
};

async function show(target: Target, options: Options, terminal: Terminal): Promise<number> {
  const { aws, ref } = target;
  const lookBack = parseDuration(options.since);
  if (lookBack === undefined)
    throw new UsageError(`--since: ${options.since} is not a duration; write 90s, 10m, 2h or 1d`);
  const service = await describeService(aws, ref);
  const chosen = await chooseTasks(target, options);
  if (chosen === undefined) {
    terminal.writeError("No task failed; ECS remembers stopped tasks for about an hour.\n");
    return EXIT.ok;
  }
  const definition = await describeTaskDefinition(aws, chosen.taskDefinition ?? service.taskDefinition ?? "");
  const sources = logSources(definition, options.container);
  if (sources.length === 0) {
    terminal.writeError("The containers of this service do not log to CloudWatch Logs.\n");
    return EXIT.failed;
  }
  const since = options.failed ? new Date(0) : new Date(Date.now() - lookBack);
  const query: LogQuery = { since, filter: options.filter, tasks: chosen.tasks };
  const write = (line: LogLine) =>
    terminal.write(options.json ? `${JSON.stringify(line)}\n` : render(line, sources.length > 1, terminal));
  if (options.follow) {
    const signal = untilUnread(terminal); // an interrupt ends the process
    const wait = (until: AbortSignal) =>
      sleep(FOLLOW_SECONDS * 1000, undefined, { signal: until }).catch(() => undefined);
    for await (const line of followLogs(aws, sources, { ...query, signal, wait })) write(line);
    return EXIT.ok;
  }
  const lines = await readLogs(aws, sources, query);
  lines.forEach(write);
  if (lines.length === 0)
    terminal.writeError(
      `No lines${options.failed ? "" : ` in the last ${options.since}; look further back with --since`}.\n`,
    );
  return EXIT.ok;
}

/** The tasks that the options choose, and the task definition that tells where they log to; undefined where none failed. */
async function chooseTasks(
  { aws, ref }: Target,
  { task, failed, deployment }: Options,
): Promise<{ readonly tasks?: readonly string[]; readonly taskDefinition?: string | undefined } | undefined> {
  if (task !== undefined) return { tasks: [task] };
  if (failed) {
    const stopped = await describeTasks(aws, ref, "STOPPED");
    const found = stopped.find(
      ({ stopCode, containers = [] }) =>
        stopCode === "TaskFailedToStart" || containers.some(({ exitCode = 0 }) => exitCode !== 0),
    );
    return found && { tasks: [nameOf(found.taskArn ?? "")], taskDefinition: found.taskDefinitionArn };
  }
  if (deployment) {
    const [newest] = await recentDeployments(aws, ref, 1);
    const started = newest?.startedAt ?? newest?.createdAt;
    const all = [...(await describeTasks(aws, ref, "RUNNING")), ...(await describeTasks(aws, ref, "STOPPED"))];
    const ofIt = all.filter(
      ({ createdAt }) =>
        started === undefined || (createdAt !== undefined && createdAt >= new Date(started.getTime() - 60_000)),
    );
    return { tasks: ofIt.map(({ taskArn = "" }) => nameOf(taskArn)) };
  }
  return {};
}

function render({ time, task, container, text }: LogLine, namesContainer: boolean, terminal: Terminal): string {
  const label = `${time
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z/, "")} ${task.slice(0, 8)}${namesContainer ? ` ${container}` : ""}`;
  return `${paintFor(terminal)("dim", label)} ${text}\n`;
}
