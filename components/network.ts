// Where the tasks run: the default VPC's public subnets, a new VPC, or existing subnets.

import * as aws from "@pulumi/aws";
import { Vpc } from "@pulumi/awsx/ec2/vpc";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../model/childNames";
import { oneOf, type Check } from "../model/checks";
import { quote } from "../model/problems";
import type { ArgumentChecks } from "./argumentChecks";
import type { Surroundings } from "./surroundings";

/** Where the tasks' network comes from. */
export const NetworkMode = {
  /** The public subnets of the account's default VPC. */
  Default: "default",
  /** A new VPC with two public subnets and no NAT gateway. */
  New: "new",
  /** The subnets of a VPC that exists. */
  Existing: "existing",
} as const;
export type NetworkMode = (typeof NetworkMode)[keyof typeof NetworkMode];

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
   * "default": the public subnets of the account's default VPC; "new": a new VPC (10.0.0.0/16, public subnets in two zones,
   * no NAT gateway; no charge of its own); "existing": `vpcId` and `subnetIds`. A change replaces the service.
   * @default "default"
   */
  mode?: NetworkMode;
  /** The VPC of mode "existing". */
  vpcId?: pulumi.Input<string>;
  /** The subnets of mode "existing", in two or more zones for availability. */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Security groups that exist, instead of the one that is created otherwise. Then the rules are yours too.
   * @default one is created
   */
  securityGroupIds?: pulumi.Input<string>[];
  /**
   * Whether each task gets a public IPv4 address (about 3.65 USD a month each). Without one, the subnets need a NAT
   * gateway: an image on ghcr.io is pulled over the internet.
   * @default true in the modes "default" and "new", false in "existing"
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
}

/** The network of one service, as planned. */
export interface NetworkPlan {
  readonly mode: NetworkMode;
  readonly vpcId?: pulumi.Input<string>;
  readonly subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  readonly assignPublicIp: boolean;
}

/** The network that a service's tasks get. */
export interface Network {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
}

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
  return {
    mode,
    vpcId: checks.value("network.vpcId", vpcId, idOf("vpc")),
    subnetIds: checks.value("network.subnetIds", subnetIds, checkSubnetIds),
    assignPublicIp: given.assignPublicIp ?? mode !== NetworkMode.Existing,
  };
}

/** Looks the network up, or creates it. */
export function createNetwork(name: string, plan: NetworkPlan, { parent, place, tags }: Surroundings): Network {
  switch (plan.mode) {
    case NetworkMode.Default:
      return lookUpDefaultNetwork(parent, place);
    case NetworkMode.New: {
      const vpc = new Vpc(
        childName(name, "vpc"),
        {
          numberOfAvailabilityZones: 2,
          subnetStrategy: "Auto",
          subnetSpecs: [{ type: "Public" }],
          natGateways: { strategy: "None" },
          enableDnsHostnames: true,
          tags,
        },
        { parent },
      );
      return { vpcId: vpc.vpcId, subnetIds: vpc.publicSubnetIds };
    }
    case NetworkMode.Existing:
      return { vpcId: plan.vpcId ?? "", subnetIds: plan.subnetIds ?? [] };
  }
}

function lookUpDefaultNetwork(parent: pulumi.Resource, place: Surroundings["place"]): Network {
  const wayOut = 'use network.mode: "new", or "existing" with vpcId and subnetIds';
  const vpcs = aws.ec2.getVpcsOutput({ filters: [{ name: "is-default", values: ["true"] }] }, { parent });
  const vpcId = pulumi.all([vpcs.ids, place]).apply(([[id], { region }]) => {
    if (id === undefined)
      throw new Error(`network.mode: "default", but this account has no default VPC in ${region}; ${wayOut}`);
    return id;
  });
  const subnets = aws.ec2.getSubnetsOutput(
    {
      filters: [
        { name: "vpc-id", values: [vpcId] },
        { name: "map-public-ip-on-launch", values: ["true"] },
      ],
    },
    { parent },
  );
  const subnetIds = pulumi.all([subnets.ids, vpcId]).apply(([ids, id]) => {
    if (ids.length === 0)
      throw new Error(`network.mode: "default", but the default VPC ${id} has no public subnets; ${wayOut}`);
    return [...ids].sort(); // AWS lists them in any order
  });
  return { vpcId, subnetIds };
}

/** An id that AWS gave: `vpc-` and hexadecimal digits. */
export function idOf(prefix: string): Check<string> {
  return (value) =>
    typeof value === "string" && new RegExp(`^${prefix}-[a-z0-9]+$`).test(value)
      ? undefined
      : { wrong: `${quote(value)} is no id`, fix: `pass an id like ${prefix}-0123456789abcdef0` };
}

const checkSubnetIds: Check<pulumi.Input<string>[]> = (ids) => {
  if (!Array.isArray(ids) || ids.length === 0)
    return { wrong: "is empty", fix: "pass one subnet or more, in two zones for availability" };
  const plain = ids.filter((id) => typeof id === "string");
  return plain.map(idOf("subnet")).find((fault) => fault !== undefined);
};
