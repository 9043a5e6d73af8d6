import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";

const vpc = new awsx.ec2.Vpc("net", {
  numberOfAvailabilityZones: 2,
  subnetSpecs: [{ type: "Public" }, { type: "Private" }],
  natGateways: { strategy: "Single" },
});
new aws.lb.LoadBalancer("web", { subnets: vpc.publicSubnetIds });

export const vpcId = vpc.vpcId;
export const firstSubnet = vpc.publicSubnetIds[0];
export const subnets = vpc.publicSubnetIds;
