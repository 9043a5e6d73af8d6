// What may be said of the sum of a program's prices: all of it, a part of it, or nothing where the largest part has no price here.

import type { MonthlyCost } from "../model/monthlyCost";
import type { Unpriced } from "./resourceCosts";

/** How much of a program's cost the sum of its prices is. */
export type CostKnown = "all" | "atLeast" | "unknown";

interface Priced {
  readonly cost: Pick<MonthlyCost, "perUse">;
  readonly unpriced: readonly Unpriced[];
}

/** Says how much the sum tells. */
export function costKnown({ cost, unpriced }: Priced): CostKnown {
  if (unpriced.some(({ billed }) => billed === "hour")) return "unknown";
  return unpriced.length > 0 || cost.perUse.length > 0 ? "atLeast" : "all";
}

/** What stands beside the sum: the types that it leaves out. */
export function leftOut(unpriced: readonly Unpriced[]): string {
  return unpriced.map(({ what }) => what).join(", ");
}

/** An amount, or a range, as far as it may be said. */
export function sumText(priced: Priced, amount: string): string {
  const known = costKnown(priced);
  if (known === "unknown") return "not known";
  return known === "atLeast" ? `at least ${amount}` : amount;
}
