// Reads YAML into trees: with the types of YAML 1.2, as compose files have them today, or those of the YAML 1.1 library of ecs-cli.

import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Alias,
  type Document,
  type Node,
  type ParsedNode,
  type YAMLMap,
} from "yaml";
import { refuse, type Position } from "./problems";
import type { MapEntry, MapNode, ScalarNode, TreeNode } from "./tree";

/** `1.2`, as Docker Compose reads it: `yes` is a string. `1.1`, as ecs-cli did: it is true, and `<<` after a key overrides it. */
export type YamlVersion = "1.1" | "1.2";

/** How many values a document may have after its aliases are followed: more is an alias bomb. */
const MOST_VALUES = 100_000;
/** Characters: compose files are written by hand. */
const LONGEST = 4_000_000;
const DEEPEST = 100;

/** The documents of a file. A file without values has none. */
export function parseYaml(text: string, file: string, version: YamlVersion): TreeNode[] {
  const start = { file, line: 1, column: 1 };
  checkText(text, start);
  const lines = new LineCounter();
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ""), {
    lineCounter: lines,
    version: "1.2",
    schema: "core",
    prettyErrors: false,
    logLevel: "silent",
    intAsBigInt: false,
    strict: true,
    uniqueKeys: true,
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const trees: TreeNode[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors;
    if (error !== undefined) refuse(at(error.pos[0]), "", `is not valid YAML: ${explain(error.code, error.message)}`);
    if (document.contents === null) continue;
    trees.push(new Reader(document, at, version).read(document.contents, { path: "", depth: 0, offset: 0 }));
  }
  return trees;
}

function checkText(text: string, start: Position): void {
  if (text.length > LONGEST)
    refuse(
      start,
      "",
      `is ${Math.round(text.length / 1_000_000)} MB long; compose files are read up to ${LONGEST / 1_000_000} MB`,
    );
  // NUL and the replacement character of what is not UTF-8: no text file has them.
  const binary = text.search(/[\0\uFFFD]/);
  if (binary < 0) return;
  const before = text.slice(0, binary).split("\n");
  const position = { ...start, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  refuse(position, "", "is not a text file in UTF-8; pass a YAML file");
}

function explain(code: string, message: string): string {
  if (code === "DUPLICATE_KEY") return "a mapping has this key twice; remove one of them";
  if (code === "TAB_AS_INDENT") return "a tab is used as indentation; use spaces";
  return (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");
}

/** Where a node is: in the structure, how deep, and after which character of the text where it has no text itself. */
interface Spot {
  readonly path: string;
  readonly depth: number;
  readonly offset: number;
}

class Reader {
  private values = 0;
  private readonly following = new Set<Node>();

  constructor(
    private readonly document: Document.Parsed,
    private readonly at: (offset: number) => Position,
    private readonly version: YamlVersion,
  ) {}

  read(node: ParsedNode | Node | null | undefined, spot: Spot): TreeNode {
    const { path, depth } = spot;
    const offset = node?.range?.[0] ?? spot.offset;
    const at = this.at(offset);
    this.values += 1;
    if (this.values > MOST_VALUES)
      refuse(at, path, `has more than ${MOST_VALUES} values once its aliases are followed; remove aliases of aliases`);
    if (depth > DEEPEST) refuse(at, path, `is nested deeper than ${DEEPEST} levels`);
    if (node === null || node === undefined) return { kind: "scalar", value: null, source: "", quoted: false, at };
    if (isAlias(node)) return this.follow(node, spot);
    if (isSeq(node)) {
      const items = node.items.map((item, i) =>
        this.read(item as Node | null, { path: `${path}[${i}]`, depth: depth + 1, offset }),
      );
      return { kind: "list", items, at, tag: ownTag(node.tag) };
    }
    if (isMap(node)) return this.readMap(node as YAMLMap<Node, Node | null>, { path, depth, offset });
    if (isScalar(node)) return this.readScalar(node, at);
    return refuse(at, path, "is not a scalar, a list or a mapping");
  }

  private follow(alias: Alias, { path, depth }: Spot): TreeNode {
    const name = alias.source;
    const offset = alias.range?.[0] ?? 0;
    const at = this.at(offset);
    const target = alias.resolve(this.document);
    if (target === undefined)
      refuse(at, path, `the alias *${name} has no anchor before it; add &${name} or remove the alias`);
    if (this.following.has(target)) refuse(at, path, `the alias *${name} stands inside its own anchor; remove it`);
    this.following.add(target);
    const tree = this.read(target, { path, depth: depth + 1, offset });
    this.following.delete(target);
    return tree;
  }

  private readMap({ items, tag }: YAMLMap<Node, Node | null>, { path, depth, offset }: Spot): MapNode {
    const entries = new Map<string, MapEntry>();
    const own = new Set<string>();
    for (const { key, value } of items) {
      const keyNode = isAlias(key) ? key.resolve(this.document) : key;
      const position = this.at(key.range?.[0] ?? 0);
      if (!isScalar(keyNode)) refuse(position, path, "a key is a list or a mapping; use a string");
      const name = keyNode.value === null ? "null" : (keyNode.source ?? JSON.stringify(keyNode.value));
      const child = path === "" ? name : `${path}.${name}`;
      const tree = this.read(value, { path: child, depth: depth + 1, offset: key.range?.[1] ?? 0 });
      if (name === "<<" && keyNode.type === "PLAIN") {
        this.merge(tree, entries, own);
        continue;
      }
      entries.set(name, { at: position, value: tree });
      own.add(name);
    }
    return { kind: "map", entries, at: this.at(offset), tag: ownTag(tag) };
  }

  /** A merge key never overrides a key of the mapping itself; in the library of ecs-cli it does, where it stands below the key. */
  private merge(from: TreeNode, into: Map<string, MapEntry>, own: ReadonlySet<string>): void {
    const sources = from.kind === "list" ? [...from.items].reverse() : [from];
    for (const source of sources) {
      if (source.kind !== "map") refuse(source.at, "<<", "is not a mapping; << takes mappings");
      for (const [key, entry] of source.entries) {
        if (this.version === "1.1" || !own.has(key)) into.set(key, entry);
      }
    }
  }

  private readScalar(node: Node & { value: unknown; source?: string; type?: string }, at: Position): ScalarNode {
    const source = node.source ?? "";
    const quoted = node.type !== "PLAIN";
    const tag = ownTag(node.tag);
    const isText = quoted || node.tag === "tag:yaml.org,2002:str" || node.tag === "!!str";
    // A tag of compose files hides the type that the text has by itself.
    const value = isText ? source : resolvePlain(source, this.version);
    return { kind: "scalar", value, source, quoted: isText, at, tag };
  }
}

/** The tags that change what a value means: `!reset` and `!override`. */
function ownTag(tag: string | undefined): string | undefined {
  return tag?.startsWith("tag:") === true ? undefined : tag;
}

const WORDS: Readonly<Record<YamlVersion, readonly [RegExp, RegExp]>> = {
  "1.1": [/^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/, /^(n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/],
  "1.2": [/^(true|True|TRUE)$/, /^(false|False|FALSE)$/],
};

/** A plain scalar as Go's YAML library reads it: octal numbers are those of YAML 1.1 in both versions, sexagesimal ones in none. */
function resolvePlain(text: string, version: YamlVersion): ScalarNode["value"] {
  const [isTrue, isFalse] = WORDS[version];
  if (/^(|~|null|Null|NULL)$/.test(text)) return null;
  if (isTrue.test(text)) return true;
  if (isFalse.test(text)) return false;
  const plain = text.replaceAll("_", "");
  const sign = plain.startsWith("-") ? -1 : 1;
  const digits = plain.replace(/^[-+]/, "");
  if (/^0b[01]+$/.test(digits)) return sign * Number.parseInt(digits.slice(2), 2);
  if (/^0x[0-9a-fA-F]+$/.test(digits)) return sign * Number.parseInt(digits.slice(2), 16);
  if (/^0o[0-7]+$/.test(digits)) return sign * Number.parseInt(digits.slice(2), 8);
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8);
  if (/^[0-9]+$/.test(digits)) return sign * Number(digits);
  if (/^(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(digits)) return sign * Number(digits);
  return text;
}
