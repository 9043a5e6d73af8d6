// Reads a price list file of AWS as CSV, line by line: the largest has hundreds of megabytes
// (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html).

/** A price list file. */
export interface PriceFile {
  readonly version: string;
  /** The day on which AWS published it. */
  readonly published: string;
  /** The prices that were asked for. */
  readonly rows: readonly PriceRow[];
}

/** One price of a file. */
export interface PriceRow {
  readonly sku: string;
  readonly termType: string;
  readonly effectiveDate: string;
  readonly startingRange: string;
  readonly pricePerUnit: string;
  readonly currency: string;
  readonly productFamily: string;
  readonly locationType: string;
  readonly usageType: string;
  readonly operation: string;
}

/** The columns that are read, as AWS heads them; compared without case and spaces. */
const COLUMNS: Readonly<Record<keyof PriceRow, string>> = {
  sku: "SKU",
  termType: "TermType",
  effectiveDate: "EffectiveDate",
  startingRange: "StartingRange",
  pricePerUnit: "PricePerUnit",
  currency: "Currency",
  productFamily: "Product Family",
  locationType: "Location Type",
  usageType: "usageType",
  operation: "operation",
};

/** Reads a file: five lines about it, the columns' heads, then a line for each price. Keeps the rows that `wanted` accepts. */
export async function readPriceFile(
  lines: AsyncIterable<string>,
  wanted: (row: PriceRow) => boolean,
): Promise<PriceFile> {
  const about = new Map<string, string>();
  let columns: ReadonlyMap<keyof PriceRow, number> | undefined;
  const rows: PriceRow[] = [];
  for await (const line of lines) {
    const fields = fieldsOf(line);
    if (columns !== undefined) {
      const row = rowOf(fields, columns);
      if (wanted(row)) rows.push(row);
    } else if (fields[0] === "SKU") columns = columnsOf(fields);
    else about.set(fields[0] ?? "", fields[1] ?? "");
  }
  const version = about.get("Version");
  const published = about.get("Publication Date")?.slice(0, 10);
  if (columns === undefined || version === undefined || published === undefined)
    throw new Error("not a price list file of AWS: its version, its date or the heads of its columns are missing");
  return { version, published, rows };
}

function columnsOf(heads: readonly string[]): ReadonlyMap<keyof PriceRow, number> {
  const plain = (head: string) => head.toLowerCase().replaceAll(" ", "");
  const known = heads.map(plain);
  const columns = Object.entries(COLUMNS).map(
    ([name, head]) => [name as keyof PriceRow, known.indexOf(plain(head))] as const,
  );
  const missing = columns.filter(([, index]) => index < 0).map(([name]) => COLUMNS[name]);
  if (missing.length > 0) throw new Error(`the price list file has no column ${missing.join(", ")}`);
  return new Map(columns);
}

function rowOf(fields: readonly string[], columns: ReadonlyMap<keyof PriceRow, number>): PriceRow {
  return Object.fromEntries([...columns].map(([name, index]) => [name, fields[index] ?? ""])) as unknown as PriceRow;
}

/** The fields of a line; a quote within a field is doubled. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'),
  );
}
