// maxMonthlyCost: a limit that a plan may not cost more than.

import { deepStrictEqual, match, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import type { Deployment } from "../support/deploy";
import { deployService, PRIVATE, PUBLIC, refusal } from "./serviceFixture";

const OVER_BUDGET: GhcrFargateServiceArgs = {
  ...PRIVATE,
  loadBalancer: { domainName: "app.example.com", ingressCidrs: ["0.0.0.0/0"] },
  alarms: { emails: ["ops@example.com"], dashboard: true },
  volumes: [{ name: "data", efs: {} }],
  mountPoints: [{ sourceVolume: "data", containerPath: "/data" }],
  maxMonthlyCost: 30,
};

const OVER_BY_GATEWAY = `GhcrFargateService "web": maxMonthlyCost: 50 USD, but the plan costs 53.38 USD a month; raise it, or ask for less:
    web-service  Fargate vCPU, x86    0.25 × $0.04656/hour   8.50
    web-service  Fargate memory, x86  0.5 × $0.00511/hour    1.87
    web-key      KMS key              1 × $1.00/month        1.00  each of the first two rotations adds $1
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

const OVER_BY_FEATURES = `GhcrFargateService "web": maxMonthlyCost: 30 USD, but the plan costs 42.38 USD a month; raise it, or ask for less:
    web-service                Fargate vCPU, x86          0.25 × $0.04656/hour   8.50
    web-service                Fargate memory, x86        0.5 × $0.00511/hour    1.87
    web-key                    KMS key                    1 × $1.00/month        1.00  each of the first two rotations adds $1
    web-secret                 secret                     1 × $0.40/month        0.40
    web-lb                     Application Load Balancer  1 × $0.027/hour       19.71
    web-lb                     public IPv4 address        2 × $0.005/hour        7.30
    web-cpu-alarm              CloudWatch alarm           1 × $0.10/month        0.10
    web-memory-alarm           CloudWatch alarm           1 × $0.10/month        0.10
    web-running-tasks-alarm    CloudWatch alarm           1 × $0.10/month        0.10
    web-http-5xx-alarm         CloudWatch alarm           1 × $0.10/month        0.10
    web-response-time-alarm    CloudWatch alarm           1 × $0.10/month        0.10
    web-unhealthy-hosts-alarm  CloudWatch alarm           1 × $0.10/month        0.10
    web-dashboard              CloudWatch dashboard       1 × $3.00/month        3.00
    total                                                                       42.38
    list prices as of 2026-07-07, before free tiers, discounts and taxes
    per use, not in the total:
    KMS requests                  $0.03 per 10,000 requests  price unverified
    Secrets Manager calls         $0.05 per 10,000 calls
    load balancer capacity (LCU)  $0.008 per LCU-hour
    CloudWatch Logs, ingested     $0.63 per GB
    CloudWatch Logs, stored       $0.0324 per GB-month  price unverified
    EFS storage, Standard         $0.36 per GB-month  price unverified
    EFS backups                   $0.06 per GB-month  price unverified
    SNS requests                  $0.50 per million  price unverified
    SNS e-mails                   $2.00 per 100,000 e-mails  price unverified`;

describe("maxMonthlyCost", () => {
  for (const [title, args, expected] of [
    [
      "a NAT gateway",
      { ...PRIVATE, network: { mode: "new", natGateways: "single" }, maxMonthlyCost: 50 },
      OVER_BY_GATEWAY,
    ],
    ["a load balancer, alarms and a file system", OVER_BUDGET, OVER_BY_FEATURES],
  ] satisfies [string, GhcrFargateServiceArgs, string][])
    it(`refuses a plan that costs more, with its lines in the prices of its Region: ${title}`, async () => {
      const { errors, ofType } = await deployService(args, {
        preview: true,
        mayFail: true,
        config: { "aws:region": "eu-central-1" },
      });
      for (const type of ["aws:ecs/service:Service", "aws:kms/key:Key"]) deepStrictEqual(ofType(type), []);
      deepStrictEqual(
        errors.map(({ message }) => message),
        [expected],
      );
    });

  it("admits a plan that costs exactly as much, and then changes nothing", async () => {
    const within = await deployService({ ...PUBLIC, maxMonthlyCost: 10.37 }); // 8.50 and 1.87 a month
    const inputsOf = ({ resources }: Deployment) => new Map(resources.map(({ name, inputs }) => [name, inputs]));
    deepStrictEqual(inputsOf(within), inputsOf(await deployService(PUBLIC)));
  });

  it("refuses a size that becomes known later", async () => {
    const message = await refusal({ ...PUBLIC, desiredCount: pulumi.output(100), maxMonthlyCost: 50 });
    strictEqual(message.includes("maxMonthlyCost: 50 USD, but the plan costs "), true, message);
  });

  it("counts the subnets that are looked up", async () => {
    const args = { ...OVER_BUDGET, volumes: [], mountPoints: [], network: {} };
    const message = await refusal(args, {
      calls: { "aws:ec2/getSubnets:getSubnets": { ids: ["subnet-1", "subnet-2", "subnet-3"] } },
    });
    match(message, /web-lb +public IPv4 address +3 × \$0\.005\/hour +10\.95\n/);
  });

  it("says where another Region's prices were used", async () => {
    const message = await refusal({ ...PUBLIC, maxMonthlyCost: 1 }, { config: { "aws:region": "ap-south-1" } });
    strictEqual(message.includes("no prices for ap-south-1 in the table"), true, message);
  });

  it("is an amount above 0", async () => {
    for (const maxMonthlyCost of [0, -5, Infinity])
      strictEqual(
        await refusal({ ...PUBLIC, maxMonthlyCost }),
        `GhcrFargateService "web": maxMonthlyCost: ${maxMonthlyCost} is not valid; must be a number above 0 (USD a month)`,
      );
  });
});
