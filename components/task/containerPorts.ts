// The ports of containers: their mappings, planned and in AWS's words.

import type * as aws from "@pulumi/aws";
import { oneOf, tcpPort, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import { argumentPath, type ArgumentChecks } from "../component/argumentChecks";
import { AppProtocol, PortProtocol, type ContainerPortMapping } from "./containerArgs";

/** The ports of a container, as its plan has them. */
export interface PlannedPorts {
  /** The argument path of the container. */
  readonly path: string;
  readonly port?: number;
  readonly portProtocols?: readonly PortProtocol[];
  readonly portMapping?: Pick<aws.ecs.PortMapping, "name" | "appProtocol">;
  readonly settings: { readonly portMappings?: readonly ContainerPortMapping[] };
}

const checkPortName: Check<string> = (name) =>
  /^[a-z0-9_][a-z0-9_-]{0,63}$/.test(name)
    ? undefined
    : {
        wrong: `${quote(name)} is not a valid name of a port`,
        fix: "use 1 to 64 lower-case letters, digits, underscores and inner dashes",
      };

/** Checks the mappings of one container; `path` is the argument path of the container. */
export function planPortMappings(
  checks: ArgumentChecks,
  path: string,
  given: readonly ContainerPortMapping[] | undefined,
): ContainerPortMapping[] | undefined {
  given?.forEach(({ port, protocol, name, appProtocol }, i) => {
    const at = argumentPath(path, `portMappings[${i}]`);
    checks.required(at, { port });
    checks.shape(`${at}.port`, port, tcpPort);
    checks.shape(`${at}.protocol`, protocol, oneOf(Object.values(PortProtocol)));
    checks.shape(`${at}.name`, name, checkPortName);
    checks.shape(`${at}.appProtocol`, appProtocol, oneOf(Object.values(AppProtocol)));
    if (appProtocol !== undefined && name === undefined)
      checks.add(`${at}.appProtocol`, "cannot be set without name", "set name, or leave it unset");
    if (appProtocol !== undefined && protocol === PortProtocol.Udp)
      checks.add(`${at}.appProtocol`, 'cannot be set with protocol: "udp"', "leave one of them unset");
  });
  return given && [...given];
}

/** A port of a task, as it is given. */
interface GivenPort {
  readonly path: string;
  readonly port: number;
  readonly protocol: PortProtocol;
  readonly name: string | undefined;
  readonly namePath: string;
}

/** Checks that the containers of a task, which share one network interface, share no port, nor a name of one. */
export function checkPorts(checks: ArgumentChecks, containers: readonly PlannedPorts[]): void {
  const ports = containers.flatMap(givenPorts);
  ports.forEach((given, i) => {
    const earlier = ports.slice(0, i);
    if (earlier.some(({ port, protocol }) => port === given.port && protocol === given.protocol))
      checks.add(
        given.path,
        `${given.port} is another container's port`,
        "the containers of a task share one network interface: give each a port of its own",
      );
    if (given.name !== undefined && earlier.some(({ name }) => name === given.name))
      checks.add(given.namePath, `${quote(given.name)} is another port's name`, "give each port a name of its own");
  });
}

function givenPorts({ path, port, portProtocols, portMapping, settings }: PlannedPorts): GivenPort[] {
  const own = argumentPath(path, "port");
  const more = (settings.portMappings ?? []).map((mapping, i) => {
    const at = argumentPath(path, `portMappings[${i}]`);
    const protocol = mapping.protocol ?? PortProtocol.Tcp;
    return { path: `${at}.port`, port: mapping.port, protocol, name: mapping.name, namePath: `${at}.name` };
  });
  const protocols = portProtocols ?? [PortProtocol.Tcp];
  const main = protocols.map((protocol, i) => ({
    path: own,
    protocol,
    name: i === 0 ? (portMapping?.name as string | undefined) : undefined,
  }));
  return [...(port === undefined ? [] : main.map((given) => ({ ...given, port, namePath: own }))), ...more];
}

/** The mappings of a container, in AWS's words. */
export function portMappingsOf({ port, portProtocols, portMapping, settings }: PlannedPorts): object[] {
  const mapping = (containerPort: number, protocol: PortProtocol, named: object = {}) => ({
    ...named,
    containerPort,
    hostPort: containerPort,
    protocol,
  });
  const protocols = portProtocols ?? [PortProtocol.Tcp];
  return [
    ...(port === undefined ? [] : protocols.map((protocol, i) => mapping(port, protocol, i === 0 ? portMapping : {}))),
    ...(settings.portMappings ?? []).map(({ port: other, protocol = PortProtocol.Tcp, name, appProtocol }) =>
      mapping(other, protocol, {
        ...(name !== undefined && { name }),
        ...(appProtocol !== undefined && { appProtocol }),
      }),
    ),
  ];
}
