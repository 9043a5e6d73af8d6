// The task definition: its size and its containers, exactly as ECS gets them.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { containerIn, deployService, policyOf, PRIVATE, PUBLIC, TOKEN } from "./serviceFixture";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const logging = (name: string) => ({
  logDriver: "awslogs",
  options: {
    "awslogs-group": "web-logs-a1b2c3d",
    "awslogs-region": "eu-central-1",
    "awslogs-stream-prefix": name,
    mode: "non-blocking",
  },
});

describe("the task definition", () => {
  it("has the smallest size, X86, and both roles unless told otherwise", async () => {
    const { containerDefinitions, ...inputs } = (await deployService(PUBLIC)).only(TASK).inputs;
    deepStrictEqual(inputs, {
      family: "test-dev-web",
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
        portMappings: [],
        environment: [],
        secrets: [],
        logConfiguration: logging("app"),
      },
    ]);
  });

  it("takes size, architecture and disk as given", async () => {
    const { inputs } = (
      await deployService({
        ...PUBLIC,
        cpu: pulumi.output(1024),
        memory: 3072,
        cpuArchitecture: "ARM64",
        ephemeralStorageGib: 50,
      })
    ).only(TASK);
    strictEqual(inputs.cpu, "1024");
    strictEqual(inputs.memory, "3072");
    deepStrictEqual(inputs.runtimePlatform, { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" });
    deepStrictEqual(inputs.ephemeralStorage, { sizeInGib: 50 });
  });

  it("says everything of a container in ECS's words", async () => {
    const deployment = await deployService({
      ...PRIVATE,
      environment: { B: "2", A: pulumi.output("1") },
      command: ["serve", "--port", "8080"],
      entryPoint: ["/bin/tool"],
      healthCheck: { command: ["CMD-SHELL", "curl -f http://localhost:8080/"], startPeriodSeconds: 10 },
      readonlyRootFilesystem: true,
      user: "1000:1000",
      stopTimeoutSeconds: 60,
      initProcessEnabled: true,
      dependsOn: [{ containerName: "proxy", condition: "START" }],
      sidecars: [{ name: "proxy", image: "ghcr.io/acme/proxy:1" }],
    });
    deepStrictEqual(containerIn(deployment), {
      name: "app",
      image: "ghcr.io/acme/web:1.0",
      essential: true,
      repositoryCredentials: {
        credentialsParameter: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-secret-a1b2c3d-AbCdEf",
      },
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }],
      environment: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
      secrets: [],
      command: ["serve", "--port", "8080"],
      entryPoint: ["/bin/tool"],
      healthCheck: {
        command: ["CMD-SHELL", "curl -f http://localhost:8080/"],
        interval: 30,
        timeout: 5,
        retries: 3,
        startPeriod: 10,
      },
      readonlyRootFilesystem: true,
      user: "1000:1000",
      stopTimeout: 60,
      linuxParameters: { initProcessEnabled: true },
      dependsOn: [{ containerName: "proxy", condition: "START" }],
      logConfiguration: logging("app"),
    });
  });

  it("ends with a sidecar that ends, unless told otherwise", async () => {
    const sidecar = { name: "proxy", image: "public.ecr.aws/docker/library/caddy:2" };
    const essential = async (given: object) =>
      containerIn(await deployService({ ...PUBLIC, sidecars: [{ ...sidecar, ...given }] }), "proxy").essential;
    deepStrictEqual([await essential({}), await essential({ essential: false })], [true, false]);
  });

  it("has sidecars with their own image, limits and credentials, or the service's, or none", async () => {
    const deployment = await deployService({
      ...PRIVATE,
      sidecars: [
        {
          name: "own",
          image: "ghcr.io/other/tool:1",
          credentials: { username: "other", token: `${TOKEN}2` },
          port: 9000,
          essential: false,
          cpu: 64,
          memory: 128,
        },
        { name: "shared", image: "ghcr.io/acme/proxy:1", shareCredentials: true },
        { name: "public", image: "public.ecr.aws/docker/library/redis:7" },
      ],
    });
    deepStrictEqual(containerIn(deployment, "own"), {
      name: "own",
      image: "ghcr.io/other/tool:1",
      essential: false,
      cpu: 64,
      memory: 128,
      repositoryCredentials: {
        credentialsParameter: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-own-secret-a1b2c3d-AbCdEf",
      },
      portMappings: [{ containerPort: 9000, hostPort: 9000, protocol: "tcp" }],
      environment: [],
      secrets: [],
      logConfiguration: logging("own"),
    });
    deepStrictEqual(
      containerIn(deployment, "shared").repositoryCredentials,
      containerIn(deployment).repositoryCredentials,
    );
    strictEqual(containerIn(deployment, "public").repositoryCredentials, undefined);
    const { Statement } = policyOf(deployment, "web-execution-role-policy") as { Statement: { Resource: string[] }[] };
    deepStrictEqual(
      Statement[0]?.Resource.map((arn) => arn.split(":")[6]),
      ["web-secret-a1b2c3d-AbCdEf", "web-own-secret-a1b2c3d-AbCdEf"],
    );
    strictEqual(deployment.find("web-service").dependsOn.includes("web-own-secret-version"), true);
    deepStrictEqual(deployment.leaks(TOKEN), []);
  });

  it("warns once where an image means whatever latest is, and not otherwise", async () => {
    const warnings = async (image: pulumi.Input<string>) =>
      (await deployService({ ...PUBLIC, image })).warnings.filter((message) => message.startsWith("image"));
    const text = (image: string) =>
      `image: "${image}" deploys whatever "latest" is at the moment; set a version to know what runs`;
    deepStrictEqual(await warnings("ghcr.io/acme/web"), [text("ghcr.io/acme/web")]);
    deepStrictEqual(await warnings(pulumi.output("ghcr.io/acme/web:latest")), [text("ghcr.io/acme/web:latest")]);
    deepStrictEqual(await warnings("ghcr.io/acme/web:1.0"), []);
    deepStrictEqual(await warnings(`ghcr.io/acme/web@sha256:${"a".repeat(64)}`), []);
  });
});

describe("the log group", () => {
  it("keeps log events for 30 days unless told otherwise", async () => {
    deepStrictEqual((await deployService(PUBLIC)).find("web-logs").inputs, { retentionInDays: 30 });
    const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/logs";
    const { inputs } = (await deployService({ ...PUBLIC, logs: { retentionDays: 7, keyArn } })).find("web-logs");
    deepStrictEqual(inputs, { retentionInDays: 7, kmsKeyId: keyArn });
  });
});

describe("the task role", () => {
  it("has no permission unless given some", async () => {
    const deployment = await deployService(PUBLIC);
    deepStrictEqual(deployment.ofType("aws:iam/rolePolicy:RolePolicy"), []);
    strictEqual(deployment.find("web-task-role").inputs.description, "Task role of web");
  });

  it("has exactly what is given", async () => {
    const policyArns = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"];
    const statements = [
      { actions: ["sqs:SendMessage"], resources: [pulumi.output("arn:aws:sqs:eu-central-1:123456789012:q")] },
    ];
    const deployment = await deployService({
      ...PUBLIC,
      taskRole: { policyArns, statements },
      executeCommand: {},
      executionRole: { permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" },
    });
    deepStrictEqual(deployment.find("web-task-role-managed-policy-0").inputs, {
      role: "web-task-role-a1b2c3d",
      policyArn: policyArns[0],
    });
    deepStrictEqual(policyOf(deployment, "web-task-role-policy"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: ["arn:aws:sqs:eu-central-1:123456789012:q"] },
        {
          Sid: "ExecuteCommand",
          Effect: "Allow",
          Action: [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          Resource: "*",
        },
      ],
    });
    // The first task may use them at once.
    const { dependsOn } = deployment.find("web-service");
    for (const right of ["web-task-role-policy", "web-task-role-managed-policy-0"])
      strictEqual(dependsOn.includes(right), true, dependsOn.join(", "));
    for (const role of ["web-task-role", "web-execution-role"])
      strictEqual(deployment.find(role).inputs.permissionsBoundary, "arn:aws:iam::123456789012:policy/boundary");
  });

  it("is not created where one is given", async () => {
    const arn = "arn:aws:iam::123456789012:role/mine";
    const deployment = await deployService({ ...PUBLIC, taskRole: { arn } });
    strictEqual(deployment.only(TASK).inputs.taskRoleArn, arn);
    deepStrictEqual(
      deployment.ofType("aws:iam/role:Role").map(({ name }) => name),
      ["web-execution-role"],
    );
  });
});
