// maxMonthlyCost, and what a plan is said to cost. Not proven here: that AWS bills so.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { planFargate } from "../../components/fargatePlan";
import { planCost } from "../../components/planCost";
import type { GhcrFargateServiceArgs } from "../../components/serviceArgs";
import { value, type Deployment } from "../support/deploy";
import { deployService, PRIVATE, PUBLIC, refusal, TOKEN } from "./serviceFixture";

const EXISTING = { mode: "existing" as const, vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] };
/** What the lookup of default subnets answers. */
const FOUND = pulumi.output(["subnet-1", "subnet-2", "subnet-3"]);
const NEW = { mode: "new" } as const;

/** Each line of a plan's cost: resource, what, USD a month. */
async function linesOf(args: GhcrFargateServiceArgs, region = "us-east-1") {
  const cost = await value(planCost("web", planFargate("web", args), { region, subnetIds: FOUND }));
  return cost.lines.map(({ resource, what, monthlyUsd }) => [resource, what, monthlyUsd]);
}

/** What a plan pays by use. */
async function perUseOf(args: GhcrFargateServiceArgs) {
  const cost = await value(planCost("web", planFargate("web", args), { region: "us-east-1", subnetIds: FOUND }));
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
    const args = { ...PUBLIC, network: NEW, desiredCount: 2, cpu: 1024, memoryMiB: 2048, ephemeralStorageGiB: 30 };
    deepStrictEqual(await linesOf(args), [
      ["web-service", "Fargate vCPU, x86", 59.1],
      ["web-service", "Fargate memory, x86", 12.98],
      ["web-service", "Fargate storage over 20 GB", 1.62],
      ["web-service", "public IPv4 address", 7.3],
    ]);
  });

  it("counts the tasks that autoscaling starts with, and says how many it may make", async () => {
    const args: GhcrFargateServiceArgs = { ...PUBLIC, autoscaling: { min: 2, max: 6, cpuPercent: 60 } };
    const cost = await value(planCost("web", planFargate("web", args), { region: "us-east-1", subnetIds: FOUND }));
    deepStrictEqual(
      cost.lines.map(({ quantity, note }) => [quantity, note]),
      [
        [0.5, "at 2 tasks; scales to 6"],
        [1, "at 2 tasks; scales to 6"],
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

  for (const [containerInsights, what] of [
    ["enabled", "CloudWatch custom metric (Container Insights)"],
    ["enhanced", "Container Insights, enhanced"],
  ] as const)
    it(`names Container Insights "${containerInsights}" by use`, async () => {
      strictEqual((await perUseOf({ ...PUBLIC, cluster: { containerInsights } })).includes(what), true);
    });
});

describe("maxMonthlyCost", () => {
  it("refuses a plan that costs more, with its lines in the prices of its Region", async () => {
    const network = { ...NEW, natGateways: "single" } as const;
    const { errors, ofType } = await deployService(
      { ...PRIVATE, network, maxMonthlyCost: 50 },
      { preview: true, mayFail: true, config: { "aws:region": "eu-central-1" } },
    );
    deepStrictEqual(ofType("aws:ecs/service:Service"), []);
    deepStrictEqual(ofType("aws:kms/key:Key"), []);
    const message = errors[0]?.message ?? "";
    const text = message.slice(message.indexOf("GhcrFargateService")).split("\n    at ")[0];
    strictEqual(text, OVER_BUDGET);
  });

  it("admits a plan that costs exactly as much, and then changes nothing", async () => {
    const within = await deployService({ ...PUBLIC, maxMonthlyCost: 10.37 }); // 8.50 and 1.87 a month
    const inputsOf = ({ resources }: Deployment) => resources.map(({ name, inputs }) => [name, inputs]);
    deepStrictEqual(inputsOf(within), inputsOf(await deployService(PUBLIC)));
  });

  it("refuses a size that becomes known later", async () => {
    const message = await refusal({ ...PUBLIC, desiredCount: pulumi.output(100), maxMonthlyCost: 50 });
    strictEqual(message.includes("maxMonthlyCost: 50 USD, but the plan costs "), true, message);
  });

  it("says where another Region's prices were used", async () => {
    const message = await refusal({ ...PUBLIC, maxMonthlyCost: 1 }, { config: { "aws:region": "ap-south-1" } });
    strictEqual(message.includes("no prices for ap-south-1 in the table"), true, message);
  });

  it("is an amount above 0", async () => {
    for (const maxMonthlyCost of [0, -5, NaN, Infinity])
      strictEqual(
        await refusal({ ...PUBLIC, maxMonthlyCost }),
        `GhcrFargateService "web": maxMonthlyCost: ${JSON.stringify(maxMonthlyCost)} is no amount of money; pass USD a month: a number above 0`,
      );
  });
});

const SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:other-AbCdEf";

const OVER_BUDGET = `GhcrFargateService "web": maxMonthlyCost: 50 USD, but the plan costs 53.38 USD a month; raise it, or ask for less:
    web-service  Fargate vCPU, x86    0.25 × $0.04656/hour   8.50
    web-service  Fargate memory, x86  0.5 × $0.00511/hour    1.87
    web-key      KMS key              1 × $1.00/month        1.00
    web-secret   secret               1 × $0.40/month        0.40
    web-vpc      NAT gateway          1 × $0.052/hour       37.96
    web-vpc      public IPv4 address  1 × $0.005/hour        3.65
    total                                                   53.38
    list prices as of 2026-07-07, before free tiers, discounts and taxes
    per use, not in the total:
    KMS requests               $0.03 per 10,000 requests  price unverified
    Secrets Manager calls      $0.05 per 10,000 calls
    NAT gateway data           $0.052 per GB
    CloudWatch Logs, ingested  $0.63 per GB
    CloudWatch Logs, stored    $0.0324 per GB-month  price unverified`;
