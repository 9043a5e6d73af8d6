// Reading of the values of ecs-params.yml, once their types are checked.

import { child, entriesOf, isNull, type TreeNode } from "../tree";

/** A value as text: as it stands in the file where it has no quotes. */
export function string(node: TreeNode | undefined, key: string): string {
  const value = child(node, key);
  if (value?.kind !== "scalar" || value.value === null) return "";
  return value.quoted ? String(value.value) : value.source;
}

/** A whole number. */
export function integer(node: TreeNode | undefined, key: string): number | undefined {
  const value = child(node, key);
  return value?.kind === "scalar" && typeof value.value === "number" ? value.value : undefined;
}

/** The items of a list. */
export function items(node: TreeNode | undefined, key: string): readonly TreeNode[] {
  const value = child(node, key);
  return value?.kind === "list" ? value.items : [];
}

/** The items of a list as text. */
export function strings(node: TreeNode | undefined, key: string): string[] {
  const value = child(node, key);
  const all = value?.kind === "list" ? value.items : value === undefined || isNull(value) ? [] : [value];
  return all.map((item) =>
    item.kind === "scalar" && item.value !== null ? (item.quoted ? String(item.value) : item.source) : "",
  );
}

/** A mapping of texts. */
export function stringMap(node: TreeNode | undefined): Record<string, string> {
  return Object.fromEntries(entriesOf(node).map(([key]) => [key, string(node, key)]));
}

/** Whether a key is true. */
export function isTrue(node: TreeNode, key: string): boolean {
  const value = child(node, key);
  return value?.kind === "scalar" && value.value === true;
}
