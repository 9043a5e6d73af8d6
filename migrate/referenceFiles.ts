// The files of a directory that may hold image references, and their changes.

import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { renderDiff } from "./diff";
import { type FoundReference, type ReferenceMapping, replaceReferences } from "./references";

/** A file with references. */
export interface ReferenceFile {
  /** Relative to the directory, with slashes. */
  readonly path: string;
  readonly found: readonly FoundReference[];
  /** A unified diff; empty where nothing changes. */
  readonly diff: string;
}

/** Larger files are data, not source code. */
const MAX_BYTES = 1024 * 1024;
const SKIPPED_DIRECTORIES = new Set([".git", "node_modules", ".terraform", "vendor"]);
const SOURCE_FILE =
  /(?:^|[./])(?:(?:Docker|Container|Make|Jenkins)file[\w.-]*|[\w.-]*\.(?:ya?ml|json|toml|env|sh|tf|hcl|md|dockerfile|[cm]?[jt]sx?|py|go|cs|fs|java|kts?|rb))$|^\.env/i;

/** Finds references file by file; with `write` the files are changed. */
export async function* changeReferences(
  directory: string,
  mapping: ReferenceMapping,
  { write }: { write: boolean },
): AsyncGenerator<ReferenceFile> {
  for await (const file of sourceFiles(directory)) {
    const before = await readFile(file, "utf8");
    // A text has no zero bytes.
    if (before.includes("\0")) continue;
    const { text, found } = replaceReferences(before, mapping);
    if (found.length === 0) continue;
    const path = relative(directory, file).split(sep).join("/");
    if (write && text !== before) await writeFile(file, text);
    yield { path, found, diff: renderDiff(path, before, text) };
  }
}

async function* sourceFiles(directory: string): AsyncGenerator<string> {
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    // Links are not followed: what they lead to may belong to somebody else.
    if (entry.isDirectory() && !SKIPPED_DIRECTORIES.has(entry.name)) yield* sourceFiles(path);
    else if (entry.isFile() && SOURCE_FILE.test(entry.name) && (await stat(path)).size <= MAX_BYTES) yield path;
  }
}
