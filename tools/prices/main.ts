// `npm run prices -- [REGION…]`: reads AWS's public price list files, which need no account, and writes model/prices.ts.
// All Regions of Fargate unless some are named; the file of EC2 has hundreds of megabytes for each.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fetchPrices } from "./fetchPrices";
import { renderPrices } from "./table";

const ORIGIN = "https://pricing.us-east-1.amazonaws.com";

async function main(): Promise<void> {
  const regions = await fetchPrices(process.argv.slice(2), {
    origin: ORIGIN,
    onFile: (name) => process.stderr.write(`${name}\n`),
  });
  writeFileSync(join(__dirname, "../../model/prices.ts"), renderPrices(regions));
}

main().catch((error: unknown) => {
  process.stderr.write(`prices: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
