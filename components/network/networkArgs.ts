// What a user says about the network of the tasks.

import type * as pulumi from "@pulumi/pulumi";

/** Which network the tasks run in. */
export const NetworkMode = {
  /** The public subnets of the account's default VPC. */
  Default: "default",
  /** A new VPC with subnets in two Availability Zones. */
  New: "new",
  /** Existing subnets of an existing VPC. */
  Existing: "existing",
} as const;
export type NetworkMode = (typeof NetworkMode)[keyof typeof NetworkMode];

/** The NAT gateways of a new VPC, which give private subnets outbound internet access. */
export const NatGateways = {
  /** None: the tasks run in public subnets. */
  None: "none",
  /** One for all zones: if its zone fails, no task has internet access. */
  Single: "single",
  /** One in each zone. */
  OnePerZone: "onePerZone",
} as const;
export type NatGateways = (typeof NatGateways)[keyof typeof NatGateways];

/** A destination that the tasks may connect to. */
export interface NetworkEgress {
  /** The IPv4 or IPv6 CIDR block. */
  cidr: string;
  /** The TCP port: 1 to 65535. */
  port: number;
}

/** The AWS services that the tasks reach through VPC endpoints. */
export interface NetworkEndpoints {
  /**
   * AWS Secrets Manager, where ECS reads the registry token and the containers' secrets: one interface endpoint, about 7.30
   * USD a month for each zone in us-east-1, and 0.01 USD for each GB.
   * @default false
   */
  secretsManager?: boolean;
  /**
   * AWS Systems Manager, where ECS reads the parameters of the containers' secrets: one interface endpoint, at the same price.
   * @default false
   */
  ssm?: boolean;
  /**
   * Amazon CloudWatch Logs, where the containers' output goes: one interface endpoint, at the same price.
   * @default false
   */
  logs?: boolean;
  /**
   * Amazon ECR, for images there: two interface endpoints, each at the same price. Images on ghcr.io are still pulled over the
   * internet.
   * @default false
   */
  ecr?: boolean;
  /**
   * Amazon S3, where ECR stores the layers of images and ECS reads environment files: a gateway endpoint, free.
   * @default the value of `ecr`
   */
  s3?: boolean;
  /** The route tables that get the route to S3, in mode "existing": those of `subnetIds`. */
  routeTableIds?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The VPC, subnets and security groups of the tasks. */
export interface ServiceNetwork {
  /**
   * "default": the public subnets of the account's default VPC; "new": a new VPC (10.0.0.0/16 with subnets in two zones; free
   * of charge without `natGateways`; needs the npm package `@pulumi/awsx`); "existing": the subnets `subnetIds` of the VPC
   * `vpcId`. A change replaces the service.
   * @default "default"
   */
  mode?: NetworkMode;
  /**
   * The NAT gateways of mode "new": "none", "single" or "onePerZone". With "single" or "onePerZone" the VPC also has private
   * subnets and the tasks run there, without public IP addresses. In us-east-1 a gateway costs about 36.50 USD a month with its
   * address, and 0.045 USD for each GB of traffic. A change moves the tasks to other subnets and keeps the VPC.
   * @default "none"
   */
  natGateways?: NatGateways;
  /** The VPC of mode "existing". */
  vpcId?: pulumi.Input<string>;
  /**
   * The subnets of mode "existing", in two or more zones for availability. Private subnets need a route to a NAT gateway or
   * another route to the internet: see `checkRoutes`.
   */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Whether the route tables of existing subnets are checked before anything is deployed. Subnets are refused if the image
   * cannot be pulled from them, or environment files cannot be read: no route to the internet (for the files, nor to an endpoint of
   * S3), or a route to an internet gateway while the tasks have no public IP address. Only IPv4 routes count. Needs `ec2:DescribeRouteTables`; skipped for subnets that the same program creates. Set to
   * false if the route is not in the table, such as one propagated by a VPN gateway.
   * @default true
   */
  checkRoutes?: boolean;
  /**
   * Existing security groups for the tasks. Their rules are not changed.
   * @default one is created
   */
  securityGroupIds?: pulumi.Input<string>[];
  /**
   * Whether each task gets a public IPv4 address (about 3.65 USD a month each). Without one, the subnets need a NAT gateway,
   * since an image on ghcr.io is pulled over the internet. A plan without internet access is refused.
   * @default true in the modes "default" and "new" (without `natGateways`), false in "existing"
   */
  assignPublicIp?: boolean;
  /**
   * The IPv4 or IPv6 CIDR blocks that may connect to `port`. `["0.0.0.0/0"]` opens it to the internet.
   * @default [] nobody
   */
  ingressCidrs?: string[];
  /**
   * The security groups whose members may connect to `port`, such as another service's `securityGroupId`. With `loadBalancer` they
   * connect to the tasks directly, besides it.
   * @default [] none
   */
  ingressSecurityGroupIds?: pulumi.Input<string>[];
  /**
   * The prefix lists (`pl-...`) whose addresses may connect to `port`.
   * @default [] none
   */
  ingressPrefixListIds?: pulumi.Input<string>[];
  /**
   * The destinations that the tasks may connect to. Must include port 443 of the image registry.
   * @default all, which is AWS's default too
   */
  egress?: NetworkEgress[];
  /**
   * The AWS services that the tasks reach through VPC endpoints, in the modes "new" and "existing". Endpoints serve the whole
   * VPC by private DNS. An existing VPC must have DNS support and DNS hostnames enabled and no other endpoint of the same
   * service, and `subnetIds` must be in different zones. In us-east-1 an interface endpoint costs about 7.30 USD a month for
   * each zone.
   * @default none: AWS services are reached over the internet
   */
  endpoints?: NetworkEndpoints;
}
