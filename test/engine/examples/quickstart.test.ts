import { describeLife, edited, editsOf } from "../support/life";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("web");

describeLife({
  example: "quickstart",
  edits: [
    newImage(":main", ":next"),
    newPort(8080, "ingress-0.0.0.0-0"),
    newToken(),
    moreTasks(edited("port: 8081,", "port: 8081, desiredCount: 2,")),
    newEnvironment("port: 8081,", 'port: 8081, environment: { STAGE: "test" },'),
  ],
});
