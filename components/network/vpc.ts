// The VPC and subnets of the tasks: the account's default ones, new ones, or existing ones.

import { createRequire } from "node:module";
import * as aws from "@pulumi/aws";
import type * as awsxVpc from "@pulumi/awsx/ec2/vpc";
import * as pulumi from "@pulumi/pulumi";
import { checkSubnetId, checkVpcId } from "../../model/awsIds";
import { childName } from "../../model/childNames";
import { oneOf, type Check } from "../../model/checks";
import type { BilledItem } from "../../model/monthlyCost";
import { quote } from "../../model/problems";
import { costOfResource } from "../../model/resourceCost";
import { failLate, type ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { answered, MADE_UP } from "../component/unitTests";
import { NatGateways, NetworkMode, type ServiceNetwork } from "./networkArgs";

/** The VPC and subnets, as planned. */
export interface VpcPlan {
  /** What is called, for errors that show later: `GhcrFargateService "web"`. */
  readonly subject: string;
  readonly mode: NetworkMode;
  readonly vpcId?: pulumi.Input<string>;
  readonly subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  readonly natGateways: NatGateways;
  readonly assignPublicIp: boolean;
  readonly checkRoutes: boolean;
}

/** The VPC and subnets. */
export interface Network {
  readonly vpcId: pulumi.Output<string>;
  /** The subnets of the tasks. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** Public subnets, for load balancers; undefined where the VPC is the user's. */
  readonly publicSubnetIds?: pulumi.Output<string[]>;
  /** The private subnets of a new VPC with NAT gateways. */
  readonly privateSubnetIds?: pulumi.Output<string[]>;
  /** The route tables of a new VPC. */
  readonly routeTableIds?: pulumi.Output<string[]>;
}

/** How many zones a new VPC has, with one subnet for tasks in each. */
export const NEW_VPC_ZONES = 2;

// Half of a zone's share of 10.0.0.0/16, with private subnets or without: adding those later leaves the public ones as they are.
const CIDR_MASK = 18;

const AWSX = "@pulumi/awsx";
const requireModule = createRequire(__filename);

/** Plans the VPC and subnets. */
export function planVpc(checks: ArgumentChecks, given: ServiceNetwork): VpcPlan {
  const { mode = NetworkMode.Default, vpcId, subnetIds } = given;
  checks.shape("network.mode", mode, oneOf(Object.values(NetworkMode)));
  if (mode === NetworkMode.New && !isAwsxInstalled())
    checks.add("network.mode", `"new" needs the package ${AWSX}, which is not installed`, `run npm install ${AWSX}`);
  if (mode === NetworkMode.Existing)
    checks.required("network", { vpcId, subnetIds }, 'set it, or use network.mode: "new"');
  else
    checks.mustBeUnset(
      "network",
      { vpcId, subnetIds },
      {
        wrong: `cannot be set with network.mode: ${quote(mode)}`,
        fix: 'set network.mode: "existing", or leave it unset',
      },
    );
  const natGateways = planNatGateways(checks, given, mode);
  return {
    subject: checks.subject,
    mode,
    vpcId: checks.value("network.vpcId", vpcId, checkVpcId),
    subnetIds: checks.value("network.subnetIds", subnetIds, checkSubnetIds),
    natGateways,
    assignPublicIp: given.assignPublicIp ?? (mode !== NetworkMode.Existing && natGateways === NatGateways.None),
    checkRoutes: given.checkRoutes ?? true,
  };
}

function planNatGateways(checks: ArgumentChecks, given: ServiceNetwork, mode: NetworkMode): NatGateways {
  const { natGateways = NatGateways.None, assignPublicIp } = given;
  checks.shape("network.natGateways", natGateways, oneOf(Object.values(NatGateways)));
  if (natGateways === NatGateways.None) return natGateways;
  if (mode !== NetworkMode.New)
    checks.add(
      "network.natGateways",
      `${quote(natGateways)} cannot be set with network.mode: ${quote(mode)}`,
      'set network.mode: "new", or leave it unset',
    );
  if (assignPublicIp === true)
    checks.add(
      "network.assignPublicIp",
      `true cannot be set with network.natGateways: ${quote(natGateways)}`,
      "leave one of them unset: a public IP address has no effect in a private subnet",
    );
  return natGateways;
}

/** How many subnets ECS takes for a service. */
const MAX_SUBNETS = 16;

const checkSubnetIds: Check<pulumi.Input<string>[]> = (ids) => {
  if (!Array.isArray(ids) || ids.length === 0)
    return { wrong: "is empty", fix: "pass one subnet or more, in two zones for availability" };
  if (ids.length > MAX_SUBNETS)
    return { wrong: `has ${ids.length}, but a service takes ${MAX_SUBNETS}`, fix: "remove some" };
  return checkDistinctSubnetIds(ids);
};

/** Says what is wrong with the ids of subnets, each of which may be there once. */
export const checkDistinctSubnetIds: Check<pulumi.Input<string>[]> = (ids) => {
  const plain = ids.filter((id) => typeof id === "string");
  const twice = plain.find((id, i) => plain.indexOf(id) < i);
  return (
    plain.map(checkSubnetId).find((fault) => fault !== undefined) ??
    (twice === undefined ? undefined : { wrong: `${quote(twice)} is given twice`, fix: "keep one" })
  );
};

/** The VPC and subnets that exist: looked up, or the user's. Undefined where they are to be created. */
export function existingNetwork(plan: VpcPlan, parent: pulumi.Resource): Network | undefined {
  switch (plan.mode) {
    case NetworkMode.Default:
      return lookUpDefaultVpc(plan, parent);
    case NetworkMode.New:
      return undefined;
    case NetworkMode.Existing:
      return { vpcId: pulumi.output(plan.vpcId ?? ""), subnetIds: pulumi.output(plan.subnetIds ?? []) };
  }
}

/** Looks up the default VPC and its public subnets; fails where the account has none in this Region. */
function lookUpDefaultVpc({ subject }: VpcPlan, parent: pulumi.Resource): Network {
  const fail = (wrong: string): Promise<never> => {
    const fix = 'use network.mode: "new", or "existing" with vpcId and subnetIds';
    return failLate(subject, [{ path: "network.mode", wrong, fix }]);
  };
  const { region } = aws.getRegionOutput({}, { parent });
  const vpcs = aws.ec2.getVpcsOutput({ filters: [{ name: "is-default", values: ["true"] }] }, { parent });
  const vpcId = pulumi
    .all([vpcs.ids, region])
    .apply(
      async ([ids, at]) =>
        answered(ids, [MADE_UP.vpcId])[0] ?? (await fail(`"default", but this account has no default VPC in ${at}`)),
    );
  const subnets = aws.ec2.getSubnetsOutput(
    {
      filters: [
        { name: "vpc-id", values: [vpcId] },
        { name: "map-public-ip-on-launch", values: ["true"] },
      ],
    },
    { parent },
  );
  const subnetIds = pulumi.all([subnets.ids, vpcId]).apply(async ([found, id]) => {
    const ids = answered(found, [...MADE_UP.subnetIds]);
    if (ids.length === 0) return fail(`"default", but the default VPC ${id} has no public subnets`);
    return [...ids].sort(); // AWS lists them in any order
  });
  return { vpcId, subnetIds, publicSubnetIds: subnetIds };
}

/** What awsx calls them. */
const NAT_GATEWAY_STRATEGIES = {
  [NatGateways.None]: "None",
  [NatGateways.Single]: "Single",
  [NatGateways.OnePerZone]: "OnePerAz",
} as const;

/** Creates a VPC with a closed default security group: public subnets, or public and private ones with NAT gateways. */
export function createVpc(name: string, { natGateways }: VpcPlan, { options, tags }: ChildContext): Network {
  const isPrivate = natGateways !== NatGateways.None;
  // Loaded where it is needed only: depending on awsx makes Pulumi install four more plugins.
  const { Vpc } = requireModule(`${AWSX}/ec2/vpc`) as typeof awsxVpc;
  const vpc = new Vpc(
    childName(name, "vpc"),
    {
      numberOfAvailabilityZones: NEW_VPC_ZONES,
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", cidrMask: CIDR_MASK },
        ...(isPrivate ? [{ type: "Private", cidrMask: CIDR_MASK } as const] : []),
      ],
      natGateways: { strategy: NAT_GATEWAY_STRATEGIES[natGateways] },
      enableDnsHostnames: true,
      tags,
    },
    options,
  );
  // It lets its members reach each other, and whatever names no group is a member.
  new aws.ec2.DefaultSecurityGroup(
    childName(name, "defaultSecurityGroup"),
    { vpcId: vpc.vpcId, ingress: [], egress: [], tags },
    options,
  );
  // A user's own mocks of awsx need not know of route tables.
  const routeTableIds = vpc.routeTables.apply((tables?: aws.ec2.RouteTable[]) =>
    pulumi.all((tables ?? []).map(({ id }) => id)),
  );
  return {
    vpcId: vpc.vpcId,
    subnetIds: isPrivate ? vpc.privateSubnetIds : vpc.publicSubnetIds,
    publicSubnetIds: vpc.publicSubnetIds,
    ...(isPrivate && { privateSubnetIds: vpc.privateSubnetIds }),
    routeTableIds,
  };
}

function isAwsxInstalled(): boolean {
  try {
    requireModule.resolve(`${AWSX}/ec2/vpc`);
    return true;
  } catch {
    return false;
  }
}

/** What the NAT gateways of a new VPC are billed for, with an address each. */
export function costOfNatGateways(name: string, natGateways: NatGateways): BilledItem[] {
  if (natGateways === NatGateways.None) return [];
  const quantity = natGateways === NatGateways.Single ? 1 : NEW_VPC_ZONES;
  const vpc = childName(name, "vpc");
  return [
    ...costOfResource(vpc, "aws:ec2:NatGateway", { quantity }),
    ...costOfResource(vpc, "aws:ec2:Eip", { quantity }),
  ];
}
