import { describeLife, edited, editsOf } from "../support/life";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("api");

describeLife({
  example: "private-network",
  edits: [
    newImage(":1.4.2", ":1.5.0"),
    newPort(3000, "ingress-10.0.0.0-16"),
    newToken(),
    moreTasks((text) =>
      edited("maxMonthlyCost: 60", "maxMonthlyCost: 90")(edited("port: 3001,", "port: 3001, desiredCount: 2,")(text)),
    ),
    newEnvironment("port: 3001,", 'port: 3001, environment: { STAGE: "test" },'),
  ],
});
