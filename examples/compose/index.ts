// compose.yaml as it is: web, worker and redis as three services that call each other by their names.
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateComposeProject } from "ghcr-fargate";

const config = new pulumi.Config();

const shop = new GhcrFargateComposeProject("shop", {
  directory: __dirname,
  credentials: { username: config.require("username"), token: config.requireSecret("token") },
  ingressCidrs: ["0.0.0.0/0"],
});

export const { urls } = shop;
