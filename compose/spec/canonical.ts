// The one form of what compose files say in several: short mounts, ports, dependencies and the like become mappings.

import { parseRange, parsePorts3 } from "../ecsCli/ports";
import { refuse } from "../problems";
import { child, list, map, scalar, type MapEntry, type TreeNode } from "../tree";
import { asDependencies, textOf } from "./merge";
import { renderPath, rewrite, type Path, type Rule } from "./path";
import { cleanPath, parseVolume } from "./volume";

const isText = (node: TreeNode) => node.kind === "scalar" && typeof node.value === "string";

/** A rule for values that are a string. */
const ofText =
  (change: (text: string, node: TreeNode, path: Path) => TreeNode): Rule[1] =>
  (node, path) =>
    isText(node) ? change(textOf(node), node, path) : node;

const toList: Rule[1] = ofText((_text, node) => list([node], node.at));
const toSource: Rule[1] = ofText((_text, node) => map([["source", node]], node.at));

const RULES: readonly Rule[] = [
  ...["label_file", "dns", "develop.watch.*.ignore", "develop.watch.*.include"].map((key): Rule => [
    `services.*.${key}`,
    toList,
  ]),
  ...["secrets.*", "configs.*", "build.secrets.*"].map((key): Rule => [`services.*.${key}`, toSource]),
  ["services.*.build", ofText((_text, node) => map([["context", node]], node.at))],
  ["services.*.extends", ofText((_text, node) => map([["service", node]], node.at))],
  ["services.*.networks", namesToMap],
  ["services.*.models", namesToMap],
  ["services.*.depends_on", dependencies],
  ["services.*.env_file", envFiles],
  ["services.*.gpus", gpus],
  ["services.*.devices.*", ofText(device)],
  ["services.*.volumes.*", ofText(volume)],
  ["services.*.ports", ports],
  ["services.*.build.ssh", sshKeys],
  ...["volumes", "networks", "secrets", "configs"].map((key): Rule => [`${key}.*`, external]),
];

/** Brings a model to its one form. */
export function canonical(model: TreeNode): TreeNode {
  return rewrite(model, RULES);
}

/** Adds the keys that a mapping lacks. */
export function withDefaults(node: TreeNode, entries: readonly (readonly [string, TreeNode])[]): TreeNode {
  if (node.kind !== "map") return node;
  const missing = entries.filter(([key]) => !node.entries.has(key));
  const added = missing.map(([key, value]): [string, MapEntry] => [key, { at: node.at, value }]);
  return { ...node, entries: new Map([...node.entries, ...added]) };
}

function namesToMap(node: TreeNode): TreeNode {
  if (node.kind !== "list") return node;
  return map(
    node.items.map((item) => [textOf(item), { ...scalar(null, item.at), source: "" }] as const),
    node.at,
  );
}

function dependencies(node: TreeNode, path: Path): TreeNode {
  const mapping = asDependencies(node, path);
  if (mapping.kind !== "map") return mapping;
  const entries = [...mapping.entries].map(([name, { at, value }]): [string, MapEntry] => {
    const condition = scalar("service_started", at);
    return [
      name,
      {
        at,
        value: withDefaults(value, [
          ["condition", condition],
          ["required", scalar(true, at)],
        ]),
      },
    ];
  });
  return { ...mapping, entries: new Map(entries) };
}

function envFiles(node: TreeNode): TreeNode {
  const items = node.kind === "list" ? node.items : [node];
  const required = (item: TreeNode): readonly (readonly [string, TreeNode])[] => [["required", scalar(true, item.at)]];
  return list(
    items.map((item) => withDefaults(isText(item) ? map([["path", item]], item.at) : item, required(item))),
    node.at,
  );
}

function gpus(node: TreeNode): TreeNode {
  if (!isText(node)) return node;
  return list([map([["count", node]], node.at)], node.at);
}

function device(text: string, node: TreeNode, path: Path): TreeNode {
  const [source = "", target, permissions = "rwm", ...more] = text.split(":");
  if (more.length > 0) refuse(node.at, renderPath(path), `"${text}" is not a device; write SOURCE[:TARGET[:rwm]]`);
  const at = node.at;
  const made: [string, TreeNode][] = [
    ["source", scalar(source, at)],
    ["target", scalar(target === undefined || target === "" ? source : target, at)],
    ["permissions", scalar(permissions, at)],
  ];
  return map(made, at);
}

function volume(text: string, node: TreeNode, path: Path): TreeNode {
  const spec = parseVolume(text);
  if (!spec) return refuse(node.at, renderPath(path), `"${text}" is not a volume; write [SOURCE:]TARGET[:ro]`);
  const { at } = node;
  const bind: [string, TreeNode][] = [
    ...(spec.propagation === undefined ? [] : [["propagation", scalar(spec.propagation, at)] as [string, TreeNode]]),
    ...(spec.selinux === undefined ? [] : [["selinux", scalar(spec.selinux, at)] as [string, TreeNode]]),
    ...(spec.type === "bind" ? [["create_host_path", scalar(true, at)] as [string, TreeNode]] : []),
  ];
  const named: [string, TreeNode][] = spec.noCopy ? [["nocopy", scalar(true, at)]] : [];
  const made: [string, TreeNode][] = [
    ["type", scalar(spec.type, at)],
    ...(spec.source === undefined ? [] : [["source", scalar(spec.source, at)] as [string, TreeNode]]),
    ["target", scalar(cleanPath(spec.target), at)],
    ...(spec.readOnly ? [["read_only", scalar(true, at)] as [string, TreeNode]] : []),
    ...(spec.type === "bind" || bind.length > 0 ? [["bind", map(bind, at)] as [string, TreeNode]] : []),
    ...(spec.type === "volume" || named.length > 0 ? [["volume", map(named, at)] as [string, TreeNode]] : []),
  ];
  return map(made, at);
}

function ports(node: TreeNode, path: Path): TreeNode {
  if (node.kind !== "list") return refuse(node.at, renderPath(path), "must be a list of ports");
  return list(
    node.items.flatMap((item, i) => (item.kind === "scalar" ? shortPorts(item, [...path, i]) : [item])),
    node.at,
  );
}

function shortPorts(node: TreeNode, path: Path): TreeNode[] {
  const parsed = parsePorts3(textOf(node));
  if (!("value" in parsed)) return refuse(node.at, renderPath(path), parsed.wrong);
  const { at } = node;
  const { address } = parsed.value;
  const published = publishedOf(textOf(node));
  const { ports: all } = parsed.value;
  // A range of published ports for one port of the container is not several ports: one of the range is taken.
  const isChoice = all.length > 1 && all.every(({ containerPort }) => containerPort === all[0]?.containerPort);
  return (isChoice ? all.slice(0, 1) : all).map(({ containerPort, hostPort, protocol }) => {
    const host = isChoice ? published : String(hostPort);
    const made: [string, TreeNode][] = [
      ["mode", scalar("ingress", at)],
      ...(address === "" ? [] : [["host_ip", scalar(address.replace(/^\[|\]$/g, ""), at)] as [string, TreeNode]]),
      ["target", scalar(containerPort, at)],
      ...(published === "" ? [] : [["published", scalar(host, at)] as [string, TreeNode]]),
      ["protocol", scalar(protocol, at)],
    ];
    return map(made, at);
  });
}

/** The published port or range of a short form; empty without one. */
function publishedOf(text: string): string {
  const published = (text.split("/")[0] ?? "").split(":").at(-2) ?? "";
  return parseRange(published) ? published : "";
}

function sshKeys(node: TreeNode, path: Path): TreeNode {
  if (node.kind !== "list") return node;
  return map(
    node.items.map((item) => {
      const [id = "", file] = textOf(item).split("=");
      if (file === undefined && id !== "default") refuse(item.at, renderPath(path), `"${id}" is not NAME=path`);
      return [id, scalar(file ?? null, item.at)] as const;
    }),
    node.at,
  );
}

/** `external: { name }`, as older files have it, is `external: true` with a name. */
function external(node: TreeNode): TreeNode {
  const given = child(node, "external");
  if (node.kind !== "map" || given?.kind !== "map") return node;
  const name = child(given, "name");
  const entries = new Map(node.entries);
  entries.set("external", { at: given.at, value: scalar(true, given.at) });
  if (name && !entries.has("name")) entries.set("name", { at: name.at, value: name });
  return { ...node, entries };
}
