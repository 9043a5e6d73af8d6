// Properties over random timelines: no false alarm, and no false success. The seed is fixed: failures repeat.

import assert from "node:assert/strict";
import * as fc from "fast-check";
import { simulate, type Frame, type ScriptedDeployment, type ScriptedStop, type Timeline } from "./simulatedEcs";
import { BAD_TOKEN, old, STARTED, STEADY, UNHEALTHY, UNPLACED } from "./scenarios/words";

const SETTINGS = { seed: 20261122, numRuns: 300 };
const THROTTLED = new Error("ThrottlingException: Rate exceeded");

const count = fc.integer({ min: 0, max: 3 });

/** Any way from the old deployment to ours, in which ECS gives nothing up. */
const onTheWay = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.tuple(count, count).map(([running, pending]) => rolling(running, pending)) },
    { weight: 1, arbitrary: fc.constant(THROTTLED) },
    { weight: 1, arbitrary: fc.constant("no answer" as const) },
    // A look at what was before the update, as an eventually consistent API may give it.
    { weight: 1, arbitrary: fc.constant([old]) },
  ),
  { maxLength: 12 },
);

/** Trouble that ECS gets over: no cause kills two tasks before they start, or three that ran. */
const trouble = fc.record({
  pullFailure: fc.boolean(),
  crashes: fc.integer({ min: 0, max: 2 }),
  spot: fc.integer({ min: 0, max: 4 }),
  unhealthy: fc.integer({ min: 0, max: 4 }),
  olderFailures: fc.integer({ min: 0, max: 5 }),
  hasLoadBalancer: fc.boolean(),
});

function rolling(running: number, pending: number): readonly ScriptedDeployment[] {
  return [{ revision: 7, wanted: 3, running, pending }, old];
}

/** Frames 9 s apart, so that what a stale look shows never lasts; then the end. */
function timelineOf(
  steps: readonly Frame[1][],
  ending: Frame[1],
  more: Partial<Timeline> = {},
): Timeline & { end: number } {
  const frames = steps.map((answer, index): Frame => [index * 9, answer]);
  const end = steps.length * 9;
  return { ...more, frames: [...frames, [end, ending]], end };
}

describe("the rollout watch, over random timelines", function () {
  it("never fails a rollout that ends steady on our task definition", async () => {
    await fc.assert(
      fc.asyncProperty(
        onTheWay,
        trouble,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (steps, troubles, jitter) => {
          const noisy = noStaleRuns(steps);
          const { end, ...timeline } = timelineOf(noisy, [{ revision: 7, wanted: 3, running: 3 }]);
          const stops: ScriptedStop[] = [
            ...times(troubles.crashes, (n) => ({ at: 2 + n, code: "EssentialContainerExited", exitCode: 1 })),
            ...times(troubles.spot, (n) => ({
              at: 3 + n,
              code: "SpotInterruption",
              reason: "Your Spot Task was interrupted.",
            })),
            ...times(troubles.olderFailures, (n) => ({ at: n, revision: 6, reason: BAD_TOKEN })),
            ...(troubles.pullFailure ? [{ at: 5, reason: BAD_TOKEN }] : []),
          ];
          const events: [number, string][] = [
            [1, STARTED],
            ...times(troubles.unhealthy, (n): [number, string] => [4 + n, UNHEALTHY]),
            ...(troubles.pullFailure ? ([[6, UNPLACED]] as [number, string][]) : []),
            [end, STARTED],
            [end + 20, STEADY],
          ];
          const { verdict } = await simulate({
            ...timeline,
            stops,
            events: events.sort(([a], [b]) => a - b),
            random: () => jitter,
            request: { hasLoadBalancer: troubles.hasLoadBalancer },
          });
          assert.equal(verdict, "steady");
        },
      ),
      SETTINGS,
    );
  });

  it("never passes a rollout that ends on another task definition", async () => {
    const elsewhere = fc.record({
      revision: fc.constantFrom(5, 6, 8),
      id: fc.constantFrom("ecs-svc/6", "ecs-svc/new"),
      createdAt: fc.constantFrom(-86_400, 50),
      ours: fc.boolean(),
      hasLoadBalancer: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(onTheWay, elsewhere, async (steps, { revision, id, createdAt, ours, hasLoadBalancer }) => {
        const winner: ScriptedDeployment = { revision, id, createdAt, wanted: 3, running: 3 };
        const loser: ScriptedDeployment = { revision: 7, wanted: 0, running: 0, status: "ACTIVE" };
        const { end, ...timeline } = timelineOf(steps, ours ? [winner, loser] : [winner]);
        const { verdict } = await simulate({
          ...timeline,
          events: [
            [1, STARTED],
            [end, STARTED],
            [end + 20, STEADY],
          ],
          request: { hasLoadBalancer, timeoutMinutes: 5 },
        });
        assert.notEqual(verdict, "steady");
      }),
      SETTINGS,
    );
  });

  it("never passes while tasks of the deployment before are left", async () => {
    await fc.assert(
      fc.asyncProperty(onTheWay, fc.integer({ min: 1, max: 3 }), async (steps, left) => {
        const { end, ...timeline } = timelineOf(steps, [
          { revision: 7, wanted: 3, running: 3 },
          { ...old, wanted: 0, running: left },
        ]);
        const { verdict } = await simulate({ ...timeline, events: [[end, STEADY]], request: { timeoutMinutes: 5 } });
        assert.notEqual(verdict, "steady");
      }),
      SETTINGS,
    );
  });
});

function times<T>(howOften: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: howOften }, (_, index) => make(index));
}

// Looks that show what was before may come singly; a service that stays like that was rolled back.
function noStaleRuns(steps: readonly Frame[1][]): readonly Frame[1][] {
  return steps.filter((step, index) => !(isStale(step) && steps.slice(0, index).some(isStale)));
}

function isStale(step: Frame[1]): boolean {
  return Array.isArray(step) && step.length === 1;
}
