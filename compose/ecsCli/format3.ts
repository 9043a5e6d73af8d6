// Services of compose format 3, by the rules of ecs-cli: each file is read alone, then the files are merged.

import { inDirectory, readNamed, shown } from "../files";
import { child, isNull, pathOf, type TreeNode } from "../tree";
import { parseEnvFile } from "./envFile";
import { Reader } from "./read";
import { durationOf, loggingOf, type ReadContext, type Service } from "./serviceModel";
import { healthCheckOf, mountsOf, portsOf, ulimitsOf } from "./serviceParts3";
import { splitWords3 } from "./words";

const STRINGS = ["image", "hostname", "user", "working_dir"];
const FLAGS = ["privileged", "tty", "read_only"];
const LISTS = ["cap_add", "cap_drop", "security_opt", "links", "devices", "dns", "dns_search", "tmpfs"];

/** Reads one service of one file. */
export function readService3(name: string, node: TreeNode, context: ReadContext): Service {
  const { findings, files } = context;
  const reader = new Reader(node, pathOf("services", name), findings);
  const pick = <T>(keys: readonly string[], read: (key: string) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      keys.map((key) => [key, read(key)] as const).filter((entry): entry is [string, T] => entry[1] !== undefined),
    );
  const duration = durationOf(reader, "stop_grace_period");
  const numbers = {
    ...pick(["mem_limit", "mem_reservation"], (key) => reader.bytes(key)),
    ...pick(["cpu_shares"], (key) => reader.integer(key)),
    ...(duration !== undefined && { stop_grace_period: Math.trunc(duration) }),
  };
  const hosts = child(node, "extra_hosts")?.kind === "map" ? undefined : reader.strings("extra_hosts");
  return {
    strings: pick(STRINGS, (key) => reader.string(key)),
    flags: pick(FLAGS, (key) => reader.boolean(key)),
    numbers,
    lists: {
      ...pick(LISTS, (key) => reader.strings(key)),
      ...pick(["command", "entrypoint"], (key) => commandOf(reader, key)),
      extra_hosts: hosts ?? (reader.pairs("extra_hosts", ":") ?? []).map(([host, ip]) => `${host}:${ip ?? ""}`).sort(),
    },
    environment: environmentOf(reader, context),
    labels: Object.fromEntries((reader.pairs("labels") ?? []).map(([key, value]) => [key, value ?? ""])),
    ports: portsOf(reader),
    mounts: mountsOf(reader, files, context.lookup),
    ulimits: ulimitsOf(reader),
    healthCheck: healthCheckOf(reader),
    logging: loggingOf(reader),
    nodes: [node],
  };
}

function commandOf(reader: Reader, key: string): string[] | undefined {
  const node = child(reader.node, key);
  if (node === undefined || isNull(node) || node.kind !== "scalar") return reader.strings(key);
  const split = splitWords3(String(node.value));
  if (!split) return reader.error(key, "has a quotation mark without its partner");
  if (split.cut)
    reader.warn(
      key,
      `ends at an unquoted ";", "&", "|", "<" or ">", as ecs-cli read it; for a shell write ["sh", "-c", "…"]`,
    );
  return split.words;
}

function environmentOf(reader: Reader, { files, shell, lookup }: ReadContext): [string, string][] {
  const variables = new Map<string, string>();
  const set = (key: string, value: string | undefined) => {
    const outside = lookup(key);
    if (value === undefined && outside === undefined)
      reader.findings.warn(
        reader.at("environment"),
        pathOf(reader.path, "environment"),
        `${key} has no value here or in the shell; it is set to an empty string`,
      );
    variables.set(key, value === undefined || value === "" ? (outside ?? "") : value);
  };
  for (const file of reader.strings("env_file") ?? []) {
    const path = inDirectory(files, file);
    const at = child(reader.node, "env_file")?.at ?? reader.node.at;
    const text = readNamed(files, path, { ...at, key: pathOf(reader.path, "env_file") });
    for (const [key, value] of parseEnvFile(text, { file: shown(files, path), line: 1, column: 1 }, shell))
      set(key, value);
  }
  for (const [key, value] of reader.pairs("environment") ?? []) set(key, value);
  return [...variables];
}

/** A service of an earlier file with what a later file says of it: lists grow, mappings merge, single values are replaced. */
export function mergeServices3(base: Service, over: Service): Service {
  const lists = Object.fromEntries(
    [...new Set([...Object.keys(base.lists), ...Object.keys(over.lists)])].map((key) => [
      key,
      [...(base.lists[key] ?? []), ...(over.lists[key] ?? [])],
    ]),
  );
  const isOther =
    base.logging && over.logging?.driver && base.logging.driver && base.logging.driver !== over.logging.driver;
  const logging =
    base.logging && over.logging && !isOther
      ? {
          driver: base.logging.driver || over.logging.driver,
          options: { ...base.logging.options, ...over.logging.options },
        }
      : (over.logging ?? base.logging);
  const ports = base.ports.length === 0 ? over.ports : [...base.ports, ...over.ports];
  const byHostPort = [...new Map(ports.map((port) => [port.hostPort, port])).values()].sort(
    (a, b) => a.hostPort - b.hostPort,
  );
  const test = [...(base.healthCheck?.test ?? []), ...(over.healthCheck?.test ?? [])];
  return {
    strings: {
      ...base.strings,
      ...Object.fromEntries(Object.entries(over.strings).filter(([, value]) => value !== "")),
    },
    flags: { ...base.flags, ...Object.fromEntries(Object.entries(over.flags).filter(([, value]) => value)) },
    numbers: { ...base.numbers, ...over.numbers },
    lists,
    environment: [...new Map([...base.environment, ...over.environment])],
    labels: { ...base.labels, ...over.labels },
    ports: base.ports.length === 0 ? ports : byHostPort,
    mounts: [...base.mounts, ...over.mounts],
    ulimits: { ...base.ulimits, ...over.ulimits },
    healthCheck:
      base.healthCheck && over.healthCheck
        ? { ...base.healthCheck, ...over.healthCheck, ...(test.length > 0 && { test }) }
        : (over.healthCheck ?? base.healthCheck),
    logging,
    nodes: [...base.nodes, ...over.nodes],
  };
}
