// Containers with every setting, the service's own and a sidecar, and names that the user gives: created, left as they are, changed and renamed.
// Not proven here: that ECS does what the settings say; the emulator runs no containers.

import assert from "node:assert/strict";
import { describeTransitions, type Transition } from "./support/transitions";
import type { EngineStack } from "./support/stack";
import type { Outcome } from "./support/outcome";

/** A task definition as ECS describes it, as far as it is read here. */
interface TaskDefinition {
  readonly family: string;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  readonly containerDefinitions: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[];
}

const FILE = "arn:aws:s3:::acme-config/web.env";

/** What the container and the sidecar have alike. `versionConsistency` is AWS's default for the one and not for the other. */
const settings = (sizeMib: number) => `
const settings = {
  environment: { STAGE: "prod" },
  environmentFiles: ["${FILE}"],
  command: ["serve", "--all"],
  entryPoint: ["/bin/app"],
  workingDirectory: "/srv",
  user: "1000:1000",
  dockerLabels: { team: "web" },
  ulimits: [{ name: "nofile", softLimit: 1024, hardLimit: 4096 }],
  systemControls: [{ namespace: "net.core.somaxconn", value: "1024" }],
  allowPtrace: true,
  dropCapabilities: ["NET_RAW"],
  tmpfs: [{ containerPath: "/tmp", sizeMib: ${sizeMib}, mountOptions: ["noexec"] }],
  initProcessEnabled: true,
  interactive: true,
  pseudoTerminal: true,
  readonlyRootFilesystem: true,
  restartPolicy: { ignoredExitCodes: [0, 143], restartAttemptPeriodSeconds: 60 },
  startTimeoutSeconds: 90,
  stopTimeoutSeconds: 45,
  healthCheck: { command: ["CMD", "/probe"], intervalSeconds: 20, timeoutSeconds: 4, retries: 5, startPeriodSeconds: 40 },
  mountPoints: [{ sourceVolume: "shared", containerPath: "/shared", readOnly: true }],
};`;

const service = (suffix: string) => `{
  ...settings,
  image: "ghcr.io/octocat/web:1",
  port: 8080,
  portMappings: [{ port: 9090, name: "grpc", appProtocol: "grpc" }, { port: 5353, protocol: "udp" }],
  versionConsistency: "disabled",
  dependsOn: [{ containerName: "agent", condition: "HEALTHY" }],
  sidecars: [{
    ...settings,
    name: "agent",
    image: "docker.io/acme/agent:1",
    versionConsistency: "enabled",
    essential: false,
    cpu: 64,
    memory: 128,
    portMappings: [{ port: 9100, name: "metrics", appProtocol: "http" }],
  }],
  volumes: [{ name: "shared" }],
  memory: 1024,
  family: "acme-web${suffix}",
  serviceName: "web${suffix}",
  cluster: { name: "acme${suffix}" },
  logs: { groupName: "/acme/web${suffix}", options: { mode: "blocking" } },
  executionRole: { name: "acme-web-execution${suffix}" },
  taskRole: { name: "acme-web-task${suffix}" },
}`;

/** What ECS has of the settings, in its words. */
const registered = (sizeMib: number, suffix: string, name: string) => ({
  environment: [{ name: "STAGE", value: "prod" }],
  environmentFiles: [{ value: FILE, type: "s3" }],
  command: ["serve", "--all"],
  entryPoint: ["/bin/app"],
  workingDirectory: "/srv",
  user: "1000:1000",
  dockerLabels: { team: "web" },
  ulimits: [{ name: "nofile", softLimit: 1024, hardLimit: 4096 }],
  systemControls: [{ namespace: "net.core.somaxconn", value: "1024" }],
  linuxParameters: {
    capabilities: { add: ["SYS_PTRACE"], drop: ["NET_RAW"] },
    initProcessEnabled: true,
    tmpfs: [{ containerPath: "/tmp", size: sizeMib, mountOptions: ["noexec"] }],
  },
  interactive: true,
  pseudoTerminal: true,
  readonlyRootFilesystem: true,
  restartPolicy: { enabled: true, ignoredExitCodes: [0, 143], restartAttemptPeriod: 60 },
  startTimeout: 90,
  stopTimeout: 45,
  healthCheck: { command: ["CMD", "/probe"], interval: 20, timeout: 4, retries: 5, startPeriod: 40 },
  mountPoints: [{ sourceVolume: "shared", containerPath: "/shared", readOnly: true }],
  logConfiguration: {
    logDriver: "awslogs",
    options: {
      "awslogs-group": `/acme/web${suffix}`,
      "awslogs-region": "eu-central-1",
      "awslogs-stream-prefix": name,
      mode: "blocking",
    },
  },
});

/** Compares what ECS has with what the program says. */
function has(sizeMib: number, suffix: string): Transition["check"] {
  return async ({ outputs }: Outcome, { emulator }: EngineStack): Promise<void> => {
    const { taskDefinition } = await emulator.json<{ taskDefinition: TaskDefinition }>(
      "ecs",
      "AmazonEC2ContainerServiceV20141113.DescribeTaskDefinition",
      { taskDefinition: outputs.taskDefinitionArn },
    );
    const own = {
      app: {
        versionConsistency: "disabled",
        dependsOn: [{ containerName: "agent", condition: "HEALTHY" }],
        portMappings: [
          { containerPort: 8080, hostPort: 8080, protocol: "tcp" },
          { containerPort: 9090, hostPort: 9090, protocol: "tcp", name: "grpc", appProtocol: "grpc" },
          { containerPort: 5353, hostPort: 5353, protocol: "udp" },
        ],
      },
      agent: {
        versionConsistency: "enabled",
        cpu: 64,
        memory: 128,
        essential: false,
        portMappings: [{ containerPort: 9100, hostPort: 9100, protocol: "tcp", name: "metrics", appProtocol: "http" }],
      },
    };
    for (const [name, more] of Object.entries(own)) {
      const container = taskDefinition.containerDefinitions.find((each) => each.name === name) ?? {};
      const expected: Record<string, unknown> = { ...registered(sizeMib, suffix, name), ...more };
      assert.deepEqual(
        Object.fromEntries(Object.keys(expected).map((key) => [key, (container as Record<string, unknown>)[key]])),
        expected,
        name,
      );
    }
    const nameIn = (arn: unknown) => String(arn).split("/").at(-1);
    assert.deepEqual(
      {
        names: [taskDefinition.family, outputs.serviceName, nameIn(outputs.clusterArn)],
        roles: [nameIn(taskDefinition.executionRoleArn), nameIn(taskDefinition.taskRoleArn)],
      },
      {
        names: [`acme-web${suffix}`, `web${suffix}`, `acme${suffix}`],
        roles: [`acme-web-execution${suffix}`, `acme-web-task${suffix}`],
      },
    );
  };
}

describeTransitions("container-fields", [
  { name: "it is created", program: settings(64), args: service(""), replaces: [], check: has(64, "") },
  {
    name: "nothing changes",
    program: settings(64),
    args: service(""),
    replaces: [],
    check: async (outcome, stack) => {
      assert.deepEqual(outcome.changes, []);
      await has(64, "")?.(outcome, stack);
    },
  },
  {
    name: "the file systems in memory grow",
    program: settings(128),
    args: service(""),
    replaces: ["ecs:TaskDefinition web-task"],
    check: async (outcome, stack) => {
      assert.deepEqual(outcome.changes, ["replace ecs:TaskDefinition web-task", "update ecs:Service web-service"]);
      await has(128, "")?.(outcome, stack);
    },
  },
  {
    name: "all names change",
    program: settings(128),
    args: service("-2"),
    replaces: [
      "cloudwatch:LogGroup web-logs",
      "ecs:Cluster web-cluster",
      "ecs:ClusterCapacityProviders web-cluster-capacity",
      "ecs:Service web-service",
      "ecs:TaskDefinition web-task",
      "iam:Role web-execution-role",
      "iam:Role web-task-role",
      "iam:RolePolicy web-execution-role-policy",
      "iam:RolePolicyAttachment web-execution-role-managed-policy",
    ],
    check: has(128, "-2"),
  },
]);
