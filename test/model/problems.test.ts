// Failures that much waits for. Not proven here: that Pulumi has the debugger on, which the tests on the engine run with.

import assert from "node:assert/strict";
import { Session } from "node:inspector";
import { rejectApart } from "../../model/problems";

const LEVELS = 22; // 4 million paths

/** As Pulumi's Outputs wait for each other. */
async function pass(value: Promise<unknown>): Promise<unknown> {
  return await value;
}

describe("a failure that many promises wait for", () => {
  const session = new Session();
  before(() => {
    session.connect();
    session.post("Debugger.enable");
  });
  after(() => {
    session.disconnect();
  });

  it("comes at once where a debugger is on, however many paths lead from it", async () => {
    let rejected: Promise<void> | undefined;
    const first = (async () => {
      await new Promise(setImmediate);
      // Nobody catches it before: a debugger would be told after the first path.
      queueMicrotask(() => {
        rejected = assert.rejects(last, { message: "refused" });
      });
      return rejectApart(new Error("refused"));
    })();
    let last: Promise<unknown> = first;
    for (let level = 0; level < LEVELS; level++) {
      const [left, right] = [pass(last), pass(last)];
      last = pass(Promise.all([left, right]));
    }
    const started = performance.now();
    await new Promise(setImmediate);
    await rejected;
    assert.ok(performance.now() - started < 1000, `took ${performance.now() - started} ms`);
  });
});
