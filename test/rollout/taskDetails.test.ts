// Why stopped tasks can, or cannot, be read; over a stand-in for the ECS API.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { StoppedTaskApi } from "../../rollout/ecsApi";
import { taskDetails } from "../../rollout/taskDetails";

const PLACE = {
  clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/prod",
  serviceName: "web",
  accountId: "123456789012",
};

function reader(listTasks: StoppedTaskApi["listTasks"]) {
  const calls: string[] = [];
  const api: StoppedTaskApi = {
    listTasks: (input) => {
      calls.push(`${input.cluster} ${input.serviceName} ${input.desiredStatus} ${input.nextToken ?? ""}`.trim());
      return listTasks(input);
    },
    describeTasks: ({ tasks }) => {
      calls.push(`describe ${tasks.length}`);
      return Promise.resolve({ tasks: tasks.map((taskArn) => ({ taskArn, lastStatus: "STOPPED" })) });
    },
  };
  return { read: taskDetails(PLACE, () => Promise.resolve(api)), calls };
}

function task(account: string, id: string): string {
  return `arn:aws:ecs:eu-central-1:${account}:task/prod/${id}`;
}

describe("the details of stopped tasks", () => {
  it("come page by page, a hundred tasks a call", async () => {
    const page = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => task(PLACE.accountId, String(from + index)));
    const { read, calls } = reader(({ nextToken }) =>
      Promise.resolve(
        nextToken === undefined ? { taskArns: page(0, 100), nextToken: "2" } : { taskArns: page(100, 130) },
      ),
    );
    const { tasks, problem } = await read();
    assert.deepEqual([tasks.length, problem], [130, undefined]);
    assert.deepEqual(calls, [
      `${PLACE.clusterArn} web STOPPED`,
      `${PLACE.clusterArn} web STOPPED 2`,
      "describe 100",
      "describe 30",
    ]);
  });

  it("are not believed if another account tells them", async () => {
    const { read, calls } = reader(() => Promise.resolve({ taskArns: [task("999999999999", "a")] }));
    const answer = { tasks: [], problem: "the AWS credentials at hand belong to another account than the service" };
    assert.deepEqual([await read(), await read()], [answer, answer]);
    assert.equal(calls.length, 2);
  });

  const refusals: readonly (readonly [title: string, error: Error, problem: string, asksAgain: boolean])[] = [
    [
      "a missing permission",
      new Error(
        "AccessDeniedException: User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecs:ListTasks",
      ),
      "the permission ecs:ListTasks is missing",
      false,
    ],
    [
      "another account's credentials",
      new Error("Identifier is for 123456789012. Your accountId is 999999999999"),
      "no AWS credentials for the service's account are at hand (Identifier is for <account>. Your accountId is <account>)",
      false,
    ],
    [
      "no credentials",
      new Error("Could not load credentials from any providers"),
      "no AWS credentials for the service's account are at hand (Could not load credentials from any providers)",
      false,
    ],
    ["throttling", new Error("Rate exceeded"), "Rate exceeded", true],
  ];
  for (const [title, error, problem, asksAgain] of refusals) {
    it(`are missing with the reason for ${title}, and ${asksAgain ? "asked for" : "not asked for"} again`, async () => {
      const { read, calls } = reader(() => Promise.reject(error));
      assert.deepEqual(await read(), { tasks: [], problem });
      await read();
      assert.equal(calls.length, asksAgain ? 2 : 1);
    });
  }

  it("leave out a task that is still on its way out", async () => {
    const api: StoppedTaskApi = {
      listTasks: () => Promise.resolve({ taskArns: [task(PLACE.accountId, "a")] }),
      describeTasks: () =>
        Promise.resolve({ tasks: [{ taskArn: task(PLACE.accountId, "a"), lastStatus: "DEPROVISIONING" }] }),
    };
    assert.deepEqual(await taskDetails(PLACE, () => Promise.resolve(api))(), { tasks: [] });
  });
});

describe("the AWS SDK", () => {
  it("is not loaded by importing the watch or the command", () => {
    const program = `
      require("./rollout/watchRollout");
      require("./cli/diagnose");
      process.stdout.write(String(Object.keys(require.cache).filter((file) => file.includes("@aws-sdk")).length));`;
    const node = ["-r", "ts-node/register/transpile-only", "-e", program];
    assert.equal(execFileSync(process.execPath, node, { cwd: join(__dirname, "../.."), encoding: "utf8" }), "0");
  });
});
