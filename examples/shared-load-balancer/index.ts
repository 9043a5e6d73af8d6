// Three services behind one load balancer, told apart by host and path, in one cluster and with one registry secret.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService, RegistryCredentials } from "ghcr-fargate";

const config = new pulumi.Config();
const domainName = config.require("domainName");
const registry = new RegistryCredentials("ghcr", {
  username: config.require("username"),
  token: config.requireSecret("token"),
});
const credentials = { secretArn: registry.secretArn, keyArn: registry.keyArn };
const cluster = { arn: new aws.ecs.Cluster("apps").arn };

// Has the load balancer, and gets every request that no other service asks for.
const web = new GhcrFargateService("web", {
  image: "ghcr.io/octocat/web:1.4.2",
  credentials,
  cluster,
  port: 8080,
  loadBalancer: { domainName, hostedZoneName: domainName, ingressCidrs: ["0.0.0.0/0"] },
});
const { listenerArn } = web;

const api = new GhcrFargateService("api", {
  image: "ghcr.io/octocat/api:2.0.1",
  credentials,
  cluster,
  port: 3000,
  loadBalancer: { listenerArn, hosts: [domainName], paths: ["/api/*"], healthCheck: { path: "/api/health" } },
});

const docs = new GhcrFargateService("docs", {
  image: "ghcr.io/octocat/docs:7",
  credentials,
  cluster,
  port: 80,
  loadBalancer: { listenerArn, hosts: [domainName], paths: ["/docs", "/docs/*"] },
});

export const urls = [web.url, api.url, docs.url];
