// A private image in the public subnets of a VPC that exists, reached from within that VPC only.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";

const config = new pulumi.Config();
const vpc = aws.ec2.getVpcOutput({ tags: { Name: config.require("vpcName") } });
const subnets = aws.ec2.getSubnetsOutput({
  filters: [
    { name: "vpc-id", values: [vpc.id] },
    { name: "map-public-ip-on-launch", values: ["true"] },
  ],
});

const api = new GhcrFargateService("api", {
  image: "ghcr.io/octocat/api:1.4.2",
  credentials: { username: config.require("username"), token: config.requireSecret("token") },
  port: 3000,
  network: {
    mode: "existing",
    vpcId: vpc.id,
    subnetIds: subnets.ids,
    assignPublicIp: true, // the image is pulled over the internet; nobody is admitted from there
    ingressCidrs: ["10.0.0.0/16"],
  },
});

export const { imageUri, serviceName, securityGroupId } = api;
