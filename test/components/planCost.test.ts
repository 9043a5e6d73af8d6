// What a plan is said to cost. Not proven here: that AWS bills so.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { planGhcrFargateService } from "../../components/ghcrFargateServicePlan";
import { planCost } from "../../components/monthlyCost";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { value } from "../support/deploy";
import { PRIVATE, PUBLIC, TOKEN } from "./serviceFixture";

const EXISTING = { mode: "existing" as const, vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] };
/** What the lookup of default subnets answers. */
const FOUND = pulumi.output(["subnet-1", "subnet-2", "subnet-3"]);
const NEW = { mode: "new" } as const;
const SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:other-AbCdEf";

const costOf = (args: GhcrFargateServiceArgs) =>
  value(planCost("web", planGhcrFargateService("web", args), { region: "us-east-1", subnetIds: FOUND }));

/** Each line of a plan's cost: resource, what, USD a month. */
async function linesOf(args: GhcrFargateServiceArgs) {
  const cost = await costOf(args);
  return cost.lines.map(({ resource, what, monthlyUsd }) => [resource, what, monthlyUsd]);
}

/** What a plan pays by use. */
async function perUseOf(args: GhcrFargateServiceArgs) {
  const cost = await costOf(args);
  return cost.perUse.map(({ what }) => what);
}

const TASK = [
  ["web-service", "Fargate vCPU, x86", 7.39],
  ["web-service", "Fargate memory, x86", 1.62],
];

describe("the cost of a plan", () => {
  it("is the tasks' own in a network that exists", async () => {
    deepStrictEqual(await linesOf(PUBLIC), TASK);
    deepStrictEqual(await perUseOf(PUBLIC), ["CloudWatch Logs, ingested", "CloudWatch Logs, stored"]);
  });

  it("grows with tasks, size, storage and public addresses", async () => {
    const args = { ...PUBLIC, network: NEW, desiredCount: 2, cpu: 1024, memory: 2048, ephemeralStorageGib: 30 };
    deepStrictEqual(await linesOf(args), [
      ["web-service", "Fargate vCPU, x86", 59.1],
      ["web-service", "Fargate memory, x86", 12.98],
      ["web-service", "Fargate storage over 20 GB", 1.62],
      ["web-service", "public IPv4 address", 7.3],
    ]);
  });

  it("names the price of a task that has to succeed first, and does not count its minutes", async () => {
    const args = { ...PUBLIC, preDeploy: { command: ["migrate"], cpu: 4096, memory: 8192 } };
    deepStrictEqual(await linesOf(args), TASK);
    deepStrictEqual(await perUseOf(args), [
      "Fargate vCPU of tasks that end, x86",
      "Fargate memory of tasks that end, x86",
      "CloudWatch Logs, ingested",
      "CloudWatch Logs, stored",
    ]);
  });

  it("counts the tasks that autoscaling starts with, and says how many it may make", async () => {
    const args: GhcrFargateServiceArgs = { ...PUBLIC, autoscaling: { min: 2, max: 6, cpuPercent: 60 } };
    const cost = await costOf(args);
    deepStrictEqual(
      cost.lines.map(({ quantity, note }) => [quantity, note]),
      [
        [0.5, "at 2 tasks; scales to 6"],
        [1, "at 2 tasks; scales to 6"],
        [2, "alarms of target tracking"],
      ],
    );
  });

  it("names created keys and secrets, not existing or shared ones", async () => {
    const token = { username: "acme-bot", token: TOKEN };
    const sidecars = [
      { name: "proxy", image: "ghcr.io/acme/proxy:1", shareCredentials: true },
      { name: "agent", image: "ghcr.io/acme/agent:1", credentials: token },
      { name: "other", image: "ghcr.io/acme/other:1", credentials: { secretArn: SECRET_ARN } },
    ];
    deepStrictEqual((await linesOf({ ...PRIVATE, sidecars })).slice(2), [
      ["web-key", "KMS key", 1],
      ["web-secret", "secret", 0.4],
      ["web-agent-key", "KMS key", 1],
      ["web-agent-secret", "secret", 0.4],
    ]);
  });

  it("has no key where one is given", async () => {
    const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/0000";
    const credentials = { username: "acme-bot", token: TOKEN, keyArn };
    deepStrictEqual((await linesOf({ ...PRIVATE, credentials })).slice(2), [["web-secret", "secret", 0.4]]);
  });

  for (const [natGateways, gateways, addresses] of [
    ["single", 32.85, 3.65],
    ["onePerZone", 65.7, 7.3],
  ] as const)
    it(`has the NAT gateways "${natGateways}" with their addresses, and their data by use`, async () => {
      const args = { ...PUBLIC, network: { ...NEW, natGateways } };
      deepStrictEqual((await linesOf(args)).slice(2), [
        ["web-vpc", "NAT gateway", gateways],
        ["web-vpc", "public IPv4 address", addresses],
      ]);
      strictEqual((await perUseOf(args)).includes("NAT gateway data"), true);
    });

  it("has each interface endpoint for each of the subnets, and none for S3", async () => {
    const endpoints = { ecr: true, logs: true };
    const subnetIds = ["subnet-1", "subnet-2", "subnet-3"];
    const inExisting = { ...EXISTING, subnetIds, endpoints: { ...endpoints, routeTableIds: ["rtb-1"] } };
    deepStrictEqual((await linesOf({ ...PUBLIC, network: inExisting })).slice(2), [
      ["web-endpoint-logs", "interface endpoint, per zone", 21.9],
      ["web-endpoint-ecr.api", "interface endpoint, per zone", 21.9],
      ["web-endpoint-ecr.dkr", "interface endpoint, per zone", 21.9],
    ]);
    const inNew = { ...NEW, natGateways: "single", endpoints: { logs: true } } as const;
    deepStrictEqual((await linesOf({ ...PUBLIC, network: inNew })).at(-1), [
      "web-endpoint-logs",
      "interface endpoint, per zone",
      14.6,
    ]);
  });

  const balanced = (loadBalancer: object, network: GhcrFargateServiceArgs["network"] = EXISTING) => ({
    ...PUBLIC,
    port: 8080,
    network,
    loadBalancer: { protocol: "HTTP" as const, ingressCidrs: [], ...loadBalancer },
  });
  const subnetIds = ["subnet-1", "subnet-2", "subnet-3", "subnet-4"];
  const addresses: [string, GhcrFargateServiceArgs, number | undefined][] = [
    ["one for each subnet of the tasks", balanced({}), 2],
    ["one for each subnet of its own", balanced({ subnetIds }), 4],
    [
      "one for each subnet of its own, known as a whole only later",
      balanced({ subnetIds: pulumi.output(subnetIds) }),
      4,
    ],
    ["one for each zone of a new network", balanced({}, NEW), 2],
    ["one for each zone of a new network with private subnets", balanced({}, { ...NEW, natGateways: "single" }), 2],
    ["one for each subnet that is looked up", balanced({}, {}), 3],
    ["none if it is internal", balanced({ internal: true }), undefined],
  ];
  for (const [title, args, quantity] of addresses)
    it(`has the load balancer with its public addresses: ${title}`, async () => {
      const cost = await costOf(args);
      const own = cost.lines.filter(({ resource }) => resource === "web-lb");
      deepStrictEqual(
        own.map(({ what, quantity: count }) => [what, count]),
        [["Application Load Balancer", 1], ...(quantity === undefined ? [] : [["public IPv4 address", quantity]])],
      );
      strictEqual((await perUseOf(args)).includes("load balancer capacity (LCU)"), true);
    });

  it("knows the number of subnets before it knows them", async () => {
    const unknown = pulumi.output(new Promise<string>(() => undefined));
    const args = balanced({}, { ...EXISTING, subnetIds: [unknown, unknown, unknown] });
    deepStrictEqual((await linesOf(args)).at(-1), ["web-lb", "public IPv4 address", 10.95]);
  });

  it("has no load balancer that exists", async () => {
    const listenerArn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/lb/0123/4567";
    const args = { ...PUBLIC, port: 8080, loadBalancer: { listenerArn, paths: ["/api/*"] } };
    deepStrictEqual(await linesOf(args), TASK);
  });

  const features: [string, GhcrFargateServiceArgs, [string, string, number][], string[]][] = [
    [
      "alarms, a topic and its e-mails",
      { ...PUBLIC, alarms: { emails: ["ops@example.com"] } },
      [
        ["web-cpu-alarm", "CloudWatch alarm", 0.1],
        ["web-memory-alarm", "CloudWatch alarm", 0.1],
        ["web-running-tasks-alarm", "CloudWatch alarm", 0.1],
      ],
      ["SNS requests", "SNS e-mails"],
    ],
    [
      "a dashboard, and no topic that exists",
      { ...PUBLIC, alarms: { topicArn: "arn:aws:sns:us-east-1:123456789012:ops", dashboard: true } },
      [
        ["web-cpu-alarm", "CloudWatch alarm", 0.1],
        ["web-memory-alarm", "CloudWatch alarm", 0.1],
        ["web-running-tasks-alarm", "CloudWatch alarm", 0.1],
        ["web-dashboard", "CloudWatch dashboard", 3],
      ],
      [],
    ],
    [
      "file systems with their throughput and backups",
      {
        ...PUBLIC,
        volumes: [{ name: "data", efs: { throughputMode: "elastic" } }],
        mountPoints: [{ sourceVolume: "data", containerPath: "/data" }],
      },
      [],
      ["EFS storage, Standard", "EFS elastic throughput, read", "EFS elastic throughput, written", "EFS backups"],
    ],
    [
      "recorded sessions",
      { ...PUBLIC, executeCommand: { audited: true } },
      [["web-session-key", "KMS key", 1]],
      ["KMS requests"],
    ],
    ["traces", { ...PUBLIC, tracing: { sidecar: "xray" } }, [], ["X-Ray traces, recorded"]],
    [
      "a created namespace of service discovery",
      { ...PUBLIC, discovery: { namespaceName: "example.internal" } },
      [["web-discovery-namespace", "Route 53 hosted zone", 0.5]],
      ["Route 53 queries", "Cloud Map registered tasks"],
    ],
    [
      "an existing namespace's new service",
      { ...PUBLIC, discovery: { namespaceId: "ns-0123" } },
      [],
      ["Cloud Map registered tasks"],
    ],
    ["Service Connect, which is free", { ...PUBLIC, serviceConnect: { namespaceName: "shop" } }, [], []],
  ];
  for (const [title, args, lines, perUse] of features)
    it(`has ${title}`, async () => {
      deepStrictEqual((await linesOf(args)).slice(TASK.length), lines);
      const logs = ["CloudWatch Logs, ingested", "CloudWatch Logs, stored"];
      deepStrictEqual(
        (await perUseOf(args)).filter((what) => !logs.includes(what)),
        perUse,
      );
    });

  it("has the alarms of a load balancer, and reminders by use where somebody is told", async () => {
    const credentials = { username: "acme-bot", token: TOKEN, expiresOn: "2999-12-31" };
    const args = { ...balanced({}), credentials };
    strictEqual((await perUseOf(args)).includes("EventBridge Scheduler invocations"), false);
    const watched = { ...args, alarms: { emails: ["ops@example.com"] } };
    strictEqual((await perUseOf(watched)).includes("EventBridge Scheduler invocations"), true);
    strictEqual((await linesOf(watched)).filter(([, what]) => what === "CloudWatch alarm").length, 6);
  });

  for (const [containerInsights, what] of [
    ["enabled", "CloudWatch custom metric (Container Insights)"],
    ["enhanced", "Container Insights, enhanced"],
  ] as const)
    it(`names Container Insights "${containerInsights}" by use`, async () => {
      strictEqual((await perUseOf({ ...PUBLIC, cluster: { containerInsights } })).includes(what), true);
    });
});
