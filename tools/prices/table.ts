// From rows of price list files to model/prices.ts. Pure.

import type { PriceFile, PriceRow } from "./priceFile";
import { selects, SELECTORS, type Selector } from "./selectors";

/** The files of one Region, by service. */
export interface RegionFiles {
  readonly region: string;
  readonly files: Readonly<Record<string, PriceFile>>;
}

/** Makes the module. Throws one error that names each price of which a Region has no row or several, with the rows. */
export function renderPrices(regions: readonly RegionFiles[]): string {
  const problems: string[] = [];
  const tables = regions.map(({ region, files }) => {
    const lines = SELECTORS.map((selector) => {
      const rows = (files[selector.service]?.rows ?? []).filter((row) => selects(selector, row));
      const price = listPrice(rows);
      if (price === undefined) problems.push(problem(region, selector, rows));
      return `    ${selector.price}: ${price ?? 0},`;
    });
    return [`  ${JSON.stringify(region)}: {`, ...lines, "  },"];
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const all = regions.flatMap(({ region, files }) =>
    Object.entries(files).map(([service, file]) => ({ region, service, ...file })),
  );
  const newest =
    all
      .map(({ published }) => published)
      .sort()
      .at(-1) ?? "";
  const sources = all.map(({ region, service, version, published, rows }) => {
    const effective =
      rows
        .map(({ effectiveDate }) => effectiveDate)
        .sort()
        .at(-1) ?? "";
    return `${service} ${region}, version ${version}, published ${published}, newest price of ${effective}`;
  });
  return [
    "// List prices by Region, from AWS's price list files. Made by `npm run prices`; do not edit. The files:",
    ...sources.map((source) => `// - ${source}`),
    "",
    "/** The date of the newest price. */",
    `export const PRICES_AS_OF = ${JSON.stringify(newest)};`,
    "",
    "/** USD for one unit, by Region and name. What is not here has its price, and its source, in priceList.ts. */",
    "export const LISTED_PRICES: Readonly<Record<string, Readonly<Record<string, number>>>> = {",
    ...tables.flat(),
    "};",
    "",
  ].join("\n");
}

/** The price of the first tier that costs something: the first may be a free allowance. None where it is not clear which it is. */
function listPrice(rows: readonly PriceRow[]): number | undefined {
  if (new Set(rows.map(({ sku }) => sku)).size !== 1) return undefined;
  const tiers = [...rows].sort((a, b) => Number(a.startingRange) - Number(b.startingRange));
  return tiers.map(({ pricePerUnit }) => Number(pricePerUnit)).find((usd) => usd > 0);
}

function problem(
  region: string,
  { price, service, usageType, operation }: Selector,
  rows: readonly PriceRow[],
): string {
  const sought = [service, usageType, operation].filter((text) => text !== undefined).join(", ");
  const found = rows.map(
    ({ sku, usageType: type, operation: what, pricePerUnit }) => `\n    ${sku} ${type} ${what} ${pricePerUnit}`,
  );
  return `${region}: ${price}: ${rows.length === 0 ? "no row" : "not one price"} for ${sought}${found.join("")}`;
}
