import { describeLife, edited, NEW_TOKEN } from "../support/life";

describeLife({
  example: "canary",
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
      changes: ["replace secretsmanager:SecretVersion web-secret-version"],
    },
    {
      name: "more tasks",
      program: edited("desiredCount: 2", "desiredCount: 3"),
      changes: ["update ecs:Service web-service"],
    },
    {
      name: "a new environment",
      program: edited("port: 8081,", 'port: 8081, environment: { STAGE: "test" },'),
      changes: ["replace ecs:TaskDefinition web-task", "update ecs:Service web-service"],
    },
  ],
});
