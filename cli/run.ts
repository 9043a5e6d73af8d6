// `ghcr-fargate run`: a one-off task of a service's task definition or of a GhcrFargateTask, its log lines, its exit code.

import { setTimeout as sleep } from "node:timers/promises";
import { logSources, readLogs } from "../operations/logs";
import { connectAws, type Aws } from "../operations/aws";
import {
  endingOf,
  readTask,
  sourceOfService,
  startTask,
  type StartedTask,
  type TaskSource,
} from "../operations/runTask";
import { describeTaskDefinition } from "../operations/service";
import { chooseTask, tasksOfStack } from "../operations/stackTasks";
import { EXIT, exiting, findTarget, readStackHere, withServiceOptions, type ServiceOptions } from "./serviceCommand";
import type { AddCommand, Terminal } from "./terminal";
import { UsageError } from "./usage";

interface Options extends ServiceOptions {
  readonly task?: string;
  readonly env: readonly string[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly detach?: true;
  readonly json?: true;
}

/** Seconds between two readings of the task and its lines. */
const POLL_SECONDS = 2;

/** Adds `run`. */
export const addRun: AddCommand = (program, terminal) => {
  withServiceOptions(
    program
      .command("run")
      .description("run a one-off task of a service or of a GhcrFargateTask; ends with its exit code"),
    {
      permissions:
        "ecs:DescribeServices, ecs:DescribeTaskDefinition, ecs:RunTask, ecs:DescribeTasks, iam:PassRole on the task's\nroles; for its lines logs:FilterLogEvents.",
      examples: [
        "run -- rails db:migrate",
        "run --env DRY_RUN=1 --memory 2048 --cpu 1024 -- ./report.sh",
        "run --detach -- ./nightly.sh",
        "run --task report",
      ],
    },
  )
    .argument("[command...]", "what the container runs instead of its command, after --")
    .option(
      "-e, --env <NAME=VALUE>",
      "an environment variable; can be repeated",
      (value, all: readonly string[]) => [...all, value],
      [],
    )
    .option("--cpu <units>", "CPU units of the task (default: the service's)")
    .option("--memory <MiB>", "memory of the task in MiB (default: the service's)")
    .option("--task <name>", "a GhcrFargateTask of the stack, by its name in the program, in place of a service")
    .option("--detach", "start it and do not wait")
    .option("--json", "print JSON: the task, and how it ended")
    .action((command: string[], options: Options) =>
      exiting(terminal, async () => run(await findSource(options), { ...options, command }, terminal)),
    );
};

/** What is started, and the AWS that it is started in. */
interface Runnable {
  readonly aws: Aws;
  readonly source: TaskSource;
}

async function findSource({ task, ...options }: Options): Promise<Runnable> {
  if (task === undefined) {
    const { aws, ref } = await findTarget(options);
    return { aws, source: await sourceOfService(aws, ref) };
  }
  const { stack, service, cluster, region, profile } = options;
  if (service !== undefined || cluster !== undefined)
    throw new UsageError("--task: cannot be given with --service or --cluster");
  const state = await readStackHere(stack);
  const chosen = chooseTask(tasksOfStack(state.resources), task, state.name);
  return { aws: connectAws({ region: region ?? chosen.region, profile }), source: chosen.source };
}

async function run(
  target: Runnable,
  { command, ...options }: Options & { readonly command: readonly string[] },
  terminal: Terminal,
): Promise<number> {
  const task = await startTask(target.aws, target.source, {
    environment: parseEnvironment(options.env),
    command: command.length > 0 ? command : undefined,
    cpu: options.cpu,
    memory: options.memory,
  });
  if (!options.json) terminal.writeError(`started task ${task.id}\n`);
  if (options.detach) {
    terminal.write(options.json ? `${JSON.stringify({ task: task.arn })}\n` : `${task.id}\n`);
    return EXIT.ok;
  }
  const { exitCode, reason } = await waitFor(
    target,
    task,
    options.json === true ? () => undefined : (line) => terminal.write(`${line}\n`),
  );
  if (options.json) terminal.write(`${JSON.stringify({ task: task.arn, exitCode, reason })}\n`);
  else if (exitCode !== 0)
    terminal.writeError(
      `task ${task.id} ended: ${reason ?? "no reason given"}${exitCode === undefined ? "" : ` (exit code ${exitCode})`}\n`,
    );
  return exitCode ?? EXIT.failed;
}

/** Waits until a task has ended, and shows what it writes. */
async function waitFor({ aws }: Runnable, task: StartedTask, show: (line: string) => void) {
  const sources = logSources(await describeTaskDefinition(aws, task.taskDefinition));
  const shown = new Set<string>();
  const showLines = async () => {
    for (const { id, text } of await readLogs(aws, sources, { since: new Date(0), tasks: [task.id] })) {
      if (!shown.has(id)) show(text);
      shown.add(id);
    }
  };
  for (;;) {
    const ending = endingOf(await readTask(aws, task), task.container);
    await showLines();
    if (ending !== undefined) return ending;
    await sleep(POLL_SECONDS * 1000);
  }
}

function parseEnvironment(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`--env: "${text}" is not NAME=VALUE`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
