// From a source to its tags: repositories with their names at the target, then the tags of one that are taken.

import type { RegistryClient } from "../registry/client";
import { getContent } from "../registry/content";
import { RegistryError } from "../registry/errors";
import { isObject, parseJsonObject } from "../registry/json";
import { readTags } from "../registry/tags";
import { quote } from "../model/problems";
import type { Connections } from "./connections";
import { MIGRATION_ERROR, MigrationError } from "./errors";
import { checkCollisions, type NameRules, planName, type TargetName } from "./names";
import { companionOf, type Selection } from "./selection";
import type { Source, SourceAccess, SourceNote, SourceRepository } from "./sources/source";
import type { Target } from "./target";

/** How many repositories an error names. */
const SHOWN_PATHS = 7;

/** A repository and what it will be called. */
export interface RepositoryPair extends Omit<SourceRepository, "kind"> {
  readonly target: TargetName;
}

/** What a source has. */
export interface Listing {
  readonly repositories: readonly RepositoryPair[];
  /** Those that are taken too, but belong to other machines' parts. */
  readonly elsewhere: readonly RepositoryPair[];
  readonly notes: readonly SourceNote[];
}

/** How to list. */
export interface ListingOptions {
  readonly selection: Selection;
  /** Asks the target whose rules it follows: once the source has named a repository. */
  readonly readRules: () => Promise<NameRules>;
  /** New names, by path below the source. */
  readonly renames: ReadonlyMap<string, string>;
}

/** Lists the repositories of a source that are taken; throws where two would get the same name. */
export async function listRepositories(
  { source, target }: { readonly source: Source; readonly target: Target },
  { selection, readRules, renames }: ListingOptions,
  access: SourceAccess,
): Promise<Listing> {
  const repositories: RepositoryPair[] = [];
  const notes: SourceNote[] = [];
  const unused = new Set(renames.keys());
  for await (const found of source.list(access)) {
    if (found.kind === "note") {
      notes.push(found);
      continue;
    }
    unused.delete(found.path);
    const { registry, repository, path, references } = found;
    const name = planName(target.namespace, renames.get(path) ?? path, await readRules());
    repositories.push({ registry, repository, path, target: name, ...(references !== undefined && { references }) });
  }
  if (unused.size > 0)
    throw new MigrationError(
      MIGRATION_ERROR.INVALID_ARGUMENT,
      `--rename: the source has no repository ${[...unused].map((path) => `"${path}"`).join(", ")}`,
    );
  const paths = repositories.map(({ path }) => path);
  const unmatched = selection.unmatched(paths);
  if (unmatched.length > 0)
    throw new MigrationError(
      MIGRATION_ERROR.INVALID_ARGUMENT,
      `--include: the source has no repository that matches ${unmatched.map(quote).join(", ")}; ${renderPaths(paths)}`,
    );
  const taken = repositories.filter(({ path }) => selection.takesRepository(path));
  // Those of other machines too: they would meet at the target.
  checkCollisions(taken);
  return {
    repositories: taken.filter(({ path }) => selection.isInShard(path)),
    elsewhere: taken.filter(({ path }) => !selection.isInShard(path)),
    notes,
  };
}

/** What a pattern could have meant: a source's repositories, or how many there are beside the first. */
function renderPaths(paths: readonly string[]): string {
  if (paths.length === 0) return "it has none at all";
  const more = paths.length - SHOWN_PATHS;
  return `it has ${paths.slice(0, SHOWN_PATHS).map(quote).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Which tags are taken. */
export interface TagChoice {
  readonly selection: Selection;
  /** Whether the image of a digest was taken: its signatures follow it. */
  readonly wasTaken: (digest: string) => Promise<boolean>;
}

/**
 * The tags of a repository that are taken, one page in memory at a time. Signatures follow their images: where tags are
 * left out, the tags are read a second time, and those whose image was taken are given.
 */
export async function* readSelectedTags(
  { client }: Connections,
  pair: RepositoryPair,
  { selection, wasTaken }: TagChoice,
): AsyncGenerator<string> {
  const { registry, repository, path, references } = pair;
  if (references !== undefined) {
    for (const reference of references)
      if (reference.includes(":") || selection.takesTag(path, reference)) yield reference;
    return;
  }
  const source = client(registry);
  if (!selection.filtersTags) {
    for await (const tag of readTags(source, repository)) yield tag;
    return;
  }
  const tags = takenTags(source, pair, selection);
  for await (const tag of selection.newest === undefined && selection.since === undefined
    ? tags
    : selectByDate(tags, (tag) => readBuildDateOrNone(source, repository, tag), selection))
    yield tag;
  for await (const tag of readTags(source, repository)) {
    const subject = companionOf(tag);
    if (subject !== undefined && (await wasTaken(subject))) yield tag;
  }
}

async function* takenTags(
  client: RegistryClient,
  { repository, path }: RepositoryPair,
  selection: Selection,
): AsyncGenerator<string> {
  for await (const tag of readTags(client, repository))
    if (companionOf(tag) === undefined && selection.takesTag(path, tag)) yield tag;
}

/** The newest tags, or those since a date; images without a date count as the oldest. */
async function* selectByDate(
  tags: AsyncIterable<string>,
  builtAt: (tag: string) => Promise<number>,
  { newest, since }: Selection,
): AsyncGenerator<string> {
  // Only as many as are wanted are held.
  const kept: { tag: string; built: number }[] = [];
  for await (const tag of tags) {
    const built = await builtAt(tag);
    if (since !== undefined && built < since) continue;
    if (newest === undefined) {
      yield tag;
      continue;
    }
    const at = kept.findIndex((other) => other.built < built);
    kept.splice(at < 0 ? kept.length : at, 0, { tag, built });
    if (kept.length > newest) kept.pop();
  }
  for (const { tag } of kept) yield tag;
}

/** An image that vanishes or is faulty has no date; it is reported when its turn comes. */
function readBuildDateOrNone(client: RegistryClient, repository: string, tag: string): Promise<number> {
  return readBuildDate(client, repository, tag).then(
    (date) => date ?? 0,
    (error: unknown) => {
      if (error instanceof RegistryError) return 0;
      throw error;
    },
  );
}

/** When an image was built, by its config; an index by that of its first image. */
async function readBuildDate(
  client: RegistryClient,
  repository: string,
  reference: string,
): Promise<number | undefined> {
  const content = await getContent(client, repository, reference);
  if ("unsupported" in content) return undefined;
  const [child] = content.children;
  if (child !== undefined) return readBuildDate(client, repository, child.digest);
  const [config] = content.blobs;
  if (config?.mediaType.endsWith("json") !== true) return undefined;
  const { body } = await client.getSmallBlob(repository, config.digest);
  const document = parseJsonObject(body);
  const created = isObject(document) && typeof document.created === "string" ? Date.parse(document.created) : NaN;
  // Reproducible builds say 1970 or nothing.
  return Number.isNaN(created) ? undefined : created;
}
