// Which container of a stopped task is to blame: ECS does not say, its exit codes do.

import assert from "node:assert/strict";
import { diagnose } from "../../rollout/diagnose";
import type { StoppedContainer } from "../../rollout/ecs";
import { stopText } from "../../rollout/stoppedTasks";

const table: readonly {
  readonly title: string;
  readonly containers: readonly StoppedContainer[];
  readonly code: string;
  readonly cause?: string;
}[] = [
  {
    title: "the one that failed by itself, not the one that ECS killed then",
    containers: [
      { name: "proxy", exitCode: 137 },
      { name: "web", exitCode: 3 },
    ],
    code: "CONTAINER_EXITED",
    cause: "the container web ended with exit code 3",
  },
  {
    title: "the one that came to its end, where ECS terminated the rest",
    containers: [
      { name: "proxy", exitCode: 143 },
      { name: "web", exitCode: 0 },
    ],
    code: "CONTAINER_ENDED",
  },
  {
    title: "the one without memory, whatever else failed",
    containers: [
      { name: "proxy", exitCode: 1 },
      { name: "web", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
    ],
    code: "OUT_OF_MEMORY",
  },
  {
    title: "the only one, killed from outside",
    containers: [{ name: "web", exitCode: 137 }],
    code: "CONTAINER_KILLED",
    cause:
      "the container web was killed (exit code 137, SIGKILL): out of memory, or it did not end within `stopTimeoutSeconds`",
  },
  { title: "none, where no exit code is known", containers: [{ name: "web" }], code: "CONTAINER_STOPPED" },
];

describe("a stopped task", () => {
  for (const { title, containers, code, cause } of table) {
    it(`blames ${title}`, () => {
      const task = {
        arn: "arn:aws:ecs:eu-central-1:123456789012:task/prod/a",
        taskDefinition: "web:7",
        stoppedAt: 0,
        stopCode: "EssentialContainerExited",
        stoppedReason: "Essential container in task exited",
        containers,
      };
      const diagnosis = diagnose(stopText(task));
      assert.equal(diagnosis?.code, code);
      if (cause !== undefined) assert.equal(diagnosis.cause, cause);
    });
  }

  it("that ECS stopped in good order blames no exit code", () => {
    const stopped = {
      arn: "a",
      taskDefinition: "web:7",
      stoppedAt: 0,
      stopCode: "ServiceSchedulerInitiated",
      stoppedReason: "Scaling activity initiated by (deployment ecs-svc/8)",
      containers: [{ name: "web", exitCode: 137 }],
    };
    assert.equal(stopText(stopped), "Scaling activity initiated by (deployment ecs-svc/8)");
  });
});
