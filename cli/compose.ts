// `ghcr-fargate compose`: what becomes of a compose file, with or without ecs-params.yml. Asks nobody: it reads files.

import { Option, type Command } from "commander";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { convertProject, type Conversion, type Converted } from "../compose/convert";
import { filesOf } from "../compose/files";
import { renderFinding, type Finding } from "../compose/problems";
import { planProgram } from "../compose/program/plan";
import type { Program } from "../compose/program/program";
import { renderPython } from "../compose/program/renderPython";
import { renderTypeScript } from "../compose/program/renderTypeScript";
import { renderYaml } from "../compose/program/renderYaml";
import { paintFor, type AddCommand, type Terminal } from "./terminal";

/** The exit codes of `compose check`; `compose convert` knows the first two. */
export const COMPOSE_EXIT = { ok: 0, refused: 1, changed: 2 } as const;

interface ReadOptions {
  readonly file?: readonly string[];
  readonly projectName?: string;
  readonly ecsParams?: string;
  readonly registryCreds?: string;
  readonly envFile?: readonly string[];
  readonly profile?: readonly string[];
  readonly enableServiceDiscovery?: true;
}

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

/** Adds `compose convert` and `compose check`. */
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
  $ ghcr-fargate compose convert deploy --file docker-compose.yml --file docker-compose.prod.yml --output json`,
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
};

function withReadOptions(command: Command): Command {
  const more = (value: string, all: readonly string[] | undefined) => [...(all ?? []), value];
  return command
    .argument("[directory]", "the directory of the project", ".")
    .option(
      "-f, --file <file>",
      "a compose file; can be repeated (default: COMPOSE_FILE, else as Compose finds it)",
      more,
    )
    .option("-p, --project-name <name>", "the project's name (default: COMPOSE_PROJECT_NAME, else the directory's)")
    .option("--ecs-params <file>", "the parameters of ecs-cli (default: ecs-params.yml where it exists)")
    .option("--registry-creds <file>", "the output of ecs-cli registry-creds (default: the newest of the directory)")
    .option("--env-file <file>", "variables for the compose files; can be repeated (default: .env)", more)
    .option("--profile <name>", "an active profile; can be repeated (default: COMPOSE_PROFILES)", more)
    .option("--enable-service-discovery", "use run_params.service_discovery, as ecs-cli did with this option");
}

function convert(directory: string, options: ConvertOptions, terminal: Terminal): void {
  const converted = read(directory, options, terminal);
  const { conversion } = converted;
  if (options.output === "json") terminal.write(`${JSON.stringify(conversion, undefined, 2)}\n`);
  else {
    terminal.writeError(renderFindings(conversion, terminal));
    if (conversion.services.length > 0) terminal.write(LANGUAGES[options.output](planProgram(converted)));
  }
  terminal.exitWith(conversion.errors.length > 0 ? COMPOSE_EXIT.refused : COMPOSE_EXIT.ok);
}

function check(directory: string, options: CheckOptions, terminal: Terminal): void {
  const { mode, warnings, errors } = read(directory, options, terminal).conversion;
  if (options.json) terminal.write(`${JSON.stringify({ mode, warnings, errors }, undefined, 2)}\n`);
  else terminal.write(renderFindings({ warnings, errors }, terminal));
  terminal.exitWith(
    errors.length > 0 ? COMPOSE_EXIT.refused : warnings.length > 0 ? COMPOSE_EXIT.changed : COMPOSE_EXIT.ok,
  );
}

function read(directory: string, options: ReadOptions, terminal: Terminal): Converted {
  const path = resolve(directory);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const finding = {
      file: directory,
      line: 1,
      column: 1,
      path: "",
      message: "is not a directory; name the project's",
    };
    const conversion: Conversion = {
      mode: "compose",
      taskDefinitions: [],
      services: [],
      warnings: [],
      errors: [finding],
    };
    return { conversion, project: "", secretKeys: new Map() };
  }
  return convertProject({
    files: filesOf(path),
    name: options.projectName,
    compose: options.file,
    ecsParams: options.ecsParams,
    registryCreds: options.registryCreds,
    envFiles: options.envFile,
    profiles: options.profile,
    serviceDiscovery: options.enableServiceDiscovery,
    environment: terminal.env,
  });
}

/** Errors first, then warnings, a line each. */
function renderFindings({ warnings, errors }: Pick<Conversion, "warnings" | "errors">, terminal: Terminal): string {
  const paint = paintFor(terminal);
  const line = (label: string) => (finding: Finding) => `${label}: ${renderFinding(finding)}\n`;
  return [...errors.map(line(paint("red", "error"))), ...warnings.map(line(paint("yellow", "warning")))].join("");
}
