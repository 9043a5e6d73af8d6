import { describeLife, edited, editsOf } from "../support/life";

const { newImage, newToken, moreTasks, newEnvironment } = editsOf("worker");

describeLife({
  example: "worker",
  edits: [
    newImage(":main", ":next"),
    newToken(),
    moreTasks(edited("min: 1", "min: 2"), [
      "update appautoscaling:Target worker-scaling",
      "update cloudwatch:MetricAlarm worker-running-tasks-alarm",
    ]),
    newEnvironment("QUEUE_URL: jobs.url", 'QUEUE_URL: jobs.url, STAGE: "test"'),
  ],
});
