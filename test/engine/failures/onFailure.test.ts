// What ECS is asked to do about an update that fails.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { serviceProgram, serviceProject } from "../support/programs";
import { describeDeployments, setScenarios } from "../support/scenarios";
import { EngineStack, fails, succeeds } from "../support/stack";
import { describeService } from "../support/transitions";

describeDeployments("an update that fails with rollout.onFailure: rollback", function () {
  this.timeout(300_000);
  const withRollback = (tag: string) =>
    `{ image: "ghcr.io/octocat/web:${tag}", port: 8080, deployment: { circuitBreaker: false }, rollout: { onFailure: "rollback" } }`;

  it("has ECS serve the version before, and lets the next update succeed", async () => {
    setScenarios([
      { image: "ghcr.io/octocat/web:bad", exit: { code: 3, after: 2 }, logs: ["KeyError: 'DATABASE_URL'"] },
    ]);
    const stack = await EngineStack.create(serviceProject("on-failure", withRollback("good")));
    const { outputs } = await succeeds(stack.up());
    stack.write("index.ts", serviceProgram(withRollback("bad")));
    const { errors } = await fails(stack.up());
    const printed = errors.join("\n---\n");
    assert.match(printed, /ECS now: rolls back, as `rollout\.onFailure` asks/);
    assert.match(
      printed,
      /these lines say: its program lacks a setting, or does not take one: DATABASE_URL \[PROGRAM_SETTING\]/,
    );
    const rolledBack = async () => {
      const { deployments } = await describeService(stack.emulator, outputs);
      return deployments.map(({ status, rolloutState, taskDefinition }) => [status, rolloutState, taskDefinition]);
    };
    const served = [["PRIMARY", "COMPLETED", outputs.taskDefinitionArn]];
    for (let tries = 0; tries < 120 && !isDeepStrictEqual(await rolledBack(), served); tries++) await sleep(500);
    assert.deepEqual(await rolledBack(), served);
    stack.write("index.ts", serviceProgram(withRollback("better")));
    await succeeds(stack.up());
    await succeeds(stack.destroy());
  });
});
