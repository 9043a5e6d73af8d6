// Components that a plugin would create: without the plugin, the resources that it would create are listed here.

import { AWSX_COMPONENTS, type Component } from "./awsxComponents";
import { textOf, type Properties, type Value } from "./captured";
import type { Expansion, RemoteChild } from "./expansion";

/** Says what a remote component creates; undefined for components that are not known here. */
export function expandRemoteComponent(type: string, component: Component): Expansion | undefined {
  if (type === "awsx:ec2:Vpc") return expandVpc(component.name, component.inputs);
  return AWSX_COMPONENTS[type]?.(component);
}

type SubnetKind = "Public" | "Private" | "Isolated";

/** awsx.ec2.Vpc: https://www.pulumi.com/registry/packages/awsx/api-docs/ec2/vpc/ (version 3.9). */
function expandVpc(name: string, inputs: Properties): Expansion {
  const children: RemoteChild[] = [];
  const add = (child: Omit<RemoteChild, "inputs">, childInputs: Properties = {}): RemoteChild => {
    const added = { ...child, inputs: childInputs };
    children.push(added);
    return added;
  };
  const zones = zoneCount(inputs);
  const specs = subnetSpecs(inputs);
  const kinds = specs.map(({ kind }) => kind);
  const counts: Record<SubnetKind, number> = { Public: 0, Private: 0, Isolated: 0 };
  const gateways = gatewayCount(inputs, kinds, zones);

  const vpc = add({ type: "aws:ec2/vpc:Vpc", name }, { cidrBlock: inputs.cidrBlock ?? "10.0.0.0/16" });
  if (kinds.includes("Public")) add({ type: "aws:ec2/internetGateway:InternetGateway", name, parent: vpc });
  for (let zone = 1; zone <= zones; zone++)
    for (const { kind, label } of specs) {
      counts[kind]++;
      const subnetName = `${name}-${label}-${zone}`;
      const subnet = add(
        { type: "aws:ec2/subnet:Subnet", name: subnetName, parent: vpc },
        { mapPublicIpOnLaunch: kind === "Public" },
      );
      const table = add({ type: "aws:ec2/routeTable:RouteTable", name: subnetName, parent: subnet });
      add({ type: "aws:ec2/routeTableAssociation:RouteTableAssociation", name: subnetName, parent: table });
      if (kind === "Public" || (kind === "Private" && gateways > 0))
        add({ type: "aws:ec2/route:Route", name: subnetName, parent: table }, { destinationCidrBlock: "0.0.0.0/0" });
      if (kind !== "Public" || zone > gateways) continue;
      if (!allocations(inputs)) add({ type: "aws:ec2/eip:Eip", name: `${name}-${zone}`, parent: subnet });
      add({ type: "aws:ec2/natGateway:NatGateway", name: `${name}-${zone}`, parent: subnet });
    }
  for (const spec of records(inputs.vpcEndpointSpecs))
    add({ type: "aws:ec2/vpcEndpoint:VpcEndpoint", name: textOf(spec.serviceName ?? name), parent: vpc }, spec);
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
