// `ghcr-fargate run`: a one-off task of the service's task definition, its log lines, its exit code.

import { setTimeout as sleep } from "node:timers/promises";
import { logSources, readLogs } from "../operations/logs";
import { endingOf, readTask, startTask, type StartedTask } from "../operations/runTask";
import { describeTaskDefinition } from "../operations/service";
import { EXIT, onService, withServiceOptions, type ServiceOptions, type Target } from "./serviceCommand";
import type { AddCommand, Terminal } from "./terminal";
import { UsageError } from "./usage";

interface Options extends ServiceOptions {
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
    program.command("run").description("run a one-off task of the service's task definition; ends with its exit code"),
    {
      permissions:
        "ecs:DescribeServices, ecs:DescribeTaskDefinition, ecs:RunTask, ecs:DescribeTasks, iam:PassRole on the task's\nroles; for its lines logs:FilterLogEvents.",
      examples: [
        "run -- rails db:migrate",
        "run --env DRY_RUN=1 --memory 2048 --cpu 1024 -- ./report.sh",
        "run --detach -- ./nightly.sh",
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
    .option("--detach", "start it and do not wait")
    .option("--json", "print JSON: the task, and how it ended")
    .action((command: string[], options: Options) =>
      onService(options, terminal, (target) => run(target, { ...options, command }, terminal)),
    );
};

async function run(
  target: Target,
  { command, ...options }: Options & { readonly command: readonly string[] },
  terminal: Terminal,
): Promise<number> {
  const task = await startTask(target.aws, target.ref, {
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
async function waitFor({ aws }: Target, task: StartedTask, show: (line: string) => void) {
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
