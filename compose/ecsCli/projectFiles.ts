// The files of a project of ecs-cli beside its compose files: .env, ecs-params.yml and the credentials file.

import { dirname } from "node:path";
import { inDirectory, readIfExists, readNamed, shown, type ProjectFiles } from "../files";
import { parseEnvFile } from "./envFile";
import type { Lookup } from "./interpolate";
import { readParams, type EcsParams } from "./params";
import { newestCredentialsFile, readRegistryCredentials, type RegistryCredentials } from "./registryCreds";
import type { ReadContext } from "./serviceModel";

/** What a project is read from. */
export interface EcsCliOptions {
  readonly files: ProjectFiles;
  /** The compose files, in their order. @default docker-compose.yml, and docker-compose.override.yml where it exists */
  readonly compose?: readonly string[];
  /** @default ecs-params.yml where it exists */
  readonly ecsParams?: string;
  /** @default the newest ecs-registry-creds_*.yml of the directory */
  readonly registryCreds?: string;
  /** The file of variables for interpolation. @default .env */
  readonly envFile?: string;
  /** The variables of the shell. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `FARGATE`, `EC2`, or nothing. @default FARGATE */
  readonly launchType?: string;
  readonly serviceDiscovery?: boolean;
}

/** The variables of .env, or of the file that is named in its place. */
export function readDotEnv({ files, envFile, compose }: EcsCliOptions, shell: Lookup): Map<string, string> {
  const folder = compose?.[0] === undefined ? files.directory : dirname(inDirectory(files, compose[0]));
  const path = envFile === undefined ? `${folder}/.env` : inDirectory(files, envFile);
  const at = { file: shown(files, path), line: 1, column: 1 };
  const by = { ...at, key: "" };
  const text = envFile === undefined ? readIfExists(files, path, by) : readNamed(files, path, by);
  const variables = text === undefined ? [] : parseEnvFile(text, at, shell);
  return new Map(variables.map(([name, value]) => [name, value ?? ""]));
}

/** ecs-params.yml, where there is one. */
export function readParamsFile(
  { files, ecsParams }: EcsCliOptions,
  { findings, shell }: ReadContext,
): EcsParams | undefined {
  const name = ecsParams ?? (files.names().includes("ecs-params.yml") ? "ecs-params.yml" : undefined);
  if (name === undefined) return undefined;
  const path = inDirectory(files, name);
  const file = shown(files, path);
  const text = readNamed(files, path, { file, line: 1, column: 1, key: "" });
  return readParams({ text, file }, shell, findings);
}

/** The file of `ecs-cli registry-creds up` that is named, or the newest that it wrote. */
export function readCredentialsFile(
  { files, registryCreds }: EcsCliOptions,
  { findings, shell }: ReadContext,
): RegistryCredentials | undefined {
  const name = registryCreds ?? newestCredentialsFile(files.names());
  if (name === undefined) return undefined;
  const path = inDirectory(files, name);
  const file = shown(files, path);
  const text = readNamed(files, path, { file, line: 1, column: 1, key: "" });
  return readRegistryCredentials({ text, file }, shell, findings);
}
