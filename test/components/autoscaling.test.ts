// Autoscaling: what Application Auto Scaling gets, and what becomes of the service. Not proven here: that load scales anything.

import { deepStrictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "../../components/component/argumentChecks";
import { planAutoscaling, type ServiceAutoscaling } from "../../components/service/autoscaling";
import { createAutoscaling } from "../../components/service/scalableTarget";
import { childContext } from "../../components/component/childContext";
import { deploy, type Deployment } from "../support/deploy";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { deployService, PUBLIC, refusal } from "./serviceFixture";

const TARGET = "aws:appautoscaling/target:Target";
const POLICY = "aws:appautoscaling/policy:Policy";
const ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction";
const RESOURCE_ID = "service/web-cluster-a1b2c3d/web-service-a1b2c3d";
const SCALABLE = { serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount", resourceId: RESOURCE_ID };

const scaled = (autoscaling: ServiceAutoscaling): Promise<Deployment> => deployService({ ...PUBLIC, autoscaling });

describe("autoscaling", () => {
  it("adds only its own resources, and changes nothing else but how the service's desired count is kept", async () => {
    const off = await deployService(PUBLIC);
    const on = await scaled({
      max: 4,
      cpuPercent: 60,
      memoryPercent: 75,
      schedules: [{ cron: "0 8 ? * * *", min: 2 }],
    });
    deepStrictEqual(
      on.list().filter((line) => !off.list().includes(line)),
      [
        `${POLICY} web-cpu-scaling`,
        `${POLICY} web-memory-scaling`,
        `${ACTION} web-scaling-schedule-0`,
        `${TARGET} web-scaling`,
      ],
    );
    for (const { name, type, inputs, ignoreChanges } of off.resources) {
      if (type.startsWith("ghcr-fargate:")) continue;
      deepStrictEqual(on.find(name, type).inputs, inputs);
      deepStrictEqual(on.find(name, type).ignoreChanges, name === "web-service" ? ["desiredCount"] : ignoreChanges);
    }
  });

  it("is off unless asked for", async () => {
    const deployment = await deployService(PUBLIC);
    deepStrictEqual([TARGET, POLICY, ACTION].flatMap(deployment.ofType), []);
    deepStrictEqual(deployment.find("web-service").ignoreChanges, []);
    deepStrictEqual(deployment.outputs.scalableTargetId, undefined);
  });

  it("sets the bounds alone, for policies of one's own", async () => {
    const deployment = await deployService({ ...PUBLIC, autoscaling: { min: 0, max: 20 }, tags: { team: "jobs" } });
    deepStrictEqual(deployment.only(TARGET).inputs, {
      ...SCALABLE,
      minCapacity: 0,
      maxCapacity: 20,
      tags: { team: "jobs" },
    });
    deepStrictEqual(deployment.ofType(POLICY), []);
    deepStrictEqual(deployment.outputs.scalableTargetId, RESOURCE_ID);
  });

  it("tracks CPU and memory with the documented cooldowns, after the target exists", async () => {
    const deployment = await scaled({ max: 4, cpuPercent: 60, memoryPercent: 75 });
    deepStrictEqual(deployment.only(TARGET).inputs.minCapacity, 1);
    for (const [name, predefinedMetricType, targetValue] of [
      ["web-cpu-scaling", "ECSServiceAverageCPUUtilization", 60],
      ["web-memory-scaling", "ECSServiceAverageMemoryUtilization", 75],
    ] as const) {
      const policy = deployment.find(name);
      deepStrictEqual(policy.inputs, {
        ...SCALABLE,
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType },
          targetValue,
          scaleInCooldown: 300,
          scaleOutCooldown: 60,
        },
      });
      deepStrictEqual(policy.deps.resourceId?.includes("web-scaling"), true);
    }
  });

  it("takes other cooldowns", async () => {
    const { inputs } = (
      await scaled({ max: 4, cpuPercent: 60, scaleInCooldownSeconds: 600, scaleOutCooldownSeconds: 0 })
    ).only(POLICY);
    const { scaleInCooldown, scaleOutCooldown } = inputs.targetTrackingScalingPolicyConfiguration as Record<
      string,
      number
    >;
    deepStrictEqual([scaleInCooldown, scaleOutCooldown], [600, 0]);
  });

  it("changes the bounds at set times", async () => {
    const deployment = await scaled({
      max: 4,
      schedules: [
        { cron: "0 8 ? * MON-FRI *", timeZone: "Europe/Berlin", min: 2, max: 8 },
        { cron: " 0  20 ? * * * ", max: 1 },
      ],
    });
    deepStrictEqual(
      deployment.ofType(ACTION).map(({ inputs }) => inputs),
      [
        {
          ...SCALABLE,
          schedule: "cron(0 8 ? * MON-FRI *)",
          timezone: "Europe/Berlin",
          scalableTargetAction: { minCapacity: 2, maxCapacity: 8 },
        },
        { ...SCALABLE, schedule: "cron(0 20 ? * * *)", timezone: "UTC", scalableTargetAction: { maxCapacity: 1 } },
      ],
    );
  });

  for (const [title, args, desiredCount] of [
    ["its min", { autoscaling: { min: 3, max: 5 } }, 3],
    ["one where min is unset", { autoscaling: { max: 5 } }, 1],
    ["desiredCount where it is set", { autoscaling: { min: 3, max: 5 }, desiredCount: 4 }, 4],
  ] as const)
    it(`starts the service with ${title}`, async () => {
      deepStrictEqual(
        (await deployService({ ...PUBLIC, ...args })).find("web-service").inputs.desiredCount,
        desiredCount,
      );
    });

  it("finds an existing cluster's name in its ARN", async () => {
    const arn = "arn:aws:ecs:eu-central-1:123456789012:cluster/shared";
    const deployment = await deployService({ ...PUBLIC, cluster: { arn }, autoscaling: { max: 2 } });
    deepStrictEqual(deployment.only(TARGET).inputs.resourceId, "service/shared/web-service-a1b2c3d");
  });

  it("tracks the requests of a target group", async () => {
    const checks = new ArgumentChecks("test");
    const plan = planAutoscaling(
      checks,
      { max: 9, requestsPerTarget: 500 },
      { balancer: "application", strategy: "ROLLING" },
    );
    checks.throwProblems();
    const loadBalancer = {
      loadBalancerArnSuffix: pulumi.output("app/lb/1"),
      targetGroupArnSuffix: pulumi.output("targetgroup/tg/2"),
      network: false,
    };
    const deployment = await deploy(() => {
      const parent = new pulumi.ComponentResource("test:index:Parent", "web");
      if (plan === undefined) throw new Error("no plan");
      createAutoscaling(
        "web",
        { plan, service: { clusterName: "c", serviceName: "s" }, targetGroup: loadBalancer },
        childContext(parent, { tags: undefined }),
      );
    });
    deepStrictEqual(deployment.find("web-request-scaling").inputs.targetTrackingScalingPolicyConfiguration, {
      predefinedMetricSpecification: {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: "app/lb/1/targetgroup/tg/2",
      },
      targetValue: 500,
      scaleInCooldown: 300,
      scaleOutCooldown: 60,
    });
  });

  it("knows the least number of tasks that a schedule lets run", () => {
    const floorOf = (given: ServiceAutoscaling) =>
      planAutoscaling(new ArgumentChecks("test"), given, { balancer: undefined, strategy: "ROLLING" })?.floor;
    const cron = "0 8 ? * * *";
    deepStrictEqual(
      [
        floorOf({ min: 2, max: 4 }),
        floorOf({ min: 2, max: 4, schedules: [{ cron, min: 0 }] }),
        floorOf({ min: 2, max: 4, schedules: [{ cron, max: 1 }] }),
        floorOf({ min: 2, max: 4, schedules: [{ cron, min: 3, max: 9 }] }),
      ],
      [2, 0, 1, 2],
    );
  });

  for (const [title, args, message] of [
    [
      "max below min",
      { autoscaling: { min: 5, max: 3 } },
      "autoscaling.max: 3 is below autoscaling.min: 5; raise max, or lower min",
    ],
    [
      "requests without a load balancer",
      { autoscaling: { max: 3, requestsPerTarget: 100 } },
      "autoscaling.requestsPerTarget: cannot be set without loadBalancer; set loadBalancer, or scale by cpuPercent or memoryPercent",
    ],
    ...(["BLUE_GREEN", "LINEAR", "CANARY"] as const).map(
      (strategy): [string, Omit<GhcrFargateServiceArgs, "image">, string] => [
        `requests while ${strategy} moves tasks between target groups`,
        {
          autoscaling: { max: 3, requestsPerTarget: 100 },
          deployment: { strategy },
          port: 80,
          loadBalancer: { ingressCidrs: [], protocol: "HTTP" },
        },
        `autoscaling.requestsPerTarget: cannot be set with deployment.strategy: "${strategy}": AWS counts the requests of one ` +
          'target group, and the tasks move to the other; scale by cpuPercent or memoryPercent, or use deployment.strategy: "ROLLING"',
      ],
    ),
    [
      "a max of 0",
      { autoscaling: { min: 0, max: 0 } },
      "autoscaling.max: 0 is not valid; must be a whole number of 1 or more (tasks)",
    ],
    [
      "a percentage that is a fraction",
      { autoscaling: { max: 3, cpuPercent: 0.7 } },
      "autoscaling.cpuPercent: 0.7 is not valid; must be a whole number from 1 to 100 (percent)",
    ],
    [
      "a memory percentage above 100",
      { autoscaling: { max: 3, memoryPercent: 120 } },
      "autoscaling.memoryPercent: 120 is not valid; must be a whole number from 1 to 100 (percent)",
    ],
    [
      "a cooldown of more than an hour",
      { autoscaling: { max: 3, scaleInCooldownSeconds: 7200 } },
      "autoscaling.scaleInCooldownSeconds: 7200 is not valid; must be a whole number from 0 to 3600 (seconds)",
    ],
    [
      "a desired count beyond the bounds",
      { autoscaling: { max: 3 }, desiredCount: 4 },
      "desiredCount: 4 is not valid; must be a whole number from 1 to 3 (tasks)",
    ],
    [
      "a schedule that changes nothing",
      { autoscaling: { max: 3, schedules: [{ cron: "0 8 ? * * *" }] } },
      "autoscaling.schedules[0]: changes nothing; set min, max or both",
    ],
    [
      "a schedule with max below min",
      { autoscaling: { max: 3, schedules: [{ cron: "0 8 ? * * *", min: 2, max: 1 }] } },
      "autoscaling.schedules[0].max: 1 is below autoscaling.schedules[0].min: 2; raise max, or lower min",
    ],
    [
      "an unknown time zone",
      { autoscaling: { max: 3, schedules: [{ cron: "0 8 ? * * *", timeZone: "Mars", min: 2 }] } },
      'autoscaling.schedules[0].timeZone: "Mars" is not a valid time zone; use an IANA name, such as "Europe/Berlin" or "UTC"',
    ],
  ] as const)
    it(`refuses ${title}`, async () => {
      const autoscaling = args.autoscaling as ServiceAutoscaling;
      deepStrictEqual(await refusal({ ...PUBLIC, ...args, autoscaling }), `GhcrFargateService "web": ${message}`);
    });
});
