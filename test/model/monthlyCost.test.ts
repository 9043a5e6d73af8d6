import { deepStrictEqual, strictEqual } from "node:assert";
import { fargateCostItems, spotTasksOf, type CapacityShare } from "../../model/fargateCost";
import { monthlyCost, renderMonthlyCost, renderPriceCaveats, renderUsagePrices } from "../../model/monthlyCost";
import { PRICES, type Price } from "../../model/priceList";

describe("the monthly cost", () => {
  const region = "eu-central-1";
  const task = { resource: "web", region, tasks: 1, vcpu: 0.25, memoryGb: 0.5 };
  const cases: [string, Parameters<typeof fargateCostItems>[0], number[]][] = [
    ["the smallest task", task, [8.5, 1.87]],
    ["the same in us-east-1", { ...task, region: "us-east-1" }, [7.39, 1.62]],
    ["the same on ARM", { ...task, cpuArchitecture: "ARM64" }, [6.8, 1.49]],
    ["two tasks with public addresses", { ...task, tasks: 2, assignPublicIp: true }, [16.99, 3.73, 7.3]],
    ["20 GiB of storage", { ...task, ephemeralStorageGib: 20 }, [8.5, 1.87]],
    ["30 GiB of storage", { ...task, ephemeralStorageGib: 30 }, [8.5, 1.87, 0.95]],
    ["one of two on Spot", { ...task, tasks: 2, spotTasks: 1 }, [8.5, 1.87, 8.5, 1.87]],
    ["no task", { ...task, tasks: 0, assignPublicIp: true }, []],
  ];
  for (const [title, service, expected] of cases)
    it(`of ${title} is ${expected.join(" + ") || "nothing"}`, () => {
      const cost = monthlyCost(fargateCostItems(service));
      deepStrictEqual(
        cost.lines.map(({ monthlyUsd }) => monthlyUsd),
        expected,
      );
      strictEqual(cost.totalUsd.toFixed(2), expected.reduce((sum, usd) => sum + usd, 0).toFixed(2));
    });

  it("lists what is billed by use once, and leaves it out of the total", () => {
    const cost = monthlyCost([
      { resource: "a", price: "logsIngested", region },
      { resource: "b", price: "logsIngested", region },
      { resource: "c", price: "secret", region },
    ]);
    strictEqual(cost.totalUsd, 0.4);
    deepStrictEqual(renderUsagePrices(cost.perUse), ["CloudWatch Logs, ingested  $0.63 per GB"]);
  });

  it("says whose prices were used for a region that the table lacks, but not for prices that all regions share", () => {
    const cost = monthlyCost([
      { resource: "nat", price: "natGateway", region: "sa-east-1" },
      { resource: "key", price: "kmsKey", region: "ap-south-1" },
    ]);
    deepStrictEqual(renderPriceCaveats(cost), [
      "no prices for sa-east-1 in the table (it has us-east-1, eu-central-1): us-east-1's were used",
    ]);
    strictEqual(cost.totalUsd, 33.85);
  });

  it("is drawn in columns with its notes", () => {
    const cost = monthlyCost([
      { resource: "key", price: "kmsKey", region, note: "shared" },
      { resource: "endpoint", price: "interfaceEndpoint", quantity: 2, region },
    ]);
    deepStrictEqual(renderMonthlyCost(cost), [
      "key       KMS key                       1 × $1.00/month   1.00  shared",
      "endpoint  interface endpoint, per zone  2 × $0.012/hour  17.52  price unverified",
      "total                                                    18.52",
    ]);
  });

  it("has a price, a unit and a source for everything", () => {
    for (const [name, price] of Object.entries<Price>(PRICES)) {
      for (const usd of typeof price.usd === "number" ? [price.usd] : Object.values(price.usd))
        strictEqual(usd > 0, true, name);
      strictEqual(price.unit !== "" && price.source !== "", true, name);
    }
  });
});

describe("the tasks on Fargate Spot", () => {
  const fargate = (base: number, weight: number): CapacityShare => ({ capacityProvider: "FARGATE", base, weight });
  const spot = (base: number, weight: number): CapacityShare => ({ capacityProvider: "FARGATE_SPOT", base, weight });
  const cases: [number, CapacityShare[], number][] = [
    [4, [], 0],
    [4, [fargate(0, 1)], 0],
    [4, [spot(0, 1)], 4],
    [4, [fargate(0, 1), spot(0, 3)], 3],
    [5, [fargate(1, 1), spot(0, 3)], 3],
    [5, [fargate(0, 1), spot(5, 0)], 5],
    [1, [fargate(2, 0), spot(0, 1)], 0],
  ];
  for (const [tasks, strategy, expected] of cases)
    it(`are ${expected} of ${tasks} by ${JSON.stringify(strategy)}`, () =>
      strictEqual(spotTasksOf(tasks, strategy), expected));
});
