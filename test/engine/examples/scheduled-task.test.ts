import { describeLife, edited, NEW_TOKEN } from "../support/life";

const SCHEDULES = [
  "update scheduler:Schedule report-schedule-hourly",
  "update scheduler:Schedule report-schedule-nightly",
];

describeLife({
  example: "scheduled-task",
  edits: [
    {
      name: "a new image tag",
      program: edited(":main", ":next"),
      changes: ["replace ecs:TaskDefinition report-task", ...SCHEDULES],
    },
    {
      name: "a new token",
      secret: ["token", NEW_TOKEN],
      changes: ["replace secretsmanager:SecretVersion report-secret-version"],
    },
    {
      name: "another time",
      program: edited("0 3 * * ? *", "30 4 ? * MON-FRI *"),
      changes: ["update scheduler:Schedule report-schedule-nightly"],
    },
    {
      name: "one schedule that is turned off, and one that goes",
      program: (text) =>
        edited(/ {4}\{ name: "hourly".*\n/, "")(edited('Berlin" }', 'Berlin", enabled: false }')(text)),
      changes: [
        "delete scheduler:Schedule report-schedule-hourly",
        "update scheduler:Schedule report-schedule-nightly",
      ],
    },
  ],
});
