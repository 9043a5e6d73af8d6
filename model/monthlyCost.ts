// From a list of priced items to the lines and the total of a month. Pure arithmetic: what is billed is the caller's knowledge.

import { FALLBACK_REGION, HOURS_PER_MONTH, PRICED_REGIONS, priceIn, type PriceName } from "./priceList";
import { PRICES_AS_OF } from "./prices";

/** Something that will be billed, in whichever region. */
export interface BilledItem {
  /** The resource it is billed for, by its name. */
  readonly resource: string;
  readonly price: PriceName;
  /** How many units; ignored for what is billed by use. @default 1 */
  readonly quantity?: number;
  /** What a reader must know to understand the line. */
  readonly note?: string;
}

/** Something that will be billed in a region. */
export interface CostItem extends BilledItem {
  readonly region: string;
}

/** One line of the monthly cost. */
export interface CostLine {
  readonly resource: string;
  readonly what: string;
  readonly region: string;
  readonly quantity: number;
  readonly unit: string;
  readonly billed: "hour" | "month";
  readonly unitPriceUsd: number;
  /** Rounded to cents. */
  readonly monthlyUsd: number;
  readonly note?: string;
  /** True where the price should be checked before it is quoted. */
  readonly unverified?: true;
}

/** A price that traffic decides about: named, never guessed. */
export interface UsagePrice {
  readonly what: string;
  readonly region: string;
  readonly unit: string;
  readonly unitPriceUsd: number;
  readonly unverified?: true;
}

/** What a month costs at list prices, before free tiers, discounts and taxes. */
export interface MonthlyCost {
  readonly pricesAsOf: string;
  readonly hoursPerMonth: number;
  readonly lines: readonly CostLine[];
  /** The sum of the lines, as they are rounded. */
  readonly totalUsd: number;
  /** What is billed by use, once per price and region; not in the total. */
  readonly perUse: readonly UsagePrice[];
  /** Regions that the table has no prices for; those of `FALLBACK_REGION` were used. */
  readonly regionsWithoutPrices: readonly string[];
}

/** Adds up what the items cost in a month that they exist from its first to its last hour. */
export function monthlyCost(items: readonly CostItem[]): MonthlyCost {
  const lines: CostLine[] = [];
  const perUse = new Map<string, UsagePrice>();
  const regionsWithoutPrices = new Set<string>();
  for (const { resource, price: name, region, quantity = 1, note } of items) {
    const { price, usd, pricedRegion } = priceIn(name, region);
    if (pricedRegion !== region) regionsWithoutPrices.add(region);
    const common = { what: price.what, region, unit: price.unit, unitPriceUsd: usd };
    const unverified = price.unverified && { unverified: true as const };
    if (price.billed === "use") perUse.set(`${name} ${region}`, { ...common, ...unverified });
    else {
      const hours = price.billed === "hour" ? HOURS_PER_MONTH : 1;
      const monthlyUsd = toCents(quantity * usd * hours);
      lines.push({
        resource,
        ...common,
        quantity,
        billed: price.billed,
        monthlyUsd,
        ...(note && { note }),
        ...unverified,
      });
    }
  }
  return {
    pricesAsOf: PRICES_AS_OF,
    hoursPerMonth: HOURS_PER_MONTH,
    lines,
    totalUsd: toCents(lines.reduce((sum, line) => sum + line.monthlyUsd, 0)),
    perUse: [...perUse.values()],
    regionsWithoutPrices: [...regionsWithoutPrices],
  };
}

/** How the sum of a month is said. */
export interface CostSum {
  /** @default "total" */
  readonly label?: string;
  /** @default the sum of the lines */
  readonly amount?: string;
  /** What a reader must know of it. */
  readonly note?: string;
}

/** The lines and the sum as text, one a line, in columns; for a report or an error about a budget. */
export function renderMonthlyCost(cost: MonthlyCost, sum: CostSum = {}): string[] {
  const rows = cost.lines.map((line) => [
    line.resource,
    line.what,
    `${round(line.quantity)} × ${dollars(line.unitPriceUsd)}/${line.billed}`,
    line.monthlyUsd.toFixed(2),
  ]);
  rows.push([sum.label ?? "total", "", "", sum.amount ?? cost.totalUsd.toFixed(2)]);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [0, 1, 2, 3].map(width);
  return rows.map((row, i) => {
    const [resource = "", what = "", product = "", usd = ""] = row;
    const columns = [resource.padEnd(widths[0] ?? 0), what.padEnd(widths[1] ?? 0), product.padEnd(widths[2] ?? 0)];
    const note = i < cost.lines.length ? remarks(cost.lines[i]) : (sum.note ?? "");
    return [...columns, usd.padStart(widths[3] ?? 0)].join("  ") + (note === "" ? "" : `  ${note}`);
  });
}

/** What is billed by use, as text, one a line, in columns. */
export function renderUsagePrices(prices: readonly UsagePrice[]): string[] {
  const width = Math.max(0, ...prices.map(({ what }) => what.length));
  return prices.map((price) => {
    const note = remarks(price);
    return `${price.what.padEnd(width)}  ${dollars(price.unitPriceUsd)} per ${price.unit}${note === "" ? "" : `  ${note}`}`;
  });
}

/** What the reader must be told of the prices used, as sentences. */
export function renderPriceCaveats({ regionsWithoutPrices }: MonthlyCost): string[] {
  return regionsWithoutPrices.map((region) =>
    PRICED_REGIONS.includes(region)
      ? `some prices for ${region} are not in the table: ${FALLBACK_REGION}'s were used`
      : `no prices for ${region} in the table (it has ${PRICED_REGIONS.join(", ")}): ${FALLBACK_REGION}'s were used`,
  );
}

function remarks(line: { readonly note?: string; readonly unverified?: true } | undefined): string {
  return [line?.note, line?.unverified && "price unverified"].filter((text) => text !== undefined).join("; ");
}

/** Two decimals, or as many as the price has. */
function dollars(usd: number): string {
  const cents = usd.toFixed(2);
  return `$${Number(cents) === usd ? cents : usd}`;
}

function round(quantity: number): string {
  return String(Math.round(quantity * 1000) / 1000);
}

function toCents(usd: number): number {
  return Math.round(usd * 100 + 1e-9) / 100;
}
