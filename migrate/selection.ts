// Which repositories and tags of a source are taken.

import picomatch from "picomatch";
import { Range, satisfies, validRange } from "semver";
import { COMPANION_TAG } from "../registry/push";
import { MIGRATION_ERROR, MigrationError } from "./errors";

/** The options of a selection; nothing given takes everything. */
export interface SelectionOptions {
  /** Patterns of repositories below the source, with or without a tag: `backend/**`, `*:v*`. One must match. */
  readonly include?: readonly string[];
  /** None may match. */
  readonly exclude?: readonly string[];
  /** Tags that are versions in this range: `>=1.2 <3`; a leading `v` is allowed. */
  readonly semver?: string;
  /** No more tags of a repository than this, by the date on which the image was built. */
  readonly newest?: number;
  /** Images built at this time or later. */
  readonly since?: Date;
  /** One of several parts: repositories are divided among machines by their name. */
  readonly shard?: Shard;
}

/** Part `index` of `count`, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A checked selection. */
export interface Selection {
  readonly takesRepository: (path: string) => boolean;
  /** The patterns of `include` that none of a source's repositories match. */
  readonly unmatched: (paths: readonly string[]) => readonly string[];
  /** Whether this machine's part has a repository. */
  readonly isInShard: (path: string) => boolean;
  /** For tags of a repository that is taken. Dates are not considered. */
  readonly takesTag: (path: string, tag: string) => boolean;
  readonly newest: number | undefined;
  readonly since: number | undefined;
  /** Whether tags are left out, so that signatures must follow their images. */
  readonly filtersTags: boolean;
}

interface Pattern {
  readonly text: string;
  readonly path: (path: string) => boolean;
  readonly tag: ((tag: string) => boolean) | undefined;
}

/** Checks the options of a selection; throws where one is wrong. */
export function createSelection(options: SelectionOptions): Selection {
  const { semver, newest, since, shard } = options;
  // An empty range is any version.
  if (semver !== undefined && (semver.trim() === "" || validRange(semver) === null))
    throw new MigrationError(
      MIGRATION_ERROR.INVALID_ARGUMENT,
      `--semver: "${semver}" is not a range of versions; write it as --semver ">=1.2 <3"`,
    );
  const include = (options.include ?? []).map((text) => parsePattern("--include", text));
  const exclude = (options.exclude ?? []).map((text) => parsePattern("--exclude", text));
  const range = semver === undefined ? undefined : new Range(semver);

  return {
    newest,
    since: since?.getTime(),
    filtersTags:
      [...include, ...exclude].some(({ tag }) => tag !== undefined) ||
      range !== undefined ||
      newest !== undefined ||
      since !== undefined,
    takesRepository: (path) =>
      (include.length === 0 || include.some((pattern) => pattern.path(path))) &&
      !exclude.some((pattern) => pattern.tag === undefined && pattern.path(path)),
    unmatched: (paths) =>
      include.filter((pattern) => !paths.some((path) => pattern.path(path))).map(({ text }) => text),
    isInShard: (path) => shard === undefined || shardOf(path, shard.count) === shard.index,
    takesTag: (path, tag) =>
      (include.length === 0 || include.some((pattern) => matches(pattern, path, tag))) &&
      !exclude.some((pattern) => matches(pattern, path, tag)) &&
      (range === undefined || satisfies(tag, range)),
  };
}

/** The digest that a tag belongs to, if it is a signature's or another companion's. */
export function companionOf(tag: string): string | undefined {
  const hex = COMPANION_TAG.exec(tag)?.[1];
  return hex === undefined ? undefined : `sha256:${hex}`;
}

/** The part that a repository belongs to: always the same one, however the source is listed. */
function shardOf(path: string, count: number): number {
  // FNV-1a: even enough, and the same on every machine.
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(path)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash % count) + 1;
}

function parsePattern(option: string, text: string): Pattern {
  const colon = text.lastIndexOf(":");
  const path = colon < 0 ? text : text.slice(0, colon);
  const tag = colon < 0 ? undefined : text.slice(colon + 1);
  if (path === "" || tag === "")
    throw new MigrationError(
      MIGRATION_ERROR.INVALID_ARGUMENT,
      `${option}: "${text}" is not a pattern of repositories; write it as backend/** or backend/**:v*`,
    );
  // `*:v*` means every repository: a single star alone would stop at the first slash.
  return { text, path: picomatch(path === "*" ? "**" : path), tag: tag === undefined ? undefined : picomatch(tag) };
}

function matches({ path, tag: tagPattern }: Pattern, repository: string, tag: string): boolean {
  return path(repository) && (tagPattern === undefined || tagPattern(tag));
}
