import { describeLife, edited, editsOf } from "../support/life";
import { publicNetwork } from "../support/seeds";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("api");

describeLife({
  example: "existing-network",
  seed: publicNetwork,
  edits: [
    newImage(":1.4.2", ":1.5.0"),
    newPort(3000, "ingress-10.0.0.0-16"),
    newToken(),
    moreTasks(edited("port: 3001,", "port: 3001, desiredCount: 2,")),
    newEnvironment("port: 3001,", 'port: 3001, environment: { STAGE: "test" },'),
  ],
});
