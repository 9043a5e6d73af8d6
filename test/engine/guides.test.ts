// docs/guides/first-service.md on the real engine: its program is deployed, and its commands print what the guide shows but for ids,
// addresses and times. Not proven here: what the emulator does otherwise than AWS.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../package/blocks";
import { ROOT } from "../package/installed";
import { RunningCommand } from "./support/commands";
import { steps } from "./support/life";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { EngineStack, succeeds } from "./support/stack";

const DOCUMENT = "docs/guides/first-service.md";

/** The text with what differs from run to run made the same. */
function shape(text: string): string {
  return text
    .trim()
    .replace(/\b\d+\.\d+\.\d+\.\d+\b/g, "ADDRESS")
    .replace(/\b\d+[smhd]\b/g, "AGE")
    .replace(/-[0-9a-f]{7}\b/g, "-ENDING")
    .replace(/\b[0-9a-f]{12}\b/g, "TASK")
    .replace(/\beu-central-1[a-z]\b/g, "ZONE")
    .replace(/ +/g, " ");
}

describeDeployments(DOCUMENT, function () {
  this.timeout(300_000);
  const step = steps();
  const blocks = blocksOf(DOCUMENT, readFileSync(join(ROOT, DOCUMENT), "utf8"));
  const named = (name: string): string => blocks.find(({ code }) => code.includes(` ${name}\n`))?.code ?? "";
  /** What the guide shows after this command. */
  const shownAfter = (command: string): string => {
    const at = blocks.findIndex(({ language, code }) => language === "sh" && code.split("\n").includes(command));
    const next = blocks[at + 1];
    assert.equal(next?.language, "text", `the guide shows nothing after ${command}`);
    return next.code;
  };
  let stack: EngineStack;
  const prints = async (...argv: string[]): Promise<string> => {
    const { code, stdout, stderr } = await new RunningCommand(argv, { cwd: stack.directory, env: stack.environment })
      .ended;
    assert.equal(code, 0, stdout + stderr);
    return stdout;
  };

  step("deploys its program, and tells where the task is reached", async () => {
    setScenarios([{ image: "*", logs: ["Starting podinfo"] }]);
    stack = await EngineStack.create({
      name: "first",
      files: { "Pulumi.yaml": named("Pulumi.yaml"), "index.ts": named("index.ts") },
      config: { "first:image": "ghcr.io/stefanprodan/podinfo:6.7.1" },
    });
    const { messages } = await succeeds(stack.up());
    assert.ok(
      messages.some((message) => /^running at http:\/\/[\d.]+:9898 /.test(message)),
      messages.join("\n"),
    );
  });

  step("shows what its commands print", async () => {
    assert.equal(shape(await prints("status")), shape(shownAfter("npx ghcr-fargate status")));
    assert.equal(shape(await prints("open", "--print")), shape(shownAfter("npx ghcr-fargate open --print")));
    assert.match(await prints("logs"), /Starting podinfo/);
  });

  step("deploys another version with one setting", async () => {
    await stack.stack.setConfig("first:image", { value: "ghcr.io/stefanprodan/podinfo:6.8.0" });
    const { changes } = await succeeds(stack.up());
    assert.deepEqual(changes, ["replace ecs:TaskDefinition web-task", "update ecs:Service web-service"]);
    assert.match(await prints("status"), /web:2/);
  });

  step("removes everything", async () => {
    await succeeds(stack.destroy());
    const { deployment } = JSON.parse(await stack.state()) as { deployment: { resources?: unknown[] } };
    assert.deepEqual(deployment.resources ?? [], []);
  });
});
