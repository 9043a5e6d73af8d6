// The task that has to succeed before the service changes: that it runs once, and what becomes of an update where it does not.
// Not proven here: how long AWS takes to start a task.

import assert from "node:assert/strict";
import { RunningUpdate } from "./support/cli";
import type { Emulator } from "./support/emulator";
import { inventory } from "./support/inventory";
import { steps } from "./support/life";
import type { Outcome } from "./support/outcome";
import { serviceProgram, serviceProject } from "./support/programs";
import { describeDeployments, type Scenario, setScenarios } from "./support/scenarios";
import { EngineStack, fails, succeeds } from "./support/stack";

const ECS = "AmazonEC2ContainerServiceV20141113";
const MIGRATION = { command: "*rails db:migrate*" };

const args = (tag: string, preDeploy = "") =>
  `{ image: "ghcr.io/octocat/web:${tag}", port: 8080, environment: { RAILS_ENV: "production" },
     preDeploy: { command: ["rails", "db:migrate"], ${preDeploy} } }`;

const happens = (scenario: Omit<Scenario, "image">): void => setScenarios([{ ...MIGRATION, ...scenario }]);

const create = (name: string, tag = "1", preDeploy = ""): Promise<EngineStack> =>
  EngineStack.create(serviceProject(name, args(tag, preDeploy)));

const deploy = (stack: EngineStack, tag: string, preDeploy = ""): Promise<Outcome> => {
  stack.write("index.ts", serviceProgram(args(tag, preDeploy)));
  return stack.up();
};

/** The pre-deploy tasks that ECS remembers in all clusters, by their last status. */
async function migrations(emulator: Emulator, project: string): Promise<{ running: number; stopped: number }> {
  const { clusterArns } = await emulator.json<{ clusterArns: string[] }>("ecs", `${ECS}.ListClusters`);
  const count = async (desiredStatus: string) => {
    const family = `${project}-dev-web-pre-deploy`;
    const lists = await Promise.all(
      clusterArns.map((cluster) =>
        emulator.json<{ taskArns: string[] }>("ecs", `${ECS}.ListTasks`, { cluster, family, desiredStatus }),
      ),
    );
    return lists.flatMap(({ taskArns }) => taskArns).length;
  };
  return { running: await count("RUNNING"), stopped: await count("STOPPED") };
}

/** What the service runs; undefined where there is none. */
async function running(emulator: Emulator, { clusterArn, serviceName }: Record<string, unknown>): Promise<string> {
  const { services } = await emulator.json<{ services: { taskDefinition: string }[] }>(
    "ecs",
    `${ECS}.DescribeServices`,
    { cluster: clusterArn, services: [serviceName] },
  );
  return services[0]?.taskDefinition ?? "";
}

/** The error about the task; fails where there is not exactly one. */
function errorOf({ errors }: Outcome): string {
  const found = errors.filter((text) => text.includes("pre-deploy task: "));
  assert.equal(found.length, 1, errors.join("\n---\n"));
  return found[0] ?? "";
}

describeDeployments("a task that has to succeed first", function () {
  this.timeout(300_000);

  describe("which succeeds", () => {
    const step = steps();
    let stack: EngineStack;
    let ran = 0;
    const ranAgain = async (times: number) => {
      ran += times;
      assert.deepEqual(await migrations(stack.emulator, "migrates"), { running: 0, stopped: ran });
    };

    step("runs before the service is created, and not in a preview", async () => {
      setScenarios([]);
      stack = await create("migrates");
      await succeeds(stack.preview());
      await ranAgain(0);
      const { printed, changes } = await succeeds(stack.up());
      await ranAgain(1);
      assert.ok(changes.includes("create ecs:TaskDefinition web-pre-deploy"), changes.join("\n"));
      assert.ok(
        printed.indexOf("ended with exit code 0") < printed.search(/ecs:Service\s+web-service\s+creating/),
        printed,
      );
    });

    step("does not run again where nothing has changed, nor where the size of the service has", async () => {
      await succeeds(stack.up({ expectNoChanges: true }));
      stack.write("index.ts", serviceProgram(args("1").replace("port: 8080", "port: 8080, desiredCount: 2")));
      await succeeds(stack.up());
      await ranAgain(0);
    });

    for (const [what, tag, preDeploy] of [
      ["the image", "2", ""],
      ["the environment", "2", 'environment: { STRICT: "1" }'],
    ] as const)
      step(`runs again where ${what} has changed`, async () => {
        const { changes } = await succeeds(deploy(stack, tag, preDeploy));
        await ranAgain(1);
        assert.ok(changes.some((change) => change.endsWith("ecs:TaskDefinition web-pre-deploy")));
      });

    step("runs in every update where always is true, and leaves the service as it is", async () => {
      const preDeploy = 'environment: { STRICT: "1" }, always: true';
      await succeeds(deploy(stack, "2", preDeploy));
      await succeeds(stack.up({ expectNoChanges: true }));
      await ranAgain(2);
      await succeeds(stack.destroy());
    });
  });

  const FAILURES: readonly (readonly [
    name: string,
    what: string,
    scenario: Omit<Scenario, "image">,
    expected: readonly RegExp[],
    seconds: number,
  ])[] = [
    [
      "exits",
      "ends with exit code 1",
      { exit: { code: 1, after: 8 }, logs: ['PG::UndefinedTable: ERROR: relation "users" does not exist'] },
      [
        /ended with exit code 1; the service was not changed/,
        /PG::UndefinedTable: ERROR: relation "users" does not exist/,
        /these lines say: the database that its program uses lacks a schema, table or column/,
        /task: \S+ of exits-dev-web-pre/,
      ],
      60,
    ],
    [
      "no-image",
      "cannot pull its image",
      {
        pull: "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ghcr.io/octocat/web:2: not found",
      },
      [/did not start/, /cause: .*image/],
      60,
    ],
    [
      "too-long",
      "takes too long",
      { exit: { code: 0, after: 90_000 }, logs: ["waiting for a lock"] },
      [/not done within preDeploy\.timeoutMinutes \(1\); it was stopped/, /waiting for a lock/],
      100,
    ],
    ["no-room", "finds no capacity", { launch: "capacity" }, [/ECS does not start it/, /[Cc]apacity/], 100],
  ];

  for (const [name, what, scenario, expected, seconds] of FAILURES)
    describe(`which ${what}`, () => {
      const step = steps();
      const limit = "timeoutMinutes: 1";
      let stack: EngineStack;
      let before = "";

      step("fails the first deployment without a service, and runs again in the next one", async () => {
        happens(scenario);
        stack = await create(name, "1", limit);
        const outcome = await fails(stack.up());
        for (const text of expected) assert.match(errorOf(outcome), text);
        assert.deepEqual(
          outcome.changes.filter((change) => /ecs:Service |TaskDefinition web-task/.test(change)),
          [],
        );
        assert.equal((await migrations(stack.emulator, name)).running, 0);
        setScenarios([]);
        const { outputs } = await succeeds(stack.up());
        before = await running(stack.emulator, outputs);
        assert.match(before, /web:1$/);
      });

      step("leaves a running service as it is, until an update in which it succeeds", async () => {
        happens(scenario);
        const outputs = await stack.stack.outputs();
        const known = Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value as unknown]));
        const outcome = await fails(deploy(stack, "2", limit));
        for (const text of expected) assert.match(errorOf(outcome), text);
        assert.ok(outcome.seconds < seconds, `${outcome.seconds} s`);
        assert.equal(await running(stack.emulator, known), before);
        setScenarios([]);
        await succeeds(stack.up());
        assert.match(await running(stack.emulator, known), /web:2$/);
        await succeeds(stack.destroy());
      });
    });

  describe("whose update is interrupted", () => {
    const RUNS = /pre-deploy task \w+: RUNNING/;

    it("goes on after Ctrl-C; the next update waits for it, and starts no second one", async () => {
      happens({ exit: { code: 0, after: 1200 } });
      const stack = await create("stops");
      const update = RunningUpdate.start(stack);
      await update.until(RUNS);
      update.signal("SIGINT", true);
      assert.notEqual(await update.ended(), 0);
      assert.match(update.printed, /pre-deploy task: no longer watched, the update was interrupted/);
      assert.deepEqual(await migrations(stack.emulator, "stops"), { running: 1, stopped: 0 });
      const { printed } = await succeeds(stack.up());
      assert.match(printed, /still runs since an update that did not see its end; no second one is started/);
      assert.deepEqual(await migrations(stack.emulator, "stops"), { running: 0, stopped: 1 });
      await succeeds(stack.destroy());
    });

    it("goes on when the CLI is killed; an update after its end takes its exit code", async () => {
      happens({ exit: { code: 0, after: 300 } });
      const stack = await create("dies");
      const before = await inventory(stack.emulator);
      const update = RunningUpdate.start(stack);
      await update.until(RUNS);
      update.signal("SIGKILL");
      await update.ended();
      await stack.cancelKilled();
      while ((await migrations(stack.emulator, "dies")).running > 0)
        await new Promise((resolve) => setTimeout(resolve, 500));
      const { printed } = await succeeds(stack.up());
      assert.match(printed, /ended with exit code 0 after an update that did not see its end/);
      assert.deepEqual(await migrations(stack.emulator, "dies"), { running: 0, stopped: 1 });
      await succeeds(stack.destroy());
      assert.deepEqual(await inventory(stack.emulator), before);
    });
  });
});
