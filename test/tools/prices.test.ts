// The prices of AWS's price list files, read from small files of the documented form. Does not prove that AWS's files of today name
// their rows so: `npm run prices` stops where they do not.

import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { fetchPrices } from "../../tools/prices/fetchPrices";
import { readPriceFile } from "../../tools/prices/priceFile";
import { selects, SELECTORS } from "../../tools/prices/selectors";
import { renderPrices } from "../../tools/prices/table";

const HEADS = [
  "SKU",
  "OfferTermCode",
  "RateCode",
  "TermType",
  "PriceDescription",
  "EffectiveDate",
  "StartingRange",
  "EndingRange",
  "Unit",
  "PricePerUnit",
  "Currency",
  "Product Family",
  "serviceCode",
  "Location",
  "Location Type",
  "usageType",
  "operation",
  "Region Code",
] as const;

type Cells = Partial<Record<(typeof HEADS)[number], string>>;

let skus = 0;
/** A line of a file: a price on demand in a Region of AWS, unless it says otherwise. */
const line = (cells: Cells): string => {
  const given: Cells = {
    SKU: `SKU${skus++}`,
    TermType: "OnDemand",
    PriceDescription: 'USD "list", for a unit',
    EffectiveDate: "2026-07-01",
    StartingRange: "0",
    EndingRange: "Inf",
    Currency: "USD",
    "Location Type": "AWS Region",
    ...cells,
  };
  return HEADS.map((head) => `"${(given[head] ?? "").replaceAll('"', '""')}"`).join(",");
};

const file = (service: string, lines: readonly string[]): string =>
  [
    '"FormatVersion","v1.0"',
    '"Disclaimer","This pricing list is for informational purposes only."',
    '"Publication Date","2026-09-11T12:44:27Z"',
    '"Version","20260911124427"',
    `"OfferCode","${service}"`,
    HEADS.map((head) => `"${head}"`).join(","),
    ...lines,
    "",
  ].join("\n");

/** The one row of each price of the table, with a Region's prefix where AWS writes one; the price counts up. */
const rowsOf = (service: string, prefix: string): string[] =>
  SELECTORS.flatMap((selector, i) =>
    selector.service === service
      ? [
          line({
            usageType: prefix + selector.usageType,
            operation: selector.operation ?? "",
            "Product Family": selector.family ?? "",
            PricePerUnit: `0.0${i + 10}0000000`,
          }),
        ]
      : [],
  );

const read = (service: string, lines: readonly string[]) => {
  const ours = SELECTORS.filter((selector) => selector.service === service);
  return readPriceFile(asLines(file(service, lines)), (row) => ours.some((selector) => selects(selector, row)));
};

function asLines(text: string): AsyncIterable<string> {
  return Readable.from(text.split("\n"));
}

const SERVICES = [...new Set(SELECTORS.map(({ service }) => service))];

describe("a price list file", () => {
  it("gives its version, its date and the rows that are wanted, whatever the Region's prefix", async () => {
    for (const prefix of ["", "EU-", "USW2-", "USE1-"]) {
      const { version, published, rows } = await read("AmazonVPC", rowsOf("AmazonVPC", prefix));
      deepStrictEqual([version, published, rows.length], ["20260911124427", "2026-09-11", 3]);
    }
  });

  it("has rows that only look alike: of another product, term, currency or place", async () => {
    const usageType = "EU-NatGateway-Hours";
    const gateway = { usageType, operation: "NatGateway", "Product Family": "NAT Gateway", PricePerUnit: "0.048" };
    const { rows } = await read("AmazonEC2", [
      line(gateway),
      line({ ...gateway, usageType: "EU-RegionalNatGateway-Hours" }),
      line({ ...gateway, TermType: "Reserved" }),
      line({ ...gateway, Currency: "CNY" }),
      line({ ...gateway, "Location Type": "AWS Outposts" }),
      line({ ...gateway, operation: "Other" }),
    ]);
    deepStrictEqual(
      rows.map((row) => row.usageType),
      [usageType],
    );
  });

  it("that is another file is refused", async () => {
    await rejects(
      readPriceFile(asLines("<html>"), () => true),
      { message: "not a price list file of AWS: its version, its date or the heads of its columns are missing" },
    );
  });
});

describe("the table of prices", () => {
  const filesOf = async (change: (lines: string[], service: string) => string[] = (lines) => lines) =>
    Object.fromEntries(
      await Promise.all(
        SERVICES.map(
          async (service) => [service, await read(service, change(rowsOf(service, "EU-"), service))] as const,
        ),
      ),
    );

  it("has every price of a Region, the date of the newest file, and where each came from", async () => {
    const text = renderPrices([{ region: "eu-west-1", files: await filesOf() }]);
    const lines = text.split("\n");
    strictEqual(lines.includes('export const PRICES_AS_OF = "2026-09-11";'), true);
    strictEqual(
      lines.includes(
        "// - AmazonECS eu-west-1, version 20260911124427, published 2026-09-11, newest price of 2026-07-01",
      ),
      true,
    );
    deepStrictEqual(lines.slice(lines.indexOf('  "eu-west-1": {') + 1).slice(0, 3), [
      "    fargateVcpuX86: 0.01,",
      "    fargateMemoryX86: 0.011,",
      "    fargateVcpuArm: 0.012,",
    ]);
    strictEqual(lines.filter((each) => /^ {4}\w+: [\d.]+,$/.test(each)).length, SELECTORS.length);
  });

  it("takes the first tier that costs something", async () => {
    const tiers = (lines: string[], service: string) => {
      if (service !== "AmazonCloudWatch") return lines;
      const tier = { SKU: "LOGS", usageType: "EU-DataProcessing-Bytes" };
      return [
        line({ ...tier, StartingRange: "5", PricePerUnit: "0.57" }),
        line({ ...tier, StartingRange: "0", PricePerUnit: "0.0000000000" }),
        line({ ...tier, StartingRange: "10240", PricePerUnit: "0.25" }),
        line({ usageType: "EU-TimedStorage-ByteHrs", PricePerUnit: "0.03" }),
      ];
    };
    const text = renderPrices([{ region: "eu-west-1", files: await filesOf(tiers) }]);
    strictEqual(/logsIngested: ([\d.]+),/.exec(text)?.[1], "0.57");
  });

  it("is not made where a price has no row or two: each is named with its rows", async () => {
    const broken = await filesOf((lines, service) => {
      if (service === "AmazonECR") return [];
      const usageType = "EU-AWSSecretsManager-Secrets";
      if (service !== "AWSSecretsManager") return lines;
      return ["0.40", "0.41"].map((PricePerUnit) => line({ SKU: `S${PricePerUnit}`, usageType, PricePerUnit }));
    });
    throws(() => renderPrices([{ region: "eu-west-1", files: broken }]), {
      message: `eu-west-1: secret: not one price for AWSSecretsManager, AWSSecretsManager-Secrets
    S0.40 EU-AWSSecretsManager-Secrets  0.40
    S0.41 EU-AWSSecretsManager-Secrets  0.41
eu-west-1: ecrStorage: no row for AmazonECR, TimedStorage-ByteHrs`,
    });
  });
});

describe("the fetch of prices", () => {
  let server: Server;
  let origin: string;
  before(async () => {
    const regions = Object.fromEntries(["eu-west-1", "us-east-1", "us-east-1-wl1-bos1"].map((region) => [region, 0]));
    server = createServer((request, response) => {
      const [, , , , service = "", version = "", region = ""] = (request.url ?? "").split("/");
      if (version === "current") {
        const entries = Object.keys(regions).map((name) => [
          name,
          { regionCode: name, currentVersionUrl: `/offers/v1.0/aws/${service}/20260911124427/${name}/index.json` },
        ]);
        response.end(JSON.stringify({ regions: Object.fromEntries(entries) as object }));
      } else if (request.url?.endsWith(".csv"))
        response.end(file(service, rowsOf(service, region === "us-east-1" ? "" : "EU-")));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  it("follows the indexes to the files of each Region, and leaves local zones out", async () => {
    const fetched: string[] = [];
    const regions = await fetchPrices([], { origin, onFile: (name) => fetched.push(name) });
    deepStrictEqual(
      regions.map(({ region }) => region),
      ["eu-west-1", "us-east-1"],
    );
    strictEqual(fetched[0], "/offers/v1.0/aws/AmazonECS/20260911124427/eu-west-1/index.csv");
    strictEqual(fetched.length, 2 * SERVICES.length);
    strictEqual(renderPrices(regions).match(/fargateVcpuX86: 0\.01,/g)?.length, 2);
  });

  it("knows no other Regions", async () => {
    await rejects(fetchPrices(["mars-1"], { origin, onFile: () => undefined }), {
      message: "no prices of Fargate for mars-1; there are eu-west-1, us-east-1",
    });
  });
});
