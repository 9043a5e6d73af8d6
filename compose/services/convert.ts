// A project of Docker Compose as services of ECS on Fargate: one for each service of its files, connected by Service Connect.

import { withoutEmpty, type ContainerDefinition, type PortMapping, type TaskDefinition } from "../ecsCli/container";
import type { Findings } from "../problems";
import { child, entriesOf, toPlain } from "../tree";
import type { ComposeService } from "../spec/composeService";
import type { ComposeProject } from "../spec/project";
import { textOf } from "../spec/merge";
import { containerOf } from "./container";
import { deploymentOf, type Deployment } from "./deploy";
import { reportKeys, reportTopKeys } from "./keys";
import { mountsOf, type ProjectToConvert } from "./mounts";
import { preStartContainers } from "./preStart";
import { sizeOf } from "./size";
import { Values } from "./values";

/** A service with the names of AWS's API, and what its neighbours have to know. */
export interface ConvertedService extends Deployment {
  readonly serviceName: string;
  readonly taskDefinition: string;
  readonly cluster?: string;
  readonly launchType: "FARGATE";
  /** Days that CloudWatch Logs keeps what the containers write. */
  readonly logRetentionDays?: number;
  readonly serviceConnectConfiguration?: ServiceConnectConfiguration;
  /** The services that are created before this one. */
  readonly dependsOnServices?: readonly string[];
  /** The networks that it shares with others: services of one network reach each other. */
  readonly networks?: readonly string[];
  /** The TCP ports that the file publishes, as the container has them. */
  readonly publishedPorts?: readonly number[];
  /** The same of UDP. */
  readonly publishedUdpPorts?: readonly number[];
  readonly taskRolePolicies?: readonly string[];
  readonly taskRoleStatements?: readonly unknown[];
}

export interface ServiceConnectConfiguration {
  readonly enabled: true;
  readonly namespace: string;
  readonly services?: readonly {
    readonly portName: string;
    readonly discoveryName: string;
    readonly clientAliases: readonly { readonly port: number; readonly dnsName: string }[];
  }[];
}

export interface ConvertedProject {
  readonly taskDefinitions: readonly TaskDefinition[];
  readonly services: readonly ConvertedService[];
}

/** Converts the active services. */
export function convertServices(project: ProjectToConvert, findings: Findings): ConvertedProject {
  reportTopKeys(project.model, findings);
  checkTopExtensions(new Values(project.model, [], findings));
  const made = [...project.services.values()].flatMap((service) => convertService(service, project, findings) ?? []);
  return { taskDefinitions: made.map(({ task }) => task), services: made.map(({ service }) => service) };
}

function convertService(
  service: ComposeService,
  project: ProjectToConvert,
  findings: Findings,
): { readonly task: TaskDefinition; readonly service: ConvertedService } | undefined {
  const values = new Values(service.node, ["services", service.name], findings);
  reportKeys(service.name, service.node, findings);
  checkExtensions(values);
  if (values.has("provider")) {
    const report = isNeeded(service, project) ? values.error.bind(values) : values.warn.bind(values);
    report("provider", "is not possible on Fargate: another program provides this service on a developer's machine");
    return undefined;
  }
  const family = `${project.name}-${service.name}`.replace(/[^A-Za-z0-9_-]/g, "-");
  const mounts = mountsOf(values, project);
  const size = sizeOf(values);
  const container = containerOf(service, values, { project, mounts, size });
  const isConnected = project.services.size > 1;
  const named: ContainerDefinition =
    isConnected && container.portMappings
      ? { ...container, portMappings: withNames(container.portMappings) }
      : container;
  const before = preStartContainers(values, named);
  const dependsOn = before.at(-1) && [{ containerName: before.at(-1)?.name ?? "", condition: "SUCCESS" }];
  const platform = platformOf(values);
  const task = withoutEmpty<TaskDefinition>({
    family,
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    cpu: String(size.cpu),
    memory: String(size.memory),
    ...(platform !== undefined && { runtimePlatform: { cpuArchitecture: platform, operatingSystemFamily: "LINUX" } }),
    containerDefinitions: [...before, dependsOn ? { ...named, dependsOn } : named],
    volumes: mounts.volumes,
  });
  const cluster = child(project.model, "x-aws-cluster");
  const retention = child(project.model, "x-aws-logs_retention");
  const statements = child(service.node, "x-aws-role");
  const statement = child(statements, "Statement");
  return {
    task,
    service: {
      serviceName: service.name,
      taskDefinition: family,
      ...(cluster && { cluster: textOf(cluster) }),
      launchType: "FARGATE",
      ...(retention && { logRetentionDays: Number(textOf(retention)) }),
      ...deploymentOf(values),
      ...(isConnected && { serviceConnectConfiguration: connect(service.name, named, project.name) }),
      ...publishedPorts(values),
      ...dependencies(values, project),
      ...(entriesOf(child(service.node, "networks")).length > 0 && {
        networks: entriesOf(child(service.node, "networks")).map(([key]) => key),
      }),
      ...(values.has("x-aws-policies") && { taskRolePolicies: values.texts("x-aws-policies") }),
      ...(statement && { taskRoleStatements: [toPlain(statement)].flat() }),
    },
  };
}

function checkTopExtensions(top: Values): void {
  if (top.has("x-aws-cluster") && !top.text("x-aws-cluster"))
    top.error("x-aws-cluster", "must be the name or the ARN of a cluster");
  if (top.has("x-aws-logs_retention") && !Number.isInteger(top.number("x-aws-logs_retention")))
    top.error("x-aws-logs_retention", "must be a whole number of days");
}

function checkExtensions(service: Values): void {
  if (service.has("x-aws-policies") && service.texts("x-aws-policies").length === 0)
    service.error("x-aws-policies", "must be a list of ARNs of policies");
  if (service.has("x-aws-role") && !service.below("x-aws-role").has("Statement"))
    service.error("x-aws-role", "must be a policy: a mapping with Version and Statement");
}

function isNeeded({ name }: ComposeService, { services }: ComposeProject): boolean {
  return [...services.values()].some(({ node }) => child(child(node, "depends_on"), name) !== undefined);
}

/** Service Connect knows a port by its name. */
function withNames(ports: readonly PortMapping[]): PortMapping[] {
  return ports.map((port) =>
    port.protocol === "tcp" && port.name === undefined ? { ...port, name: `port-${port.containerPort}` } : port,
  );
}

function connect(
  name: string,
  { portMappings = [] }: ContainerDefinition,
  namespace: string,
): ServiceConnectConfiguration {
  const host = name.toLowerCase();
  const tcp = portMappings.filter(({ protocol }) => protocol === "tcp");
  const services = tcp.map((port, i) => ({
    portName: port.name ?? "",
    discoveryName: i === 0 ? host.replaceAll(".", "-") : `${host.replaceAll(".", "-")}-${port.containerPort}`,
    clientAliases: [{ port: port.containerPort, dnsName: host }],
  }));
  return { enabled: true, namespace, ...(services.length > 0 && { services }) };
}

function publishedPorts(values: Values): Pick<ConvertedService, "publishedPorts" | "publishedUdpPorts"> {
  const ports = values.items("ports");
  const of = (protocol: string) => [
    ...new Set(
      ports.filter((port) => (port.text("protocol") ?? "tcp") === protocol).map((port) => port.number("target") ?? 0),
    ),
  ];
  return withoutEmpty({ publishedPorts: of("tcp"), publishedUdpPorts: of("udp") });
}

function dependencies(values: Values, { services }: ComposeProject): Pick<ConvertedService, "dependsOnServices"> {
  const dependsOn = values.below("depends_on");
  const names = dependsOn.node?.kind === "map" ? [...dependsOn.node.entries.keys()] : [];
  for (const name of names) {
    const one = dependsOn.below(name);
    if (one.isTrue("restart") && !values.has("links"))
      one.warn("restart", "is dropped: ECS deploys services one by one");
    if (one.text("condition") === "service_completed_successfully")
      one.warn(
        "condition",
        `is dropped: a service of ECS does not end; run ${name} as a task before, or as pre_start of this service`,
      );
  }
  const active = names.filter((name) => services.has(name));
  return active.length > 0 ? { dependsOnServices: active } : {};
}

/** The CPU architecture of `platform`. */
function platformOf(values: Values): string | undefined {
  const platform = values.text("platform");
  if (platform === undefined) return undefined;
  const [os, architecture = ""] = platform.toLowerCase().split("/");
  if (os === "linux" && ["arm64", "aarch64"].includes(architecture)) return "ARM64";
  if (os === "linux" && ["", "amd64", "x86_64"].includes(architecture)) return "X86_64";
  values.error("platform", `"${platform}" is not a platform of Fargate here; use linux/amd64 or linux/arm64`);
  return undefined;
}
