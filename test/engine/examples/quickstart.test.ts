import assert from "node:assert/strict";
import { texts } from "../support/emulator";
import { describeLife, type Edit, edited, editsOf } from "../support/life";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("web");

/** An edit whose update says last where the tasks run: one address for each, and that it does not last. */
const saysWhere = (edit: Edit, { port, tasks }: { readonly port: number; readonly tasks: number }): Edit => ({
  ...edit,
  check: async ({ messages }, { emulator }) => {
    const interfaces = await emulator.query("ec2", "DescribeNetworkInterfaces", "2016-11-15");
    const addresses = [...new Set(texts(interfaces, "publicIp"))].sort();
    assert.equal(addresses.length, tasks, interfaces);
    const words = tasks === 1 ? "the address changes when the task is" : "addresses change when tasks are";
    assert.equal(
      messages.at(-1),
      `running at ${addresses.map((address) => `http://${address}:${port}`).join(", ")} (${words} replaced)`,
    );
  },
});

describeLife({
  example: "quickstart",
  edits: [
    saysWhere(newImage(":main", ":next"), { port: 8080, tasks: 1 }),
    newPort(8080, "ingress-0.0.0.0-0"),
    newToken(),
    saysWhere(moreTasks(edited("port: 8081,", "port: 8081, desiredCount: 2,")), { port: 8081, tasks: 2 }),
    newEnvironment("port: 8081,", 'port: 8081, environment: { STAGE: "test" },'),
  ],
});
