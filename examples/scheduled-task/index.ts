// A private image that runs on schedules and ends: a report every night, a smaller one every hour.
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateTask } from "ghcr-fargate";

const config = new pulumi.Config();

const report = new GhcrFargateTask("report", {
  image: "ghcr.io/andygol/switch2osm-mkdocs:main",
  credentials: { username: config.require("username"), token: config.requireSecret("token") },
  command: ["mkdocs", "build"],
  cpu: 512,
  memory: 1024,
  schedules: [
    { name: "nightly", cron: "0 3 * * ? *", timeZone: "Europe/Berlin" },
    { name: "hourly", rate: "1 hour", command: ["mkdocs", "build", "--dirty"], flexibleMinutes: 10 },
  ],
});

export const { taskDefinitionArn, logGroupName, deadLetterQueueArn } = report;
