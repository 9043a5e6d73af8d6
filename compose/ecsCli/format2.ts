// Services of compose formats 1 and 2, by the rules of ecs-cli, once they are merged.

import { child, entriesOf, isNull, pathOf, type MapNode } from "../tree";
import type { PortMapping } from "./container";
import { durationOf, loggingOf, type Mount, type ReadContext, type Service } from "./serviceModel";
import { parsePort2 } from "./ports";
import { Reader } from "./read";
import { splitWords2 } from "./words";

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
