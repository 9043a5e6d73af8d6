import { describeLife, edited, NEW_TOKEN } from "../support/life";

describeLife({
  example: "private-network",
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
        "update vpc:SecurityGroupIngressRule api-ingress-10.0.0.0-16",
      ],
    },
    {
      name: "a new token",
      secret: ["token", NEW_TOKEN],
      changes: ["replace secretsmanager:SecretVersion api-secret-version"],
    },
    {
      name: "more tasks",
      program: (text) =>
        edited("maxMonthlyCost: 60", "maxMonthlyCost: 90")(edited("port: 3001,", "port: 3001, desiredCount: 2,")(text)),
      changes: ["update ecs:Service api-service"],
    },
    {
      name: "a new environment",
      program: edited("port: 3001,", 'port: 3001, environment: { STAGE: "test" },'),
      changes: ["replace ecs:TaskDefinition api-task", "update ecs:Service api-service"],
    },
  ],
});
