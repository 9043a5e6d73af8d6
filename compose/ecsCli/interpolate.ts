// Variables in compose files and ecs-params.yml, by the rules of ecs-cli: a set of its own for each kind of file.

import { refuse } from "../problems";
import { entriesOf, pathOf, type ScalarNode, type TreeNode } from "../tree";

/** Looks a variable up; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

/** The variables that a file may use. */
export interface Variables {
  readonly lookup: Lookup;
  readonly onUnset: (node: ScalarNode, name: string) => void;
}

/** Applies a replacement to every string below a value. */
export function mapStrings(
  node: TreeNode,
  path: string,
  replace: (node: ScalarNode, path: string) => ScalarNode,
): TreeNode {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" ? replace(node, path) : node;
    case "list":
      return { ...node, items: node.items.map((item, i) => mapStrings(item, pathOf(path, i), replace)) };
    case "map": {
      const entries = entriesOf(node).map(
        ([key, entry]) => [key, { at: entry.at, value: mapStrings(entry.value, pathOf(path, key), replace) }] as const,
      );
      return { ...node, entries: new Map(entries) };
    }
  }
}

/** What a pattern of variables finds: an escaped dollar sign, or a name without or with braces. */
type Groups = [escaped?: string, named?: string, braced?: string];

/** Format 3: `$NAME`, `${NAME}`, with defaults and required variables; also without braces (`$NAME-rest` is `${NAME-rest}`). */
export function interpolate3(node: TreeNode, path: string, variables: Variables): TreeNode {
  return mapStrings(node, path, (string, at) => {
    const source = string.value as string;
    if (!source.includes("$")) return string;
    const substitution = "[_a-z][_a-z0-9]*(?::?[-?][^}]*)?";
    const pattern = new RegExp(`\\$(?:(\\$)|(${substitution})|\\{(${substitution})\\}|())`, "gi");
    const text = source.replace(pattern, (_whole, ...[escaped, named, braced]: Groups) => {
      if (escaped !== undefined) return escaped;
      const expression = named ?? braced;
      if (expression === undefined)
        return refuse(string.at, at, 'has an invalid variable; write "$NAME" or "${NAME}", and "$$" for a dollar sign');
      return substitute3(expression, { node: string, path: at }, variables);
    });
    return { ...string, value: text, source: text };
  });
}

function substitute3(
  expression: string,
  { node, path }: { readonly node: ScalarNode; readonly path: string },
  { lookup, onUnset }: Variables,
): string {
  for (const operator of [":-", "-", ":?", "?"]) {
    const at = expression.indexOf(operator);
    if (at < 0) continue;
    const name = expression.slice(0, at);
    const rest = expression.slice(at + operator.length);
    const value = lookup(name);
    const isMissing = value === undefined || (operator.startsWith(":") && value === "");
    if (!isMissing) return value;
    if (operator.endsWith("-")) return rest;
    refuse(
      node.at,
      path,
      `needs the variable ${name}, which is not set${rest === "" ? "" : ` (${rest})`}; set it in the shell or in .env`,
    );
  }
  const value = lookup(expression);
  if (value === undefined) onUnset(node, expression);
  return value ?? "";
}

/** Formats 1 and 2: `$NAME` and `${NAME}` alone. */
export function interpolate2(node: TreeNode, path: string, variables: Variables): TreeNode {
  return mapStrings(node, path, (string, at) => {
    const source = string.value as string;
    if (!source.includes("$")) return string;
    const pattern = /\$(?:(\$)|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z0-9_]+)\}|())/g;
    const text = source.replace(pattern, (_whole, ...[escaped, named, braced]: Groups) => {
      if (escaped !== undefined) return escaped;
      const name = named ?? braced;
      if (name === undefined)
        return refuse(
          string.at,
          at,
          'has an invalid variable: formats 1 and 2 know "$NAME" and "${NAME}" alone; write "$$" for a dollar sign',
        );
      const value = variables.lookup(name);
      if (value === undefined) variables.onUnset(string, name);
      return value ?? "";
    });
    return { ...string, value: text, source: text };
  });
}

const SPECIAL = "*#$@!?-0123456789";

/** The text of ecs-params.yml: `$NAME` and `${NAME}`, without defaults or an escape; `$$` is a variable with the name `$`. */
export function expandParams(text: string, lookup: Lookup): string {
  let out = "";
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i] ?? "";
    if (c !== "$" || i + 1 >= text.length) {
      out += c;
      continue;
    }
    const { name, length } = nameAfterDollar(text.slice(i + 1, i + 1 + 1000));
    if (name !== "") out += lookup(name) ?? "";
    else if (length === 0) out += "$";
    i += length;
  }
  return out;
}

function nameAfterDollar(rest: string): { name: string; length: number } {
  const first = rest[0] ?? "";
  if (first === "{") {
    if (rest.length > 2 && SPECIAL.includes(rest[1] ?? "") && rest[2] === "}")
      return { name: rest[1] ?? "", length: 3 };
    const end = rest.indexOf("}");
    if (end === 1) return { name: "", length: 2 };
    return end < 0 ? { name: "", length: 1 } : { name: rest.slice(1, end), length: end + 1 };
  }
  if (SPECIAL.includes(first)) return { name: first, length: 1 };
  const name = /^[A-Za-z0-9_]*/.exec(rest)?.[0] ?? "";
  return { name, length: name.length };
}
