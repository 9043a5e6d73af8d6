// The watch over scripted timelines, in simulated time. Not proven here: the words and the order that AWS itself chooses.

import assert from "node:assert/strict";
import { FAILED_ROLLOUTS } from "./scenarios/failed";
import { RECORDED_ROLLOUTS } from "./scenarios/recorded";
import { RECOVERING_ROLLOUTS } from "./scenarios/recovering";
import { STEADY_ROLLOUTS } from "./scenarios/steady";
import { UNSEEN_ROLLOUTS } from "./scenarios/unseen";
import { old, STARTED, starting, STEADY, up } from "./scenarios/words";
import { AWS_EPOCH, simulate } from "./simulatedEcs";

describe("the rollout watch", () => {
  for (const { title, verdict, seconds, message, rolledBack = 0, ...timeline } of [
    ...STEADY_ROLLOUTS,
    ...RECOVERING_ROLLOUTS,
    ...FAILED_ROLLOUTS,
    ...UNSEEN_ROLLOUTS,
    ...RECORDED_ROLLOUTS,
  ]) {
    it(`${title}: ${verdict} after ${seconds} s`, async () => {
      const outcome = await simulate(timeline);
      assert.deepEqual(
        { verdict: outcome.verdict, seconds: outcome.seconds, message: outcome.message.split("\n") },
        { verdict, seconds, message },
      );
      assert.deepEqual([outcome.timersLeft, outcome.rolledBack.length], [0, rolledBack]);
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

  it("says what ECS's record adds: failures counted, the stage, the share of traffic, an approval that is due", async () => {
    const shifting = { strategy: "CANARY", lifecycleStage: "PRODUCTION_TRAFFIC_SHIFT", productionWeight: 10 };
    const until = Date.UTC(2026, 0, 2, 9);
    const { log } = await simulate({
      frames: [
        [0, [up, old]],
        [40, [up]],
      ],
      records: [
        [0, { circuitBreaker: { status: "MONITORING", failureCount: 2, threshold: 3 } }],
        [5, shifting],
        [10, { ...shifting, lifecycleStage: "A_STAGE_OF_TOMORROW", approval: { until, timeoutAction: "ROLLBACK" } }],
        [20, { triggeredAlarms: ["web-errors"] }],
        [40, { status: "SUCCESSFUL", finishedAt: AWS_EPOCH + 40_000 }],
      ],
    });
    assert.deepEqual(log, [
      "web:7: 2 of 2 tasks running, besides 2 of web:6; 2 of 3 failures",
      "web:7: 2 of 2 tasks running, besides 2 of web:6; stage PRODUCTION_TRAFFIC_SHIFT; 10 % of the traffic",
      "web:7: 2 of 2 tasks running, besides 2 of web:6; stage A_STAGE_OF_TOMORROW; 10 % of the traffic; waiting for approval until 2026-01-02T09:00:00Z, then ECS rolls back",
      "web:7: 2 of 2 tasks running, besides 2 of web:6; alarms: web-errors",
      "web:7: 2 of 2 tasks running",
    ]);
  });

  it("says once which right is missing to read the record", async () => {
    const { log } = await simulate({
      frames: [
        [0, [starting]],
        [10, [up]],
      ],
      events: [
        [1, STARTED],
        [20, STEADY],
      ],
      recordProblem: "the permission ecs:DescribeServiceDeployments is missing",
    });
    assert.deepEqual(
      log.filter((line) => line.includes("record")),
      [
        "ECS's record of the deployment cannot be read: the permission ecs:DescribeServiceDeployments is missing; counts and events decide instead",
      ],
    );
  });
});
