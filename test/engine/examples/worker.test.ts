import { describeLife, edited, NEW_TOKEN } from "../support/life";

describeLife({
  example: "worker",
  edits: [
    {
      name: "a new image tag",
      program: edited(":main", ":next"),
      changes: ["replace ecs:TaskDefinition worker-task", "update ecs:Service worker-service"],
    },
    {
      name: "a new token",
      secret: ["token", NEW_TOKEN],
      changes: ["replace secretsmanager:SecretVersion worker-secret-version"],
    },
    {
      name: "more tasks",
      program: edited("min: 1", "min: 2"),
      changes: [
        "update appautoscaling:Target worker-scaling",
        "update cloudwatch:MetricAlarm worker-running-tasks-alarm",
      ],
    },
    {
      name: "a new environment",
      program: edited("QUEUE_URL: jobs.url", 'QUEUE_URL: jobs.url, STAGE: "test"'),
      changes: ["replace ecs:TaskDefinition worker-task", "update ecs:Service worker-service"],
    },
  ],
});
