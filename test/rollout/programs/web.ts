// A private image in a network and a cluster that exist.

import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "../../../index";

const config = new pulumi.Config();

const web = new GhcrFargateService("web", {
  image: "ghcr.io/acme/web:1.0",
  credentials: { username: "octo", token: config.requireSecret("token") },
  cluster: { arn: "arn:aws:ecs:eu-central-1:123456789012:cluster/prod" },
  network: { mode: "existing", vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] },
  rollout: { wait: config.getBoolean("wait") ?? true },
});

export const rollout = web.rollout;
