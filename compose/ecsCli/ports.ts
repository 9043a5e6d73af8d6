// Port mappings: the grammar of format 3, and that of formats 1 and 2.

import type { PortMapping } from "./container";
import type { Parsed } from "./containerValues";

/** More ports of one range than a task can have. */
const MOST_PORTS = 1000;

/** Format 3: `[IP:][HOST[-HOST]:]CONTAINER[-CONTAINER][/PROTOCOL]`. */
export function parsePorts3(text: string): Parsed<{ ports: PortMapping[]; address: string }> {
  const wrong = { wrong: `"${text}" is not a port; write [HOST:]CONTAINER[/tcp|udp]` };
  const slash = text.split("/");
  const protocol = (slash[1] ?? "tcp").toLowerCase();
  if (slash.length > 2 || !["tcp", "udp", "sctp"].includes(protocol)) return wrong;
  const parts = (slash[0] ?? "").split(":");
  const containers = parseRange(parts.pop() ?? "");
  const hostText = parts.pop() ?? "";
  const address = parts.join(":");
  if (!containers) return wrong;
  const hosts = hostText === "" ? undefined : parseRange(hostText);
  if (hostText !== "" && !hosts) return wrong;
  if (hosts && hosts.length !== containers.length && containers.length !== 1)
    return { wrong: `"${text}" has ranges of different lengths; make both the same length` };
  const pairs = hosts && containers.length === 1 ? hosts.map((host) => [containers[0] ?? 0, host] as const) : undefined;
  const mapped = pairs ?? containers.map((container, i) => [container, hosts?.[i] ?? 0] as const);
  const ports = mapped.map(([containerPort, hostPort]) => ({ containerPort, hostPort, protocol }));
  const byText = (port: PortMapping) => `${port.containerPort}/${protocol}`;
  ports.sort((a, b) => (byText(a) < byText(b) ? -1 : byText(a) > byText(b) ? 1 : 0));
  return { value: { ports, address } };
}

/** The ports of `8000` or `8000-8010`; undefined: not a range. */
export function parseRange(text: string): number[] | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) return undefined;
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  if (last < first || last > 65_535 || last - first > MOST_PORTS) return undefined;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Formats 1 and 2: `[IP:][HOST:]CONTAINER[/tcp|/udp]`; a host port that is no number counts as 0. */
export function parsePort2(text: string): Parsed<{ port: PortMapping; address: string }> {
  const protocol = /\/(tcp|udp)$/.exec(text)?.[1];
  const parts = (protocol === undefined ? text : text.slice(0, -4)).split(":");
  const container = parts.at(-1) ?? "";
  if (parts.length > 3 || !/^[-+]?\d+$/.test(container))
    return { wrong: `"${text}" is not a port; write [HOST:]CONTAINER[/tcp|/udp]` };
  const host = parts.length === 1 ? "" : (parts.at(-2) ?? "");
  return {
    value: {
      port: {
        containerPort: Number(container),
        hostPort: /^\d+$/.test(host) ? Number(host) : 0,
        protocol: protocol ?? "tcp",
      },
      address: parts.length === 3 ? (parts[0] ?? "") : "",
    },
  };
}
