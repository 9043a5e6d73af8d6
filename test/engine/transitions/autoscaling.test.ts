// Autoscaling comes, decides how many tasks run, and goes.

import assert from "node:assert/strict";
import { succeeds } from "../support/stack";
import { describeService, describeTransitions } from "../support/transitions";

const service = (tag: string, more: string) => `{ image: "ghcr.io/octocat/web:${tag}", port: 8080, ${more} }`;
const SCALED = "autoscaling: { min: 2, max: 6, cpuPercent: 60 }";

describeTransitions("autoscaling", [
  { name: "it has two tasks", args: service("1", "desiredCount: 2"), replaces: [] },
  { name: "autoscaling is added", args: service("1", SCALED), replaces: [] },
  {
    name: "a new version comes after autoscaling has set the count to 4",
    args: service("2", SCALED),
    replaces: ["ecs:TaskDefinition web-task"],
    before: async (stack, { clusterArn, serviceName }) => {
      await stack.emulator.json("ecs", "AmazonEC2ContainerServiceV20141113.UpdateService", {
        cluster: clusterArn,
        service: serviceName,
        desiredCount: 4,
      });
      await succeeds(stack.refresh()); // from then on the state says 4 where the program says 2
    },
    check: async ({ outputs }, { emulator }) => {
      assert.equal((await describeService(emulator, outputs)).desiredCount, 4);
    },
  },
  {
    name: "autoscaling is removed",
    args: service("2", "desiredCount: 3"),
    replaces: [],
    deletes: ["appautoscaling:Policy web-cpu-scaling", "appautoscaling:Target web-scaling"],
    check: async ({ outputs }, { emulator }) => {
      assert.equal((await describeService(emulator, outputs)).desiredCount, 3);
    },
  },
]);
