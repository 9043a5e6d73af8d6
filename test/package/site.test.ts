import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { inflateSync } from "node:zlib";
import { chromium } from "playwright-core";
import { ROOT } from "./installed";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** TypeDoc hides a page until its script has run or half a second is over; what is hidden has no width. */
const SHOWN = "document.body.style.removeProperty('display')";

interface Entry {
  readonly text: string;
  readonly children?: readonly Entry[];
}

describe("the documentation site", function () {
  let site: string;
  let pages: ReadonlyMap<string, string>;

  before(async () => {
    site = mkdtempSync(join(tmpdir(), "site-"));
    await promisify(execFile)(process.execPath, [join(ROOT, "node_modules/typedoc/bin/typedoc"), "--out", site], {
      cwd: ROOT,
    });
    const names = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
    pages = new Map(names.map((name) => [name, readFileSync(join(site, name), "utf8")]));
  });
  after(() => rmSync(site, { recursive: true, force: true }));

  it("has a page for each guide, each component and each of the package's entry points", () => {
    const documents = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".md"),
    );
    const made = [...pages.keys()].filter((name) => name.startsWith("documents/"));
    assert.equal(made.length, documents.length + 1, "the pages of docs/ and the changelog");
    for (const page of [
      "classes/ghcr-fargate.GhcrFargateService.html",
      "modules/ghcr-fargate_policy.html",
      "modules/ghcr-fargate_testing.html",
    ])
      assert.ok(pages.has(page), page);
  });

  it("lists the pages under the sections of docs/README.md, and the entry points as programs import them", () => {
    const [, packed = ""] = /"([^"]+)"/.exec(readFileSync(join(site, "assets/navigation.js"), "utf8")) ?? [];
    const entries = JSON.parse(inflateSync(Buffer.from(packed, "base64")).toString()) as Entry[];
    const index = readFileSync(join(ROOT, "docs/README.md"), "utf8");
    const sections = [...index.matchAll(/^## (.+)/gm)].map(([, section]) => section);
    assert.deepEqual(
      entries.map(({ text }) => text),
      [...sections, "More", "Modules"],
    );
    assert.deepEqual(
      entries.at(-1)?.children?.map(({ text }) => text),
      ["ghcr-fargate", "ghcr-fargate/policy", "ghcr-fargate/testing"],
    );
  });

  it("has no link that leads nowhere", () => {
    const ids = (page: string) => new Set([...(pages.get(page) ?? "").matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id));
    const dead: string[] = [];
    let links = 0;
    for (const [page, html] of pages)
      for (const [, href = ""] of html.matchAll(/<a\b[^>]* href="([^"]+)"/g)) {
        const url = new URL(href.replaceAll("&amp;", "&"), `file:///${page}`);
        if (url.protocol !== "file:") continue;
        links++;
        const target = decodeURIComponent(url.pathname.slice(1));
        const anchor = decodeURIComponent(url.hash.slice(1));
        const leads = target.endsWith(".html") ? pages.has(target) : existsSync(join(site, target));
        if (!leads || (anchor !== "" && !ids(target).has(anchor))) dead.push(`${page}: ${href}`);
      }
    assert.deepEqual(dead, []);
    assert.ok(links > 1000, `${links} links`);
  });

  it("fits into the window of a telephone, without an error: wide tables scroll by themselves", async function () {
    if (!existsSync(CHROMIUM)) {
      console.log(`      no browser at ${CHROMIUM}: set CHROMIUM to one`);
      this.skip();
    }
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
      const problems: string[] = [];
      page.on("pageerror", ({ message }) => problems.push(`${page.url()}: ${message}`));
      for (const name of [...pages.keys()].filter((path) => /^(documents|classes)\/|ServiceArgs/.test(path))) {
        await page.goto(pathToFileURL(join(site, name)).href, { waitUntil: "domcontentloaded" });
        const width = Number(await page.evaluate(`${SHOWN}, document.documentElement.scrollWidth`));
        if (width > 390) problems.push(`${name} is ${width} wide`);
      }
      assert.deepEqual(problems, []);
      await page.goto(pathToFileURL(join(site, "documents/Compared_with_other_tools.html")).href);
      const scrolls = "[...document.querySelectorAll('table')].some((table) => table.scrollWidth > table.clientWidth)";
      assert.equal(await page.evaluate(`${SHOWN}, ${scrolls}`), true);
    } finally {
      await browser.close();
    }
  });
});
