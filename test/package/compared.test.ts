// The page that compares this library with other tools. Not proven here: that what the sources say is still so.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./installed";

const page = readFileSync(join(ROOT, "docs/compared.md"), "utf8");
const [cells = "", sources = ""] = page.split("## Sources");

describe("docs/compared.md", () => {
  it("names a source for each mark, and a mark for each source", () => {
    const marks = new Set([...cells.matchAll(/\[([acsx]\d+)\]/g)].map(([, mark]) => mark));
    const named = [...sources.matchAll(/\b([acsx]\d+):\s/g)].map(([, mark]) => mark);
    assert.deepEqual([...marks].sort(), named.sort());
  });

  it("says of this library what is in its pages and its arguments", () => {
    for (const [, link = ""] of cells.matchAll(/\]\(([\w.-]+\.md)\)/g))
      assert.ok(existsSync(join(ROOT, "docs", link)), link);
    const schema = readFileSync(join(ROOT, "plugin/schema.json"), "utf8");
    for (const argument of [
      "maxMonthlyCost",
      "preDeploy",
      "domainName",
      "strategy",
      "ingressCidrs",
      "schedules",
      "pin",
      "attestation",
      "pullThroughCache",
      "environmentFiles",
      "tmpfs",
      "secretKeyArns",
      "targets",
      "protocolVersion",
      "fixedAddresses",
      "authentication",
      "webAclArn",
    ])
      assert.ok(schema.includes(`"${argument}"`), argument);
  });
});
