import assert from "node:assert/strict";
import { compareService, compareTaskDefinition } from "../../operations/drift";
import type { StateResource } from "../../operations/stackServices";

const STATE: StateResource = {
  urn: "urn:pulumi:dev::shop::aws:ecs/service:Service::web-service",
  type: "aws:ecs/service:Service",
  outputs: {
    taskDefinition: "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:7",
    desiredCount: 2,
    networkConfiguration: { subnets: ["subnet-b", "subnet-a"], securityGroups: ["sg-1"], assignPublicIp: true },
    deploymentMinimumHealthyPercent: 100,
    deploymentMaximumPercent: 200,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    enableExecuteCommand: false,
  },
};

const LIVE = {
  taskDefinition: "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:7",
  desiredCount: 2,
  networkConfiguration: {
    awsvpcConfiguration: {
      subnets: ["subnet-a", "subnet-b"],
      securityGroups: ["sg-1"],
      assignPublicIp: "ENABLED" as const,
    },
  },
  deploymentConfiguration: {
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    deploymentCircuitBreaker: { enable: true, rollback: true },
  },
  enableExecuteCommand: false,
};

describe("a service changed by hand", () => {
  it("is the same where only the order of subnets differs", () =>
    assert.deepEqual(compareService(STATE, LIVE, false), []));

  it("differs field by field, in AWS's words", () =>
    assert.deepEqual(
      compareService(
        STATE,
        {
          ...LIVE,
          taskDefinition: "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:8",
          desiredCount: 5,
          enableExecuteCommand: true,
        },
        false,
      ),
      [
        { field: "task definition", state: "web:7", live: "web:8" },
        { field: "desired count", state: "2", live: "5" },
        { field: "ECS Exec", state: "false", live: "true" },
      ],
    ));

  it("leaves the number of tasks to autoscaling", () =>
    assert.deepEqual(compareService(STATE, { ...LIVE, desiredCount: 9 }, true), []));
});

describe("a task definition changed by hand", () => {
  const state = (containers: unknown): StateResource => ({
    ...STATE,
    outputs: { cpu: "256", memory: "512", containerDefinitions: JSON.stringify(containers) },
  });
  const app = { name: "app", image: "ghcr.io/octocat/web:1", essential: true, portMappings: [{ containerPort: 80 }] };

  it("shows an image, a command and a port", () =>
    assert.deepEqual(
      compareTaskDefinition(state([app]), {
        cpu: "512",
        memory: "512",
        containerDefinitions: [
          { ...app, image: "ghcr.io/octocat/web:2", command: ["serve", "-v"], portMappings: [{ containerPort: 81 }] },
        ],
      }),
      [
        { field: "cpu", state: "256", live: "512" },
        { field: "app: image", state: "ghcr.io/octocat/web:1", live: "ghcr.io/octocat/web:2" },
        { field: "app: command", state: "unset", live: "serve -v" },
        { field: "app: ports", state: "80", live: "81" },
      ],
    ));

  it("never shows the value of an environment variable, and shows where a secret is read", () =>
    assert.deepEqual(
      compareTaskDefinition(
        state([
          {
            ...app,
            environment: [
              { name: "A", value: "hunter2" },
              { name: "B", value: "x" },
            ],
          },
        ]),
        {
          cpu: "256",
          memory: "512",
          containerDefinitions: [
            {
              ...app,
              environment: [
                { name: "A", value: "hunter3" },
                { name: "C", value: "hunter4" },
              ],
              secrets: [{ name: "KEY", valueFrom: "arn:s" }],
            },
          ],
        },
      ),
      [
        { field: "app: environment A", state: "a value", live: "another value" },
        { field: "app: environment B", state: "set", live: "unset" },
        { field: "app: environment C", state: "unset", live: "set" },
        { field: "app: secret KEY", state: "unset", live: "arn:s" },
      ],
    ));

  it("says which container is missing", () =>
    assert.deepEqual(compareTaskDefinition(state([app]), { cpu: "256", memory: "512", containerDefinitions: [] }), [
      { field: "container app", state: "present", live: "absent" },
    ]));
});
