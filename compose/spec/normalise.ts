// What a model says without words: the default network, names of resources, services that links and shared namespaces wait for.

import { child, entriesOf, isNull, map, scalar, type MapEntry, type MapNode, type TreeNode } from "../tree";
import { cleanPath } from "./volume";
import { textOf } from "./merge";
import { rewrite } from "./path";

/** A model with what is implied by it. */
export function normalise(model: MapNode, projectName: string, variables: ReadonlyMap<string, string>): MapNode {
  const services = entriesOf(child(model, "services")).map(([name, { at, value }]): [string, MapEntry] => {
    return [name, { at, value: normaliseService(value, variables) }];
  });
  const usesDefault = services.some(([, { value }]) => child(child(value, "networks"), "default") !== undefined);
  let result: MapNode = model;
  if (services.length > 0) result = set(result, "services", { kind: "map", at: model.at, entries: new Map(services) });
  const networks = child(result, "networks");
  if (usesDefault && child(networks, "default") === undefined)
    result = set(result, "networks", set(asMap(networks, model), "default", nothing(model)));
  for (const section of ["networks", "volumes", "configs", "secrets"]) {
    const resources = child(result, section);
    if (resources?.kind !== "map") continue;
    const named = [...resources.entries].map(([key, { at, value }]): [string, MapEntry] => [
      key,
      { at, value: withName(value, key, projectName) },
    ]);
    result = set(result, section, { ...resources, entries: new Map(named) });
  }
  return set(result, "name", scalar(projectName, model.at));
}

function withName(node: TreeNode, key: string, projectName: string): TreeNode {
  const resource = asMap(node, node);
  const name = child(resource, "name");
  if (name && !isNull(name)) return resource;
  const external = child(resource, "external");
  const isExternal = external?.kind === "scalar" && String(external.value) === "true";
  return set(resource, "name", scalar(isExternal ? key : `${projectName}_${key}`, node.at));
}

function normaliseService(node: TreeNode, variables: ReadonlyMap<string, string>): TreeNode {
  if (node.kind !== "map") return node;
  let service: MapNode = node;
  if (!child(service, "provider") && !child(service, "network_mode")) {
    const networks = child(service, "networks");
    if (networks === undefined || isNull(networks) || entriesOf(networks).length === 0)
      service = set(service, "networks", map([["default", nothing(node)]], node.at));
  }
  const policy = child(service, "pull_policy");
  if (policy && textOf(policy) === "if_not_present")
    service = set(service, "pull_policy", scalar("missing", policy.at));
  const build = child(service, "build");
  if (build?.kind === "map" && !child(build, "dockerfile") && !child(build, "dockerfile_inline"))
    service = set(service, "build", set(build, "dockerfile", scalar("Dockerfile", build.at)));
  service = withDependencies(service);
  const image = child(service, "image");
  const hooks = child(service, "pre_start");
  if (hooks?.kind === "list" && image && textOf(image) !== "")
    service = set(service, "pre_start", {
      ...hooks,
      items: hooks.items.map((hook) =>
        hook.kind === "map" && !child(hook, "image") ? set(hook, "image", image) : hook,
      ),
    });
  return rewrite(service, [
    ["environment", (value) => resolved(value, variables, true)],
    ["build.args", (value) => resolved(value, variables, false)],
    ["volumes.*.target", (value) => (value.kind === "scalar" ? scalar(cleanPath(textOf(value)), value.at) : value)],
  ]);
}

/** The values of variables that stand alone, from the shell. */
function resolved(node: TreeNode, variables: ReadonlyMap<string, string>, keepsUnset: boolean): TreeNode {
  if (node.kind === "list")
    return {
      ...node,
      items: node.items.flatMap((item) => {
        const text = textOf(item);
        if (text.includes("=")) return [item];
        const value = variables.get(text);
        return value === undefined ? (keepsUnset ? [item] : []) : [scalar(`${text}=${value}`, item.at)];
      }),
    };
  if (node.kind !== "map") return node;
  const entries = [...node.entries].flatMap(([key, entry]): [string, MapEntry][] => {
    if (!isNull(entry.value)) return [[key, entry]];
    const value = variables.get(key);
    if (value !== undefined) return [[key, { ...entry, value: scalar(value, entry.at) }]];
    return keepsUnset ? [[key, entry]] : [];
  });
  return { ...node, entries: new Map(entries) };
}

function withDependencies(service: MapNode): MapNode {
  const given = child(service, "depends_on");
  const known = new Map<string, MapEntry>(entriesOf(given));
  const add = (name: string, restart: boolean, at: TreeNode) => {
    if (known.has(name)) return;
    const made: [string, TreeNode][] = [
      ["condition", scalar("service_started", at.at)],
      ["restart", scalar(restart, at.at)],
      ["required", scalar(true, at.at)],
    ];
    known.set(name, { at: at.at, value: map(made, at.at) });
  };
  for (const link of itemsOf(service, "links")) add(textOf(link).split(":")[0] ?? "", true, link);
  for (const key of ["network_mode", "ipc", "pid", "uts", "cgroup"]) {
    const mode = child(service, key);
    if (mode && textOf(mode).startsWith("service:")) add(textOf(mode).slice("service:".length), true, mode);
  }
  for (const from of itemsOf(service, "volumes_from"))
    if (!textOf(from).startsWith("container:")) add(textOf(from).split(":")[0] ?? "", false, from);
  if (known.size === 0) return service;
  return set(service, "depends_on", { kind: "map", entries: known, at: given?.at ?? service.at });
}

function itemsOf(service: MapNode, key: string): readonly TreeNode[] {
  const node = child(service, key);
  return node?.kind === "list" ? node.items : [];
}

function set(node: MapNode, key: string, value: TreeNode): MapNode {
  const at = node.entries.get(key)?.at ?? value.at;
  return { ...node, entries: new Map([...node.entries, [key, { at, value }]]) };
}

const asMap = (node: TreeNode | undefined, by: TreeNode): MapNode => (node?.kind === "map" ? node : map([], by.at));

const nothing = (by: TreeNode): TreeNode => ({ ...scalar(null, by.at), source: "" });
