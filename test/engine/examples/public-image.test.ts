import { describeLife, edited } from "../support/life";

describeLife({
  example: "public-image",
  edits: [
    {
      name: "a new image tag",
      program: edited(":6.7.1", ":6.8.0"),
      changes: ["replace ecs:TaskDefinition podinfo-task", "update ecs:Service podinfo-service"],
    },
    {
      name: "a new port",
      program: edited("port: 9898", "port: 9899"),
      changes: [
        "replace ecs:TaskDefinition podinfo-task",
        "update ecs:Service podinfo-service",
        "update vpc:SecurityGroupIngressRule podinfo-ingress-203.0.113.7-32",
      ],
    },
    {
      name: "more tasks",
      program: edited("port: 9899,", "port: 9899, desiredCount: 2,"),
      changes: ["update ecs:Service podinfo-service"],
    },
    {
      name: "a new environment",
      program: edited("from ghcr.io", "now from ghcr.io"),
      changes: ["replace ecs:TaskDefinition podinfo-task", "update ecs:Service podinfo-service"],
    },
  ],
});
