// `ghcr-fargate exec` and `port-forward`: a command in a task, a tunnel to it.

import { spawn } from "node:child_process";
import { findContainer, SESSION_PLUGIN, startCommand, startTunnel, type PluginArguments } from "../operations/session";
import { describeService, describeTaskDefinition, mainContainer } from "../operations/service";
import { EXIT, onService, withServiceOptions, type ServiceOptions } from "./serviceCommand";
import type { AddCommand } from "./terminal";
import { UsageError } from "./usage";

interface Options extends ServiceOptions {
  readonly task?: string;
  readonly container?: string;
}

const NEEDS = `session-manager-plugin has to be installed,
and ECS Exec on in the program: executeCommand: {}, or { audited: true } to encrypt and record sessions, which also needs
kms:GenerateDataKey on the key.`;

const HELP = {
  ok: "the session ended well; any other code is the plugin's",
  failed: "the plugin was ended by a signal",
} as const;

/** Adds `exec` and `port-forward`. */
export const addSessions: AddCommand = (program, terminal) => {
  withServiceOptions(program.command("exec").description("open a shell, or run a command, in a running task"), {
    ...HELP,
    permissions: `ecs:ListTasks, ecs:DescribeTasks, ecs:ExecuteCommand. ${NEEDS}`,
    examples: ["exec", "exec --task 126adbcd -- cat /etc/os-release"],
  })
    .argument("[command...]", "what to run, after -- (default: /bin/sh)")
    .option("--task <id>", "the task; the beginning of its id is enough (default: the newest)")
    .option("--container <name>", "the container (default: the service's own)")
    .action((command: string[], options: Options) =>
      onService(options, terminal, async ({ aws, ref }) => {
        const target = await findContainer(aws, ref, options);
        await checkPlugin();
        return runPlugin(
          await startCommand(aws, target, command.length > 0 ? command.map(quoted).join(" ") : "/bin/sh"),
        );
      }),
    );

  withServiceOptions(program.command("port-forward").description("forward a local port to a running task"), {
    ...HELP,
    permissions: `ecs:ListTasks, ecs:DescribeTasks, ssm:StartSession on the task; ecs:DescribeServices and\necs:DescribeTaskDefinition where no port is named. ${NEEDS}`,
    examples: ["port-forward", "port-forward 8080", "port-forward 5432 --local-port 15432"],
  })
    .argument("[port]", "the task's port (default: the first of its container)")
    .option("--local-port <port>", "the port on this machine (default: the same)")
    .option("--task <id>", "the task; the beginning of its id is enough (default: the newest)")
    .option("--container <name>", "the container (default: the service's own)")
    .action((given: string | undefined, options: Options & { readonly localPort?: string }) =>
      onService(options, terminal, async ({ aws, ref }) => {
        const wanted = given === undefined ? undefined : tcpPort("port", given);
        const local = options.localPort === undefined ? undefined : tcpPort("--local-port", options.localPort);
        const target = await findContainer(aws, ref, options);
        const port = wanted ?? (await firstPort(aws, ref));
        await checkPlugin();
        terminal.writeError(
          `http://localhost:${local ?? port} -> port ${port} of ${target.container}; Ctrl-C ends it\n`,
        );
        return runPlugin(await startTunnel(aws, target, { port, localPort: local ?? port }));
      }),
    );
};

async function firstPort(...[aws, ref]: Parameters<typeof describeService>): Promise<number> {
  const { taskDefinition = "" } = await describeService(aws, ref);
  const port = mainContainer(await describeTaskDefinition(aws, taskDefinition)).portMappings?.[0]?.containerPort;
  if (port === undefined) throw new UsageError("port: missing; the container publishes none, so name one");
  return port;
}

function tcpPort(path: string, text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535)
    throw new UsageError(`${path}: "${text}" must be a TCP port from 1 to 65535`);
  return port;
}

/** ECS splits the command as a shell does. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Starts the plugin once before AWS opens a session that nobody would end. */
async function checkPlugin(): Promise<void> {
  await startPlugin(["--version"], "ignore");
}

/** Runs the plugin in the terminal; an interrupt is the session's, not ours. */
async function runPlugin(args: PluginArguments): Promise<number> {
  const ignore = () => undefined;
  process.on("SIGINT", ignore);
  try {
    return (await startPlugin(args, "inherit")) ?? EXIT.failed;
  } finally {
    process.off("SIGINT", ignore);
  }
}

/** Runs the plugin to its end; the answer is its exit code, or null where a signal ended it. */
function startPlugin(args: readonly string[], stdio: "ignore" | "inherit"): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const plugin = spawn(SESSION_PLUGIN, args, { stdio });
    plugin.once("error", () => {
      reject(
        new Error(
          `${SESSION_PLUGIN} is not installed; see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html`,
        ),
      );
    });
    plugin.once("exit", resolve);
  });
}
