// Services of compose formats 1 and 2 before they are read, by the rules of ecs-cli: mappings that are merged, and may extend others.

import { besides, readNamed, shown } from "../files";
import { refuse, type Findings } from "../problems";
import { child, isNull, list, map, pathOf, scalar, type MapEntry, type MapNode, type TreeNode } from "../tree";
import { envFileLines } from "./envFile";
import { Reader, textOf } from "./read";
import type { ReadContext } from "./serviceModel";

/** The services of one file, by name, still as they stand in it. */
export type RawServices = ReadonlyMap<string, MapEntry>;

/** How another file's services are read. */
export type LoadFile = (path: string) => RawServices;

/** Services that others cannot extend where they have these. */
const NOT_EXTENDED = ["links", "volumes_from"];

/** A service with its env_files read and what it extends merged in. */
export function resolveService2(
  { name, node }: { readonly name: string; readonly node: TreeNode },
  scope: { file: string; services: RawServices; load: LoadFile; chain?: readonly string[] },
  context: ReadContext,
): MapNode {
  const path = pathOf("services", name);
  if (node.kind !== "map") refuse(node.at, path, "must be a mapping");
  const own = readEnvFiles({ node, path }, scope.file, context);
  const extending = child(own, "extends");
  if (extending === undefined || isNull(extending)) return own;
  const service = textOf(extending) ?? textOf(child(extending, "service") ?? extending) ?? "";
  const file = extending.kind === "map" ? textOf(child(extending, "file") ?? extending) : undefined;
  if (service === "") refuse(extending.at, `${path}.extends`, "names no service; write { service: NAME }");
  const otherFile = file === undefined ? scope.file : besides(scope.file, file);
  const step = `${otherFile}:${service}`;
  const chain = scope.chain ?? [`${scope.file}:${name}`];
  if (chain.includes(step))
    refuse(extending.at, `${path}.extends`, `extends itself through ${service}; remove the circle`);
  const services = file === undefined ? scope.services : scope.load(otherFile);
  const base = services.get(service);
  if (!base)
    refuse(extending.at, `${path}.extends`, `there is no service ${service} in ${shown(context.files, otherFile)}`);
  const resolved = resolveService2(
    { name: service, node: base.value },
    { file: otherFile, services, load: scope.load, chain: [...chain, step] },
    context,
  );
  const bad = NOT_EXTENDED.find((key) => resolved.entries.has(key));
  if (bad !== undefined)
    refuse(extending.at, `${path}.extends`, `${service} has ${bad}, and such services cannot be extended`);
  return mergeRaw(resolved, own);
}

/** Lists grow, mappings merge, everything else is replaced; an image replaces a build and the reverse. */
export function mergeRaw(base: MapNode, over: MapNode): MapNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    if (key === "image") entries.delete("build");
    if (key === "build") entries.delete("image");
    const before = entries.get(key)?.value;
    if (before?.kind === "list" && entry.value.kind === "list")
      entries.set(key, { at: entry.at, value: { ...entry.value, items: [...before.items, ...entry.value.items] } });
    else if (before?.kind === "map" && entry.value.kind === "map")
      entries.set(key, {
        at: entry.at,
        value: { ...entry.value, entries: new Map([...before.entries, ...entry.value.entries]) },
      });
    else entries.set(key, entry);
  }
  entries.delete("extends");
  return { ...over, entries };
}

function readEnvFiles(
  { node, path }: { readonly node: MapNode; readonly path: string },
  file: string,
  context: ReadContext,
): MapNode {
  const reader = new Reader(node, path, context.findings);
  const names = reader.strings("env_file") ?? [];
  if (names.length === 0) return node;
  const at = child(node, "env_file")?.at ?? node.at;
  const variables = environmentList(reader);
  for (const name of [...names].reverse()) {
    const text = readNamed(context.files, besides(file, name), { ...at, key: `${path}.env_file` });
    for (const line of envFileLines(text)) {
      const equals = line.indexOf("=");
      const key = equals < 0 ? line : line.slice(0, equals + 1);
      if (!variables.some((variable) => variable.startsWith(key))) variables.push(line);
    }
  }
  const entries = new Map(node.entries);
  entries.delete("env_file");
  const environment = list(
    variables.map((variable) => scalar(variable, at)),
    at,
  );
  entries.set("environment", { at: node.entries.get("environment")?.at ?? at, value: environment });
  return { ...node, entries };
}

function environmentList(reader: Reader): string[] {
  return (reader.pairs("environment") ?? []).map(([key, value]) => (value === undefined ? key : `${key}=${value}`));
}

/** A service of an earlier file, as a later file merges with it: its environment is a list, its labels are a mapping. */
export function normalise2(node: MapNode, path: string, findings: Findings): MapNode {
  const reader = new Reader(node, path, findings);
  const entries = new Map(node.entries);
  const environment = entries.get("environment");
  if (environment) {
    const at = environment.value.at;
    entries.set("environment", {
      at: environment.at,
      value: list(
        environmentList(reader).map((text) => scalar(text, at)),
        at,
      ),
    });
  }
  const labels = entries.get("labels");
  if (labels) {
    const at = labels.value.at;
    const pairs = (reader.pairs("labels") ?? []).map(([key, value]) => [key, scalar(value ?? "", at)] as const);
    entries.set("labels", { at: labels.at, value: map(pairs, at) });
  }
  return { ...node, entries };
}
