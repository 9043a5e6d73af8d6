// What was changed by hand: the live service and its task definition against the stack's state. Pure.

import type { ContainerDefinition, Service, TaskDefinition } from "@aws-sdk/client-ecs";
import { nameOf } from "./service";
import type { StateResource } from "./stackServices";

/** One difference. Values of environment variables are never shown. */
export interface Difference {
  /** What differs, in the words of AWS: `desired count`, `app: image`. */
  readonly field: string;
  readonly state: string;
  readonly live: string;
}

/** Compares a service. `autoscaled`: the number of tasks is autoscaling's, and no difference. */
export function compareService(state: StateResource, live: Service, autoscaled: boolean): Difference[] {
  const expected = state.outputs ?? {};
  const network = record(expected.networkConfiguration);
  const { awsvpcConfiguration: liveNetwork = { subnets: [] } } = live.networkConfiguration ?? {};
  const breaker = record(expected.deploymentCircuitBreaker);
  const deployment = live.deploymentConfiguration ?? {};
  const pairs: readonly (readonly [field: string, state: unknown, live: unknown])[] = [
    ["task definition", short(expected.taskDefinition), short(live.taskDefinition)],
    ...(autoscaled ? [] : [["desired count", expected.desiredCount, live.desiredCount] as const]),
    ["subnets", list(network.subnets), list(liveNetwork.subnets)],
    ["security groups", list(network.securityGroups), list(liveNetwork.securityGroups)],
    ["public address", network.assignPublicIp === true, liveNetwork.assignPublicIp === "ENABLED"],
    ["minimum healthy percent", expected.deploymentMinimumHealthyPercent, deployment.minimumHealthyPercent],
    ["maximum percent", expected.deploymentMaximumPercent, deployment.maximumPercent],
    ["circuit breaker", breaker.enable === true, deployment.deploymentCircuitBreaker?.enable === true],
    ["circuit breaker's rollback", breaker.rollback === true, deployment.deploymentCircuitBreaker?.rollback === true],
    ["ECS Exec", expected.enableExecuteCommand === true, live.enableExecuteCommand === true],
  ];
  return pairs.flatMap(([field, before, after]) => difference(field, before, after));
}

/** Compares a task definition. */
export function compareTaskDefinition(state: StateResource, live: TaskDefinition): Difference[] {
  const expected = state.outputs ?? {};
  const containers = parseContainers(expected.containerDefinitions);
  const liveContainers = live.containerDefinitions ?? [];
  const names = [...new Set([...(containers ?? []), ...liveContainers].map(({ name = "" }) => name))];
  return [
    ...difference("cpu", expected.cpu, live.cpu),
    ...difference("memory", expected.memory, live.memory),
    ...difference("execution role", short(expected.executionRoleArn), short(live.executionRoleArn)),
    ...difference("task role", short(expected.taskRoleArn), short(live.taskRoleArn)),
    // Undefined where a container's value is secret: the state keeps it encrypted.
    ...(containers === undefined
      ? []
      : names.flatMap((name) => compareContainer(name, byName(containers, name), byName(liveContainers, name)))),
  ];
}

function compareContainer(
  name: string,
  state: ContainerDefinition | undefined,
  live: ContainerDefinition | undefined,
): Difference[] {
  if (state === undefined || live === undefined)
    return [
      {
        field: `container ${name}`,
        state: state === undefined ? "absent" : "present",
        live: live === undefined ? "absent" : "present",
      },
    ];
  const named = (field: string, before: unknown, after: unknown) => difference(`${name}: ${field}`, before, after);
  const ports = ({ portMappings = [] }: ContainerDefinition) =>
    list(portMappings.map(({ containerPort }) => String(containerPort)));
  return [
    ...named("image", state.image, live.image),
    ...named("command", state.command?.join(" "), live.command?.join(" ")),
    ...named("entry point", state.entryPoint?.join(" "), live.entryPoint?.join(" ")),
    ...named("cpu", state.cpu || undefined, live.cpu || undefined),
    ...named("memory", state.memory, live.memory),
    ...named("essential", state.essential ?? true, live.essential ?? true),
    ...named("ports", ports(state), ports(live)),
    ...compareNamed(
      { field: `${name}: environment`, hidden: true },
      variables(state.environment),
      variables(live.environment),
    ),
    ...compareNamed({ field: `${name}: secret`, hidden: false }, secrets(state.secrets), secrets(live.secrets)),
  ];
}

function compareNamed(
  { field, hidden }: { readonly field: string; readonly hidden: boolean },
  state: ReadonlyMap<string, string>,
  live: ReadonlyMap<string, string>,
): Difference[] {
  const shown = (value: string | undefined, other: string | undefined) =>
    value === undefined ? "unset" : hidden ? (other === undefined ? "set" : "a value") : value;
  return [...new Set([...state.keys(), ...live.keys()])].sort().flatMap((key) => {
    const [before, after] = [state.get(key), live.get(key)];
    if (before === after) return [];
    const other = hidden && before !== undefined && after !== undefined ? "another value" : shown(after, before);
    return [{ field: `${field} ${key}`, state: shown(before, after), live: other }];
  });
}

const variables = (environment: ContainerDefinition["environment"] = []) =>
  new Map(environment.map(({ name = "", value = "" }) => [name, value]));
const secrets = (given: ContainerDefinition["secrets"] = []) =>
  new Map(given.map(({ name = "", valueFrom = "" }) => [name, valueFrom]));
const byName = (containers: readonly ContainerDefinition[], wanted: string) =>
  containers.find(({ name }) => name === wanted);
const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
const short = (value: unknown): unknown => (typeof value === "string" ? nameOf(value) : value);
const list = (value: unknown): string =>
  Array.isArray(value) ? [...(value as unknown[])].map(String).sort().join(", ") : "";

function difference(field: string, state: unknown, live: unknown): Difference[] {
  const text = (value: unknown) =>
    value === undefined || value === "" ? "unset" : typeof value === "string" ? value : JSON.stringify(value);
  return text(state) === text(live) ? [] : [{ field, state: text(state), live: text(live) }];
}

function parseContainers(value: unknown): ContainerDefinition[] | undefined {
  if (typeof value !== "string") return undefined;
  return JSON.parse(value) as ContainerDefinition[];
}
