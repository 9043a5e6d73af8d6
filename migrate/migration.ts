// Everything that one migration needs, from the texts of its command line.

import type { Connections, ConnectionAccess } from "./connections";
import { connect } from "./connections";
import type { TreeOptions } from "./imageTree";
import { type Listing, listRepositories } from "./listing";
import { createSelection, type Selection, type SelectionOptions } from "./selection";
import type { NameRules } from "./names";
import { parseSource } from "./sources/parseSource";
import { MIGRATION_ERROR, MigrationError } from "./errors";
import { parseTarget, readNameRules, type Target } from "./target";

/** What a migration is asked to do. */
export interface MigrationRequest extends SelectionOptions {
  /** `gitlab:https://HOST/GROUP`, `ghcr:OWNER`, `registry:HOST/PATH` or `list:FILE`. */
  readonly source: string;
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAMESPACE`, or another registry. */
  readonly target: string;
  /** New names below the namespace, by path below the source. */
  readonly renames?: ReadonlyMap<string, string>;
  /** Whether to change manifests that the target refuses. @default false */
  readonly rewrite?: boolean;
}

/** A listed migration. */
export interface Migration {
  /** As it was written. */
  readonly source: string;
  readonly connections: Connections;
  readonly target: Target;
  readonly selection: Selection;
  readonly tree: TreeOptions;
  readonly listing: Listing;
}

/** Connects both ends and lists the source's repositories. Writes nothing. */
export async function openMigration(request: MigrationRequest, access: ConnectionAccess): Promise<Migration> {
  const source = parseSource(request.source);
  const target = parseTarget(request.target);
  const selection = createSelection(request);
  const connections = connect(source, target, access);
  let rules: Promise<NameRules> | undefined;
  const readRules = (): Promise<NameRules> => (rules ??= readNameRules(connections.client(target.registry)));
  const readFile = async (path: string): Promise<string> => {
    const text = await access.readFile(path);
    if (text === undefined) throw new MigrationError(MIGRATION_ERROR.INVALID_ARGUMENT, `${path}: no such file`);
    return text;
  };
  const listing = await listRepositories(
    { source, target },
    { selection, readRules, renames: request.renames ?? new Map<string, string>() },
    { http: connections.http, client: connections.client, env: access.env, readFile },
  );
  const tree = { rules: await readRules(), rewrite: request.rewrite ?? false };
  return { source: request.source, connections, target, selection, tree, listing };
}
