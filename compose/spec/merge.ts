// Merging compose models: a later file, an extending service or an including file over what it builds on.

import { refuse, type Position } from "../problems";
import { entriesOf, list, map, scalar, type MapEntry, type MapNode, type TreeNode } from "../tree";
import { renderPath, ruleFor, type Path } from "./path";

type Merger = (base: TreeNode, over: TreeNode, path: Path) => TreeNode;

const each = (keys: string, merger: Merger) => keys.split(" ").map((key) => [key, merger] as const);

/** How values merge that are not merged as their type is: mappings by key, lists one after the other, scalars replaced. */
const SPECIAL: readonly (readonly [string, Merger])[] = [
  ...each("services.*.command services.*.entrypoint services.*.healthcheck.test", (_base, over) => over),
  ...each(
    "networks.*.labels volumes.*.labels services.*.annotations services.*.build.args services.*.build.additional_contexts services.*.build.labels services.*.deploy.labels services.*.dns services.*.dns_opt services.*.dns_search services.*.env_file services.*.label_file services.*.environment services.*.labels services.*.volumes.*.volume.labels services.*.sysctls services.*.tmpfs",
    (base, over) => list([...asSequence(base), ...asSequence(over)], base.at),
  ),
  ...each("services.*.extra_hosts services.*.build.extra_hosts", mergeHosts),
  ...each("services.*.networks services.*.models", (base, over, path) =>
    mergeMaps(asMapping(base, path), asMapping(over, path), path),
  ),
  [
    "services.*.depends_on",
    (base, over, path) => mergeMaps(asDependencies(base, path), asDependencies(over, path), path),
  ],
  ["services.*.build", (base, over, path) => mergeMaps(asBuild(base), asBuild(over), path)],
  ["services.*.logging", mergeLogging],
  ["services.*.ulimits.*", (_base, over) => over],
];

/** One model over another. */
export function mergeTrees(base: TreeNode, over: TreeNode, path: Path = []): TreeNode {
  const special = ruleFor(SPECIAL, path);
  if (special !== undefined) return special(base, over, path);
  if (over.kind === "scalar" && over.value === null) return base;
  if (base.kind === "scalar") return over;
  if (base.kind !== over.kind)
    refuse(
      over.at,
      renderPath(path),
      `must be a ${base.kind === "map" ? "mapping" : "list"}, as it is in ${base.at.file}:${base.at.line}`,
    );
  if (base.kind === "list") return { ...base, items: [...base.items, ...(over.kind === "list" ? over.items : [])] };
  return mergeMaps(base, over, path);
}

function mergeMaps(base: TreeNode, over: TreeNode, path: Path): MapNode {
  const entries = new Map<string, MapEntry>(entriesOf(base));
  for (const [key, entry] of entriesOf(over)) {
    const before = entries.get(key);
    entries.set(key, before ? { at: entry.at, value: mergeTrees(before.value, entry.value, [...path, key]) } : entry);
  }
  return { kind: "map", entries, at: base.at };
}

/** `KEY=value` texts of a mapping, sorted by key; a list as it is. */
export function asSequence(node: TreeNode): TreeNode[] {
  if (node.kind === "list") return [...node.items];
  if (node.kind === "scalar") return typeof node.value === "string" ? [node] : [];
  const texts = entriesOf(node).flatMap(([key, { at, value }]): (readonly [string, Position])[] => {
    if (value.kind === "list") return value.items.map((item) => [`${key}=${textOf(item)}`, at] as const);
    return [[value.kind === "scalar" && value.value === null ? key : `${key}=${textOf(value)}`, at]];
  });
  return texts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([text, at]) => scalar(text, at));
}

/** A scalar as text; a number that is too long for one as it is written. */
export function textOf(node: TreeNode): string {
  if (node.kind !== "scalar") return "";
  return typeof node.value === "number" && !Number.isSafeInteger(node.value) && /^\d+$/.test(node.source)
    ? node.source
    : String(node.value ?? "");
}

function mergeHosts(base: TreeNode, over: TreeNode): TreeNode {
  const first = asSequence(base);
  const known = new Set(first.map(textOf));
  return list([...first, ...asSequence(over).filter((node) => !known.has(textOf(node)))], base.at);
}

function asMapping(node: TreeNode, path: Path): TreeNode {
  if (node.kind !== "list") return node;
  return map(
    node.items.map((item) => [nameOf(item, path), { ...scalar(null, item.at), source: "", quoted: false }] as const),
    node.at,
  );
}

/** Services to wait for, each with its condition. */
export function asDependencies(node: TreeNode, path: Path): TreeNode {
  if (node.kind !== "list") return node;
  return map(
    node.items.map((item) => {
      const started: [string, TreeNode][] = [
        ["condition", scalar("service_started", item.at)],
        ["required", scalar(true, item.at)],
      ];
      return [nameOf(item, path), map(started, item.at)] as const;
    }),
    node.at,
  );
}

function nameOf(node: TreeNode, path: Path): string {
  if (node.kind !== "scalar" || typeof node.value !== "string")
    return refuse(node.at, renderPath(path), "must be a list of names");
  return node.value;
}

function asBuild(node: TreeNode): TreeNode {
  return node.kind === "scalar" && typeof node.value === "string" ? map([["context", node]], node.at) : node;
}

/** The options of a driver merge with options of the same driver alone. */
function mergeLogging(base: TreeNode, over: TreeNode, path: Path): TreeNode {
  const driverOf = (node: TreeNode) => entriesOf(node).find(([key]) => key === "driver")?.[1].value;
  const [before, after] = [driverOf(base), driverOf(over)];
  const isSame = before === undefined || after === undefined || textOf(before) === textOf(after);
  if (over.kind === "scalar") return base;
  return isSame ? mergeMaps(base, over, path) : over;
}
