// Lists of a compose model in which an entry replaces an earlier one with the same key: a port, a mount, a variable.

import { refuse } from "../problems";
import { child, type TreeNode } from "../tree";
import { textOf } from "./merge";
import { renderPath, rewrite, type Path, type Rule } from "./path";
import { parseVolume } from "./volume";

type KeyOf = (node: TreeNode, path: Path) => string;

const byName: KeyOf = (node) => textOf(node).split("=")[0] ?? "";
const byValue: KeyOf = (node) => textOf(node);
const byPath: KeyOf = (node) => textOf(child(node, "path") ?? node);

const byTarget =
  (ofText: (text: string) => string): KeyOf =>
  (node, path) => {
    if (node.kind !== "map") return ofText(textOf(node));
    const target = child(node, "target");
    return target === undefined
      ? refuse(node.at, renderPath(path), "has no target; add the path in the container")
      : textOf(target);
  };

const mountedIn =
  (directory: string): KeyOf =>
  (node) => {
    if (node.kind !== "map") return `${directory}/${textOf(node)}`;
    const [target, source] = [child(node, "target"), child(node, "source")];
    return target ? textOf(target) : `${directory}/${source ? textOf(source) : ""}`;
  };

const byPort: KeyOf = (node, path) => {
  if (node.kind !== "map") return textOf(node);
  const target = child(node, "target");
  if (!target) return refuse(node.at, renderPath(path), "has no target; add the port of the container");
  const [host, published, protocol] = ["host_ip", "published", "protocol"].map((key) => child(node, key));
  return `${host ? textOf(host) : "0.0.0.0"}:${published ? textOf(published) : ""}:${textOf(target)}/${protocol ? textOf(protocol) : "tcp"}`;
};

const KEYS: readonly (readonly [string, KeyOf])[] = [
  ...[
    ..."annotations build.args build.additional_contexts build.tags build.labels cap_add cap_drop deploy.labels dns dns_opt".split(
      " ",
    ),
    ..."dns_search environment labels links networks.*.aliases networks.*.link_local_ips profiles sysctls tmpfs".split(
      " ",
    ),
  ].map((key) => [`services.*.${key}`, byName] as const),
  ["networks.*.labels", byName],
  ["services.*.expose", byValue],
  ["services.*.env_file", byPath],
  ["services.*.ports", byPort],
  ["services.*.configs", mountedIn("")],
  ["services.*.secrets", mountedIn("/run/secrets")],
  ["services.*.volumes", byTarget((text) => parseVolume(text)?.target ?? text)],
  ["services.*.devices", byTarget((text) => text.split(":")[1] ?? text)],
];

const RULES: readonly Rule[] = KEYS.map(([pattern, keyOf]) => [
  pattern,
  (node, path) => (node.kind === "list" ? { ...node, items: lastOfEach(node.items, keyOf, path) } : node),
]);

/** Keeps the last entry of each key, in the position of the first. */
export function makeUnique(model: TreeNode): TreeNode {
  return rewrite(model, RULES);
}

function lastOfEach(items: readonly TreeNode[], keyOf: KeyOf, path: Path): TreeNode[] {
  const byKey = new Map<string, TreeNode>();
  items.forEach((item, i) => byKey.set(keyOf(item, [...path, i]), item));
  return [...byKey.values()];
}
