// `compose adopt` on the real engine: a service as ecs-cli made it is taken over by the program that the command prints. The
// service, its stack and all else is made by hand, by the calls and with the names of ecs-cli.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { RunningCommand } from "./support/commands";
import { COMPOSE, ECS, deployedByEcsCli, paramsFile } from "./support/ecsCli";
import { Emulator } from "./support/emulator";
import { steps } from "./support/life";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { EngineStack, succeeds } from "./support/stack";

const REGION = "eu-central-1";
const NAME = "adopted";
const LOGGING = `    logging:
      driver: awslogs
      options: { awslogs-group: ${NAME}, awslogs-region: ${REGION}, awslogs-stream-prefix: ${NAME} }
`;

interface Service {
  readonly serviceArn: string;
  readonly createdAt: number;
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly status: string;
  readonly deployments: readonly { readonly id: string; readonly rolloutState: string }[];
}

/** What an update would change of a service that runs. */
const running = ({ createdAt, taskDefinition, desiredCount, runningCount, deployments }: Service) => ({
  createdAt,
  taskDefinition,
  desiredCount,
  runningCount,
  deployments: deployments.map(({ id }) => id),
});

describeDeployments("compose adopt", function () {
  this.timeout(600_000);
  const step = steps();
  const emulator = new Emulator(REGION);
  let stack: EngineStack;
  let before: Service;
  let taskDefinitionArn = "";

  const service = async (): Promise<Service> => {
    const asked = { cluster: NAME, services: [NAME] };
    const { services } = await emulator.json<{ services: Service[] }>("ecs", `${ECS}.DescribeServices`, asked);
    assert.equal(services.length, 1);
    return services[0] as Service;
  };
  /** Waits until the service that ecs-cli made runs. */
  const started = async (): Promise<Service> => {
    for (;;) {
      const found = await service();
      if (found.runningCount === 2 && found.deployments.every(({ rolloutState }) => rolloutState === "COMPLETED"))
        return found;
      await setTimeout(500);
    }
  };

  step("prints a program that imports the service that runs, and changes nothing of it", async () => {
    setScenarios([]);
    const made = await deployedByEcsCli(emulator, NAME);
    ({ taskDefinitionArn } = made);
    before = await started();
    stack = await EngineStack.create({
      name: NAME,
      region: REGION,
      files: {
        "Pulumi.yaml": `name: ${NAME}\nruntime: nodejs\nmain: index.ts\n`,
        "docker-compose.yml": COMPOSE + LOGGING,
        "ecs-params.yml": paramsFile(made),
      },
    });
    const argv = ["compose", "adopt", stack.directory, "--project-name", NAME, "--region", REGION];
    const printed = await new RunningCommand(argv).ended;
    assert.equal(printed.code, 0, printed.stderr);
    writeFileSync(join(stack.directory, "index.ts"), printed.stdout);
    const { changes } = await succeeds(stack.up());
    assert.deepEqual(changes.filter((change) => /^import /.test(change)).sort(), [
      `import cloudwatch:LogGroup ${NAME}-logs`,
      `import ecs:Cluster ${NAME}-cluster`,
      `import ecs:ClusterCapacityProviders ${NAME}-cluster-capacity`,
      `import ecs:Service ${NAME}-service`,
      `import ecs:TaskDefinition ${NAME}-task`,
    ]);
    assert.deepEqual(
      changes.filter((change) => !/^(import|create) /.test(change)),
      [],
    );
    assert.deepEqual(running(await service()), running(before));
  });

  step("leaves it alone in another update", async () => {
    await succeeds(stack.up({ expectNoChanges: true }));
  });

  step("deploys the program into the service that runs, which keeps its name and is not replaced", async () => {
    const program = join(stack.directory, "index.ts");
    writeFileSync(program, readFileSync(program, "utf8").replace("isFirstUpdate = true", "isFirstUpdate = false"));
    const { changes } = await succeeds(stack.up());
    assert.deepEqual(
      changes.filter((change) => !/^(create|update) /.test(change)),
      [`replace ecs:TaskDefinition ${NAME}-task`],
    );
    assert.ok(changes.includes(`update ecs:Service ${NAME}-service`), changes.join("\n"));
    const after = await service();
    assert.equal(after.createdAt, before.createdAt);
    assert.notEqual(after.taskDefinition, taskDefinitionArn);
    assert.equal(after.runningCount, 2);
    await succeeds(stack.up({ expectNoChanges: true }));
  });

  step("keeps the task definition of ecs-cli, to go back to", async () => {
    const { taskDefinition } = await emulator.json<{ taskDefinition: { status: string } }>(
      "ecs",
      `${ECS}.DescribeTaskDefinition`,
      { taskDefinition: taskDefinitionArn },
    );
    assert.equal(taskDefinition.status, "ACTIVE");
    await succeeds(stack.destroy());
    assert.equal((await service()).status, "INACTIVE");
  });
});
