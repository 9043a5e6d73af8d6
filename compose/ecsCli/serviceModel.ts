// A service of a compose file with the keys that ecs-cli uses, whatever the format of the file.

import type { ProjectFiles } from "../files";
import { parseDuration } from "../values";
import type { Findings } from "../problems";
import type { TreeNode } from "../tree";
import type { PortMapping } from "./container";
import type { Lookup } from "./interpolate";
import type { Reader } from "./read";

/** A mount before names are given to volumes. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** The health check of a compose file. */
export interface ComposeHealthCheck {
  readonly test?: readonly string[];
  readonly interval?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly startPeriod?: number;
  readonly disable?: boolean;
}

/** The keys of a service that ecs-cli uses; lists are empty where the file has none. */
export interface Service {
  readonly strings: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, boolean>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly environment: readonly (readonly [string, string])[];
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly PortMapping[];
  readonly mounts: readonly Mount[];
  readonly ulimits: Readonly<Record<string, readonly [number, number]>>;
  readonly healthCheck?: ComposeHealthCheck | undefined;
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> } | undefined;
  /** The service's mapping, where its keys stand. */
  readonly nodes: readonly TreeNode[];
}

/** What reading a service needs of its project. */
export interface ReadContext {
  readonly files: ProjectFiles;
  readonly findings: Findings;
  /** The shell alone. */
  readonly shell: Lookup;
  /** The shell and .env. */
  readonly lookup: Lookup;
}

/** A duration in seconds. */
export function durationOf(reader: Reader, key: string): number | undefined {
  const text = reader.string(key);
  if (text === undefined) return undefined;
  return parseDuration(text, "go") ?? reader.error(key, `"${text}" is not a duration; write "30s" or "1m30s"`);
}

/** The `logging` of a service. */
export function loggingOf(parent: Reader): Service["logging"] {
  const reader = parent.map("logging");
  if (!reader) return undefined;
  const options = (reader.pairs("options") ?? []).map(([key, value]) => [key, value ?? ""] as const);
  return { driver: reader.string("driver") ?? "", options: Object.fromEntries(options) };
}
