// A private image from the GitHub Container Registry on AWS Fargate, open to the internet on port 8080.
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";

const config = new pulumi.Config();

const web = new GhcrFargateService("web", {
  image: config.get("image") ?? "ghcr.io/andygol/switch2osm-mkdocs:main",
  credentials: { username: config.require("username"), token: config.requireSecret("token") },
  port: 8080,
  network: { mode: "new", ingressCidrs: ["0.0.0.0/0"] },
});

export const { imageUri, serviceName, clusterArn, secretArn, logGroupName } = web;
