// The task definition of the task that has to succeed first, and the service's that waits for it. Not proven here: that it runs
// (test/rollout/preDeploy.test.ts, and test/engine/preDeploy.test.ts on the real engine).

import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { deployService, PRIVATE, PUBLIC, refusal } from "./serviceFixture";

const TAG = "ghcr-fargate:pre-deploy";
const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf";

const FULL: GhcrFargateServiceArgs = {
  ...PRIVATE,
  environment: { STAGE: "test", LEVEL: "info" },
  secrets: { DB: SECRET },
  command: ["serve"],
  entryPoint: ["/bin/tool"],
  healthCheck: { command: ["CMD", "/probe"] },
  preDeploy: { command: ["migrate", pulumi.output("--all")], environment: { LEVEL: "debug" } },
};

/** The digest in the tags of the service's task definition. */
async function digestOf(args: GhcrFargateServiceArgs): Promise<string | undefined> {
  const { inputs } = (await deployService(args)).find("web-task");
  return (inputs.tags as Record<string, string> | undefined)?.[TAG];
}

describe("a task that has to succeed first", () => {
  it("has the service's image, credentials, secrets and roles, its own command, and no port or health check", async () => {
    const deployment = await deployService(FULL);
    const { containerDefinitions, ...inputs } = deployment.find("web-pre-deploy").inputs;
    deepStrictEqual(inputs, {
      family: "test-dev-web-pre-deploy",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
      executionRoleArn: "arn:aws:iam::123456789012:role/web-execution-role-a1b2c3d",
      taskRoleArn: "arn:aws:iam::123456789012:role/web-task-role-a1b2c3d",
    });
    deepStrictEqual(JSON.parse(String(containerDefinitions)), [
      {
        name: "app",
        image: "ghcr.io/acme/web:1.0",
        essential: true,
        repositoryCredentials: {
          credentialsParameter: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-secret-a1b2c3d-AbCdEf",
        },
        portMappings: [],
        environment: [
          { name: "LEVEL", value: "debug" },
          { name: "STAGE", value: "test" },
        ],
        secrets: [{ name: "DB", valueFrom: SECRET }],
        command: ["migrate", "--all"],
        entryPoint: ["/bin/tool"],
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": "web-logs-a1b2c3d",
            "awslogs-region": "eu-central-1",
            "awslogs-stream-prefix": "pre-deploy",
            mode: "blocking",
          },
        },
      },
    ]);
  });

  it("takes a size of its own, and storage and architecture from the service", async () => {
    const preDeploy = { command: ["migrate"], cpu: 1024, memory: pulumi.output(2048) };
    const { inputs } = (
      await deployService({ ...PUBLIC, cpuArchitecture: "ARM64", ephemeralStorageGib: 50, preDeploy })
    ).find("web-pre-deploy");
    deepStrictEqual([inputs.cpu, inputs.memory], ["1024", "2048"]);
    deepStrictEqual(inputs.runtimePlatform, { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" });
    deepStrictEqual(inputs.ephemeralStorage, { sizeInGib: 50 });
  });

  it("has the sidecars that the service's container depends on, directly or not, and no others", async () => {
    const deployment = await deployService({
      ...PUBLIC,
      dependsOn: [{ containerName: "proxy", condition: "START" }],
      sidecars: [
        { name: "proxy", image: "proxy:1", dependsOn: [{ containerName: "setup", condition: "SUCCESS" }] },
        { name: "setup", image: "setup:1", essential: false },
        { name: "agent", image: "agent:1" },
      ],
      preDeploy: { command: ["migrate"] },
    });
    const containers = JSON.parse(String(deployment.find("web-pre-deploy").inputs.containerDefinitions)) as {
      name: string;
    }[];
    deepStrictEqual(
      containers.map(({ name }) => name),
      ["app", "proxy", "setup"],
    );
  });

  it("logs to CloudWatch whatever the service's log driver is", async () => {
    const deployment = await deployService({
      ...PUBLIC,
      logs: { driver: "awsfirelens", options: { Name: "stdout" } },
      preDeploy: { command: ["migrate"] },
    });
    const [only, ...others] = JSON.parse(String(deployment.find("web-pre-deploy").inputs.containerDefinitions)) as {
      logConfiguration: { logDriver: string };
    }[];
    strictEqual(only?.logConfiguration.logDriver, "awslogs");
    deepStrictEqual(others, []);
  });

  it("is told by a digest of image, command and environment, and of nothing else", async () => {
    const digest = await digestOf(FULL);
    strictEqual(digest?.length, 32);
    const { preDeploy } = FULL;
    for (const same of [
      { ...FULL, desiredCount: 3, cpu: 1024, memory: 2048, command: ["serve", "--fast"] },
      { ...FULL, environment: { LEVEL: "warn", STAGE: "test" } }, // the task's own LEVEL wins
      { ...FULL, preDeploy: { ...preDeploy!, memory: 1024, always: true, timeoutMinutes: 3 } },
    ])
      strictEqual(await digestOf(same), digest);
    for (const other of [
      { ...FULL, image: "ghcr.io/acme/web:1.1" },
      { ...FULL, environment: { STAGE: "production" } },
      { ...FULL, secrets: { DB: `${SECRET}:password::` } },
      { ...FULL, preDeploy: { ...preDeploy!, command: ["migrate"] } },
      { ...FULL, preDeploy: { ...preDeploy!, environment: { LEVEL: "trace" } } },
    ])
      notStrictEqual(await digestOf(other), digest);
    strictEqual(await digestOf(PUBLIC), undefined);
  });

  it("is refused where it cannot run, all problems at once", async () => {
    strictEqual(
      await refusal({
        ...PUBLIC,
        secrets: { DB: SECRET },
        preDeploy: { command: [], environment: { DB: "x", "A B": "y" }, cpu: 300, timeoutMinutes: 0 },
      }),
      [
        'GhcrFargateService "web": 5 problems, nothing was created',
        '  - preDeploy.command: is empty; set it to a command like ["npm", "run", "migrate"]',
        '  - preDeploy.environment: "A B" is not a valid name of an environment variable; use letters, digits and underscores',
        "  - preDeploy.environment.DB: is set in secrets too; use another name",
        "  - preDeploy.timeoutMinutes: 0 is not valid; must be a whole number from 1 to 1440 (minutes)",
        "  - preDeploy.cpu: 300 is not a CPU size of Fargate; use one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 (1024 units are one vCPU)",
      ].join("\n"),
    );
    strictEqual(
      await refusal({
        ...PUBLIC,
        dependsOn: [{ containerName: "proxy", condition: "START" }],
        sidecars: [{ name: "proxy", image: "proxy:1", memory: 1024 }],
        memory: 2048,
        preDeploy: { command: ["migrate"], memory: 512 },
      }),
      'GhcrFargateService "web": sidecars[0].memory: 1024 is more than preDeploy\'s memory, 512; ' +
        "lower it, or raise preDeploy.memory",
    );
  });
});
