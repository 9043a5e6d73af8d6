// What the migrate commands have in common: their options, and how they reach registries.

import { type Command, InvalidArgumentError, Option } from "commander";
import { readFile } from "node:fs/promises";
import { type ConnectionAccess } from "../migrate/connections";
import { runCredentialHelper } from "../migrate/dockerConfig";
import type { MigrationRequest } from "../migrate/migration";
import type { Shard } from "../migrate/selection";
import { namePath } from "./explainError";
import type { PruneCommandAccess } from "./migratePrune";
import { repeatable } from "./repeatable";
import { SOURCE_FORMS } from "../migrate/sources/parseSource";
import { checkTagKey, checkTagValue } from "../model/tags";
import type { RegistryOptions } from "../registry/http";
import type { Terminal } from "./terminal";

/** The options of every command that reads a source. */
export interface SelectionFlags {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly semver?: string;
  readonly newest?: number;
  readonly since?: Date;
  readonly shard?: Shard;
  readonly rename: readonly (readonly [string, string])[];
  readonly rewrite?: true;
  readonly allowHost: readonly string[];
}

/** What the commands take from outside, for tests. */
export type MigrateAccess = Partial<Pick<ConnectionAccess, "options" | "originOf" | "connectEcr">> &
  Omit<PruneCommandAccess, "run">;

/** Where credentials come from, for the help of each command. */
export const CREDENTIALS_HELP = `
Credentials are read from the environment or from where \`docker login\` stores them, never from the command line:
  GITLAB_TOKEN              GitLab's API and registry: a token with read_api and read_registry (GITLAB_USERNAME for
                            deploy tokens)
  GHCR_TOKEN, GITHUB_TOKEN  GitHub's API and ghcr.io: a token (classic) with read:packages
  MIGRATE_SOURCE_USERNAME, MIGRATE_SOURCE_PASSWORD    the registry of registry:HOST/PATH
  MIGRATE_TARGET_USERNAME, MIGRATE_TARGET_PASSWORD    the target's registry
  AWS_PROFILE and the rest of the AWS SDK's chain     ECR
  config.json in DOCKER_CONFIG or ~/.docker, credential helpers included: every other registry`;

/** The exit codes of the commands that compare both ends. */
export const EXIT_HELP = `
Exit codes:
  0    nothing is wrong
  1    incomplete: something is gone, unsupported, missing or failed, or verify has no tag to prove
  2    conflict: a tag has another digest at the target
  3    the source could not be listed, or the target gave no answer
  64   wrong options
  130  ended by Ctrl-C; run it again to continue`;

/** Adds SOURCE, TARGET and the options of a selection. */
export function addSelection(command: Command): Command {
  return command
    .argument("<source>", SOURCE_FORMS)
    .argument("<target>", "ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAMESPACE, or HOST/NAMESPACE of any registry")
    .addOption(
      repeatable("--include <pattern>", "repositories below the source to take, or tags of them: backend/**:v*"),
    )
    .addOption(repeatable("--exclude <pattern>", "repositories or tags to leave out; wins over --include"))
    .option("--semver <range>", 'only tags that are versions in a range: ">=1.2 <3"')
    .option("--newest <n>", "only so many tags of a repository, by the date they were built", parseCount)
    .option("--since <date>", "only images built on this date or later: 2026-01-31", parseDate)
    .option("--shard <i/n>", "only one of n parts of the repositories, for machines side by side: 1/4", parseShard)
    .addOption(
      new Option("--rename <source=name>", "another name below the target's namespace; can be repeated")
        .argParser((text: string, earlier: SelectionFlags["rename"]) => [...earlier, parseRename(text)])
        .default([], "none"),
    )
    .option("--rewrite", "add what ECR requires to manifests that lack it, which changes their digests")
    .addOption(
      repeatable("--allow-host <host>", "a host in a private network that a registry may redirect to", parseHost),
    );
}

/** What a migration is asked to do, from the command line. */
export function toRequest(source: string, target: string, flags: SelectionFlags): MigrationRequest {
  const { include, exclude, semver, newest, since, shard, rename, rewrite } = flags;
  return {
    source,
    target,
    include,
    exclude,
    renames: new Map(rename),
    ...(semver !== undefined && { semver }),
    ...(newest !== undefined && { newest }),
    ...(since !== undefined && { since }),
    ...(shard !== undefined && { shard }),
    ...(rewrite === true && { rewrite }),
  };
}

/** How the commands reach registries, files and credential helpers. */
export function toAccess(
  { env }: Terminal,
  { allowHost }: Pick<SelectionFlags, "allowHost">,
  {
    access = {},
    ...more
  }: { access?: MigrateAccess } & Pick<ConnectionAccess, "targetAccess"> & { signal?: AbortSignal },
): ConnectionAccess {
  const { signal, ...rest } = more;
  const options: RegistryOptions = {
    ...access.options,
    allowedHosts: [...(access.options?.allowedHosts ?? []), ...allowHost],
    ...(signal !== undefined && { signal }),
  };
  const { originOf, connectEcr } = access;
  return {
    ...(originOf !== undefined && { originOf }),
    ...(connectEcr !== undefined && { connectEcr }),
    ...rest,
    options,
    env,
    readFile: readFileIfThere,
    runHelper: runCredentialHelper,
  };
}

async function readFileIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw namePath(error, path);
  });
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1.");
}

/** A tag of a repository at ECR, as AWS takes it. */
export function parseRepositoryTag(text: string): Readonly<Record<string, string>> {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new InvalidArgumentError("It must be KEY=VALUE, such as project=acme.");
  const fault = checkTagKey(key) ?? checkTagValue(value);
  if (fault === undefined) return { [key]: value };
  throw new InvalidArgumentError(`${fault.wrong}; ${fault.fix}.`);
}

function parseDate(text: string): Date {
  const [, day = ""] = /^(\d{4}-\d\d-\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  const [date, start] = [new Date(text), new Date(day)];
  // JavaScript takes February 30 for March 2.
  const isDay = !Number.isNaN(start.getTime()) && start.toISOString().startsWith(day);
  if (isDay && !Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError("It must be a date such as 2026-01-31.");
}

function parseHost(text: string): string {
  const host = text.toLowerCase();
  if (URL.canParse(`http://${host}`) && new URL(`http://${host}`).hostname === host) return host;
  throw new InvalidArgumentError("It must be a host's name alone, such as minio.example.com.");
}

function parseShard(text: string): Shard {
  const [, index, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index <= shard.count) return shard;
  throw new InvalidArgumentError("It must be a part and their number, such as 1/4.");
}

function parseRename(text: string): readonly [string, string] {
  const [, from, to] = /^([^=]+)=([a-z0-9][a-z0-9._/-]*)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return [from, to];
  throw new InvalidArgumentError("It must be a path below the source and a new name: web__api=web-api.");
}
