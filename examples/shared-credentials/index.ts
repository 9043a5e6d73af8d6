// Two private images that share one secret and one cluster. A new token changes the secret's value and nothing else.
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService, RegistryCredentials } from "ghcr-fargate";

const config = new pulumi.Config();

const { secretArn, keyArn } = new RegistryCredentials("ghcr", {
  username: config.require("username"),
  token: config.requireSecret("token"),
});

const api = new GhcrFargateService("api", {
  image: "ghcr.io/octocat/api:1.4.2",
  credentials: { secretArn, keyArn },
  port: 3000,
  network: { ingressCidrs: ["203.0.113.0/24"] },
});

const worker = new GhcrFargateService("worker", {
  image: "ghcr.io/octocat/worker:1.4.2",
  credentials: { secretArn, keyArn },
  cluster: { arn: api.clusterArn },
  cpuArchitecture: "ARM64",
  desiredCount: 2,
  capacityProviders: [{ capacityProvider: "FARGATE", base: 1, weight: 0 }, { capacityProvider: "FARGATE_SPOT" }],
});

export const apiService = api.serviceName;
export const workerService = worker.serviceName;
export { secretArn };
