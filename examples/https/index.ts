// A private image at a domain of your own, over HTTPS: certificate, DNS records, load balancer, and two tasks behind it.
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";

const config = new pulumi.Config();

const web = new GhcrFargateService("web", {
  image: "ghcr.io/octocat/web:1.4.2",
  credentials: { username: config.require("username"), token: config.requireSecret("token") },
  port: 8080,
  desiredCount: 2,
  network: { mode: "new" },
  loadBalancer: {
    domainName: config.require("domainName"),
    ingressCidrs: ["0.0.0.0/0"],
    healthCheck: { path: "/health" },
  },
});

export const { url, serviceName } = web;
