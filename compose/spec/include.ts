// Other compose projects that a file includes, each with a directory and variables of its own.

import { dirname } from "node:path";
import { readIfExists, readNamed, shown } from "../files";
import { refuse, type Position } from "../problems";
import { child, entriesOf, isNull, keyAt, map, type MapEntry, type MapNode, type TreeNode } from "../tree";
import { pathIn, type LoadContext } from "./document";
import { parseDotenv } from "./dotenv";
import { mergeTrees, textOf } from "./merge";
import { removePaths, type Resets } from "./reset";

/** What an included project becomes part of. */
const SECTIONS = ["services", "volumes", "networks", "secrets", "configs", "models"];

/** Loads the files of a project into one model; `by` is where they are named, `chain` what includes them. */
export type LoadFiles = (
  context: LoadContext,
  files: readonly { readonly path: string; readonly by: Position }[],
  chain: readonly string[],
) => MapNode;

/** How the files that a document includes become part of it. */
export interface Including {
  readonly chain: readonly string[];
  readonly resets: Resets["paths"];
  readonly load: LoadFiles;
}

/** A document with what it includes; what the document says itself wins. */
export function applyInclude(context: LoadContext, document: MapNode, { chain, resets, load }: Including): MapNode {
  const include = child(document, "include");
  if (include === undefined) return document;
  let merged: MapNode = { ...document, entries: new Map([...document.entries].filter(([key]) => key !== "include")) };
  if (isNull(include)) return merged;
  if (include.kind !== "list") return refuse(include.at, "include", "must be a list of files");
  include.items.forEach((item, i) => {
    const paths = namesOf(item.kind === "map" ? child(item, "path") : item, item, `include[${i}].path`);
    const files = paths.map((node) => ({ path: pathIn(context, textOf(node)), by: node.at }));
    const [first] = files;
    if (!first) return refuse(item.at, `include[${i}]`, "has no path; name a compose file");
    if (chain.includes(first.path))
      refuse(
        first.by,
        `include[${i}]`,
        `includes itself: ${[...chain, first.path].map((path) => shown(context.files, path)).join(" → ")}; end the circle`,
      );
    const given = child(item, "project_directory");
    const directory = given ? pathIn(context, textOf(given)) : dirname(first.path);
    const variables = variablesOf(context, item, { at: `include[${i}]`, directory });
    const included = load({ ...context, directory, variables }, files, chain);
    merged = importInto(merged, removePaths(included, resets));
  });
  return merged;
}

function namesOf(node: TreeNode | undefined, item: TreeNode, path: string): TreeNode[] {
  const names = node?.kind === "list" ? [...node.items] : node ? [node] : [];
  for (const name of names)
    if (name.kind !== "scalar" || isNull(name)) refuse(item.at, path, "must be a file's name, or a list of them");
  return names;
}

/** The variables of the outer project, then those of the included one's own file. */
function variablesOf(
  context: LoadContext,
  item: TreeNode,
  { at, directory }: { readonly at: string; readonly directory: string },
): Map<string, string> {
  const named = child(item, "env_file");
  let own = new Map<string, string>();
  const lookup = (name: string) => context.variables.get(name);
  if (named === undefined) {
    const path = `${directory}/.env`;
    const text = readIfExists(context.files, path, { ...item.at, key: at });
    if (text !== undefined) own = parseDotenv({ text, file: shown(context.files, path) }, lookup);
  } else
    for (const node of namesOf(named, item, `${at}.env_file`)) {
      const path = pathIn(context, textOf(node));
      if (path === "/dev/null") continue;
      const text = readNamed(context.files, path, { ...node.at, key: `${at}.env_file` });
      own = parseDotenv({ text, file: shown(context.files, path) }, lookup, own);
    }
  return new Map([...own, ...context.variables]);
}

function importInto(target: MapNode, source: TreeNode): MapNode {
  const entries = new Map(target.entries);
  for (const section of SECTIONS) {
    const from = child(source, section);
    if (from?.kind !== "map") continue;
    const to = child(target, section);
    const merged = new Map<string, MapEntry>(entriesOf(to));
    for (const [name, entry] of from.entries) {
      const own = merged.get(name);
      merged.set(name, own ? { at: own.at, value: mergeTrees(entry.value, own.value, [section, name]) } : entry);
    }
    entries.set(section, {
      at: to ? keyAt(target, section) : from.at,
      value: { ...(to?.kind === "map" ? to : map([], from.at)), entries: merged },
    });
  }
  return { ...target, entries };
}
