// What a loaded model is completed with: default values, absolute paths, the values of variables that stand alone.

import { ComposeError, refuse } from "../problems";
import { child, entriesOf, isNull, list, scalar, type TreeNode } from "../tree";
import { withDefaults } from "./canonical";
import { pathIn, type LoadContext } from "./document";
import { textOf } from "./merge";
import { renderPath, rewrite, type Path, type Rule } from "./path";

const missing =
  (key: string, value: string | number | boolean): Rule[1] =>
  (node) =>
    withDefaults(node, [[key, scalar(value, node.at)]]);

const countAll: Rule[1] = (node) =>
  child(node, "count") || child(node, "device_ids") ? node : missing("count", -1)(node, []);

const DEFAULTS: readonly Rule[] = [
  ["services.*.build", missing("context", ".")],
  [
    "services.*.secrets.*",
    (node) =>
      withDefaults(node, [["target", scalar(`/run/secrets/${textOf(child(node, "source") ?? node)}`, node.at)]]),
  ],
  [
    "services.*.ports.*",
    (node) =>
      withDefaults(node, [
        ["protocol", scalar("tcp", node.at)],
        ["mode", scalar("ingress", node.at)],
      ]),
  ],
  ["services.*.deploy.resources.reservations.devices.*", countAll],
  ["services.*.gpus.*", countAll],
  ["services.*.volumes.*.bind", missing("create_host_path", true)],
];

/** Sets the default values of the Compose Specification. */
export function setDefaults(model: TreeNode): TreeNode {
  return rewrite(model, DEFAULTS);
}

/** Makes relative paths absolute. */
export function resolvePaths(model: TreeNode, context: LoadContext): TreeNode {
  const absolute: Rule[1] = (node) =>
    node.kind === "scalar" && typeof node.value === "string" && !/^$|^\/|^[A-Za-z]:|^\\\\/.test(node.value)
      ? { ...node, value: pathIn(context, node.value), source: pathIn(context, node.value) }
      : node;
  const unlessRemote: Rule[1] = (node, path) => (isRemote(textOf(node)) ? node : absolute(node, path));
  const under =
    (key: string, when: (node: TreeNode) => boolean): Rule[1] =>
    (node, path) => {
      const entry = node.kind === "map" ? node.entries.get(key) : undefined;
      if (node.kind !== "map" || !entry || !when(node)) return node;
      return { ...node, entries: new Map([...node.entries, [key, { ...entry, value: absolute(entry.value, path) }]]) };
    };
  return rewrite(model, [
    ["services.*.build.context", unlessRemote],
    ["services.*.build.additional_contexts.*", unlessRemote],
    ["services.*.build.ssh.*", absolute],
    ["services.*.env_file.*.path", absolute],
    ["services.*.label_file.*", absolute],
    ["services.*.extends.file", absolute],
    ["services.*.develop.watch.*.path", absolute],
    ["services.*.volumes.*", under("source", (node) => textOf(child(node, "type") ?? node) === "bind")],
    ["configs.*.file", absolute],
    ["secrets.*.file", absolute],
    ["volumes.*.driver_opts", under("device", (node) => textOf(child(node, "o") ?? node) === "bind")],
  ]);
}

const isRemote = (context: string) => /^[a-z][a-z0-9+.-]*:\/\/|^git@|^github\.com\/|^(?:service|target):/.test(context);

/** Gives `KEY` entries of a list the shell's value, as far as there is one, and configs the content of their variable. */
export function resolveEnvironment(model: TreeNode, { variables }: LoadContext): TreeNode {
  return rewrite(model, [
    [
      "services.*.environment",
      (node) =>
        node.kind !== "list"
          ? node
          : list(
              node.items.map((item) => {
                const name = textOf(item);
                const value = name.includes("=") ? undefined : variables.get(name);
                return value === undefined ? item : scalar(`${name}=${value}`, item.at);
              }),
              node.at,
            ),
    ],
    [
      "configs.*",
      (node) => {
        const name = child(node, "environment");
        const value = name && variables.get(textOf(name));
        return value === undefined ? node : withDefaults(node, [["content", scalar(value, node.at)]]);
      },
    ],
  ]);
}

/** What is said of a value that is harmless here. */
export const REFUSES = "Docker Compose refuses it";

/** Refuses combinations that the schema does not know of. */
export function checkCombinations(model: TreeNode, { findings }: LoadContext): void {
  const fileObject =
    (...keys: string[]): Rule[1] =>
    (node, path) => {
      const given = keys.filter((key) => child(node, key) !== undefined);
      if (given.length > 1) refuse(node.at, renderPath(path), `has ${given.join(" and ")}; keep one of them`);
      if (given.length === 0 && !child(node, "driver") && !child(node, "external"))
        findings.warn(
          node.at,
          renderPath(path),
          `has none of ${keys.join(", ")}, and ${REFUSES}; add one, or external: true`,
        );
      return node;
    };
  rewrite(model, [
    ["configs.*", fileObject("file", "environment", "content")],
    ["secrets.*", fileObject("file", "environment")],
    ["volumes.*", externalAlone],
    ["services.*.ports.*", hostAddress],
  ]);
}

function externalAlone(node: TreeNode, path: Path): TreeNode {
  const external = child(node, "external");
  if (external?.kind !== "scalar" || external.value !== true) return node;
  for (const [key, { at, value }] of entriesOf(node))
    if (!["name", "external"].includes(key) && !key.startsWith("x-") && !isNull(value))
      refuse(at, renderPath([...path, key]), "cannot be set with external: true; remove one of them");
  return node;
}

function hostAddress(node: TreeNode, path: Path): TreeNode {
  const address = child(node, "host_ip");
  if (address && !/^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/.test(textOf(address)))
    throw new ComposeError([
      {
        ...address.at,
        path: renderPath([...path, "host_ip"]),
        message: `"${textOf(address)}" is not an IP address; correct it`,
      },
    ]);
  return node;
}
