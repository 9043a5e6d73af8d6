// How often the watch asks, and how soon it speaks, in simulated time.

import assert from "node:assert/strict";
import { stoppedTaskReader, type StoppedTaskApi } from "../../rollout/ecsApi";
import { pauseAfterFailure, pauseAfterPoll } from "../../rollout/pace";
import { simulate } from "./simulatedEcs";
import { BAD_TOKEN, old, starting } from "./scenarios/words";

describe("the pace of the watch", function () {
  it("asks at most once in 5 s on average over 10 minutes, whatever the jitter", async () => {
    for (const random of [() => 0, () => 0.999]) {
      const { describeServiceCalls, seconds } = await simulate({
        frames: [[0, [starting, old]]],
        request: { timeoutMinutes: 10 },
        random,
      });
      assert.equal(seconds, 600);
      assert.ok(describeServiceCalls <= 600 / 5, `${describeServiceCalls} calls`);
    }
  });

  it("asks first after 2 s and then more and more rarely, down to once in 10 s", () => {
    assert.deepEqual(
      [1, 2, 3, 8, 9, 100].map((looks) => pauseAfterPoll(looks, 0)),
      [2000, 2500, 3125, 9537, 10000, 10000],
    );
  });

  it("backs off after failures, up to 30 s", () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 50].map((failures) => pauseAfterFailure(failures, 0)),
      [2000, 4000, 8000, 16000, 30000, 30000],
    );
  });

  it("makes pauses only shorter by jitter, by a fifth at most", () => {
    assert.equal(pauseAfterPoll(100, 1), 8000);
    assert.equal(pauseAfterFailure(50, 1), 24000);
  });

  it("reads stopped tasks with one call a look, and describes each task once", async () => {
    const calls: string[] = [];
    const api: StoppedTaskApi = {
      listTasks: () => {
        calls.push("ListTasks");
        return Promise.resolve({ taskArns: ["arn:aws:ecs:eu-central-1:1:task/c/a"] });
      },
      describeTasks: ({ tasks }) => {
        calls.push(`DescribeTasks ${tasks.length}`);
        return Promise.resolve({ tasks: tasks.map((taskArn) => ({ taskArn, lastStatus: "STOPPED" })) });
      },
    };
    const read = stoppedTaskReader(api, "c", "web");
    for (let look = 0; look < 3; look++) assert.equal((await read()).length, 1);
    assert.deepEqual(calls, ["ListTasks", "DescribeTasks 1", "ListTasks", "ListTasks"]);
  });

  // Every second of five minutes: a slow look right before the second failure is the worst case.
  it("says what is broken within 60 s of the second failing task", async () => {
    for (let second = 2; second < 300; second += 7) {
      for (const random of [() => 0, () => 0.999]) {
        const { verdict, seconds } = await simulate({
          frames: [[0, [starting, old]]],
          stops: [
            { at: 1, reason: BAD_TOKEN },
            { at: second, reason: BAD_TOKEN },
          ],
          random,
        });
        assert.equal(verdict, "ERR_ROLLOUT_TASKS_FAILED");
        assert.ok(seconds - second <= 60, `${seconds - second} s after the second failure`);
      }
    }
  });
});
