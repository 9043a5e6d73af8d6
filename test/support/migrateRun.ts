// Runs `ghcr-fargate migrate` in this process.

import { Command } from "commander";
import { addMigrate } from "../../cli/migrate";
import type { MigrateAccess } from "../../cli/migrateOptions";
import type { Terminal } from "../../cli/terminal";

export interface Outcome {
  readonly output: string;
  readonly errors: string;
  readonly exitCode: number | undefined;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  readonly access?: MigrateAccess;
  readonly terminal?: Partial<Terminal>;
}

/** Runs a command of `migrate`; a usage error rejects. */
export async function migrate(argv: readonly string[], { env = {}, access = {}, terminal }: RunOptions = {}) {
  const outcome = { output: "", errors: "", exitCode: undefined as number | undefined };
  const program = new Command("ghcr-fargate").exitOverride();
  const full: Terminal = {
    write: (text) => void (outcome.output += text),
    writeError: (text) => void (outcome.errors += text),
    readInput: () => Promise.reject(new Error("standard input was read")),
    // No login of whoever runs the tests.
    env: { DOCKER_CONFIG: "/nonexistent", ...env },
    colour: false,
    interactive: false,
    exitWith: (code) => void (outcome.exitCode = code),
    ...terminal,
  };
  program.configureOutput({ writeOut: full.write, writeErr: full.writeError });
  addMigrate(access)(program, full);
  const inherit = (command: Command): void => {
    for (const child of command.commands) inherit(child.exitOverride().copyInheritedSettings(command));
  };
  inherit(program);
  await program.parseAsync(["migrate", ...argv], { from: "user" });
  return outcome;
}
