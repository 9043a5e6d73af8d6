// Services of compose formats 1 and 2, by the rules of ecs-cli: mappings are merged before they are read, and may extend others.

import { besides, readNamed, shown } from "../files";
import { refuse, type Findings } from "../problems";
import {
  child,
  entriesOf,
  isNull,
  list,
  map,
  pathOf,
  scalar,
  type MapEntry,
  type MapNode,
  type TreeNode,
} from "../tree";
import type { PortMapping } from "./container";
import { envFileLines } from "./envFile";
import { durationOf, loggingOf, type Mount, type ReadContext, type Service } from "./serviceModel";
import { parsePort2 } from "./ports";
import { Reader, textOf } from "./read";
import { splitWords2 } from "./words";

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

/** Reads a merged service. */
export function readService2(
  { name, node }: { readonly name: string; readonly node: MapNode },
  format: 1 | 2,
  context: ReadContext,
): Service {
  const reader = new Reader(node, pathOf("services", name), context.findings);
  const pick = <T>(keys: readonly string[], read: (key: string) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      keys.map((key) => [key, read(key)] as const).filter((entry): entry is [string, T] => entry[1] !== undefined),
    );
  const stop = durationOf(reader, "stop_grace_period");
  const memory = format === 1 ? ["mem_limit", "shm_size"] : ["mem_limit", "mem_reservation", "shm_size"];
  if (format === 1 && reader.has("mem_reservation"))
    reader.warn("mem_reservation", "is dropped: ecs-cli did not read it in format 1");
  const v1Log = { driver: reader.string("log_driver") ?? "", options: optionsOf(reader, "log_opt") };
  return {
    strings: pick(["image", "hostname", "user", "working_dir"], (key) =>
      isNull(child(node, key)) ? undefined : reader.string(key),
    ),
    flags: pick(["privileged", "tty", "read_only"], (key) => reader.boolean(key)),
    numbers: {
      ...pick(memory, (key) => reader.bytes(key)),
      ...pick(["cpu_shares"], (key) => reader.integer(key)),
      ...(stop !== undefined && { stop_grace_period: Math.trunc(stop) }),
    },
    lists: {
      ...pick(
        ["cap_add", "cap_drop", "security_opt", "links", "devices", "dns", "dns_search", "tmpfs", "volumes_from"],
        (key) => reader.strings(key),
      ),
      ...pick(["command", "entrypoint"], (key) => commandOf(reader, key)),
      extra_hosts: (reader.pairs("extra_hosts", ":") ?? []).map(([host, ip]) =>
        ip === undefined ? host : `${host}:${ip}`,
      ),
    },
    environment: (reader.pairs("environment") ?? []).map(([key, value]) => {
      if (value !== undefined && value !== "") return [key, value];
      const outside = context.lookup(key);
      if (outside === undefined)
        reader.warn("environment", `${key} has no value here or in the shell; it is set to an empty string`);
      return [key, outside ?? ""];
    }),
    labels: Object.fromEntries((reader.pairs("labels") ?? []).map(([key, value]) => [key.trim(), value ?? ""])),
    ports: portsOf(reader),
    mounts: mountsOf(reader),
    ulimits: ulimitsOf(reader),
    logging: loggingOf(reader) ?? (v1Log.driver === "" ? undefined : v1Log),
    nodes: [node],
  };
}

function optionsOf(reader: Reader, key: string): Record<string, string> {
  return Object.fromEntries((reader.pairs(key) ?? []).map(([name, value]) => [name, value ?? ""]));
}

function commandOf(reader: Reader, key: string): string[] | undefined {
  const node = child(reader.node, key);
  if (node === undefined || isNull(node) || node.kind !== "scalar") return reader.strings(key);
  return splitWords2(String(node.value)) ?? reader.error(key, "has a quotation mark without its partner");
}

function portsOf(reader: Reader): PortMapping[] {
  return (reader.strings("ports") ?? []).flatMap((text, i) => {
    const at = reader.at("ports");
    const path = pathOf(pathOf(reader.path, "ports"), i);
    const parsed = parsePort2(text);
    if ("wrong" in parsed) {
      reader.findings.error(at, path, parsed.wrong);
      return [];
    }
    const { port, address } = parsed.value;
    if (address !== "")
      reader.findings.warn(at, path, `the IP address ${address} is dropped: a task has an address of its own`);
    return [port];
  });
}

function mountsOf(reader: Reader): Mount[] {
  return (reader.strings("volumes") ?? []).flatMap((text, i) => {
    const [first = "", second, ...rest] = text.split(":");
    const mode = rest.join(":");
    if (mode !== "" && mode !== "ro" && mode !== "rw") {
      reader.findings.error(
        reader.at("volumes"),
        pathOf(pathOf(reader.path, "volumes"), i),
        `"${text}" is not [HOST:]CONTAINER[:ro|rw]`,
      );
      return [];
    }
    return [{ source: second === undefined ? "" : first, target: second ?? first, readOnly: mode === "ro" }];
  });
}

function ulimitsOf(reader: Reader): Record<string, [number, number]> {
  const limits = reader.map("ulimits");
  return Object.fromEntries(
    entriesOf(limits?.node).map(([name, { value }]): [string, [number, number]] => {
      if (value.kind === "map") {
        const both = new Reader(value, pathOf(limits?.path ?? "", name), reader.findings);
        return [name, [both.integer("soft") ?? 0, both.integer("hard") ?? 0]];
      }
      const single = limits?.integer(name) ?? 0;
      return [name, [single, single]];
    }),
  );
}
