// A public image: no key, no secret, no grant. One address reaches it.
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";

const config = new pulumi.Config();

const podinfo = new GhcrFargateService("podinfo", {
  image: "ghcr.io/stefanprodan/podinfo:6.7.1",
  port: 9898,
  environment: { PODINFO_UI_MESSAGE: "from ghcr.io on Fargate" },
  healthCheck: { command: ["CMD", "podcli", "check", "http", "localhost:9898/healthz"] },
  network: { ingressCidrs: [config.require("allowedCidr")] },
});

export const { imageUri, serviceName, logGroupName } = podinfo;
