// Every link of the documentation leads somewhere: files, headings, and pages of this repository by their address.
// Not proven here: that pages of others are still there, since tests need no network.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./installed";
import { anchorsOf, faultOf, linksOf } from "./links";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const pagesUnder = (directory: string): string[] =>
  readdirSync(join(ROOT, directory), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
    .map((name) => `${directory}/${name}`);

const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...["docs", "examples", ".github"].filter((directory) => existsSync(join(ROOT, directory))).flatMap(pagesUnder),
].sort();
const PACKED = /^(docs\/.*|README\.md|CHANGELOG\.md|LICENSE)$/;
const packed = (path: string): boolean => PACKED.test(path) || path === "docs";

describe("the links of the documentation", () => {
  it("are looked for in all pages", () => {
    for (const page of ["README.md", "CHANGELOG.md", "docs/cli.md", "examples/quickstart/README.md"])
      assert.ok(PAGES.includes(page), page);
    assert.ok(PAGES.flatMap((page) => linksOf(read(page))).length > 100);
  });

  for (const page of PAGES)
    it(`lead somewhere from ${page}`, () => {
      const faults = linksOf(read(page)).map((link) => faultOf(page, link, packed));
      assert.deepEqual(
        faults.filter((fault) => fault !== undefined),
        [],
      );
    });

  it("lead from docs/README.md to each page of docs/", () => {
    const listed = linksOf(read("docs/README.md")).map(({ target }) => `docs/${target.replace(/#.*/, "")}`);
    assert.deepEqual(
      pagesUnder("docs").filter((page) => page !== "docs/README.md" && !listed.includes(page)),
      [],
    );
  });
});

describe("faultOf", () => {
  const all = () => true;
  const cases: [string, string | undefined][] = [
    ["https://example.com/missing", undefined],
    ["cli.md", undefined],
    ["cli.md#status", undefined],
    ["../README.md", undefined],
    ["https://github.com/ghcr-fargate/ghcr-fargate/tree/main/examples/https", undefined],
    ["missing.md", "docs/x.md:7: missing.md: there is no such file"],
    ["cli.md#missing", "docs/x.md:7: cli.md#missing: there is no such heading"],
    [
      "https://github.com/ghcr-fargate/ghcr-fargate/tree/main/examples/missing",
      "docs/x.md:7: https://github.com/ghcr-fargate/ghcr-fargate/tree/main/examples/missing: there is no such file",
    ],
  ];
  for (const [target, fault] of cases)
    it(`${fault === undefined ? "accepts" : "refuses"} ${target}`, () =>
      assert.equal(faultOf("docs/x.md", { line: 7, target }, all), fault));

  it("refuses a file that the package lacks, from a page that it has", () =>
    assert.equal(
      faultOf("docs/x.md", { line: 7, target: "../examples/https" }, packed),
      "docs/x.md:7: ../examples/https: is not in the package; link to https://github.com/ghcr-fargate/ghcr-fargate",
    ));
});

describe("linksOf", () => {
  it("finds links in text and none in code", () =>
    assert.deepEqual(linksOf('[a](b.md "t")\n```md\n[no](no.md)\n```\n`[no](no.md)` [`c`](d.md#e)\n[f]: g.md\n'), [
      { line: 1, target: "b.md" },
      { line: 5, target: "d.md#e" },
      { line: 6, target: "g.md" },
    ]));
});

describe("anchorsOf", () => {
  it("makes them as GitHub does", () =>
    assert.deepEqual(
      anchorsOf("# A `b-c` d, e!\n```sh\n# no\n```\n## KMS_DENIED\n## Далі\n## [L](x.md)\n## KMS_DENIED\n"),
      ["a-b-c-d-e", "kms_denied", "далі", "l", "kms_denied-1"],
    ));
});
