// After how many tasks that exit a deployment is given up: as ECS's own circuit breaker, half of the desired count and three at least.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html

import { strictEqual } from "node:assert";
import { certainFailure, countFailures } from "../../rollout/failures";
import type { StoppedTask } from "../../rollout/ecs";

const exited = (i: number): StoppedTask => ({
  arn: `arn:aws:ecs:eu-central-1:123456789012:task/web/${String(i).padStart(32, "0")}`,
  taskDefinition: "web:1",
  stoppedAt: i,
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "app", exitCode: 1 }],
});
const isCertain = (tasks: number, desiredCount: number): boolean => {
  const failures = countFailures(
    Array.from({ length: tasks }, (_task, i) => exited(i)),
    [],
  );
  return certainFailure(failures, desiredCount) !== undefined;
};

describe("tasks that exit", () => {
  for (const [desiredCount, limit] of [
    [0, 3],
    [1, 3],
    [6, 3],
    [7, 4],
    [20, 10],
  ] as const)
    it(`of ${desiredCount} make a failure certain once there are ${limit}`, () => {
      strictEqual(isCertain(limit - 1, desiredCount), false);
      strictEqual(isCertain(limit, desiredCount), true);
    });
});
