// `ghcr-fargate run`: a one-off task of a service's task definition or of a GhcrFargateTask, its log lines, its exit code.

import { setTimeout as sleep } from "node:timers/promises";
import { quote } from "../model/problems";
import { explainAwsError } from "../operations/awsErrors";
import { parseDuration } from "../operations/duration";
import { isDenied } from "../rollout/callFailure";
import { logSources, readLogs } from "../operations/logs";
import { connectAws, type Aws } from "../operations/aws";
import {
  checkTaskSize,
  endingOf,
  readTask,
  sourceOfService,
  startTask,
  stopTask,
  type Ending,
  type StartedTask,
  type TaskSource,
} from "../operations/runTask";
import { describeTaskDefinition, nameOf } from "../operations/service";
import { chooseTask, tasksOfStack } from "../operations/stackTasks";
import { EXIT, exiting, findTarget, readStackHere, withServiceOptions, type ServiceOptions } from "./serviceCommand";
import type { AddCommand, Terminal } from "./terminal";
import { UsageError } from "./usage";

interface Options extends ServiceOptions {
  readonly task?: string;
  readonly env: readonly string[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly timeout?: string;
  readonly detach?: true;
  readonly json?: true;
}

/** Seconds between two readings of the task and its lines. */
const POLL_SECONDS = 2;

/** Ended by Ctrl-C, as a shell reports it. */
const INTERRUPTED = 130;

/** Stopped at the end of its time, as timeout(1) reports it. */
const TIMED_OUT = 124;

/** Adds `run`. */
export const addRun: AddCommand = (program, terminal) => {
  withServiceOptions(
    program
      .command("run")
      .description("run a one-off task of a service or of a GhcrFargateTask; ends with its exit code"),
    {
      ok: "the container ended with 0; any other code is the container's own, 124 is --timeout, which stops the task,\n     130 is Ctrl-C, which leaves it running",
      failed: "the container never ran, or ended with 1",
      permissions:
        "ecs:DescribeServices, ecs:DescribeTaskDefinition, ecs:RunTask, ecs:DescribeTasks, iam:PassRole on the task's\nroles; for its lines logs:FilterLogEvents; for --timeout ecs:StopTask.",
      examples: [
        "run -- rails db:migrate",
        "run --env DRY_RUN=1 --memory 2048 --cpu 1024 -- ./report.sh",
        "run --detach -- ./nightly.sh",
        "run --task report --timeout 30m",
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
    .option("--timeout <duration>", "stop it where it has not ended by then: 90s, 30m, 2h (default: wait for its end)")
    .option("--detach", "start it and do not wait")
    .option("--json", "print JSON: the task, and how it ended")
    .action((command: string[], options: Options) =>
      exiting(terminal, options, async () => {
        const limit = parseTimeout(options);
        const environment = parseEnvironment(options.env);
        checkTaskSize(options);
        return run(await findSource(options), { ...options, command, limit, environment }, terminal);
      }),
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
  const state = await readStackHere(stack, undefined);
  const chosen = chooseTask(tasksOfStack(state.resources), task, state.name);
  return { aws: connectAws({ region: region ?? chosen.region, profile }), source: chosen.source };
}

/** What a task is started with: checked options. */
interface Request extends Options {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly limit: number | undefined;
}

async function run(
  target: Runnable,
  { command, limit, environment, ...options }: Request,
  terminal: Terminal,
): Promise<number> {
  const task = await startTask(target.aws, target.source, {
    environment,
    command: command.length > 0 ? command : undefined,
    cpu: options.cpu,
    memory: options.memory,
  });
  if (!options.json) terminal.writeError(`started task ${task.id}\n`);
  if (options.detach) {
    terminal.write(options.json ? `${JSON.stringify({ task: task.arn })}\n` : `${task.id}\n`);
    return EXIT.ok;
  }
  const ending = await untilInterrupted(terminal, (signal) =>
    waitFor(target, { task, signal, limit, quiet: options.json === true }, terminal),
  );
  if (ending === undefined) {
    const { id, cluster } = task;
    terminal.writeError(
      `task ${id} goes on running; stop it with aws ecs stop-task --cluster ${nameOf(cluster)} --task ${id}\n`,
    );
    return INTERRUPTED;
  }
  const { exitCode, reason, timedOut } = ending;
  if (options.json) terminal.write(`${JSON.stringify({ task: task.arn, exitCode, reason, timedOut })}\n`);
  else if (timedOut)
    terminal.writeError(`task ${task.id} had not ended after ${options.timeout ?? ""}; it was stopped\n`);
  else if (exitCode !== 0)
    terminal.writeError(
      `task ${task.id} ended: ${reason ?? "no reason given"}${exitCode === undefined ? "" : ` (exit code ${exitCode})`}\n`,
    );
  return timedOut ? TIMED_OUT : (exitCode ?? EXIT.failed);
}

/** Milliseconds that the task may take; undefined for as long as it takes. */
function parseTimeout({ timeout, detach }: Options): number | undefined {
  if (timeout === undefined) return undefined;
  if (detach) throw new UsageError("--timeout: cannot be given with --detach, which does not wait");
  const limit = parseDuration(timeout);
  if (limit === undefined || limit === 0)
    throw new UsageError(`--timeout: ${timeout} is not a duration; write 90s, 30m or 2h`);
  return limit;
}

interface Wait {
  readonly task: StartedTask;
  readonly signal: AbortSignal;
  /** Milliseconds after which the task is stopped. */
  readonly limit: number | undefined;
  /** Whether its lines are left out. */
  readonly quiet: boolean;
}

/** Waits for the task's end and shows its lines; undefined where the signal came first. A stopped task's last lines are shown too. */
async function waitFor(
  { aws }: Runnable,
  { task, signal, limit = Infinity, quiet }: Wait,
  terminal: Terminal,
): Promise<(Ending & { readonly timedOut: boolean }) | undefined> {
  const deadline = Date.now() + limit;
  let timedOut = false;
  const sources = logSources(await describeTaskDefinition(aws, task.taskDefinition));
  const shown = new Set<string>();
  let readable = !quiet;
  const showLines = async () => {
    if (!readable) return;
    try {
      for (const { id, text } of await readLogs(aws, sources, { since: new Date(0), tasks: [task.id] })) {
        if (!shown.has(id)) terminal.write(`${text}\n`);
        shown.add(id);
      }
    } catch (error) {
      if (!isDenied(error)) throw error;
      readable = false; // how the task ends is still worth waiting for
      terminal.writeError(`its lines are not shown: ${explainAwsError(error)}\n`);
    }
  };
  while (!signal.aborted) {
    const ending = endingOf(await readTask(aws, task), task.container);
    await showLines();
    if (ending !== undefined) return { ...ending, timedOut };
    if (Date.now() >= deadline && !timedOut) {
      await stopTask(aws, task, "ghcr-fargate run --timeout");
      timedOut = true;
    }
    await sleep(POLL_SECONDS * 1000, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** Runs something that Ctrl-C aborts. */
async function untilInterrupted<T>({ onInterrupt }: Terminal, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const forget = onInterrupt?.(() => controller.abort());
  try {
    return await run(controller.signal);
  } finally {
    forget?.();
  }
}

function parseEnvironment(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError("--env: a value without its name; write it as --env NAME=VALUE");
      const name = text.slice(0, at);
      if (/\s/.test(name))
        throw new UsageError(
          `--env: ${quote(name)} is not a valid name of an environment variable; use letters, digits and underscores`,
        );
      return [name, text.slice(at + 1)];
    }),
  );
}
