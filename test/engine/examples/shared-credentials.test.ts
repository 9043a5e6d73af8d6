import { describeLife, edited, NEW_TOKEN } from "../support/life";

describeLife({
  example: "shared-credentials",
  edits: [
    {
      name: "a new image tag",
      program: edited(":1.4.2", ":1.5.0"),
      changes: ["replace ecs:TaskDefinition api-task", "update ecs:Service api-service"],
    },
    {
      name: "a new port",
      program: edited("port: 3000", "port: 3001"),
      changes: [
        "replace ecs:TaskDefinition api-task",
        "update ecs:Service api-service",
        "update vpc:SecurityGroupIngressRule api-ingress-203.0.113.0-24",
      ],
    },
    {
      name: "a new token",
      secret: ["token", NEW_TOKEN],
      changes: ["replace secretsmanager:SecretVersion ghcr-secret-version"],
    },
    {
      name: "more tasks",
      program: edited("desiredCount: 2", "desiredCount: 3"),
      changes: ["update ecs:Service worker-service"],
    },
    {
      name: "a new environment",
      program: edited("port: 3001,", 'port: 3001, environment: { STAGE: "test" },'),
      changes: ["replace ecs:TaskDefinition api-task", "update ecs:Service api-service"],
    },
  ],
});
