// The `ghcr-fargate` program: its commands, in the order of a service's life.

import { Command } from "commander";
import { addCheck } from "./check";
import { addCompose } from "./compose";
import { addDiagnose } from "./diagnose";
import { addDiff } from "./diff";
import { addEcr } from "./ecr";
import { addLogs } from "./logs";
import { addMigrate } from "./migrate";
import { addOpen } from "./open";
import { addPreview } from "./preview";
import { addRecover } from "./recover";
import { addRotateToken } from "./rotateToken";
import { addRun } from "./run";
import { addServiceActions } from "./serviceActions";
import { addSessions } from "./sessions";
import { addStatus } from "./status";
import type { AddCommand, Terminal } from "./terminal";
import { UsageError } from "./usage";
import { addVerify } from "./verify";

const COMMANDS: readonly AddCommand[] = [
  addPreview,
  addCheck(),
  addStatus,
  addDiagnose,
  addLogs,
  addOpen,
  addSessions,
  addRun,
  addServiceActions,
  addRotateToken,
  addVerify,
  addDiff,
  addRecover,
  addMigrate(),
  addEcr,
  addCompose,
];

const OVERVIEW = `
Before a deployment:  preview, check, verify
Afterwards:           status, logs, open, exec, port-forward, run
When it fails:        diagnose, diff, rollback, recover
Operations:           scale, stop, start, redeploy, continue, rotate-token
Moving images:        migrate
ECR for a team:       ecr commands, ecr check-tag
Compose files:        compose check, compose convert

In a Pulumi project the commands find the services of the selected stack; elsewhere pass --cluster and --service.`;

const COMPLETION = "Completion for your shell: ghcr-fargate complete bash|zsh|fish|powershell";

/** What the program says where no command is given. */
export function renderOverview(version: string): string {
  return `ghcr-fargate ${version}: private container images on AWS ECS Fargate
${OVERVIEW}
Options, exit codes, permissions and examples of a command: ghcr-fargate COMMAND --help
${COMPLETION}
`;
}

/** Takes the value out of what Commander says of an option that is unknown or takes none: it may be a secret. */
function hideValue(text: string): string {
  return text.replace(/^(error: unknown option '-[^'=]*=).*'/s, "$1…'");
}

/** `help a b` as `a b --help`: left to itself, commander shows some other help where there is no such command. */
export function helpAsOption(program: Command, argv: readonly string[]): readonly string[] {
  const at = argv.indexOf("help");
  if (at < 0 || argv.some((word) => word.startsWith("-"))) return argv;
  const [above, named] = [argv.slice(0, at), argv.slice(at + 1)];
  const group = findCommand(program, above);
  if (group === undefined || group.commands.length === 0) return argv; // an argument
  if (findCommand(group, named) === undefined)
    throw new UsageError(`help: there is no command "${[...above, ...named].join(" ")}"; see ghcr-fargate --help`);
  return [...above, ...named, "--help"];
}

function findCommand(from: Command, path: readonly string[]): Command | undefined {
  return path.reduce<Command | undefined>(
    (command, word) => command?.commands.find((each) => each.name() === word || each.aliases().includes(word)),
    from,
  );
}

/** Makes the program. */
export function createProgram(terminal: Terminal, version: string): Command {
  const program = new Command("ghcr-fargate")
    .configureOutput({ outputError: (text, write) => write(hideValue(text)) })
    .exitOverride() // the process is main.ts's; inherited by the commands that are added below
    .description("Private container images on AWS ECS Fargate.")
    .version(version, "-v, --version")
    .addHelpText("after", `${OVERVIEW}\n${COMPLETION}`);
  for (const add of COMMANDS) add(program, terminal);
  return program;
}
