// The watch over scripted timelines, in simulated time. Not proven here: the words and the order that AWS itself chooses.

import assert from "node:assert/strict";
import { FAILED_ROLLOUTS } from "./scenarios/failed";
import { RECOVERING_ROLLOUTS } from "./scenarios/recovering";
import { STEADY_ROLLOUTS } from "./scenarios/steady";
import { UNSEEN_ROLLOUTS } from "./scenarios/unseen";
import { simulate } from "./simulatedEcs";

describe("the rollout watch", () => {
  for (const { title, verdict, seconds, message, ...timeline } of [
    ...STEADY_ROLLOUTS,
    ...RECOVERING_ROLLOUTS,
    ...FAILED_ROLLOUTS,
    ...UNSEEN_ROLLOUTS,
  ]) {
    it(`${title}: ${verdict} after ${seconds} s`, async () => {
      const outcome = await simulate(timeline);
      assert.deepEqual(
        { verdict: outcome.verdict, seconds: outcome.seconds, message: outcome.message.split("\n") },
        { verdict, seconds, message },
      );
      assert.equal(outcome.timersLeft, 0);
    });
  }

  it("logs one line per change and repeats no event", async () => {
    const { log } = await simulate(STEADY_ROLLOUTS[1]!);
    assert.deepEqual(log, [
      "web:7: 0 of 2 tasks running, besides 2 of web:6",
      "web:7: 0 of 2 tasks running, besides 2 of web:6; (service web) has started 2 tasks: (task 00aa) (task 00bb).",
      "web:7: 0 of 2 tasks running, 2 pending, besides 2 of web:6",
      "web:7: 2 of 2 tasks running, besides 2 of web:6; (service web) registered 2 targets in (target-group arn:aws:elasticloadbalancing:eu-central-1:<account>:targetgroup/web/0f)",
      "web:7: 2 of 2 tasks running",
      "web:7: 2 of 2 tasks running; (service web) (deployment ecs-svc/7) deployment completed.",
    ]);
  });
});
