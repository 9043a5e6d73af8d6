// A private image at a domain of your own, over HTTPS: certificate, DNS records, load balancer, two to six tasks, and alarms.
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";

const config = new pulumi.Config();

const web = new GhcrFargateService("web", {
  image: "ghcr.io/octocat/web:1.4.2",
  credentials: { username: config.require("username"), token: config.requireSecret("token") },
  port: 8080,
  autoscaling: { min: 2, max: 6, cpuPercent: 60 },
  alarms: { emails: [config.require("alarmEmail")] },
  network: { mode: "new" },
  loadBalancer: {
    domainName: config.require("domainName"),
    ingressCidrs: ["0.0.0.0/0"],
    healthCheck: { path: "/health" },
  },
});

export const { url, serviceName } = web;
