import { describeLife, edited, editsOf } from "../support/life";
import { cloudFrontPrefixList, hostedZone } from "../support/seeds";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("web");

describeLife({
  example: "cloudfront",
  seed: async (emulator) => {
    await hostedZone(emulator);
    await cloudFrontPrefixList(emulator);
  },
  edits: [
    newImage(":1.4.2", ":1.5.0"),
    newPort(8080, "ingress-lb"),
    newToken(),
    moreTasks(edited("port: 8081,", "port: 8081, desiredCount: 2,")),
    newEnvironment("port: 8081,", 'port: 8081, environment: { STAGE: "test" },'),
  ],
});
