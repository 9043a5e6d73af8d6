// A project's files as task definitions and services of AWS's API, whichever of the two ways its files are meant.

import { basename } from "node:path";
import type { TaskDefinition } from "./ecsCli/container";
import { defaultComposeFiles, readEcsCliProject } from "./ecsCli/project";
import { newestCredentialsFile, type RegistrySecret } from "./ecsCli/registryCreds";
import type { EcsService } from "./ecsCli/service";
import { inDirectory, readIfExists, shown, type ProjectFiles } from "./files";
import { parseYaml } from "./parseYaml";
import { Positions } from "./positions";
import { ComposeError, Findings, refuse, type Finding } from "./problems";
import { convertServices, type ConvertedService } from "./services/convert";
import { startOf } from "./spec/dotenv";
import { loadProject, projectName } from "./spec/project";
import { child } from "./tree";

/** How a project's files are read. */
export const ConvertMode = {
  /** As ecs-cli did: the services of the compose file are the containers of one task. */
  EcsCli: "ecs-cli",
  /** As Docker Compose does: each service of the compose file is a service of its own. */
  Compose: "compose",
} as const;
export type ConvertMode = (typeof ConvertMode)[keyof typeof ConvertMode];

/** What a project is read from. */
export interface ConvertOptions {
  readonly files: ProjectFiles;
  /** The project's name. @default the directory's */
  readonly name?: string | undefined;
  /** The compose files, in their order. @default those that the directory has */
  readonly compose?: readonly string[] | undefined;
  /** The file of parameters of ecs-cli. @default ecs-params.yml where it exists */
  readonly ecsParams?: string | undefined;
  /** The output file of `ecs-cli registry-creds`. @default the newest of the directory */
  readonly registryCreds?: string | undefined;
  /** Files of variables for the compose files. @default .env */
  readonly envFiles?: readonly string[] | undefined;
  /** The active profiles. @default those of COMPOSE_PROFILES */
  readonly profiles?: readonly string[] | undefined;
  /** Whether ecs-cli was called with --enable-service-discovery. */
  readonly serviceDiscovery?: boolean | undefined;
  /** Named volumes that are kept on EFS: nothing is said of their loss. */
  readonly keptVolumes?: readonly string[] | undefined;
  /** The variables of the shell. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A project in the words of AWS's API, with everything that was found on the way. */
export interface Conversion {
  readonly mode: ConvertMode;
  readonly taskDefinitions: readonly TaskDefinition[];
  readonly services: readonly (EcsCliService | ConvertedService)[];
  readonly warnings: readonly Finding[];
  readonly errors: readonly Finding[];
}

/** The service of a project of ecs-cli, with its name and the family of its task definition. */
export interface EcsCliService extends EcsService {
  readonly serviceName: string;
  readonly taskDefinition: string;
}

/** The service of either mode. */
export type ConvertedServiceOfProject = Conversion["services"][number];

/** A conversion, and what a program needs besides. */
export interface Converted {
  readonly conversion: Conversion;
  readonly project: string;
  /** The registry secrets of containers, by the containers' names: what the task definition does not say of them. */
  readonly pullSecrets: ReadonlyMap<string, RegistrySecret>;
  readonly positions: Positions;
}

/** Converts a project. What is wrong with its files is in the result and never thrown. */
export function convertProject(options: ConvertOptions): Converted {
  const findings = new Findings();
  try {
    return isEcsCliProject(options) ? convertEcsCli(options) : convertCompose(options, findings);
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error;
    const { warnings } = findings;
    const conversion = { ...NOTHING, warnings, errors: [...findings.errors, ...error.findings] };
    return { conversion, project: "", ...NO_DETAILS };
  }
}

/** What is known of a project that cannot be read. */
export const NO_DETAILS: Pick<Converted, "pullSecrets" | "positions"> = {
  pullSecrets: new Map(),
  positions: new Positions({ service: () => [], start: { file: "", line: 1, column: 1 } }),
};

const NOTHING: Conversion = { mode: ConvertMode.Compose, taskDefinitions: [], services: [], warnings: [], errors: [] };

function convertEcsCli(options: ConvertOptions): Converted {
  const { files, ecsParams, registryCreds, environment } = options;
  const project =
    projectName(options.name ?? environment.COMPOSE_PROJECT_NAME ?? basename(files.directory)) || "project";
  const { taskDefinition, service, credentials, positions, warnings, errors } = readEcsCliProject({
    files,
    compose: composeFiles(options),
    environment,
    ...(ecsParams !== undefined && { ecsParams }),
    ...(registryCreds !== undefined && { registryCreds }),
    ...(options.envFiles?.[0] !== undefined && { envFile: options.envFiles[0] }),
    serviceDiscovery: options.serviceDiscovery ?? false,
  });
  const conversion: Conversion = {
    mode: ConvertMode.EcsCli,
    taskDefinitions: taskDefinition ? [{ family: project, ...taskDefinition }] : [],
    services: service ? [{ serviceName: project, taskDefinition: project, ...service }] : [],
    warnings,
    errors,
  };
  return {
    conversion,
    project,
    pullSecrets: credentials?.secrets ?? NO_DETAILS.pullSecrets,
    positions: positions ?? NO_DETAILS.positions,
  };
}

function convertCompose(options: ConvertOptions, findings: Findings): Converted {
  const { files, environment } = options;
  const project = loadProject({
    files,
    findings,
    compose: composeFiles(options),
    envFiles: options.envFiles ?? listed(environment.COMPOSE_ENV_FILES, ","),
    environment,
    name: options.name ?? environment.COMPOSE_PROJECT_NAME,
    fallbackName: basename(files.directory),
    profiles: options.profiles ?? listed(environment.COMPOSE_PROFILES, ",") ?? [],
  });
  const { taskDefinitions, services } = convertServices(
    { ...project, keptVolumes: options.keptVolumes ?? [] },
    findings,
  );
  const { warnings, errors } = findings;
  const conversion: Conversion = { mode: ConvertMode.Compose, taskDefinitions, services, warnings, errors };
  const positions = new Positions({
    service: (name) => [project.services.get(name)?.node ?? []].flat(),
    start: project.model.at,
  });
  return { conversion, project: project.name, pullSecrets: new Map(), positions };
}

/** The compose files that are named, by options or the shell, or else those that the directory has. */
function composeFiles(options: ConvertOptions): readonly string[] {
  const { files, compose, environment } = options;
  const named = compose ?? listed(environment.COMPOSE_FILE, environment.COMPOSE_PATH_SEPARATOR ?? ":");
  if (named) return named;
  const found = isEcsCliFiles(options) ? defaultComposeFiles(files) : defaultFiles(files);
  return found.length > 0
    ? found
    : refuse(startOf(files.directory), "", "has no compose file; add compose.yaml, or name one with --file");
}

/** A list in a variable of the shell; undefined where it is not set. */
function listed(text: string | undefined, separator: string): string[] | undefined {
  const items = (text ?? "").split(separator).filter(Boolean);
  return items.length === 0 ? undefined : items;
}

/** As Compose finds them: the first of four names, and an override beside it. */
function defaultFiles(files: ProjectFiles): string[] {
  const names = files.names();
  const first = (...candidates: string[]) => candidates.find((name) => names.includes(name));
  const base = first("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  if (base === undefined) return [];
  const over = base.startsWith("docker-")
    ? first("docker-compose.override.yml", "docker-compose.override.yaml")
    : first("compose.override.yaml", "compose.override.yml");
  return over === undefined ? [base] : [base, over];
}

/** Whether there is a file that only ecs-cli read. */
function isEcsCliFiles({ files, ecsParams, registryCreds }: ConvertOptions): boolean {
  const names = files.names();
  return (
    ecsParams !== undefined ||
    registryCreds !== undefined ||
    names.includes("ecs-params.yml") ||
    newestCredentialsFile(names) !== undefined
  );
}

/** Whether a project is one of ecs-cli: by such a file, or by the oldest format, which has no `services`. */
function isEcsCliProject(options: ConvertOptions): boolean {
  if (isEcsCliFiles(options)) return true;
  const [first] = composeFiles(options);
  const path = first === undefined ? undefined : inDirectory(options.files, first);
  const text =
    path === undefined
      ? undefined
      : readIfExists(options.files, path, { ...startOf(shown(options.files, path)), key: "" });
  const [root] = text === undefined || path === undefined ? [] : parseYaml(text, shown(options.files, path), "1.2");
  return (
    root?.kind === "map" &&
    root.entries.size > 0 &&
    [...root.entries].every(
      ([key, { value }]) => !TOP_KEYS.has(key) && (child(value, "image") ?? child(value, "build")) !== undefined,
    )
  );
}

const TOP_KEYS = new Set([
  "version",
  "name",
  "services",
  "networks",
  "volumes",
  "secrets",
  "configs",
  "include",
  "models",
]);
