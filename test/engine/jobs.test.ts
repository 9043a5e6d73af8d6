// A task that belongs to no service, run by hand on the command line.

import assert from "node:assert/strict";
import { join } from "node:path";
import { ROOT, run } from "../package/installed";
import { steps } from "./support/life";
import { serviceProject } from "./support/programs";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { EngineStack, succeeds } from "./support/stack";

const PROGRAM = `import { GhcrFargateTask } from "ghcr-fargate";
new GhcrFargateTask("report", { image: "ghcr.io/octocat/report:1", command: ["report"] });
`;

describeDeployments("a task that is run by hand", function () {
  this.timeout(300_000);
  const step = steps();
  let stack: EngineStack;

  const runTask = (...args: string[]) =>
    run(process.execPath, [join(ROOT, "dist/cli/main.js"), "run", "--stack", "dev", ...args], stack.directory);

  step("shows what it writes, and ends with exit code 0", async () => {
    setScenarios([{ command: "report", exit: { code: 0, after: 20 }, logs: ["42 rows"] }]);
    const project = serviceProject("jobs", "{}");
    stack = await EngineStack.create({ ...project, files: { ...project.files, "index.ts": PROGRAM } });
    await succeeds(stack.up());
    const { code, stdout, stderr } = await runTask("--task", "report");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /42 rows/);
  });

  step("ends with its exit code, with another command too", async () => {
    setScenarios([{ command: "report --all", exit: { code: 3, after: 20 }, logs: ["no such table"] }]);
    const { code, stdout, stderr } = await runTask("--task", "report", "--", "report", "--all");
    assert.equal(code, 3, stderr);
    assert.match(stdout, /no such table/);
    assert.match(stderr, /exit code 3/);
  });

  step("says why it did not start: an image that cannot be pulled, and no capacity", async () => {
    const pull = "CannotPullContainerError: failed to resolve ref ghcr.io/octocat/report:1: not found";
    setScenarios([{ image: "*/octocat/report:1", pull }]);
    const unpulled = await runTask("--task", "report");
    assert.equal(unpulled.code, 1, unpulled.stderr);
    assert.match(unpulled.stderr, /task \S+ ended: CannotPullContainerError: .*octocat\/report:1: not found/);
    setScenarios([{ image: "*/octocat/report:1", launch: "capacity" }]);
    const unplaced = await runTask("--task", "report");
    assert.notEqual(unplaced.code, 0);
    assert.match(unplaced.stderr, /ECS started no task: .*[Cc]apacity/);
  });

  step("is named where it is not there", async () => {
    const { code, stderr } = await runTask("--task", "other");
    assert.equal(code, 3);
    assert.match(stderr, /--task: stack dev has no GhcrFargateTask other; it has report/);
    await succeeds(stack.destroy());
  });
});
