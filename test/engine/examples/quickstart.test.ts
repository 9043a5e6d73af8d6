import { describeLife, edited, NEW_TOKEN } from "../support/life";

describeLife({
  example: "quickstart",
  edits: [
    {
      name: "a new image tag",
      program: edited(":main", ":next"),
      changes: ["replace ecs:TaskDefinition web-task", "update ecs:Service web-service"],
    },
    {
      name: "a new port",
      program: edited("port: 8080", "port: 8081"),
      changes: [
        "replace ecs:TaskDefinition web-task",
        "replace vpc:SecurityGroupIngressRule web-ingress-0.0.0.0-0",
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
