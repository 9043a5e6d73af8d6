import { describeLife, edited, editsOf } from "../support/life";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("web");

describeLife({
  example: "canary",
  edits: [
    newImage(":1.4.2", ":1.5.0"),
    newPort(8080, "ingress-lb"),
    newToken(),
    moreTasks(edited("desiredCount: 2", "desiredCount: 3")),
    newEnvironment("port: 8081,", 'port: 8081, environment: { STAGE: "test" },'),
  ],
});
