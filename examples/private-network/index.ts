// A private image in private subnets: out through a NAT gateway, in from nowhere but the VPC, and a limit for what it costs.
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";

const config = new pulumi.Config();

const api = new GhcrFargateService("api", {
  image: "ghcr.io/octocat/api:1.4.2",
  credentials: { username: config.require("username"), token: config.requireSecret("token") },
  port: 3000,
  network: {
    mode: "new",
    natGateways: "single",
    ingressCidrs: ["10.0.0.0/16"],
    endpoints: { s3: true }, // free, and traffic to S3 does not pass the NAT gateway
  },
  maxMonthlyCost: 60,
});

export const { imageUri, serviceName, securityGroupId } = api;
