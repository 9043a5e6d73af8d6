import { describeLife, edited, NEW_TOKEN } from "../support/life";
import { hostedZone } from "../support/seeds";

describeLife({
  example: "shared-load-balancer",
  seed: hostedZone,
  edits: [
    {
      name: "a new image tag",
      program: edited(":1.4.2", ":1.5.0"),
      changes: ["replace ecs:TaskDefinition web-task", "update ecs:Service web-service"],
    },
    {
      name: "a new port",
      program: edited("port: 8080", "port: 8081"),
      changes: [
        "replace ecs:TaskDefinition web-task",
        "replace vpc:SecurityGroupIngressRule web-ingress-lb",
        "update ecs:Service web-service",
      ],
    },
    {
      name: "a new token",
      secret: ["token", NEW_TOKEN],
      changes: ["replace secretsmanager:SecretVersion ghcr-secret-version"],
    },
    {
      name: "more tasks",
      program: edited("port: 8081,", "port: 8081, desiredCount: 2,"),
      changes: ["update ecs:Service web-service"],
    },
    {
      name: "a new environment",
      program: edited("port: 8081,", 'port: 8081, environment: { STAGE: "test" },'),
      changes: ["replace ecs:TaskDefinition web-task", "update ecs:Service web-service"],
    },
  ],
});
