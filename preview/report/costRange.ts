// What a program costs a month at the fewest and at the most tasks that autoscaling allows.

import { monthlyCost, type MonthlyCost } from "../../model/monthlyCost";
import type { CapturedResource } from "../captured";
import { resourceCosts } from "../resourceCosts";
import { shortType } from "../typeNames";

/** What a resource is billed for. */
export interface CostShare {
  readonly resource: string;
  readonly what: string;
  readonly minimumUsd: number;
  readonly maximumUsd: number;
}

/** The costs, the largest first, and their sums. */
export interface CostRange {
  readonly shares: readonly CostShare[];
  readonly minimumUsd: number;
  readonly maximumUsd: number;
}

/** Prices the resources twice. */
export function costRange(resources: readonly CapturedResource[]): CostRange {
  const minimum = priced(resources, "minCapacity");
  const maximum = priced(resources, "maxCapacity");
  const shares = new Map<string, CostShare>();
  const add = ({ lines }: MonthlyCost, bound: "minimumUsd" | "maximumUsd") => {
    for (const { resource, what, monthlyUsd } of lines) {
      const key = `${resource} ${what}`;
      const share = shares.get(key) ?? { resource, what, minimumUsd: 0, maximumUsd: 0 };
      shares.set(key, { ...share, [bound]: share[bound] + monthlyUsd });
    }
  };
  add(minimum, "minimumUsd");
  add(maximum, "maximumUsd");
  return {
    shares: [...shares.values()].sort((a, b) => b.maximumUsd - a.maximumUsd),
    minimumUsd: minimum.totalUsd,
    maximumUsd: maximum.totalUsd,
  };
}

/** The cost with as many tasks as a bound of autoscaling says. */
function priced(resources: readonly CapturedResource[], bound: "minCapacity" | "maxCapacity"): MonthlyCost {
  const targets = resources.filter(({ type }) => shortType(type) === "aws:appautoscaling:Target");
  const scaled = resources.map((resource) => {
    const target = targets.find(({ dependencies }) => dependencies.includes(resource.urn));
    const tasks = target?.inputs[bound];
    if (shortType(resource.type) !== "aws:ecs:Service" || typeof tasks !== "number") return resource;
    return { ...resource, inputs: { ...resource.inputs, desiredCount: tasks } };
  });
  return monthlyCost(resourceCosts(scaled.filter((resource) => !targets.includes(resource))).items);
}
