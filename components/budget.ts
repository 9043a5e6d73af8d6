// The user's limit for a month: a plan that costs more is refused.

import * as pulumi from "@pulumi/pulumi";
import { checkBudget } from "../model/budget";
import { lateError } from "./component/argumentChecks";
import type { FargatePlan } from "./ghcrFargateServicePlan";
import type { Network } from "./network/vpc";
import { planCost } from "./monthlyCost";
import type { ChildContext } from "./component/childContext";

/**
 * The context, whose `place` fails if the plan costs more than its limit: nearly every child needs it, so that a
 * preview stops, and an update without one creates little.
 */
export function withinBudget(
  name: string,
  plan: FargatePlan,
  { subnetIds }: Network,
  context: ChildContext,
): ChildContext {
  const limit = plan.maxMonthlyCost;
  if (limit === undefined) return context;
  const cost = planCost(name, plan, { region: context.awsEnvironment.region, subnetIds });
  const awsEnvironment = pulumi.all([context.awsEnvironment, cost]).apply(([known, total]) => {
    const fault = checkBudget(limit, total);
    if (fault !== undefined) throw lateError(plan.subject, [{ path: "maxMonthlyCost", ...fault }]);
    return known;
  });
  return { ...context, awsEnvironment };
}
