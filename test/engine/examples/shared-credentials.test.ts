import { describeLife, edited, editsOf } from "../support/life";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("api");

describeLife({
  example: "shared-credentials",
  edits: [
    newImage(":1.4.2", ":1.5.0"),
    newPort(3000, "ingress-203.0.113.0-24"),
    newToken("ghcr"),
    moreTasks(edited("desiredCount: 2", "desiredCount: 3"), ["update ecs:Service worker-service"]),
    newEnvironment("port: 3001,", 'port: 3001, environment: { STAGE: "test" },'),
  ],
});
