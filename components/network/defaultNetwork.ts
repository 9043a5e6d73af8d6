// The network of the account's default VPC.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Network } from "./network";

/** Looks up the default VPC and its public subnets; fails, with the way out, where the account has none. */
export function lookUpDefaultNetwork(parent: pulumi.Resource): Network {
  const wayOut = 'use network.mode: "new", or "existing" with vpcId and subnetIds';
  const { region } = aws.getRegionOutput({}, { parent });
  const vpcs = aws.ec2.getVpcsOutput({ filters: [{ name: "is-default", values: ["true"] }] }, { parent });
  const vpcId = pulumi.all([vpcs.ids, region]).apply(([[id], at]) => {
    if (id === undefined)
      throw new Error(`network.mode: "default", but this account has no default VPC in ${at}; ${wayOut}`);
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
  return { vpcId, subnetIds, publicSubnetIds: subnetIds };
}
