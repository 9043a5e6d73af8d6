// Deployments that shift traffic: what ECS is told, what it shifts with, and that nothing else changes.

import { deepStrictEqual, strictEqual } from "node:assert";
import { ArgumentChecks } from "../../components/component/argumentChecks";
import { planDeployment } from "../../components/deployment/deployment";
import type { ServiceDeployment } from "../../components/deployment/deploymentArgs";
import { planGhcrFargateService } from "../../components/ghcrFargateServicePlan";
import type { ServiceRollout } from "../../components/deployment/rollout";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { priorityOf } from "../../model/listenerRules";
import type { Deployment } from "../support/deploy";
import { deployService, policyOf, PUBLIC } from "./serviceFixture";

const ELB = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
const LISTENER = `${ELB}:listener/app/shared/50dc6c495c0c9188/0467ef3c8400ae65`;
const RULE = (name: string) =>
  `${ELB}:listener-rule/app/${name}-a1b2c3d/50dc6c495c0c9188/0467ef3c8400ae65/9683b2d02a6cabee`;
const TARGET_GROUP = (name: string) => `${ELB}:targetgroup/${name}-a1b2c3d/73e2d6bc24d8a067`;
const ROLE = (name: string) => `arn:aws:iam::123456789012:role/${name}-a1b2c3d`;
const FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:check";

const BALANCED: GhcrFargateServiceArgs = {
  ...PUBLIC,
  port: 8080,
  loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] },
};
const SHARED: GhcrFargateServiceArgs = {
  ...BALANCED,
  loadBalancer: { listenerArn: LISTENER, hosts: ["app.example.com"] },
};

const deployed = (deployment: ServiceDeployment, args = BALANCED) => deployService({ ...args, deployment });
const configurationOf = async (deployment: ServiceDeployment) =>
  (await deployed(deployment)).find("web-service").inputs.deploymentConfiguration;

/** What differs between two deployments: children that are there in one only, and those whose inputs differ. */
function differences(a: Deployment, b: Deployment): string[] {
  const described = (d: Deployment) =>
    new Set(d.resources.map(({ name, inputs }) => `${name} ${JSON.stringify(inputs)}`));
  const [inA, inB] = [described(a), described(b)];
  const names = [...inA].filter((one) => !inB.has(one)).concat([...inB].filter((one) => !inA.has(one)));
  return [...new Set(names.map((one) => one.split(" ")[0] ?? ""))].sort();
}

const SHIFT_CHILDREN = [
  "web-infrastructure-role",
  "web-infrastructure-role-managed-policy",
  "web-production-rule",
  "web-service",
  "web-tg2",
];

describe("a deployment", () => {
  it("is told to ECS by its strategy, each with its own defaults", async () => {
    deepStrictEqual(await configurationOf({}), { strategy: "ROLLING" });
    deepStrictEqual(await configurationOf({ strategy: "BLUE_GREEN" }), {
      strategy: "BLUE_GREEN",
      bakeTimeInMinutes: "5",
    });
    deepStrictEqual(await configurationOf({ strategy: "CANARY" }), {
      strategy: "CANARY",
      bakeTimeInMinutes: "5",
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: "5" },
    });
    deepStrictEqual(await configurationOf({ strategy: "LINEAR" }), {
      strategy: "LINEAR",
      bakeTimeInMinutes: "5",
      linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: "5" },
    });
  });

  it("takes the times and shares that are given", async () => {
    const canary = { strategy: "CANARY", bakeTimeMinutes: 0, canaryPercent: 0.1, canaryBakeTimeMinutes: 1440 } as const;
    deepStrictEqual(await configurationOf(canary), {
      strategy: "CANARY",
      bakeTimeInMinutes: "0",
      canaryConfiguration: { canaryPercent: 0.1, canaryBakeTimeInMinutes: "1440" },
    });
    const linear = { strategy: "LINEAR", bakeTimeMinutes: 1440, stepPercent: 3, stepBakeTimeMinutes: 0 } as const;
    deepStrictEqual(await configurationOf(linear), {
      strategy: "LINEAR",
      bakeTimeInMinutes: "1440",
      linearConfiguration: { stepPercent: 3, stepBakeTimeInMinutes: "0" },
    });
  });

  it("is ended and taken back by the alarms that are named, with any strategy", async () => {
    for (const strategy of ["ROLLING", "BLUE_GREEN"] as const)
      deepStrictEqual(
        (await deployed({ strategy, alarmNames: ["slow", "errors"] })).find("web-service").inputs.alarms,
        {
          alarmNames: ["slow", "errors"],
          enable: true,
          rollback: true,
        },
      );
    strictEqual((await deployed({})).find("web-service").inputs.alarms, undefined);
  });
});

describe("the wait for a rollout", () => {
  const timeoutOf = (deployment: ServiceDeployment, rollout?: ServiceRollout) =>
    planGhcrFargateService("web", { ...BALANCED, deployment, rollout }).rollout.timeoutMinutes;

  it("is longer by what a deployment waits by itself", () => {
    strictEqual(timeoutOf({}), 15);
    strictEqual(timeoutOf({ strategy: "BLUE_GREEN" }), 15 + 5);
    strictEqual(timeoutOf({ strategy: "CANARY", bakeTimeMinutes: 60, canaryBakeTimeMinutes: 30 }), 15 + 90);
    strictEqual(timeoutOf({ strategy: "LINEAR", stepPercent: 30, stepBakeTimeMinutes: 2 }), 15 + 5 + 8);
    strictEqual(timeoutOf({ strategy: "CANARY" }, { timeoutMinutes: 11 }), 11);
  });

  it("is not judged where there is none", () => {
    strictEqual(timeoutOf({ strategy: "CANARY" }, { wait: false, timeoutMinutes: 1 }), 1);
  });
});

describe("a deployment that shifts traffic", () => {
  for (const [kind, args] of Object.entries({ "of its own": BALANCED, "that exists": SHARED }))
    it(`adds its own resources and updates the service, and nothing else, on a balancer ${kind}`, async () => {
      const rolling = await deployService(args);
      const canary = await deployed({ strategy: "CANARY" }, args);
      deepStrictEqual(differences(rolling, canary), SHIFT_CHILDREN);
      deepStrictEqual(differences(canary, await deployed({ strategy: "LINEAR" }, args)), ["web-service"]);
      deepStrictEqual(differences(rolling, await deployed({ strategy: "ROLLING" }, args)), []);
    });

  it("lets ECS move the weights of a rule for every request, and leaves them where it moved them", async () => {
    const deployment = await deployed({ strategy: "BLUE_GREEN" });
    const { inputs, ignoreChanges } = deployment.find("web-production-rule");
    deepStrictEqual(inputs, {
      listenerArn: `${ELB}:listener/app/web-listener-a1b2c3d/50dc6c495c0c9188/0467ef3c8400ae65`,
      priority: 49999,
      conditions: [{ pathPattern: { values: ["/*"] } }],
      actions: [
        {
          type: "forward",
          forward: {
            targetGroups: [
              { arn: TARGET_GROUP("web-tg"), weight: 100 },
              { arn: TARGET_GROUP("web-tg2"), weight: 0 },
            ],
          },
        },
      ],
    });
    deepStrictEqual(ignoreChanges, ["actions"]);
    deepStrictEqual(deployment.find("web-tg2").inputs, deployment.find("web-tg").inputs);
  });

  it("stands just in front of the service's rule on a listener that exists", async () => {
    const deployment = await deployed({ strategy: "BLUE_GREEN" }, SHARED);
    const [rule, production] = [deployment.find("web-rule").inputs, deployment.find("web-production-rule").inputs];
    const priority = priorityOf({ hosts: ["app.example.com"], paths: [] });
    deepStrictEqual([rule.priority, production.priority], [priority, priority - 1]);
    deepStrictEqual(production.conditions, rule.conditions);
    strictEqual(production.listenerArn, LISTENER);
  });

  it("tells the service both target groups, the rule and the role, and waits for the role's rights", async () => {
    const { inputs, dependsOn } = (await deployed({ strategy: "CANARY" })).find("web-service");
    deepStrictEqual(inputs.loadBalancers, [
      {
        containerName: "app",
        containerPort: 8080,
        targetGroupArn: TARGET_GROUP("web-tg"),
        advancedConfiguration: {
          alternateTargetGroupArn: TARGET_GROUP("web-tg2"),
          productionListenerRule: RULE("web-production-rule"),
          roleArn: ROLE("web-infrastructure-role"),
        },
      },
    ]);
    strictEqual(dependsOn.includes("web-infrastructure-role-managed-policy"), true);
  });

  it("lets ECS of this account do it, with AWS's own policy for it", async () => {
    const deployment = await deployed({ strategy: "CANARY" });
    deepStrictEqual(policyOf(deployment, "web-infrastructure-role", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "ecs.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
    strictEqual(
      deployment.find("web-infrastructure-role-managed-policy").inputs.policyArn,
      "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers",
    );
  });
});

describe("the roles that a deployment creates", () => {
  it("are bounded like the others", async () => {
    const boundary = "arn:aws:iam::123456789012:policy/boundary";
    const args = { ...BALANCED, executionRole: { permissionsBoundary: boundary } };
    const deployment = await deployed(
      { strategy: "CANARY", lifecycleHooks: [{ functionArn: FUNCTION, stages: ["PRE_SCALE_UP"] }] },
      args,
    );
    deepStrictEqual(
      ["web-infrastructure-role", "web-hook-role"].map((name) => deployment.find(name).inputs.permissionsBoundary),
      [boundary, boundary],
    );
  });
});

describe("test traffic", () => {
  it("keeps both target groups when the port changes: a rule that ignores its actions still forwards to them", async () => {
    const deployment = await deployed({ strategy: "CANARY" });
    for (const name of ["web-tg", "web-tg2"]) deepStrictEqual(deployment.find(name).ignoreChanges, ["port"]);
  });

  it("reaches the new version on a port of its own, for those who are named", async () => {
    const shift = { strategy: "BLUE_GREEN" } as const;
    const test = { testPort: 8443, testIngressCidrs: ["203.0.113.0/24"] };
    const deployment = await deployed({ ...shift, ...test });
    deepStrictEqual(differences(await deployed(shift), deployment), [
      "web-lb-ingress-8443-203.0.113.0-24",
      "web-service",
      "web-test-listener",
      "web-test-rule",
    ]);
    const { port, protocol } = deployment.find("web-test-listener").inputs;
    deepStrictEqual([port, protocol], [8443, "HTTP"]);
    const { inputs, ignoreChanges } = deployment.find("web-test-rule");
    deepStrictEqual(inputs, {
      ...deployment.find("web-production-rule").inputs,
      listenerArn: `${ELB}:listener/app/web-test-listener-a1b2c3d/50dc6c495c0c9188/0467ef3c8400ae65`,
    });
    deepStrictEqual(ignoreChanges, ["actions"]);
    const [{ advancedConfiguration }] = deployment.find("web-service").inputs.loadBalancers as [
      { advancedConfiguration: Record<string, unknown> },
    ];
    strictEqual(advancedConfiguration.testListenerRule, RULE("web-test-rule"));
  });

  it("is encrypted where the traffic is", async () => {
    const loadBalancer = { domainName: "app.example.com", ingressCidrs: ["0.0.0.0/0"] };
    const test: ServiceDeployment = { strategy: "LINEAR", testPort: 8443, testIngressCidrs: ["10.0.0.0/8"] };
    const deployment = await deployed(test, { ...BALANCED, loadBalancer });
    const [listener, testListener] = [deployment.find("web-listener"), deployment.find("web-test-listener")];
    deepStrictEqual(testListener.inputs, { ...listener.inputs, port: 8443 });
  });

  it("comes through a listener that exists, where the balancer does", async () => {
    const testListenerArn = LISTENER.replace("0467", "aaaa");
    const deployment = await deployed({ strategy: "CANARY", testListenerArn }, SHARED);
    strictEqual(deployment.find("web-test-rule").inputs.listenerArn, testListenerArn);
    deepStrictEqual(deployment.ofType("aws:lb/listener:Listener"), []);
  });
});

describe("lifecycle hooks", () => {
  it("are called with a role that may call exactly them", async () => {
    const deployment = await deployed({
      strategy: "BLUE_GREEN",
      lifecycleHooks: [{ functionArn: FUNCTION, stages: ["PRE_SCALE_UP", "POST_TEST_TRAFFIC_SHIFT"] }],
    });
    const { inputs, dependsOn } = deployment.find("web-service");
    deepStrictEqual((inputs.deploymentConfiguration as { lifecycleHooks: unknown }).lifecycleHooks, [
      {
        hookTargetArn: FUNCTION,
        lifecycleStages: ["PRE_SCALE_UP", "POST_TEST_TRAFFIC_SHIFT"],
        roleArn: ROLE("web-hook-role"),
      },
    ]);
    strictEqual(dependsOn.includes("web-hook-role-policy"), true);
    deepStrictEqual(policyOf(deployment, "web-hook-role-policy"), {
      Version: "2012-10-17",
      Statement: [{ Sid: "CallHooks", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: [FUNCTION] }],
    });
  });

  it("are called with the role that is given, and then none is created", async () => {
    const roleArn = "arn:aws:iam::123456789012:role/hooks";
    const deployment = await deployed({
      strategy: "BLUE_GREEN",
      lifecycleHooks: [{ functionArn: FUNCTION, stages: ["POST_SCALE_UP"], roleArn }],
    });
    deepStrictEqual(differences(await deployed({ strategy: "BLUE_GREEN" }), deployment), ["web-service"]);
    const { lifecycleHooks } = deployment.find("web-service").inputs.deploymentConfiguration as {
      lifecycleHooks: unknown;
    };
    deepStrictEqual(lifecycleHooks, [{ hookTargetArn: FUNCTION, lifecycleStages: ["POST_SCALE_UP"], roleArn }]);
  });

  it("name a function once in the role's policy, however many hooks call it", async () => {
    const deployment = await deployed({
      strategy: "BLUE_GREEN",
      lifecycleHooks: [
        { functionArn: FUNCTION, stages: ["PRE_SCALE_UP"] },
        { functionArn: FUNCTION, stages: ["POST_SCALE_UP"] },
      ],
    });
    const { Statement } = policyOf(deployment, "web-hook-role-policy") as { Statement: { Resource: unknown }[] };
    deepStrictEqual(Statement[0]?.Resource, [FUNCTION]);
  });

  it("pause for approval a day by default, or as long and with the action given, without a role", async () => {
    const deployment = await deployed({
      strategy: "BLUE_GREEN",
      lifecycleHooks: [
        { targetType: "PAUSE", stages: ["POST_TEST_TRAFFIC_SHIFT"] },
        { targetType: "PAUSE", stages: ["PRE_SCALE_UP"], timeoutMinutes: 30, timeoutAction: "CONTINUE" },
      ],
    });
    const { lifecycleHooks } = deployment.find("web-service").inputs.deploymentConfiguration as {
      lifecycleHooks: unknown;
    };
    deepStrictEqual(lifecycleHooks, [
      {
        targetType: "PAUSE",
        lifecycleStages: ["POST_TEST_TRAFFIC_SHIFT"],
        timeoutConfiguration: { timeoutInMinutes: "1440", action: "ROLLBACK" },
      },
      {
        targetType: "PAUSE",
        lifecycleStages: ["PRE_SCALE_UP"],
        timeoutConfiguration: { timeoutInMinutes: "30", action: "CONTINUE" },
      },
    ]);
    deepStrictEqual(differences(await deployed({ strategy: "BLUE_GREEN" }), deployment), ["web-service"]);
  });

  it("add the time of their pauses to what an update waits for", () => {
    const plan = planDeployment(
      new ArgumentChecks("test"),
      {
        strategy: "CANARY",
        lifecycleHooks: [{ targetType: "PAUSE", stages: ["PRE_SCALE_UP", "POST_SCALE_UP"], timeoutMinutes: 30 }],
      },
      { created: true, clientPorts: [80], onlyRollingWith: undefined },
    );
    strictEqual(plan.shift?.minutes, 5 + 5 + 2 * 30);
  });
});
