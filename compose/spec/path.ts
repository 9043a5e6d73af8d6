// Paths of values in a compose model, and rules that rewrite the values at them.

import { pathOf, type MapEntry, type TreeNode } from "../tree";

/** Keys and indexes from the top of the model. */
export type Path = readonly (string | number)[];

/** A path as messages show it: `services.web.ports[0]`. */
export function renderPath(path: Path): string {
  return path.reduce<string>((parent, key) => pathOf(parent, key), "");
}

/** Whether a path is one that a pattern such as `services.*.ports` means; `*` is any key or index. */
export function matches(path: Path, pattern: string): boolean {
  const parts = pattern.split(".");
  return parts.length === path.length && parts.every((part, i) => part === "*" || part === path[i]);
}

/** What becomes of the values at a pattern. */
export type Rule = readonly [pattern: string, apply: (node: TreeNode, path: Path) => TreeNode];

/** The first rule for a path. */
export function ruleFor<T>(rules: readonly (readonly [string, T])[], path: Path): T | undefined {
  return rules.find(([pattern]) => matches(path, pattern))?.[1];
}

/** Applies rules to the values of a tree, from its top down: a rule's result is gone through, too. */
export function rewrite(node: TreeNode, rules: readonly Rule[], path: Path = []): TreeNode {
  const rule = ruleFor(rules, path);
  const result = rule === undefined ? node : rule(node, path);
  return mapChildren(result, (child, key) => rewrite(child, rules, [...path, key]));
}

/** A tree with other values below it. */
export function mapChildren(node: TreeNode, change: (child: TreeNode, key: string | number) => TreeNode): TreeNode {
  if (node.kind === "list") return { ...node, items: node.items.map((item, i) => change(item, i)) };
  if (node.kind !== "map") return node;
  const entries = [...node.entries].map(([key, { at, value }]) => [key, { at, value: change(value, key) }] as const);
  return { ...node, entries: new Map<string, MapEntry>(entries) };
}
