// A deployment that ECS gave up before an update. test/engine/failures.test.ts has the same on the real engine.

import assert from "node:assert/strict";
import type { DeploymentRecord } from "../../rollout/deploymentRecord";
import type { ServiceSnapshot } from "../../rollout/ecs";
import { isGivenUp, redeployGivenUp } from "../../rollout/redeploy";

const OURS = "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:7";
const BEFORE = "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:6";
const OTHER = "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:8";

const recordOf = (status: string, more: Partial<DeploymentRecord> = {}): DeploymentRecord => ({
  arn: "arn:aws:ecs:eu-central-1:123456789012:service-deployment/apps/web/1",
  status,
  createdAt: 1,
  finishedAt: 2,
  triggeredAlarms: [],
  canRollBack: true,
  ...more,
});

const serviceWith = (taskDefinition: string, status = "ACTIVE"): ServiceSnapshot => ({
  status,
  desiredCount: 1,
  runningCount: 1,
  pendingCount: 0,
  deployments: [
    {
      id: "ecs-svc/1",
      status: "PRIMARY",
      taskDefinition,
      desiredCount: 1,
      runningCount: 1,
      pendingCount: 0,
      createdAt: 1,
    },
  ],
  events: [],
  circuitBreaker: { enable: true, rollback: true },
});

describe("a deployment that ECS gave up", () => {
  const rolledBack = recordOf("ROLLBACK_SUCCESSFUL", { rollback: { taskDefinition: BEFORE } });
  const cases: readonly [string, DeploymentRecord | undefined, ServiceSnapshot | undefined, boolean][] = [
    ["was rolled back, and what ran before it runs", rolledBack, serviceWith(BEFORE), true],
    ["was stopped, with nothing to roll back to", recordOf("STOPPED"), serviceWith(OURS), true],
    ["could not be rolled back", recordOf("ROLLBACK_FAILED"), serviceWith(OURS), true],
    ["is not over yet", recordOf("ROLLBACK_IN_PROGRESS"), serviceWith(OURS), false],
    ["has succeeded", recordOf("SUCCESSFUL"), serviceWith(OURS), false],
    ["is followed by somebody else's deployment", rolledBack, serviceWith(OTHER), false],
    [
      "was stopped by the next one",
      recordOf("STOPPED", { statusReason: "Stopped by a new service deployment" }),
      serviceWith(OURS),
      false,
    ],
    ["is of a service that is deleted", rolledBack, serviceWith(BEFORE, "DRAINING"), false],
    ["has no record", undefined, serviceWith(BEFORE), false],
  ];
  for (const [what, record, service, expected] of cases) {
    it(`is ${expected ? "" : "not "}started again where it ${what}`, () => {
      assert.equal(isGivenUp(record, service, OURS), expected);
    });
  }

  /** Runs it with these records in turn, and returns what it said, and how often it deployed and slept. */
  async function run(records: readonly DeploymentRecord[], deployAgain = () => Promise.resolve()) {
    const left = [...records];
    const seen = { lines: [] as string[], deployed: 0, slept: 0 };
    await redeployGivenUp(
      OURS,
      {
        reader: {
          describeDeployment: () => Promise.resolve({ value: left.length > 1 ? left.shift() : left[0] }),
          describeService: () => Promise.resolve(serviceWith(BEFORE)),
        },
        deployAgain: () => {
          seen.deployed += 1;
          return deployAgain();
        },
      },
      {
        log: (line) => void seen.lines.push(line),
        sleep: () => Promise.resolve(void (seen.slept += 1)),
        interruption: new AbortController().signal,
      },
    );
    return seen;
  }

  it("is started again once, and the watch waits until ECS has the new one on record", async () => {
    const next = recordOf("IN_PROGRESS", {
      arn: "arn:aws:ecs:eu-central-1:123456789012:service-deployment/apps/web/2",
    });
    assert.deepEqual(await run([rolledBack, rolledBack, next]), {
      lines: ["web:7: ECS gave the deployment up before this update; it is started again"],
      deployed: 1,
      slept: 1,
    });
  });

  it("leaves the word to the watch where ECS refuses", async () => {
    const denied = () => Promise.reject(new Error("not authorized to perform: ecs:UpdateService"));
    const { lines, slept } = await run([rolledBack], denied);
    assert.match(lines[1] ?? "", /^web:7: the deployment could not be started again: .*ecs:UpdateService/);
    assert.equal(slept, 0);
  });

  it("costs one call where there is nothing to start again", async () => {
    assert.deepEqual(await run([recordOf("IN_PROGRESS")]), { lines: [], deployed: 0, slept: 0 });
  });
});
