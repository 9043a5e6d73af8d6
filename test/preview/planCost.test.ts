// A plan's cost, and what the preview makes of the resources that come of it: two ways to the same bill.
// Not proven here: that AWS bills so; nor that a preview names the price of traces for a task role whose policy it does not know
// yet (with created file systems or recorded sessions): there only the plan does.

import { deepStrictEqual, strictEqual } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { planGhcrFargateService } from "../../components/ghcrFargateServicePlan";
import { planCost } from "../../components/monthlyCost";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { monthlyCost, type MonthlyCost } from "../../model/monthlyCost";
import type { CapturedResource } from "../../preview/captured";
import { previewProgram, type Preview } from "../../preview/preview";
import { resourceCosts } from "../../preview/resourceCosts";
import { purposeOf } from "../../preview/typeNames";
import { value } from "../support/deploy";
import { SERVICES } from "./programs/services/services";

const REGION = "eu-central-1";

/** The preview's stand-in for the default VPC has three public subnets. */
const DEFAULT_SUBNETS = pulumi.output(["subnet-a", "subnet-b", "subnet-c"]);

const planned = (name: string, args: GhcrFargateServiceArgs): Promise<MonthlyCost> =>
  value(planCost(name, planGhcrFargateService(name, args), { region: REGION, subnetIds: DEFAULT_SUBNETS }));

/** USD a month for each thing that is billed by time, the prices by use, and the total. A new VPC's gateways are one line or several. */
function bill({ lines, perUse, totalUsd }: MonthlyCost) {
  const byWhat: Record<string, string> = {};
  for (const what of lines.map((line) => line.what).sort()) {
    const sum = lines.filter((line) => line.what === what).reduce((usd, { monthlyUsd }) => usd + monthlyUsd, 0);
    byWhat[what] = sum.toFixed(2);
  }
  return { byWhat, perUse: perUse.map(({ what }) => what).sort(), totalUsd };
}

describe("the cost of a plan and of its preview", function () {
  let preview: Preview;

  before(async () => {
    const directory = join(__dirname, "programs/services");
    preview = await previewProgram({ directory, config: [], timeoutSeconds: 120, env: {} });
  });

  it("can be compared: the preview succeeds", () => {
    deepStrictEqual(preview.diagnostics, []);
    strictEqual(preview.succeeded, true);
  });

  for (const [name, args] of Object.entries(SERVICES))
    it(`is the same for the service "${name}"`, async () => {
      const own = below(preview.resources, name);
      deepStrictEqual(bill(monthlyCost(resourceCosts(own).items)), bill(await planned(name, args)));
    });

  it("is the same for all of them together, with nothing left out", async () => {
    const costs = await Promise.all(Object.entries(SERVICES).map(([name, args]) => planned(name, args)));
    const total = costs.reduce((usd, { totalUsd }) => usd + totalUsd, 0);
    strictEqual(preview.cost.totalUsd, Math.round(total * 100) / 100);
    deepStrictEqual(preview.unpriced, []);
  });
});

/** The component of a name, and everything below it. */
function below(resources: readonly CapturedResource[], name: string): CapturedResource[] {
  const component = resources.filter(
    ({ type, ...resource }) => type.startsWith("ghcr-fargate:") && resource.name === name,
  );
  const urns = new Set(component.map(({ urn }) => urn));
  for (const { urn, parent } of resources) if (parent !== undefined && urns.has(parent)) urns.add(urn);
  return resources.filter(({ urn }) => urns.has(urn));
}

describe("the types that the components create", () => {
  const folder = join(__dirname, "../../components");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"));
  const created = sources.flatMap((source) => [...source.matchAll(/new aws\.(\w+)\.(\w+)\(/g)]);
  const types = [...new Set(created.map(([, module, type]) => `aws:${module}:${type}`))].sort();

  it("are found", () => strictEqual(types.length > 40, true));

  it("are said in a few words", () =>
    deepStrictEqual(
      types.filter((type) => purposeOf(type) === ""),
      [],
    ));

  it("have a price, or are known to be free", () => {
    const resources = types
      .filter((type) => type !== "aws:ecs:Service")
      .map((type): CapturedResource => ({
        urn: type,
        type,
        name: type,
        operation: "create",
        custom: true,
        region: REGION,
        inputs: {},
        dependencies: [],
        propertyDependencies: {},
        protect: false,
      }));
    deepStrictEqual(resourceCosts(resources).unpriced, []);
  });
});
