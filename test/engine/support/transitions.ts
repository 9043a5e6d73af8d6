// A running stack to which features are added, changed and taken away, one update after the other.

import assert from "node:assert/strict";
import type { Emulator } from "./emulator";
import { assertNothingLeft, inventory } from "./inventory";
import { steps } from "./life";
import { type Outcome, losses } from "./outcome";
import { serviceProgram, serviceProject } from "./programs";
import { describeDeployments } from "./scenarios";
import { EngineStack, succeeds } from "./stack";

/** One update of the stack. */
export interface Transition {
  /** What is done: "a load balancer is added". */
  readonly name: string;
  /** The service's arguments from now on, as TypeScript. */
  readonly args: string;
  /** Statements before the service, which the arguments use. */
  readonly program?: string;
  /** What is replaced, as `ecs:TaskDefinition web-task`; everything else that is there keeps being the same. */
  readonly replaces: readonly string[];
  /** What is removed. Where it is not given, nothing is. */
  readonly deletes?: readonly string[];
  /** Happens before the update, outside of Pulumi. */
  readonly before?: (stack: EngineStack, outputs: Record<string, unknown>) => Promise<void>;
  readonly check?: (outcome: Outcome, stack: EngineStack) => Promise<void>;
}

/** A service as ECS describes it, as far as the tests read it. */
export interface DescribedService {
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly deployments: readonly {
    readonly status: string;
    readonly rolloutState: string;
    readonly taskDefinition: string;
  }[];
  readonly loadBalancers: readonly { readonly targetGroupArn: string; readonly containerPort: number }[];
  readonly deploymentConfiguration: { readonly strategy?: string };
}

/** What ECS says of the service that the outputs name. */
export async function describeService(
  emulator: Emulator,
  { clusterArn, serviceName }: Record<string, unknown>,
): Promise<DescribedService> {
  const answer = await emulator.json<{ services: DescribedService[] }>(
    "ecs",
    "AmazonEC2ContainerServiceV20141113.DescribeServices",
    { cluster: clusterArn, services: [serviceName] },
  );
  const [service] = answer.services;
  assert.ok(service !== undefined, "ECS does not know the service");
  return service;
}

/** Declares a test for each transition, in their order; at the end nothing may be left. */
export function describeTransitions(
  name: string,
  transitions: readonly Transition[],
  seed?: (emulator: Emulator) => Promise<unknown>,
): void {
  describeDeployments(`a running service (${name})`, function () {
    this.timeout(300_000);
    const step = steps();
    let stack: EngineStack;
    let before: readonly string[];
    let outputs: Record<string, unknown> = {};

    for (const [index, transition] of transitions.entries()) {
      step(`goes on while ${transition.name}`, async () => {
        if (index === 0) {
          stack = await EngineStack.create(serviceProject(name, transition.args));
          await seed?.(stack.emulator);
          before = await inventory(stack.emulator);
        }
        await transition.before?.(stack, outputs);
        stack.write("index.ts", serviceProgram(transition.args, transition.program));
        const outcome = await succeeds(stack.up());
        const { replaced, deleted } = losses(outcome.changes);
        assert.deepEqual(
          { replaced, deleted },
          { replaced: transition.replaces, deleted: transition.deletes ?? [] },
          outcome.changes.join("\n"),
        );
        ({ outputs } = outcome);
        const service = await describeService(stack.emulator, outputs);
        assert.deepEqual(
          service.deployments.map(({ status, rolloutState }) => `${status} ${rolloutState}`),
          ["PRIMARY COMPLETED"],
        );
        assert.equal(service.runningCount, service.desiredCount);
        await transition.check?.(outcome, stack);
      });
    }

    step("is destroyed and leaves nothing", async () => {
      await succeeds(stack.destroy());
      await assertNothingLeft(stack.emulator, before);
    });
  });
}
