// Fetches the price list files of Regions, one after the other, and keeps the rows of the table.

import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { readPriceFile, type PriceFile } from "./priceFile";
import { selects, SELECTORS } from "./selectors";
import type { RegionFiles } from "./table";

/** Where the files are fetched from. */
export interface PriceSource {
  readonly origin: string;
  /** Hears of each file before it is read. */
  readonly onFile: (name: string) => void;
}

interface RegionIndex {
  readonly regions: Readonly<Record<string, { readonly currentVersionUrl: string }>>;
}

const SERVICES = [...new Set(SELECTORS.map(({ service }) => service))];

/** Fetches what the table needs; all Regions of Fargate, China's apart, if none is named. */
export async function fetchPrices(wanted: readonly string[], source: PriceSource): Promise<RegionFiles[]> {
  const indexes = new Map<string, RegionIndex>();
  for (const service of SERVICES) indexes.set(service, await fetchIndex(service, source));
  const known = Object.keys(indexes.get("AmazonECS")?.regions ?? {}).filter((region) =>
    /^[a-z]+(-[a-z]+)+-\d$/.test(region),
  );
  const unknown = wanted.filter((region) => !known.includes(region));
  if (unknown.length > 0)
    throw new Error(`no prices of Fargate for ${unknown.join(", ")}; there are ${known.join(", ")}`);
  const regions: RegionFiles[] = [];
  for (const region of wanted.length > 0 ? wanted : known) {
    const files: Record<string, PriceFile> = {};
    for (const service of SERVICES) {
      const path = indexes.get(service)?.regions[region]?.currentVersionUrl;
      if (path !== undefined) files[service] = await fetchFile(service, path.replace(/\.json$/, ".csv"), source);
    }
    regions.push({ region, files });
  }
  return regions;
}

async function fetchIndex(service: string, { origin }: PriceSource): Promise<RegionIndex> {
  return (await (await get(`${origin}/offers/v1.0/aws/${service}/current/region_index.json`)).json()) as RegionIndex;
}

async function fetchFile(service: string, path: string, { origin, onFile }: PriceSource): Promise<PriceFile> {
  onFile(path);
  const { body } = await get(origin + path);
  if (body === null) throw new Error(`${path}: empty`);
  const lines = createInterface({ input: Readable.fromWeb(body), crlfDelay: Infinity });
  const selectors = SELECTORS.filter((selector) => selector.service === service);
  return readPriceFile(lines, (row) => selectors.some((selector) => selects(selector, row)));
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error(`${url} cannot be reached; this needs the internet`, { cause });
  });
  if (!response.ok) throw new Error(`${url}: HTTP status ${response.status}`);
  return response;
}
