// What talks to what, read from the resources of a preview. Pure.

import { textOf, type CapturedResource, type Properties } from "../captured";
import type { Exposure } from "../exposure/exposures";
import { shortType } from "../typeNames";

/** What a picture shows as a box. */
export type NodeKind =
  "internet" | "loadBalancer" | "service" | "registry" | "secret" | "key" | "logs" | "network" | "data" | "other";

/** A box. */
export interface ArchitectureNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** What it is, in AWS's words, then its name and details. */
  readonly lines: readonly string[];
  /** The network that it stands in, if any. */
  readonly network?: string;
}

/** An arrow. */
export interface ArchitectureEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Open to the internet. */
  readonly exposed?: true;
}

/** The picture as data. */
export interface Architecture {
  readonly nodes: readonly ArchitectureNode[];
  readonly edges: readonly ArchitectureEdge[];
}

/** Types that are drawn, with what they are and how a service uses them. */
const DRAWN: Readonly<Record<string, { readonly kind: NodeKind; readonly what: string; readonly use: string }>> = {
  "aws:lb:LoadBalancer": { kind: "loadBalancer", what: "Load balancer", use: "" },
  "aws:secretsmanager:Secret": { kind: "secret", what: "Secret", use: "reads" },
  "aws:kms:Key": { kind: "key", what: "KMS key", use: "decrypts with" },
  "aws:cloudwatch:LogGroup": { kind: "logs", what: "Log group", use: "writes logs" },
  "aws:efs:FileSystem": { kind: "data", what: "EFS file system", use: "mounts" },
  "aws:rds:Instance": { kind: "data", what: "RDS database", use: "queries" },
  "aws:rds:Cluster": { kind: "data", what: "RDS cluster", use: "queries" },
  "aws:elasticache:ReplicationGroup": { kind: "data", what: "ElastiCache", use: "queries" },
  "aws:ec2:NatGateway": { kind: "network", what: "NAT gateway", use: "goes out through" },
};

const SERVICE = "aws:ecs:Service";
const INTERNET = "internet";
const REGISTRY = "registry";

/** Reads the picture from a preview's resources. */
export function readArchitecture(resources: readonly CapturedResource[], exposures: readonly Exposure[]): Architecture {
  const reach = reachableFrom(resources);
  const services = resources.filter(({ type }) => shortType(type) === SERVICE);
  const drawn = resources.filter(({ type, operation }) => shortType(type) in DRAWN && operation !== "read");
  const nodes: ArchitectureNode[] = [
    ...services.map((service) => serviceNode(service, resources)),
    ...drawn.map((resource) => resourceNode(resource)),
  ];
  const edges: ArchitectureEdge[] = services.flatMap((service) => [
    ...drawn.filter(({ urn }) => reach(service.urn).has(urn)).flatMap((resource) => serviceEdge(service, resource)),
    { from: service.urn, to: REGISTRY, label: "pulls its image" },
  ]);
  const open = exposures.flatMap((exposure) => exposedEdges(exposure, resources, [...services, ...drawn]));
  const exposedOnly = open
    .filter(({ to }) => !nodes.some(({ id }) => id === to))
    .map(({ to }) => otherNode(to, resources));
  return {
    nodes: [
      ...(open.length > 0 ? [{ id: INTERNET, kind: "internet" as const, lines: ["Internet"] }] : []),
      ...(services.length > 0
        ? [{ id: REGISTRY, kind: "registry" as const, lines: ["Image registry", ...registriesOf(resources)] }]
        : []),
      ...nodes,
      ...exposedOnly,
    ],
    edges: unique([...open, ...edges]),
  };
}

function serviceEdge(service: CapturedResource, resource: CapturedResource): ArchitectureEdge[] {
  const drawn = DRAWN[shortType(resource.type)];
  if (drawn === undefined) return [];
  if (drawn.kind === "loadBalancer") return [{ from: resource.urn, to: service.urn, label: "forwards" }];
  return [{ from: service.urn, to: resource.urn, label: drawn.use }];
}

function serviceNode(service: CapturedResource, all: readonly CapturedResource[]): ArchitectureNode {
  const definition = all.find(({ urn }) => service.propertyDependencies.taskDefinition?.includes(urn));
  const { desiredCount = 1 } = service.inputs;
  const size = definition && `${textOf(definition.inputs.cpu)} CPU units, ${textOf(definition.inputs.memory)} MiB`;
  const network = (service.inputs.networkConfiguration ?? {}) as Properties;
  return {
    id: service.urn,
    kind: "service",
    lines: [
      "Fargate service",
      service.name,
      `${textOf(desiredCount)} ${desiredCount === 1 ? "task" : "tasks"}`,
      ...(size === undefined ? [] : [size]),
    ],
    network: network.assignPublicIp === true ? "tasks with public addresses" : "tasks without public addresses",
  };
}

function resourceNode(resource: CapturedResource): ArchitectureNode {
  const { kind, what } = DRAWN[shortType(resource.type)] ?? { kind: "other", what: shortType(resource.type) };
  return { id: resource.urn, kind, lines: [what, resource.name] };
}

function otherNode(urn: string, all: readonly CapturedResource[]): ArchitectureNode {
  const resource = all.find((each) => each.urn === urn);
  return { id: urn, kind: "other", lines: resource === undefined ? [urn] : [shortType(resource.type), resource.name] };
}

/** Arrows from the internet: to whoever uses an open security group, else to the open resource itself. */
function exposedEdges(
  exposure: Exposure,
  all: readonly CapturedResource[],
  boxes: readonly CapturedResource[],
): ArchitectureEdge[] {
  const resource = all.find(({ name, type }) => name === exposure.resource && type === exposure.type);
  if (resource === undefined) return [];
  const label = exposure.open.replace(/, in security group .*/, "");
  const arrow = (to: string): ArchitectureEdge => ({ from: INTERNET, to, label, exposed: true });
  const group = resource.type.includes("ecurityGroup")
    ? (resource.propertyDependencies.securityGroupId ?? [resource.urn])
    : undefined;
  if (group === undefined) return [arrow(resource.urn)];
  return boxes
    .filter(({ dependencies }) => dependencies.some((urn) => group.includes(urn)))
    .map(({ urn }) => arrow(urn));
}

/** The hosts of the images that are known before the deployment. */
function registriesOf(resources: readonly CapturedResource[]): string[] {
  const hosts = resources.flatMap(({ inputs }) => {
    const text = inputs.containerDefinitions;
    if (typeof text !== "string") return [];
    return [...text.matchAll(/"image":"([^"/]+\.[^"/]+)\//g)].map(([, host]) => host ?? "");
  });
  return [...new Set(hosts)].sort();
}

/** Every resource that a resource depends on, directly or through others. */
function reachableFrom(resources: readonly CapturedResource[]): (urn: string) => ReadonlySet<string> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return (start) => {
    const seen = new Set<string>();
    const waiting = [start];
    for (let urn = waiting.pop(); urn !== undefined; urn = waiting.pop()) {
      if (seen.has(urn)) continue;
      seen.add(urn);
      waiting.push(...(byUrn.get(urn)?.dependencies ?? []));
    }
    return seen;
  };
}

/** One arrow for each pair, with the labels of all. */
function unique(edges: readonly ArchitectureEdge[]): ArchitectureEdge[] {
  const pairs = new Map<string, ArchitectureEdge>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to}`;
    const known = pairs.get(key);
    const label = known === undefined || known.label === edge.label ? edge.label : `${known.label}\n${edge.label}`;
    pairs.set(key, { ...edge, label });
  }
  return [...pairs.values()];
}
