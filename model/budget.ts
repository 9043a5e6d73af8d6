// A limit for what a plan costs a month.

import { renderMonthlyCost, renderPriceCaveats, renderUsagePrices, type MonthlyCost } from "./monthlyCost";
import { quote, type Fault } from "./problems";

/** Says what is wrong with a limit in USD. */
export function checkMaxMonthlyCost(usd: number): Fault | undefined {
  if (Number.isFinite(usd) && usd > 0) return undefined;
  return { wrong: `${quote(usd)} is not valid`, fix: "must be a number above 0 (USD a month)" };
}

/** Says that a plan costs more than the limit, with its lines; nothing if it does not. */
export function checkBudget(limit: number, cost: MonthlyCost): Fault | undefined {
  if (cost.totalUsd <= limit) return undefined;
  const perUse = renderUsagePrices(cost.perUse);
  const lines = [
    ...renderMonthlyCost(cost),
    `list prices as of ${cost.pricesAsOf}, before free tiers, discounts and taxes`,
    ...renderPriceCaveats(cost),
    ...(perUse.length > 0 ? ["per use, not in the total:", ...perUse] : []),
  ];
  return {
    wrong: `${limit} USD, but the plan costs ${cost.totalUsd.toFixed(2)} USD a month`,
    fix: `raise it, or ask for less:${lines.map((line) => `\n    ${line}`).join("")}`,
  };
}
