import { describeLife, edited, editsOf } from "../support/life";
import { hostedZone } from "../support/seeds";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("web");

describeLife({
  example: "https",
  seed: hostedZone,
  edits: [
    newImage(":1.4.2", ":1.5.0"),
    newPort(8080, "ingress-lb"),
    newToken(),
    moreTasks(edited("min: 2", "min: 3"), [
      "update appautoscaling:Target web-scaling",
      "update cloudwatch:MetricAlarm web-running-tasks-alarm",
    ]),
    newEnvironment("port: 8081,", 'port: 8081, environment: { STAGE: "test" },'),
  ],
});
