// Each new version gets a tenth of the traffic for five minutes, then all of it; an alarm takes it back.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";

const config = new pulumi.Config();

const errors = new aws.cloudwatch.MetricAlarm("errors", {
  namespace: "Web",
  metricName: "FailedOrders",
  statistic: "Sum",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 5,
  period: 60,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
});

const web = new GhcrFargateService("web", {
  image: "ghcr.io/octocat/web:1.4.2",
  credentials: { username: config.require("username"), token: config.requireSecret("token") },
  port: 8080,
  desiredCount: 2,
  network: { mode: "new" },
  loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] }, // see the example "https" for a domain of your own
  deployment: {
    strategy: "CANARY",
    alarmNames: [errors.name],
    testPort: 8443, // the new version, before anybody else reaches it
    testIngressCidrs: ["203.0.113.0/24"],
  },
});

export const { url, serviceName } = web;
