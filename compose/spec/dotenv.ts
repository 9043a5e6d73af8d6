// Files of variables: .env, and the env_file of services.

import { refuse, type Position } from "../problems";
import { substitute } from "./interpolate";

/** Looks a variable up; undefined where it is not set. */
type Lookup = (name: string) => string | undefined;

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  c: "\\c",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  '"': '"',
  "\\": "\\",
  $: "$$",
};

/** A file's text, and its path as messages show it. */
export interface DotenvFile {
  readonly text: string;
  readonly file: string;
}

/** The variables of a file. `lookup` answers for variables in values before those of the file do, and for keys without a value. */
export function parseDotenv(
  { text, file }: DotenvFile,
  lookup: Lookup,
  known: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const own = new Map(known);
  const find: Lookup = (name) => lookup(name) ?? own.get(name);
  const source = text.replace(/^\uFEFF/, "");
  let offset = 0;
  const lineAt = (end: number) => source.slice(0, end).split("\n").length;
  const fail = (at: number, message: string): never =>
    refuse({ file, line: lineAt(at), column: at - source.lastIndexOf("\n", at - 1) }, "", message);
  for (;;) {
    offset += /^(?:\s|#[^\n]*)*/.exec(source.slice(offset))?.[0].length ?? 0;
    if (offset >= source.length) break;
    const start = offset;
    const line = source.slice(offset).split("\n", 1)[0] ?? "";
    const head = /^(?:export[^\S\n]+)?([^=:\n]*?)[^\S\n]*([=:]|$)/.exec(line);
    const key = head?.[1] ?? "";
    if (!/^[\p{L}\p{N}_.[\]-]+$/u.test(key))
      fail(start, `"${key === "" ? line : key}" is not the name of a variable; write NAME=value`);
    offset += head?.[0].length ?? line.length;
    if (head?.[2] === "") {
      const inherited = lookup(key);
      if (inherited !== undefined) own.set(key, inherited);
      continue;
    }
    offset += /^[^\S\n]*/.exec(source.slice(offset))?.[0].length ?? 0;
    const value = readValue({ source, start: offset }, find, (message) => fail(offset, message));
    own.set(key, value.text);
    offset = value.end;
  }
  for (const name of own.keys()) if (/^\d/.test(name)) own.delete(name);
  return own;
}

function readValue(
  { source, start }: { readonly source: string; readonly start: number },
  lookup: Lookup,
  fail: (message: string) => never,
): { readonly text: string; readonly end: number } {
  const fill = (text: string): string => {
    try {
      return substitute(text, lookup);
    } catch (error) {
      return fail(`the value ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const quote = source[start] ?? "";
  if (quote !== "'" && quote !== '"') {
    const line = source.slice(start).split("\n", 1)[0] ?? "";
    return { text: fill((line.split(" #")[0] ?? "").trimEnd()), end: start + line.length };
  }
  let text = "";
  for (let i = start + 1; i < source.length; i += 1) {
    const c = source[i] ?? "";
    if (c === quote) {
      const closed = quote === "'" ? text : fill(unescape(text));
      return { text: closed, end: i + 1 };
    }
    if (c === "\\" && source[i + 1] === quote) {
      text += quote;
      i += 1;
    } else if (c === "\\" && source[i + 1] === "\\") {
      text += "\\\\";
      i += 1;
    } else text += c;
  }
  return fail("the quotation mark of this value has no partner; close it");
}

/** What backslashes mean in double quotes. */
function unescape(text: string): string {
  return text.replace(/\\([abcfnrtv$"\\]|0\d{0,3})/g, (whole, escaped: string) =>
    escaped.startsWith("0") && escaped.length === 4
      ? String.fromCharCode(Number.parseInt(escaped.slice(1), 8))
      : (ESCAPES[escaped] ?? whole),
  );
}

/** The lines of a file in which every value is taken as it stands. */
export function parseRaw(text: string, lookup: Lookup): Map<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const trimmed = line.trimStart();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const at = trimmed.indexOf("=");
    const value = at < 0 ? lookup(trimmed) : trimmed.slice(at + 1);
    if (value !== undefined) variables.set(at < 0 ? trimmed : trimmed.slice(0, at), value);
  }
  return variables;
}

/** The first line of a file, as a position. */
export function startOf(file: string): Position {
  return { file, line: 1, column: 1 };
}
