// The parts of a service of format 3 that have a grammar of their own: ports, mounts, ulimits, the health check.

import { inDirectory, type ProjectFiles } from "../files";
import { child, entriesOf, isNull, pathOf } from "../tree";
import type { PortMapping } from "./container";
import type { Lookup } from "./interpolate";
import { parsePorts3 } from "./ports";
import { Reader, textOf } from "./read";
import { durationOf, type ComposeHealthCheck, type Mount } from "./serviceModel";

/** Reads the ports of a service. */
export function portsOf(reader: Reader): PortMapping[] {
  const node = child(reader.node, "ports");
  if (node === undefined || isNull(node)) return [];
  if (node.kind !== "list") return reader.error("ports", "must be a list") ?? [];
  return node.items.flatMap((item, i) => {
    const path = pathOf(pathOf(reader.path, "ports"), i);
    if (item.kind === "map") return longPort(new Reader(item, path, reader.findings));
    const parsed = parsePorts3(textOf(item) ?? "");
    if ("wrong" in parsed) {
      reader.findings.error(item.at, path, parsed.wrong);
      return [];
    }
    if (parsed.value.address !== "" && parsed.value.address !== "0.0.0.0")
      reader.findings.warn(
        item.at,
        path,
        `the IP address ${parsed.value.address} is dropped: a task has an address of its own`,
      );
    return parsed.value.ports;
  });
}

function longPort(reader: Reader): PortMapping[] {
  reader.warn("target", "is used, though ecs-cli refused it: format 3.0 has ports as strings alone");
  const containerPort = reader.integer("target");
  if (containerPort === undefined) return reader.error("target", "is missing; set the container's port") ?? [];
  return [{ containerPort, hostPort: reader.integer("published") ?? 0, protocol: reader.string("protocol") ?? "tcp" }];
}

/** Reads the volumes of a service. */
export function mountsOf(reader: Reader, files: ProjectFiles, lookup: Lookup): Mount[] {
  const node = child(reader.node, "volumes");
  if (node === undefined || isNull(node)) return [];
  if (node.kind !== "list") return reader.error("volumes", "must be a list") ?? [];
  return node.items.flatMap((item, i) => {
    const path = pathOf(pathOf(reader.path, "volumes"), i);
    const mount =
      item.kind === "map" ? longMount(new Reader(item, path, reader.findings)) : shortMount(textOf(item) ?? "");
    if (mount === undefined) return [];
    if ("wrong" in mount) {
      reader.findings.error(item.at, path, mount.wrong);
      return [];
    }
    return [{ ...mount, source: hostPath(mount.source, files, lookup) }];
  });
}

function hostPath(source: string, files: ProjectFiles, lookup: Lookup): string {
  if (!/^[./~]/.test(source)) return source;
  const home = lookup("HOME");
  const expanded = source.startsWith("~") && home !== undefined ? source.replace("~", home) : source;
  return expanded.startsWith("/") ? expanded : inDirectory(files, expanded);
}

function shortMount(text: string): Mount | { wrong: string } {
  if (text === "") return { wrong: "is empty; write [SOURCE:]TARGET[:ro]" };
  if (text.length <= 2) return { source: "", target: text, readOnly: false };
  const parts = text.split(":");
  if (parts.includes("")) return { wrong: `"${text}" has an empty part between colons` };
  if (parts.length > 3) return { wrong: `"${text}" has too many colons; write [SOURCE:]TARGET[:ro]` };
  if (parts.length === 1) return { source: "", target: text, readOnly: false };
  const [source = "", target = "", options = ""] = parts;
  return { source, target, readOnly: options.split(",").includes("ro") };
}

function longMount(reader: Reader): Mount | undefined {
  const type = reader.string("type") ?? "volume";
  if (type !== "volume" && type !== "bind") {
    reader.warn("type", `"${type}" is dropped: ecs-cli mounts volumes and host paths alone`);
    return undefined;
  }
  return {
    source: reader.string("source") ?? "",
    target: reader.string("target") ?? "",
    readOnly: reader.boolean("read_only") === true,
  };
}

/** Reads the ulimits of a service. */
export function ulimitsOf(reader: Reader): Record<string, [number, number]> {
  const limits = reader.map("ulimits");
  if (!limits) return {};
  return Object.fromEntries(
    entriesOf(limits.node).map(([name, { value, at }]): [string, [number, number]] => {
      if (value.kind === "map") {
        const both = new Reader(value, pathOf(limits.path, name), reader.findings);
        return [name, [both.integer("soft") ?? 0, both.integer("hard") ?? 0]];
      }
      const single = limits.integer(name) ?? 0;
      if (single <= 0)
        reader.findings.warn(
          at,
          pathOf(limits.path, name),
          `${single} becomes 0, as ecs-cli sent it; set soft and hard`,
        );
      return [name, single > 0 ? [single, single] : [0, 0]];
    }),
  );
}

/** Reads the healthcheck of a service. */
export function healthCheckOf(parent: Reader): ComposeHealthCheck | undefined {
  const reader = parent.map("healthcheck");
  if (!reader) return undefined;
  const node = child(reader.node, "test");
  const test = node?.kind === "scalar" && !isNull(node) ? ["CMD-SHELL", String(node.value)] : reader.strings("test");
  const seconds = (key: string) => {
    const found = durationOf(reader, key);
    return found === undefined ? undefined : Math.trunc(found);
  };
  if (reader.has("start_period"))
    reader.warn("start_period", "is used, though ecs-cli refused it: format 3.0 has no such key");
  const [interval, timeout, startPeriod] = [seconds("interval"), seconds("timeout"), seconds("start_period")];
  const retries = reader.integer("retries");
  return {
    ...(test !== undefined && { test }),
    ...(interval !== undefined && { interval }),
    ...(timeout !== undefined && { timeout }),
    ...(startPeriod !== undefined && { startPeriod }),
    ...(retries !== undefined && { retries }),
    ...(reader.boolean("disable") === true && { disable: true }),
  };
}
