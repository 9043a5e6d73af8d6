// A VPC of the service's own: public subnets, or public and private ones with NAT gateways.

import type * as aws from "@pulumi/aws";
import { Vpc } from "@pulumi/awsx/ec2/vpc";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfResource } from "../../model/resourceCost";
import { NEW_VPC_ZONES, NatGateways, type Network } from "./network";
import type { Surroundings } from "../component/childContext";

// Half of a zone's share of 10.0.0.0/16, with private subnets or without: public ones keep their addresses when those come.
const CIDR_MASK = 18;

/** What awsx calls them. */
const STRATEGIES = {
  [NatGateways.None]: "None",
  [NatGateways.Single]: "Single",
  [NatGateways.OnePerZone]: "OnePerAz",
} as const;

/** Creates the VPC; the tasks run in its private subnets if it has some. */
export function createVpc(name: string, natGateways: NatGateways, { parent, tags }: Surroundings): Network {
  const isPrivate = natGateways !== NatGateways.None;
  const vpc = new Vpc(
    childName(name, "vpc"),
    {
      numberOfAvailabilityZones: NEW_VPC_ZONES,
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", cidrMask: CIDR_MASK },
        ...(isPrivate ? [{ type: "Private", cidrMask: CIDR_MASK } as const] : []),
      ],
      natGateways: { strategy: STRATEGIES[natGateways] },
      enableDnsHostnames: true,
      tags,
    },
    { parent },
  );
  // A user's own mocks of awsx need not know of route tables.
  const routeTableIds = vpc.routeTables.apply((tables?: aws.ec2.RouteTable[]) =>
    pulumi.all((tables ?? []).map(({ id }) => id)),
  );
  return {
    vpcId: vpc.vpcId,
    subnetIds: isPrivate ? vpc.privateSubnetIds : vpc.publicSubnetIds,
    publicSubnetIds: vpc.publicSubnetIds,
    routeTableIds,
  };
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
