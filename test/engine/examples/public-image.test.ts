import { describeLife, edited, editsOf } from "../support/life";

const { newImage, newPort, moreTasks, newEnvironment } = editsOf("podinfo");

describeLife({
  example: "public-image",
  edits: [
    newImage(":6.7.1", ":6.8.0"),
    newPort(9898, "ingress-203.0.113.7-32"),
    moreTasks(edited("port: 9899,", "port: 9899, desiredCount: 2,")),
    newEnvironment("from ghcr.io", "now from ghcr.io"),
  ],
});
