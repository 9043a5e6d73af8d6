import assert from "node:assert/strict";
import { describeLife, type Edit, edited, editsOf } from "../support/life";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("web");

/** An edit after which the update says where the tasks run: one address for each, and that it does not last. */
const saysWhere = (edit: Edit, { port, tasks }: { readonly port: number; readonly tasks: number }): Edit => ({
  ...edit,
  check: async ({ messages }) => {
    const lines = messages.filter((message) => message.startsWith("running at "));
    const address = `http://\\d+\\.\\d+\\.\\d+\\.\\d+:${port}`;
    const words = tasks === 1 ? "the address changes when the task is" : "addresses change when tasks are";
    assert.equal(lines.length, 1, messages.join("\n"));
    assert.match(
      lines[0] ?? "",
      new RegExp(`^running at ${Array(tasks).fill(address).join(", ")} \\(${words} replaced\\)`),
    );
    await Promise.resolve();
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
