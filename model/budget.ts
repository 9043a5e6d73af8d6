// A limit for what a plan costs a month.

import { renderMonthlyCost, renderPriceCaveats, renderUsagePrices, type MonthlyCost } from "./monthlyCost";
import { FALLBACK_REGION, PRICED_REGIONS } from "./priceList";
import { quote, type Fault } from "./problems";

/** Says what is wrong with a limit in USD. */
export function checkMaxMonthlyCost(usd: number): Fault | undefined {
  if (Number.isFinite(usd) && usd > 0) return undefined;
  return { wrong: `${quote(usd)} is not valid`, fix: "must be a number above 0 (USD a month)" };
}

/** Says that a plan costs more than the limit, with its lines, or that nobody knows here whether it does; nothing if it does not. */
export function checkBudget(limit: number, cost: MonthlyCost): Fault | undefined {
  if (cost.totalUsd <= limit) return unknownPrices(limit, cost);
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

/** Another Region's prices prove nothing: they may be far below. */
function unknownPrices(limit: number, { regionsWithoutPrices, totalUsd }: MonthlyCost): Fault | undefined {
  const [region] = regionsWithoutPrices;
  if (region === undefined) return undefined;
  return {
    wrong: `${limit} USD cannot be compared with the plan: the price table does not have all prices of ${region}`,
    fix:
      `leave it unset there, or deploy to one of ${PRICED_REGIONS.join(", ")}; ` +
      `at ${FALLBACK_REGION}'s prices the plan costs ${totalUsd.toFixed(2)} USD a month`,
  };
}
