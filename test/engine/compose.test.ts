// Compose projects on the real engine: the pair of files of ecs-cli's walk-through, unchanged but for the ids of the account, and
// a file of three services. Not proven here: that their images run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../package/installed";
import { COMPOSE, ECS, byHand, paramsFile } from "./support/ecsCli";
import { Emulator } from "./support/emulator";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { EngineStack, succeeds, type Project } from "./support/stack";

const REGION = "eu-central-1";

const program = (args: string) => `import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateComposeProject } from "ghcr-fargate";
const project = new GhcrFargateComposeProject("shop", ${args});
export const { urls, serviceNames, clusterArn } = project;
`;

const project = (name: string, args: string, files: Project["files"]): Project => ({
  name,
  region: REGION,
  files: { "Pulumi.yaml": `name: ${name}\nruntime: nodejs\nmain: index.ts\n`, "index.ts": program(args), ...files },
});

const RUNNING_AT = /running at http:\/\/\d+\.\d+\.\d+\.\d+:8080 \(the address changes/;

interface Service {
  readonly serviceName: string;
  readonly runningCount: number;
  readonly desiredCount: number;
}

async function servicesOf(
  emulator: Emulator,
  { clusterArn, serviceNames }: Record<string, unknown>,
): Promise<Service[]> {
  const { services } = await emulator.json<{ services: Service[] }>("ecs", `${ECS}.DescribeServices`, {
    cluster: clusterArn,
    services: Object.values(serviceNames as Record<string, string>),
  });
  return services;
}

describeDeployments("compose projects", function () {
  this.timeout(600_000);

  it("deploy docker-compose.yml and ecs-params.yml as they are, to a running service with its address", async () => {
    setScenarios([]);
    const emulator = new Emulator(REGION);
    const made = await byHand(emulator);
    const stack = await EngineStack.create(
      project("walk-through", "{ directory: __dirname }", {
        "docker-compose.yml": COMPOSE,
        "ecs-params.yml": paramsFile(made),
      }),
    );
    const { outputs, printed } = await succeeds(stack.up());
    assert.match(printed, RUNNING_AT);
    assert.deepEqual(
      (await servicesOf(stack.emulator, outputs)).map(({ runningCount, desiredCount }) => [runningCount, desiredCount]),
      [[1, 1]],
    );
    await succeeds(stack.up({ expectNoChanges: true }));
    await succeeds(stack.destroy());
  });

  it("deploy web, worker and redis as three services in the order of depends_on, which another update leaves alone", async () => {
    setScenarios([]);
    const compose = readFileSync(join(ROOT, "examples/compose/compose.yaml"), "utf8");
    const stack = await EngineStack.create(
      project("three", '{ directory: __dirname, ingressCidrs: ["0.0.0.0/0"] }', { "compose.yaml": compose }),
    );
    const { outputs, changes, printed } = await succeeds(stack.up());
    const created = changes.filter((change) => change.startsWith("create ecs:Service "));
    assert.equal(created.length, 3);
    assert.deepEqual(Object.keys(outputs.serviceNames as object).sort(), ["redis", "web", "worker"]);
    const services = await servicesOf(stack.emulator, outputs);
    assert.deepEqual(services.map(({ runningCount, desiredCount }) => [runningCount, desiredCount]).sort(), [
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
    assert.match(printed, RUNNING_AT);
    await succeeds(stack.up({ expectNoChanges: true }));
    await succeeds(stack.destroy());
  });
});
