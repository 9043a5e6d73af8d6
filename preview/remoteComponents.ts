// Components that a plugin would create: without the plugin, the resources that it would create are listed here.

import { textOf, type Properties, type Value } from "./captured";

/** A resource that a remote component creates. */
export interface RemoteChild {
  readonly type: string;
  readonly name: string;
  /** The child above it; the component itself if undefined. */
  readonly parent?: RemoteChild;
  readonly inputs: Properties;
}

/** A remote component, expanded. */
export interface Expansion {
  readonly children: readonly RemoteChild[];
  /** For each output that is a list, how many elements it has. None of them is known before it is created. */
  readonly listLengths: Readonly<Record<string, number>>;
}

/** Says what a remote component creates; undefined for components that are not known here. */
export function expandRemoteComponent(type: string, name: string, inputs: Properties): Expansion | undefined {
  return type === "awsx:ec2:Vpc" ? expandVpc(name, inputs) : undefined;
}

type SubnetKind = "Public" | "Private" | "Isolated";

/** awsx.ec2.Vpc: https://www.pulumi.com/registry/packages/awsx/api-docs/ec2/vpc/ (version 3.9). */
function expandVpc(name: string, inputs: Properties): Expansion {
  const children: RemoteChild[] = [];
  const add = (type: string, childName: string, parent?: RemoteChild, childInputs: Properties = {}): RemoteChild => {
    const child = { type, name: childName, ...(parent && { parent }), inputs: childInputs };
    children.push(child);
    return child;
  };
  const zones = zoneCount(inputs);
  const specs = subnetSpecs(inputs);
  const kinds = specs.map(({ kind }) => kind);
  const counts: Record<SubnetKind, number> = { Public: 0, Private: 0, Isolated: 0 };
  const gateways = gatewayCount(inputs, kinds, zones);

  const vpc = add("aws:ec2/vpc:Vpc", name, undefined, { cidrBlock: inputs.cidrBlock ?? "10.0.0.0/16" });
  if (kinds.includes("Public")) add("aws:ec2/internetGateway:InternetGateway", name, vpc);
  for (let zone = 1; zone <= zones; zone++)
    for (const { kind, label } of specs) {
      counts[kind]++;
      const subnetName = `${name}-${label}-${zone}`;
      const subnet = add("aws:ec2/subnet:Subnet", subnetName, vpc, { mapPublicIpOnLaunch: kind === "Public" });
      const table = add("aws:ec2/routeTable:RouteTable", subnetName, subnet);
      add("aws:ec2/routeTableAssociation:RouteTableAssociation", subnetName, table);
      if (kind === "Public" || (kind === "Private" && gateways > 0))
        add("aws:ec2/route:Route", subnetName, table, { destinationCidrBlock: "0.0.0.0/0" });
      if (kind !== "Public" || zone > gateways) continue;
      if (!allocations(inputs)) add("aws:ec2/eip:Eip", `${name}-${zone}`, subnet);
      add("aws:ec2/natGateway:NatGateway", `${name}-${zone}`, subnet);
    }
  for (const spec of records(inputs.vpcEndpointSpecs))
    add("aws:ec2/vpcEndpoint:VpcEndpoint", textOf(spec.serviceName ?? name), vpc, spec);
  return {
    children,
    listLengths: {
      publicSubnetIds: counts.Public,
      privateSubnetIds: counts.Private,
      isolatedSubnetIds: counts.Isolated,
    },
  };
}

function zoneCount({ availabilityZoneNames, numberOfAvailabilityZones }: Properties): number {
  if (Array.isArray(availabilityZoneNames)) return availabilityZoneNames.length;
  return typeof numberOfAvailabilityZones === "number" ? numberOfAvailabilityZones : 3;
}

function subnetSpecs({ subnetSpecs: specs }: Properties): { kind: SubnetKind; label: string }[] {
  const given = specs === undefined ? [{ type: "Public" }, { type: "Private" }] : records(specs);
  return given.flatMap(({ type, name }) => {
    const kind = (["Public", "Private", "Isolated"] as const).find((known) => known === type);
    return kind ? [{ kind, label: typeof name === "string" ? name : kind.toLowerCase() }] : [];
  });
}

/** One gateway per zone by default, but only where both sides of one exist. */
function gatewayCount({ natGateways }: Properties, kinds: readonly SubnetKind[], zones: number): number {
  if (!kinds.includes("Public") || !kinds.includes("Private")) return 0;
  const strategy = isRecord(natGateways) ? natGateways.strategy : undefined;
  if (strategy === "None") return 0;
  return strategy === "Single" ? 1 : zones;
}

function allocations({ natGateways }: Properties): boolean {
  return isRecord(natGateways) && natGateways.elasticIpAllocationIds !== undefined;
}

function records(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isRecord) : [];
}

function isRecord(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
