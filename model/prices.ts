// List prices by Region, from AWS's price list files. Made by `npm run prices`; do not edit.

/** The date of the newest price. */
export const PRICES_AS_OF = "2026-07-07";

/** USD for one unit, by Region and name. What is not here has its price, and its source, in priceList.ts. */
export const LISTED_PRICES: Readonly<Record<string, Readonly<Record<string, number>>>> = {};
