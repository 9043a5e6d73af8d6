// What the commands of compose files share: which project is read, and what was found in it.

import type { Command } from "commander";
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { convertProject, NO_DETAILS, type Conversion, type Converted } from "../compose/convert";
import { filesOf } from "../compose/files";
import { renderFinding, type Finding } from "../compose/problems";
import { paintFor, type Terminal } from "./terminal";

/** The options that say which project is read. */
export interface ReadOptions {
  readonly file?: readonly string[];
  readonly projectName?: string;
  readonly ecsParams?: string;
  readonly registryCreds?: string;
  readonly envFile?: readonly string[];
  readonly profile?: readonly string[];
  readonly enableServiceDiscovery?: true;
}

/** Adds the argument and the options of every command. */
export function withFileOptions(command: Command): Command {
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
    .option(
      "--variables, --env-file <file>",
      "variables for the compose files; can be repeated (default: .env); Node.js 20 reads --env-file itself",
      more,
    );
}

/** Adds the options of the commands that ask nobody. */
export function withReadOptions(command: Command): Command {
  return withFileOptions(command)
    .option("--profile <name>", "an active profile; can be repeated (default: COMPOSE_PROFILES)", more)
    .option("--enable-service-discovery", "use run_params.service_discovery, as ecs-cli did with this option");
}

const more = (value: string, all: readonly string[] | undefined) => [...(all ?? []), value];

/** Reads the project. */
export function readProject(directory: string, options: ReadOptions, terminal: Terminal): Converted {
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
    return { conversion, project: "", ...NO_DETAILS };
  }
  return convertProject({
    files: filesOf(path),
    name: options.projectName,
    compose: options.file?.map(namedFile),
    ecsParams: options.ecsParams && namedFile(options.ecsParams),
    registryCreds: options.registryCreds && namedFile(options.registryCreds),
    envFiles: options.envFile?.map(namedFile),
    profiles: options.profile,
    serviceDiscovery: options.enableServiceDiscovery,
    environment: terminal.env,
  });
}

/** A file that an option names is relative to the current directory, as for Docker Compose, or else to the project's. */
function namedFile(file: string): string {
  return existsSync(file) ? resolve(file) : file;
}

/** Errors first, then warnings, a line each. */
export function renderFindings(
  { warnings, errors }: Pick<Conversion, "warnings" | "errors">,
  terminal: Terminal,
): string {
  const paint = paintFor(terminal);
  const line = (label: string) => (finding: Finding) => `${label}: ${renderFinding(finding)}\n`;
  return [...errors.map(line(paint("red", "error"))), ...warnings.map(line(paint("yellow", "warning")))].join("");
}
