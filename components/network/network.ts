// Where the tasks run: the default VPC's public subnets, a new VPC, or existing subnets.

import type * as pulumi from "@pulumi/pulumi";
import { checkSubnetId, checkVpcId } from "../../model/awsIds";
import { oneOf, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { NetworkEndpoints } from "./networkEndpoints";

/** Where the tasks' network comes from. */
export const NetworkMode = {
  /** The public subnets of the account's default VPC. */
  Default: "default",
  /** A new VPC with subnets in two zones. */
  New: "new",
  /** The subnets of a VPC that exists. */
  Existing: "existing",
} as const;
export type NetworkMode = (typeof NetworkMode)[keyof typeof NetworkMode];

/** The NAT gateways of a new VPC: through them, private subnets reach the internet and are not reached from it. */
export const NatGateways = {
  /** None: the tasks run in public subnets. */
  None: "none",
  /** One for all zones: with its zone, every task loses the internet. */
  Single: "single",
  /** One in each zone. */
  OnePerZone: "onePerZone",
} as const;
export type NatGateways = (typeof NatGateways)[keyof typeof NatGateways];

/** Something that the tasks may reach. */
export interface NetworkEgress {
  /** The IPv4 or IPv6 CIDR block. */
  cidr: string;
  /** The TCP port. */
  port: number;
}

/** Where the tasks run, and who reaches them. */
export interface ServiceNetwork {
  /**
   * "default": the public subnets of the account's default VPC; "new": a new VPC (10.0.0.0/16, subnets in two zones; no
   * charge of its own without `natGateways`); "existing": `vpcId` and `subnetIds`. A change replaces the service.
   * @default "default"
   */
  mode?: NetworkMode;
  /**
   * The NAT gateways of mode "new": "none", "single" or "onePerZone". With any, the VPC gets private subnets and the tasks
   * run there, without public addresses. In us-east-1 a gateway costs about 36.50 USD a month with its address, and 0.045
   * USD for each GB that passes. A change moves the tasks to other subnets and keeps the VPC.
   * @default "none"
   */
  natGateways?: NatGateways;
  /** The VPC of mode "existing". */
  vpcId?: pulumi.Input<string>;
  /**
   * The subnets of mode "existing", in two or more zones for availability. Private ones need a route to a NAT gateway, or
   * whatever leads your network out: see `checkRoutes`.
   */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Whether the route tables of existing subnets are looked up, to refuse subnets that the image cannot be pulled from:
   * without a route out, or with one to an internet gateway and tasks without a public address. Only IPv4 routes count.
   * Needs `ec2:DescribeRouteTables`; not done for subnets made by the same program, whose routes may be about to change.
   * False for a way out that the lookup does not show, such as a route that a VPN gateway propagates.
   * @default true
   */
  checkRoutes?: boolean;
  /**
   * Security groups that exist, instead of the one that is created otherwise. Then the rules are yours too.
   * @default one is created
   */
  securityGroupIds?: pulumi.Input<string>[];
  /**
   * Whether each task gets a public IPv4 address (about 3.65 USD a month each). Without one, the subnets need a NAT
   * gateway: an image on ghcr.io is pulled over the internet. A plan without a way out is refused.
   * @default true in the modes "default" and "new" (there without `natGateways`), false in "existing"
   */
  assignPublicIp?: boolean;
  /**
   * Who reaches the service on `port`: IPv4 or IPv6 CIDR blocks. `["0.0.0.0/0"]` opens it to the internet.
   * @default [] nobody
   */
  ingressCidrs?: string[];
  /**
   * What the tasks reach. Port 443 of the registry has to be among it.
   * @default everything, as AWS's own default is
   */
  egress?: NetworkEgress[];
  /**
   * The AWS services that the tasks reach through VPC endpoints, in the modes "new" and "existing". They serve the whole
   * VPC by private DNS: one that exists needs DNS support and DNS hostnames, and no other endpoint of the same service; its
   * `subnetIds` are in different zones. An interface endpoint costs about 7.30 USD a month for each zone in us-east-1.
   * @default none: they are reached over the internet
   */
  endpoints?: NetworkEndpoints;
}

/** The network of one service, as planned. */
export interface NetworkPlan {
  readonly mode: NetworkMode;
  readonly vpcId?: pulumi.Input<string>;
  readonly subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  readonly natGateways: NatGateways;
  readonly assignPublicIp: boolean;
  readonly checkRoutes: boolean;
}

/** The network that a service's tasks get. */
export interface Network {
  readonly vpcId: pulumi.Output<string>;
  /** The subnets of the tasks. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** The subnets for what faces the internet; undefined where the VPC is the user's. */
  readonly publicSubnetIds?: pulumi.Output<string[]>;
  /** The route tables of a new VPC. */
  readonly routeTableIds?: pulumi.Output<string[]>;
}

/** How many zones a new VPC has, with one subnet for tasks in each. */
export const NEW_VPC_ZONES = 2;

const MODES = Object.values(NetworkMode);

/** Plans the network. */
export function planNetwork(checks: ArgumentChecks, given: ServiceNetwork = {}): NetworkPlan {
  const mode = given.mode ?? NetworkMode.Default;
  checks.shape("network.mode", mode, oneOf(MODES));
  const { vpcId, subnetIds } = given;
  const existing = { vpcId, subnetIds };
  for (const [key, value] of Object.entries(existing)) {
    if (mode === NetworkMode.Existing && value === undefined)
      checks.add(`network.${key}`, `missing while network.mode is "existing"`, 'pass it, or use network.mode: "new"');
    if (mode !== NetworkMode.Existing && value !== undefined)
      checks.add(
        `network.${key}`,
        `given while network.mode is ${quote(mode)}`,
        'set network.mode: "existing", or leave it unset',
      );
  }
  const natGateways = planNatGateways(checks, given, mode);
  return {
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
      `${quote(natGateways)} while network.mode is ${quote(mode)}`,
      'set network.mode: "new", or leave it unset',
    );
  if (assignPublicIp === true)
    checks.add(
      "network.assignPublicIp",
      `true while network.natGateways is ${quote(natGateways)}`,
      "leave one of them unset: in private subnets a public address leads nowhere",
    );
  return natGateways;
}

const checkSubnetIds: Check<pulumi.Input<string>[]> = (ids) => {
  if (!Array.isArray(ids) || ids.length === 0)
    return { wrong: "is empty", fix: "pass one subnet or more, in two zones for availability" };
  const plain = ids.filter((id) => typeof id === "string");
  return plain.map(checkSubnetId).find((fault) => fault !== undefined);
};
