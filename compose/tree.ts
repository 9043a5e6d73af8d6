// A YAML document as a tree in which every value knows its position.

import type { Position } from "./problems";

/** A string, number, boolean or null, with its text as it stands in the file. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** The text of the file: `010`, where the value is 8. */
  readonly source: string;
  /** Whether it stands in quotes. */
  readonly quoted: boolean;
  readonly at: Position;
  readonly tag?: string | undefined;
}

/** A list. */
export interface ListNode {
  readonly kind: "list";
  readonly items: readonly TreeNode[];
  readonly at: Position;
  readonly tag?: string | undefined;
}

/** A mapping, in the order of the file. */
export interface MapNode {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly at: Position;
  readonly tag?: string | undefined;
}

/** A key with its value; the position is the key's. */
export interface MapEntry {
  readonly at: Position;
  readonly value: TreeNode;
}

export type TreeNode = ScalarNode | ListNode | MapNode;

/** The value of a key of a mapping. */
export function child(node: TreeNode | undefined, key: string): TreeNode | undefined {
  return node?.kind === "map" ? node.entries.get(key)?.value : undefined;
}

/** The position of a key of a mapping, or that of the mapping. */
export function keyAt(node: TreeNode, key: string): Position {
  return (node.kind === "map" ? node.entries.get(key)?.at : undefined) ?? node.at;
}

/** The keys and values of a mapping; none for anything else. */
export function entriesOf(node: TreeNode | undefined): [string, MapEntry][] {
  return node?.kind === "map" ? [...node.entries] : [];
}

/** Whether a value is missing or null. */
export function isNull(node: TreeNode | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && node.value === null);
}

/** A tree as plain JavaScript values. */
export function toPlain(node: TreeNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(toPlain);
    case "map":
      return Object.fromEntries(entriesOf(node).map(([key, { value }]) => [key, toPlain(value)]));
  }
}

/** A scalar of ours at a position: what a rule puts in place of what the file has. */
export function scalar(value: ScalarNode["value"], at: Position): ScalarNode {
  return { kind: "scalar", value, source: String(value), quoted: true, at };
}

/** A list of ours at a position. */
export function list(items: readonly TreeNode[], at: Position): ListNode {
  return { kind: "list", items, at };
}

/** A mapping of ours at a position. */
export function map(entries: Iterable<readonly [string, TreeNode]>, at: Position): MapNode {
  return { kind: "map", entries: new Map([...entries].map(([key, value]) => [key, { at: value.at, value }])), at };
}

/** The path of a key below another: `services.web`; keys with dots and the like are quoted. */
export function pathOf(parent: string, key: string | number): string {
  if (typeof key === "number") return `${parent}[${key}]`;
  return parent === "" ? key : `${parent}.${key}`;
}
