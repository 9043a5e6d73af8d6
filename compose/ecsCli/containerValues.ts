// Values of containers that all formats share: devices, hosts, tmpfs, mounts.

import { parseBytes, toMebibytes } from "../values";
import type { LinuxParameters, MountPoint, Volume } from "./container";

type Device = NonNullable<LinuxParameters["devices"]>[number];
type Tmpfs = NonNullable<LinuxParameters["tmpfs"]>[number];

/** A value, or what is wrong with it. */
export type Parsed<T> = { readonly value: T } | { readonly wrong: string };

const PERMISSIONS: Readonly<Record<string, string>> = { r: "read", w: "write", m: "mknod" };

/** `HOST[:CONTAINER[:rwm]]`. */
export function parseDevice(text: string): Parsed<Device> {
  const parts = text.split(":");
  const [hostPath = "", containerPath, flags = ""] = parts;
  if (parts.length > 3 || flags.length > 3 || Array.from(flags).some((flag) => PERMISSIONS[flag] === undefined))
    return { wrong: `"${text}" is not a device; write HOST[:CONTAINER[:rwm]]` };
  const permissions = [...new Set(Array.from(flags).map((flag) => PERMISSIONS[flag] ?? ""))];
  return {
    value: {
      hostPath,
      ...(containerPath !== undefined && { containerPath }),
      ...(permissions.length > 0 && { permissions }),
    },
  };
}

/** `HOSTNAME:ADDRESS`. */
export function parseExtraHost(text: string): Parsed<{ hostname: string; ipAddress: string }> {
  const parts = text.split(":");
  const [hostname = "", ipAddress = ""] = parts;
  return parts.length === 2 ? { value: { hostname, ipAddress } } : { wrong: `"${text}" is not HOSTNAME:IPADDRESS` };
}

/** `PATH:OPTIONS` with a size among the options. */
export function parseTmpfs(text: string): Parsed<Tmpfs> {
  const colon = text.indexOf(":");
  if (colon < 0) return { wrong: `"${text}" has no size; write PATH:size=64m` };
  const mountOptions: string[] = [];
  let size = 0;
  for (const option of text.slice(colon + 1).split(",")) {
    const found = /size=(\d+(?:\.\d+)*) ?([kKmMgGtTpP])?[bB]?/.exec(option);
    if (found) size = toMebibytes(parseBytes(found[0].slice("size=".length)) ?? 0);
    else mountOptions.push(option);
  }
  if (size === 0) return { wrong: `"${text}" has no size of at least 1 MiB; write PATH:size=64m` };
  return { value: { containerPath: text.slice(0, colon), size, ...(mountOptions.length > 0 && { mountOptions }) } };
}

/** The volumes of a task as its containers mount them. */
export class TaskVolumes {
  private readonly hosts = new Map<string, string>();
  private readonly empty: string[] = [];

  /** A volume that the compose file declares. */
  declare(name: string): void {
    if (!this.empty.includes(name)) this.empty.push(name);
  }

  /** Whether a source is a name, and not a path. */
  static isName(source: string): boolean {
    return !/^[./~]/.test(source);
  }

  /** A mount of a source; undefined: the source is a name that is not declared. */
  mount(source: string, containerPath: string, readOnly: boolean): MountPoint | undefined {
    const name = this.nameOf(source);
    return name === undefined ? undefined : { sourceVolume: name, containerPath, ...(readOnly && { readOnly }) };
  }

  private nameOf(source: string): string | undefined {
    const next = `volume-${this.hosts.size + this.empty.length}`;
    if (source === "") {
      this.empty.push(next);
      return next;
    }
    if (TaskVolumes.isName(source)) return this.empty.includes(source) ? source : undefined;
    const known = this.hosts.get(source);
    if (known !== undefined) return known;
    this.hosts.set(source, next);
    return next;
  }

  /** All volumes, by name. */
  list(): Volume[] {
    return [
      ...this.empty.map((name) => ({ name })),
      ...[...this.hosts].map(([sourcePath, name]) => ({ name, host: { sourcePath } })),
    ].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
