import assert from "node:assert/strict";
import { chooseService, servicesOfStack, type StateResource } from "../../operations/stackServices";

const CLUSTER = "arn:aws:ecs:eu-central-1:123456789012:cluster/prod";
const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;

function component(name: string, outputs: Record<string, unknown> = {}): StateResource {
  return {
    urn: urn("ghcr-fargate:index:GhcrFargateService", name),
    type: "ghcr-fargate:index:GhcrFargateService",
    outputs,
  };
}

function service(name: string, parent?: StateResource): StateResource {
  return {
    urn: urn("aws:ecs/service:Service", `${name}-service`),
    type: "aws:ecs/service:Service",
    ...(parent && { parent: parent.urn }),
    inputs: { desiredCount: 3 },
    outputs: {
      arn: `arn:aws:ecs:eu-central-1:123456789012:service/prod/${name}-service-1a2b3c4`,
      name: `${name}-service-1a2b3c4`,
      cluster: CLUSTER,
      taskDefinition: `arn:aws:ecs:eu-central-1:123456789012:task-definition/${name}:7`,
    },
  };
}

describe("the services of a stack", () => {
  it("are named after their component, and know its address, alarms, task definition and autoscaling", () => {
    const web = component("web", { url: "https://web.example.com" });
    const definition: StateResource = {
      urn: urn("aws:ecs/taskDefinition:TaskDefinition", "web-task"),
      type: "aws:ecs/taskDefinition:TaskDefinition",
      outputs: { arn: "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:7" },
    };
    const alarm: StateResource = {
      urn: urn("aws:cloudwatch/metricAlarm:MetricAlarm", "web-cpu"),
      type: "aws:cloudwatch/metricAlarm:MetricAlarm",
      parent: web.urn,
      outputs: { name: "web-cpu-5d6e7f8" },
    };
    const target: StateResource = {
      urn: urn("aws:appautoscaling/target:Target", "web-target"),
      type: "aws:appautoscaling/target:Target",
      outputs: { resourceId: "service/prod/web-service-1a2b3c4" },
    };
    const resource = service("web", web);
    assert.deepEqual(servicesOfStack([web, definition, alarm, target, resource]), [
      {
        name: "web",
        cluster: CLUSTER,
        service: "web-service-1a2b3c4",
        resource,
        taskDefinition: definition,
        autoscaled: true,
        region: "eu-central-1",
        desiredCount: 3,
        alarmNames: ["web-cpu-5d6e7f8"],
        url: "https://web.example.com",
        outputs: { url: "https://web.example.com" },
      },
    ]);
  });

  it("are named after their resource where no component of this library made them", () => {
    const [found] = servicesOfStack([service("api")]);
    assert.deepEqual(
      [found?.name, found?.alarmNames, found?.autoscaled, found?.outputs],
      ["api-service", [], false, {}],
    );
  });

  it("leave out what waits for its deletion, and what was never created", () => {
    const replaced = { ...service("old"), delete: true };
    const pending = { urn: urn("aws:ecs/service:Service", "new"), type: "aws:ecs/service:Service" };
    assert.deepEqual(servicesOfStack([replaced, pending]), []);
  });
});

describe("the service that a person means", () => {
  const web = component("web");
  const api = component("api");
  const both = servicesOfStack([web, api, service("web", web), service("api", api)]);

  it("is the only one", () =>
    assert.equal(
      chooseService(both.slice(0, 1), undefined, { stack: "dev", wayOut: "--cluster and --service" }).name,
      "web",
    ));
  it("is found by its name in the program", () =>
    assert.equal(chooseService(both, "api", { stack: "dev", wayOut: "--cluster and --service" }).name, "api"));
  it("is found by its name in ECS", () =>
    assert.equal(
      chooseService(both, "api-service-1a2b3c4", { stack: "dev", wayOut: "--cluster and --service" }).name,
      "api",
    ));

  for (const [title, services, wanted, message] of [
    ["has to be named among several", both, undefined, "stack dev has 2 services; choose with --service: web, api"],
    ["has to be there", both, "db", "--service: stack dev has no service db; its services are web, api"],
    [
      "is missed in an empty stack",
      [],
      undefined,
      "stack dev has no ECS service; run pulumi up first, or pass --cluster and --service",
    ],
  ] as const)
    it(title, () =>
      assert.throws(() => chooseService(services, wanted, { stack: "dev", wayOut: "--cluster and --service" }), {
        message,
      }),
    );
});
