// What the programs are given: the same image, network, cluster and secret, all existing.
"use strict";

module.exports = {
  IMAGE: "ghcr.io/acme/app:1.0",
  PORT: 8080,
  REGION: "eu-central-1",
  ACCOUNT: "123456789012",
  SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ghcr-AbCdEf",
  CLUSTER_ARN: "arn:aws:ecs:eu-central-1:123456789012:cluster/main",
  VPC_ID: "vpc-0a1b2c3d",
  SUBNET_IDS: ["subnet-0a1b2c3d", "subnet-1a2b3c4d"],
  INGRESS_CIDR: "10.0.0.0/8",
  /** Repositories of the registry that is asked, each with one tag. */
  IMAGES: Array.from({ length: 10 }, (_, i) => `acme/app${i}`),
  TAG: "1.0",
};
