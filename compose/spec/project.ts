// A project of Docker Compose: its active services, each with the environment that its container gets.

import { readIfExists, readNamed, shown } from "../files";
import { child, entriesOf, isNull, keyAt, type MapNode, type TreeNode } from "../tree";
import type { ComposeService } from "./composeService";
import { checkConsistency } from "./consistency";
import type { LoadContext } from "./document";
import { parseDotenv, parseRaw } from "./dotenv";
import { loadModel, type LoadOptions } from "./load";
import { textOf } from "./merge";
import { normalise } from "./normalise";
import { renderPath } from "./path";

/** A project. */
export interface ComposeProject {
  readonly name: string;
  /** The whole model, with the services that are not active. */
  readonly model: MapNode;
  readonly services: ReadonlyMap<string, ComposeService>;
  readonly context: LoadContext;
}

export interface ProjectOptions extends LoadOptions {
  /** The name that options or the shell set; it has precedence over that of the files. */
  readonly name?: string | undefined;
  /** The name without any other. */
  readonly fallbackName: string;
  /** The active profiles; `*` is all. */
  readonly profiles: readonly string[];
}

/** Loads a project. A file that cannot be understood is thrown, what contradicts itself is reported. */
export function loadProject(options: ProjectOptions): ComposeProject {
  const { model: loaded, context } = loadModel(options);
  const own = child(loaded, "name");
  const name =
    projectName(options.name ?? "") ||
    projectName(own ? textOf(own) : "") ||
    projectName(options.fallbackName) ||
    "project";
  const model = normalise(loaded, name, context.variables);
  const all = entriesOf(child(model, "services"));
  const isActive = (node: TreeNode) => {
    const profiles = child(node, "profiles");
    const names = profiles?.kind === "list" ? profiles.items.map(textOf) : [];
    return (
      names.length === 0 || names.some((each) => options.profiles.includes(each) || options.profiles.includes("*"))
    );
  };
  const services = new Map<string, ComposeService>();
  const inactive = new Set<string>();
  for (const [key, { at, value }] of all) {
    if (value.kind !== "map") context.findings.error(at, renderPath(["services", key]), "has no keys; add image");
    else if (isActive(value))
      services.set(key, { name: key, node: value, environment: environmentOf(key, value, context) });
    else inactive.add(key);
  }
  if (services.size === 0)
    context.findings.error(
      keyAt(model, "services"),
      "services",
      inactive.size === 0
        ? "has no services; add one"
        : `has services of other profiles alone; activate a profile of ${[...inactive].join(", ")}`,
    );
  checkConsistency({ model, services, inactive }, context.findings);
  return { name, model, services, context };
}

/** A name as Compose takes it: lower-case letters, digits, dashes and underscores, from the first letter or digit on. */
export function projectName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}

function environmentOf(name: string, node: MapNode, context: LoadContext): Map<string, string> {
  const { files, variables } = context;
  const own = pairsOf(child(node, "environment"));
  const lookup = (key: string) => variables.get(key) ?? own.get(key);
  const path = renderPath(["services", name, "env_file"]);
  let fromFiles = new Map<string, string>();
  const list = child(node, "env_file");
  for (const item of list?.kind === "list" ? list.items : []) {
    const file = child(item, "path");
    if (!file) continue;
    const required = child(item, "required");
    const isOptional = required?.kind === "scalar" && String(required.value) === "false";
    const read = isOptional ? readIfExists : readNamed;
    const text = read(files, textOf(file), { ...file.at, key: path });
    if (text === undefined) continue;
    const format = child(item, "format");
    if (format && textOf(format) === "raw") fromFiles = new Map([...fromFiles, ...parseRaw(text, lookup)]);
    else fromFiles = parseDotenv({ text, file: shown(files, textOf(file)) }, lookup, fromFiles);
  }
  const given = [...own].filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new Map([...fromFiles, ...given]);
}

/** `KEY=value` of a list, or a mapping; undefined: the key has no value. */
export function pairsOf(node: TreeNode | undefined): Map<string, string | undefined> {
  if (node?.kind === "list")
    return new Map(
      node.items.map((item) => {
        const text = textOf(item);
        const at = text.indexOf("=");
        return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
      }),
    );
  return new Map(entriesOf(node).map(([key, { value }]) => [key, isNull(value) ? undefined : textOf(value)]));
}
