// The tags `!reset`, which takes away what an earlier file set, and `!override`, which replaces it without a merge.

import type { TreeNode } from "../tree";
import { mapChildren, type Path } from "./path";

/** A document without what it takes away, and the paths that lose what earlier files set. */
export interface Resets {
  readonly tree: TreeNode;
  readonly paths: readonly Path[];
}

/** Finds the tags of a document. */
export function findResets(root: TreeNode): Resets {
  const paths: Path[] = [];
  const visit = (node: TreeNode, path: Path): TreeNode | undefined => {
    if (node.tag === "!reset") {
      paths.push(path);
      return undefined;
    }
    if (node.tag === "!override") {
      paths.push(path);
      return { ...node, tag: undefined };
    }
    if (node.kind === "list")
      return {
        ...node,
        items: node.items.map((item, i) => visit(item, [...path, i])).filter((item) => item !== undefined),
      };
    if (node.kind !== "map") return node;
    const entries = [...node.entries].flatMap(([key, { at, value }]) => {
      const kept = visit(value, [...path, key]);
      return kept === undefined ? [] : [[key, { at, value: kept }] as const];
    });
    return { ...node, entries: new Map(entries) };
  };
  return { tree: visit(root, []) ?? { ...root, kind: "map", entries: new Map() }, paths };
}

/** A model without the values at some paths. */
export function removePaths(model: TreeNode, paths: readonly Path[], path: Path = []): TreeNode {
  if (paths.length === 0) return model;
  const isRemoved = (key: string | number) =>
    paths.some((other) => other.length === path.length + 1 && [...path, key].every((part, i) => part === other[i]));
  const kept: TreeNode =
    model.kind === "map"
      ? { ...model, entries: new Map([...model.entries].filter(([key]) => !isRemoved(key))) }
      : model.kind === "list"
        ? { ...model, items: model.items.filter((_item, i) => !isRemoved(i)) }
        : model;
  return mapChildren(kept, (node, key) => removePaths(node, paths, [...path, key]));
}
