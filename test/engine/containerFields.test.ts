// A container with files, a log mode and names that the user gives: created, left as it is, changed and renamed.
// Not proven here: that ECS reads the environment files and mounts the file system in memory; the emulator runs no containers.

import assert from "node:assert/strict";
import { describeTransitions } from "./support/transitions";
import type { EngineStack } from "./support/stack";
import type { Outcome } from "./support/outcome";

/** A task definition as ECS describes it, as far as it is read here. */
interface TaskDefinition {
  readonly family: string;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  readonly containerDefinitions: readonly {
    readonly environmentFiles?: unknown;
    readonly linuxParameters?: { readonly tmpfs?: unknown };
    readonly logConfiguration?: { readonly options: Record<string, string> };
  }[];
}

const FILE = "arn:aws:s3:::acme-config/web.env";

const service = ({ sizeMib, suffix }: { sizeMib: number; suffix: string }) => `{
  image: "ghcr.io/octocat/web:1",
  port: 8080,
  environmentFiles: ["${FILE}"],
  tmpfs: [{ containerPath: "/tmp", sizeMib: ${sizeMib}, mountOptions: ["noexec"] }],
  family: "acme-web${suffix}",
  serviceName: "web${suffix}",
  cluster: { name: "acme${suffix}" },
  logs: { groupName: "/acme/web${suffix}", options: { mode: "blocking" } },
  executionRole: { name: "acme-web-execution${suffix}" },
  taskRole: { name: "acme-web-task${suffix}" },
}`;

/** Compares what ECS has with what the program says. */
function has(sizeMib: number, suffix: string) {
  return async ({ outputs }: Outcome, { emulator }: EngineStack): Promise<void> => {
    const { taskDefinition } = await emulator.json<{ taskDefinition: TaskDefinition }>(
      "ecs",
      "AmazonEC2ContainerServiceV20141113.DescribeTaskDefinition",
      { taskDefinition: outputs.taskDefinitionArn },
    );
    const [container] = taskDefinition.containerDefinitions;
    const { "awslogs-group": group, mode } = container?.logConfiguration?.options ?? {};
    const nameIn = (arn: unknown) => String(arn).split("/").at(-1);
    assert.deepEqual(
      {
        files: container?.environmentFiles,
        tmpfs: container?.linuxParameters?.tmpfs,
        names: [taskDefinition.family, outputs.serviceName, nameIn(outputs.clusterArn)],
        logs: [group, mode],
        roles: [nameIn(taskDefinition.executionRoleArn), nameIn(taskDefinition.taskRoleArn)],
      },
      {
        files: [{ value: FILE, type: "s3" }],
        tmpfs: [{ containerPath: "/tmp", size: sizeMib, mountOptions: ["noexec"] }],
        names: [`acme-web${suffix}`, `web${suffix}`, `acme${suffix}`],
        logs: [`/acme/web${suffix}`, "blocking"],
        roles: [`acme-web-execution${suffix}`, `acme-web-task${suffix}`],
      },
    );
  };
}

describeTransitions("container-fields", [
  { name: "it is created", args: service({ sizeMib: 64, suffix: "" }), replaces: [], check: has(64, "") },
  {
    name: "nothing changes",
    args: service({ sizeMib: 64, suffix: "" }),
    replaces: [],
    check: async (outcome, stack) => {
      assert.deepEqual(outcome.changes, []);
      await has(64, "")(outcome, stack);
    },
  },
  {
    name: "the file system in memory grows",
    args: service({ sizeMib: 128, suffix: "" }),
    replaces: ["ecs:TaskDefinition web-task"],
    check: async (outcome, stack) => {
      assert.deepEqual(outcome.changes, ["replace ecs:TaskDefinition web-task", "update ecs:Service web-service"]);
      await has(128, "")(outcome, stack);
    },
  },
  {
    name: "all names change",
    args: service({ sizeMib: 128, suffix: "-2" }),
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
