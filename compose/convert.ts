// A project's files as task definitions and services of AWS's API, whichever of the two ways its files are meant.

import { basename } from "node:path";
import type { TaskDefinition } from "./ecsCli/container";
import { defaultComposeFiles, readEcsCliProject } from "./ecsCli/project";
import type { EcsService } from "./ecsCli/service";
import type { ProjectFiles } from "./files";
import type { Finding } from "./problems";

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
  /** The variables of the shell. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A project in the words of AWS's API, with everything that was found on the way. */
export interface Conversion {
  readonly mode: ConvertMode;
  readonly taskDefinitions: readonly TaskDefinition[];
  readonly services: readonly NamedService[];
  readonly warnings: readonly Finding[];
  readonly errors: readonly Finding[];
}

/** A service with its name and the family of its task definition. */
export interface NamedService extends EcsService {
  readonly serviceName: string;
  readonly taskDefinition: string;
}

/** Converts a project. What is wrong with its files is in the result and never thrown. */
export function convertProject(options: ConvertOptions): Conversion {
  const { files, compose: named, ecsParams, registryCreds, environment } = options;
  const family = projectName(options);
  const fromShell = environment.COMPOSE_FILE?.split(environment.COMPOSE_PATH_SEPARATOR ?? ":").filter(Boolean);
  const compose = named ?? fromShell ?? defaultComposeFiles(files);
  const { taskDefinition, service, warnings, errors } = readEcsCliProject({
    files,
    compose,
    environment,
    ...(ecsParams !== undefined && { ecsParams }),
    ...(registryCreds !== undefined && { registryCreds }),
    ...(options.envFiles?.[0] !== undefined && { envFile: options.envFiles[0] }),
    serviceDiscovery: options.serviceDiscovery ?? false,
  });
  return {
    mode: ConvertMode.EcsCli,
    taskDefinitions: taskDefinition ? [{ family, ...taskDefinition }] : [],
    services: service ? [{ serviceName: family, taskDefinition: family, ...service }] : [],
    warnings,
    errors,
  };
}

/** The project's name as ECS takes it: letters, digits, dashes and underscores. */
function projectName({ name, environment, files }: ConvertOptions): string {
  const given = name ?? environment.COMPOSE_PROJECT_NAME ?? basename(files.directory);
  const plain = given
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
  return plain === "" ? "project" : plain;
}
