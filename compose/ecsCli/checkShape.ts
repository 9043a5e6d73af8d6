// Checks the keys and types of ecs-params.yml.

import type { Findings } from "../problems";
import { entriesOf, isNull, pathOf, type TreeNode } from "../tree";
import { parseBytes } from "../values";
import type { Shape } from "./paramsShape";

/** A value, and where it is in the file's structure. */
interface NodeAt {
  readonly node: TreeNode;
  readonly path: string;
}

/** Types are checked here, all at once; keys that ecs-cli does not know are warned of: it dropped them in silence. */
export function checkShape({ node, path }: NodeAt, shape: Shape, findings: Findings): void {
  if (isNull(node)) return;
  if (typeof shape === "string") {
    const expected = isOf(shape, node) ? undefined : EXPECTED[shape];
    if (expected !== undefined) findings.error(node.at, path, `must be ${expected}`);
    return;
  }
  if ("list" in shape) {
    if (node.kind === "list")
      node.items.forEach((item, i) => {
        checkShape({ node: item, path: pathOf(path, i) }, shape.list, findings);
      });
    else findings.error(node.at, path, "must be a list");
    return;
  }
  if (node.kind !== "map") {
    findings.error(node.at, path, "must be a mapping");
    return;
  }
  for (const [key, { at, value }] of entriesOf(node)) {
    const inner = "any" in shape ? shape.any : shape.keys[key];
    if (inner) checkShape({ node: value, path: pathOf(path, key) }, inner, findings);
    else findings.warn(at, pathOf(path, key), unknownKey(key, "keys" in shape ? Object.keys(shape.keys) : []));
  }
}

type ScalarShape = Extract<Shape, string>;

const EXPECTED: Readonly<Record<ScalarShape, string>> = {
  string: "a string",
  boolean: "true or false, without quotes",
  integer: "a whole number, without quotes",
  bytes: 'a size, such as "512m"',
  words: "a string or a list of strings",
};

function isOf(shape: ScalarShape, node: TreeNode): boolean {
  if (shape === "words") return node.kind !== "map";
  if (node.kind !== "scalar") return false;
  switch (shape) {
    case "string":
      return true;
    case "boolean":
      return typeof node.value === "boolean";
    case "integer":
      return Number.isInteger(node.value);
    case "bytes":
      return Number.isInteger(node.value) || parseBytes(String(node.value)) !== undefined;
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  const plain = (text: string) => text.toLowerCase().replace(/[-_]/g, "");
  const near = known.find((other) => plain(other) === plain(key));
  return `is not a key of ecs-params.yml here, and ecs-cli dropped it without a word; ${near ? `did you mean ${near}?` : "remove it or move it"}`;
}
