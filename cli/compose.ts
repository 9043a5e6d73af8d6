// `ghcr-fargate compose`: what becomes of a compose file, with or without ecs-params.yml. `convert` and `check` ask nobody.

import { Option } from "commander";
import type { Conversion } from "../compose/convert";
import { planProgram } from "../compose/program/plan";
import type { Program } from "../compose/program/program";
import { renderPython } from "../compose/program/renderPython";
import { renderTypeScript } from "../compose/program/renderTypeScript";
import { renderYaml } from "../compose/program/renderYaml";
import { addComposeAdopt } from "./composeAdopt";
import { readProject, renderFindings, withReadOptions, type ReadOptions } from "./composeProject";
import type { AddCommand, Terminal } from "./terminal";

/** The exit codes of `compose check`; `compose convert` knows the first two. */
export const COMPOSE_EXIT = { ok: 0, refused: 1, changed: 2 } as const;

interface ConvertOptions extends ReadOptions {
  readonly output: "json" | keyof typeof LANGUAGES;
}

interface CheckOptions extends ReadOptions {
  readonly json?: true;
}

/** The languages that a program is printed in. */
const LANGUAGES: Readonly<Record<"typescript" | "yaml" | "python", (program: Program) => string>> = {
  typescript: renderTypeScript,
  yaml: renderYaml,
  python: renderPython,
};

/** Adds `compose convert`, `compose check` and `compose adopt`. */
export const addCompose: AddCommand = (program, terminal) => {
  const compose = program.command("compose").description("docker-compose.yml and ecs-params.yml on Fargate");
  withReadOptions(compose.command("convert"))
    .description("print a Pulumi program, or task definitions and services of AWS's API, for a compose project")
    .addOption(
      new Option("-o, --output <format>", "what to print")
        .choices([...Object.keys(LANGUAGES), "json"])
        .default("typescript"),
    )
    .addHelpText(
      "after",
      `
Warnings and errors have a file, a line and a column. They go to standard error and are comments of the program; with --output
json they are in the result.

Exit codes:
  0  converted; there may be warnings about what is dropped or changed
  1  something cannot run on Fargate or cannot be read: the errors say what to do
  64 wrong options

Examples:
  $ ghcr-fargate compose convert > index.ts
  $ ghcr-fargate compose convert deploy --file deploy/compose.yaml --file deploy/compose.prod.yaml --output json`,
    )
    .action((directory: string, options: ConvertOptions) => convert(directory, options, terminal));
  withReadOptions(compose.command("check"))
    .description("say what of a compose project is dropped, changed or refused on Fargate")
    .option("--json", "print the warnings and errors as JSON")
    .addHelpText(
      "after",
      `
Exit codes:
  0  all of it is used as it is
  1  something cannot run on Fargate or cannot be read
  2  something is dropped or changed
  64 wrong options

Examples:
  $ ghcr-fargate compose check
  $ ghcr-fargate compose check --file compose.yaml --profile debug`,
    )
    .action((directory: string, options: CheckOptions) => check(directory, options, terminal));
  addComposeAdopt(compose, terminal);
};

function convert(directory: string, options: ConvertOptions, terminal: Terminal): void {
  const converted = readProject(directory, options, terminal);
  const { conversion } = converted;
  if (options.output === "json") terminal.write(`${JSON.stringify(conversion, undefined, 2)}\n`);
  else {
    const program = planProgram(converted);
    terminal.writeError(renderFindings(withOwnNotes(conversion, program), terminal));
    if (conversion.services.length > 0) terminal.write(LANGUAGES[options.output](program));
  }
  terminal.exitWith(conversion.errors.length > 0 ? COMPOSE_EXIT.refused : COMPOSE_EXIT.ok);
}

function check(directory: string, options: CheckOptions, terminal: Terminal): void {
  const converted = readProject(directory, options, terminal);
  const { mode } = converted.conversion;
  const { warnings, errors } = withOwnNotes(converted.conversion, planProgram(converted));
  if (options.json) terminal.write(`${JSON.stringify({ mode, warnings, errors }, undefined, 2)}\n`);
  else terminal.write(renderFindings({ warnings, errors }, terminal));
  terminal.exitWith(
    errors.length > 0 ? COMPOSE_EXIT.refused : warnings.length > 0 ? COMPOSE_EXIT.changed : COMPOSE_EXIT.ok,
  );
}

/** With what the library has no argument for. */
function withOwnNotes(
  { warnings, errors }: Conversion,
  { ownNotes }: Program,
): Pick<Conversion, "warnings" | "errors"> {
  return { warnings: [...warnings, ...ownNotes], errors };
}
