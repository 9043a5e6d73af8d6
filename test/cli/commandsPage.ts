// The page of all commands, from their own help.

import type { Command } from "commander";
import { createProgram } from "../../cli/program";
import type { Terminal } from "../../cli/terminal";

/** A terminal that shows nothing. */
export const SILENT: Terminal = {
  write: () => undefined,
  writeError: () => undefined,
  readInput: () => Promise.resolve(""),
  env: {},
  colour: false,
  interactive: false,
  exitWith: () => undefined,
};

/** Renders the page as Markdown. */
export function renderCommandsPage(): string {
  const program = createProgram(SILENT, "0.0.0");
  const commands = program.commands.filter((command) => command.name() !== "help");
  return [
    "# Commands",
    "",
    "`npx ghcr-fargate COMMAND --help` prints the same. This page is generated from the commands; do not edit it.",
    "",
    ...commands.flatMap((command) => sectionsOf(command)),
  ].join("\n");
}

/** A command's section, and those of its sub-commands. */
function sectionsOf(command: Command, parents = ""): string[] {
  const name = `${parents}${command.name()}`;
  const children = command.commands.filter((child) => child.name() !== "help");
  return [
    `## ${name}`,
    "",
    "```text",
    helpOf(command),
    "```",
    "",
    ...children.flatMap((child) => sectionsOf(child, `${name} `)),
  ];
}

/** A command's whole help. */
export function helpOf(command: Command): string {
  let help = "";
  command.configureOutput({ writeOut: (text) => void (help += text), getOutHelpWidth: () => 100 });
  command.outputHelp();
  return help.trim();
}
