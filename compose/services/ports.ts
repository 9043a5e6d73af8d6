// The ports of a service as port mappings: on Fargate the port of the host is that of the container.

import { parseRange } from "../ecsCli/ports";
import type { PortMapping } from "../ecsCli/container";
import type { Values } from "./values";

/** The protocols that Service Connect measures. */
const APP_PROTOCOLS = ["http", "http2", "grpc"];
/** The most port mappings of a container. */
const MOST = 100;

/** The ports, each once, those that are published first. */
export function portMappings(service: Values): PortMapping[] {
  const found = [...service.items("ports").flatMap(published), ...service.items("expose").flatMap(exposed)];
  const ports = [
    ...new Map(found.reverse().map((port) => [`${port.containerPort}/${port.protocol}`, port])).values(),
  ].reverse();
  if (ports.length > MOST) service.error("ports", `are ${ports.length}; a container has ${MOST} at most`);
  return ports;
}

function published(port: Values): PortMapping[] {
  const target = port.number("target") ?? 0;
  const protocol = port.text("protocol") ?? "tcp";
  if (target < 1 || target > 65_535) {
    port.error("target", `${target} must be a whole number from 1 to 65535`);
    return [];
  }
  if (!["tcp", "udp"].includes(protocol)) {
    port.error("protocol", `"${protocol}" is not possible on Fargate; use tcp or udp`);
    return [];
  }
  const host = port.text("published");
  if (host !== undefined && host !== "" && Number(host) !== target)
    port.warn(
      "published",
      `${host} becomes ${target}: on Fargate the container's own port is open; a load balancer can listen at ${host}`,
    );
  if (port.has("host_ip")) port.warn("host_ip", "is dropped: a task has an address of its own");
  if (port.text("mode") === "host") port.warn("mode", "is dropped: on Fargate every port is the task's own");
  const appProtocol = port.text("app_protocol");
  if (appProtocol !== undefined && !APP_PROTOCOLS.includes(appProtocol))
    port.warn(
      "app_protocol",
      `"${appProtocol}" is dropped: Service Connect measures ${APP_PROTOCOLS.join(", ")}; others are TCP`,
    );
  if (port.has("x-aws-protocol"))
    port.warn("x-aws-protocol", "is dropped: no load balancer is created unless you add one");
  const name = port.text("name");
  return [
    {
      containerPort: target,
      hostPort: target,
      protocol,
      ...(name !== undefined && { name }),
      ...(appProtocol !== undefined && APP_PROTOCOLS.includes(appProtocol) && { appProtocol }),
    },
  ];
}

function exposed(entry: Values): PortMapping[] {
  const [range = "", protocol = "tcp"] = entry.own.split("/");
  const ports = parseRange(range);
  if (!ports || !["tcp", "udp"].includes(protocol)) {
    entry.error(undefined, `"${entry.own}" is not a port; write 8080 or 8080/udp`);
    return [];
  }
  return ports.map((port) => ({ containerPort: port, hostPort: port, protocol }));
}
