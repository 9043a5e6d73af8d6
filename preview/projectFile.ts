// Reading YAML files of a Pulumi project; what is wrong with one is said with its file and line.

import { readFileSync, statSync } from "node:fs";
import { isMap, LineCounter, parseDocument } from "yaml";

/** A project, stack or option that cannot be previewed as it is. Thrown before the program is started. */
export class ProjectError extends Error {
  override readonly name = "ProjectError";
  readonly code = "ERR_PROJECT";
}

/** A parsed YAML mapping, and where its parts are. */
export interface ProjectFile {
  readonly path: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** The position of a part as `file:line`, or the file alone. */
  readonly at: (...keys: readonly string[]) => string;
  /** The line of a part, if it is there. */
  readonly lineOf: (...keys: readonly string[]) => number | undefined;
}

/** Reads a YAML file whose content must be a mapping; undefined if there is no such file. */
export function readProjectFile(path: string): ProjectFile | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (found.isDirectory()) throw new ProjectError(`${path}: is a directory; put a file in its place`);
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, "utf8"), { lineCounter: lines });
  const [error] = document.errors;
  if (error)
    throw new ProjectError(
      `${path}:${lines.linePos(error.pos[0]).line}: not valid YAML: ${error.message.split("\n", 1)[0]?.replace(/ at line.*$/, "") ?? ""}`,
    );
  if (document.contents !== null && !isMap(document.contents))
    throw new ProjectError(`${path}:1: not a mapping of keys to values; start it with lines like "name: my-project"`);
  const lineOf = (...keys: readonly string[]): number | undefined => {
    const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
    return node?.range && lines.linePos(node.range[0]).line;
  };
  const at = (...keys: readonly string[]): string => {
    const line = lineOf(...keys);
    return line === undefined ? path : `${path}:${line}`;
  };
  return { path, content: (document.toJS() ?? {}) as Record<string, unknown>, at, lineOf };
}

/** Whether a parsed YAML value is a mapping. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
