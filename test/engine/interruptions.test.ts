// Updates that are ended in their middle, by the user or by what befalls a machine, and AWS in trouble while they watch.

import assert from "node:assert/strict";
import { RunningUpdate } from "./support/cli";
import { runRecover } from "./support/commands";
import { type Fault, FaultyProxy } from "./support/faultyProxy";
import { assertNothingLeft, inventory } from "./support/inventory";
import { serviceProgram, serviceProject } from "./support/programs";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { EngineStack, succeeds } from "./support/stack";

const args = (tag: string) =>
  `{ image: "ghcr.io/octocat/web:${tag}", port: 8080, network: { mode: "new" },
     credentials: { username: "octocat", token: config.requireSecret("token") } }`;

const WATCHING = /tasks? running/;

/** What the state lists as begun and not known to be finished: types of resources. */
async function pendingOperations(stack: EngineStack): Promise<string[]> {
  const { deployment } = (await stack.stack.exportStack()) as {
    deployment: { pending_operations?: { resource: { type: string } }[] };
  };
  return (deployment.pending_operations ?? []).map(({ resource }) => resource.type);
}

/** Deploys after a kill: what has no random name cannot be made twice, and docs/interruptions.md says what to run then. */
async function finish(stack: EngineStack): Promise<void> {
  const { failed, printed } = await stack.up();
  if (!failed) return;
  assert.match(printed, /InvalidSubnet\.Conflict|InvalidPermission\.Duplicate|RouteAlreadyExists/);
  const { code, stderr } = await runRecover(stack, "--yes");
  assert.deepEqual([code, stderr], [0, ""]);
  await succeeds(stack.up());
}

describeDeployments("an update that is interrupted", function () {
  this.timeout(300_000);
  beforeEach(() => setScenarios([]));

  for (const moment of [/web-secret creating/, /web-execution-role creating/, /web-service creating/]) {
    it(`is finished by the next one when the CLI is killed at "${moment.source}"`, async () => {
      const name = `killed-${moment.source.split(" ")[0] ?? ""}`;
      const stack = await EngineStack.create(serviceProject(name, args("1")));
      const before = await inventory(stack.emulator);
      const update = RunningUpdate.start(stack);
      await update.until(moment);
      update.signal("SIGKILL");
      await update.ended();
      await stack.cancelKilled();
      const pending = await pendingOperations(stack);
      await finish(stack);
      await succeeds(stack.up({ expectNoChanges: true }));
      await succeeds(stack.destroy());
      const comesWithVpc = /^ec2 (?:rtb|sg)-/; // its main route table and default security group
      const left = (await inventory(stack.emulator)).filter(
        (item) => !before.includes(item) && !comesWithVpc.test(item),
      );
      assert.ok(left.length <= pending.length, `left: ${left.join(", ")}; pending: ${pending.join(", ")}`);
    });
  }

  it("is finished by the next one when the CLI is killed while it watches the rollout", async () => {
    const stack = await EngineStack.create(serviceProject("killed-watching", args("1")));
    const before = await inventory(stack.emulator);
    const update = RunningUpdate.start(stack);
    await update.until(WATCHING);
    update.signal("SIGKILL");
    await update.ended();
    await stack.cancelKilled();
    assert.deepEqual(await pendingOperations(stack), []);
    await succeeds(stack.up());
    await succeeds(stack.destroy());
    await assertNothingLeft(stack.emulator, before);
  });

  for (const toAll of [true, false]) {
    it(`ends within seconds of ${toAll ? "Ctrl-C" : "SIGINT to the CLI alone"}, and says that the deployment goes on`, async () => {
      setScenarios([{ image: "ghcr.io/octocat/web:hangs", hang: "PENDING" }]);
      const stack = await EngineStack.create(serviceProject(`ctrl-c-${toAll ? "all" : "cli"}`, args("hangs")));
      const update = RunningUpdate.start(stack);
      await update.until(WATCHING);
      const interrupted = performance.now();
      update.signal("SIGINT", toAll);
      assert.notEqual(await update.ended(), 0);
      assert.ok(performance.now() - interrupted < 15_000, `${performance.now() - interrupted} ms`);
      assert.match(update.printed, /no longer watched, the update was interrupted/);
      assert.match(update.printed, /ECS continues the deployment/);
      stack.write("index.ts", serviceProgram(args("2")));
      await succeeds(stack.up());
      await succeeds(stack.destroy());
    });
  }
});

describeDeployments("a rollout that is watched while AWS is in trouble", function () {
  this.timeout(300_000);
  let proxy: FaultyProxy;
  before(async () => (proxy = await new FaultyProxy().start()));
  after(() => proxy.stop());

  for (const [fault, times] of [
    ["500", 9],
    ["throttled", 9],
    ["silence", 1],
  ] as const satisfies readonly (readonly [Fault, number])[]) {
    it(`ends well where ${times} answers in a row are ${fault}`, async () => {
      const project = serviceProject(`trouble-${fault}`, args("1"), { environment: { AWS_ENDPOINT_URL: proxy.url } });
      const stack = await EngineStack.create(project);
      // The watch alone asks for ECS's record, once before it first asks for the service.
      proxy.fail("DescribeServices", { kind: fault, times, after: "ListServiceDeployments" });
      await succeeds(stack.up());
      assert.equal(proxy.refused, times, "the watch was over before the trouble was");
      await succeeds(stack.destroy());
    });
  }
});
