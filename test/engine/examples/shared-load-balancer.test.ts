import { describeLife, edited, editsOf } from "../support/life";
import { hostedZone } from "../support/seeds";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("web");

describeLife({
  example: "shared-load-balancer",
  seed: hostedZone,
  edits: [
    newImage(":1.4.2", ":1.5.0"),
    newPort(8080, "ingress-lb"),
    newToken("ghcr"),
    moreTasks(edited("port: 8081,", "port: 8081, desiredCount: 2,")),
    newEnvironment("port: 8081,", 'port: 8081, environment: { STAGE: "test" },'),
  ],
});
