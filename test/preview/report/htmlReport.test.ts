import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { previewProgram, type Preview } from "../../../preview/preview";
import { compare } from "../../../preview/report/changes";
import { renderHtmlReport } from "../../../preview/report/htmlReport";
import { renderMarkdownReport } from "../../../preview/report/markdownReport";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const EXAMPLES = ["https", "private-network", "shared-load-balancer"];

const previewOf = (example: string, config: readonly string[] = []): Promise<Preview> =>
  previewProgram({ directory: join(__dirname, "../../../examples", example), config, timeoutSeconds: 60, env: {} });

describe("the report of a preview", function () {
  let folder: string;
  let browser: Browser | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "report-"));
    if (existsSync(CHROMIUM))
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-quic"] });
    else console.log(`      no browser at ${CHROMIUM}: the pages are written, not opened; set CHROMIUM to one`);
  });

  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  for (const example of EXAMPLES)
    it(`opens without errors and without a network: ${example}`, async function () {
      const file = join(folder, `${example}.html`);
      writeFileSync(file, await renderHtmlReport(await previewOf(example)));
      if (browser === undefined) this.skip();
      const page = await browser.newPage();
      const problems: string[] = [];
      page.on("pageerror", ({ message }) => problems.push(message));
      page.on("console", (message) => problems.push(message.text()));
      page.on("request", (request) => {
        if (!request.url().startsWith("file:")) problems.push(`asks for ${request.url()}`);
      });
      await page.goto(pathToFileURL(file).href);
      assert.deepEqual(problems, []);
      assert.deepEqual(await headings(page), ["Architecture", "Open to the internet", "Monthly cost", "Resources"]);
      assert.deepEqual(
        await page.locator(".picture svg .node-service").count(),
        example === "shared-load-balancer" ? 3 : 1,
      );
      await page.close();
    });

  it("is read by keyboard, in the dark, on paper, and on a telephone", async function () {
    if (browser === undefined) this.skip();
    const file = join(folder, "https.html");
    writeFileSync(file, await renderHtmlReport(await previewOf("https")));
    const page = await browser.newPage({ colorScheme: "dark", viewport: { width: 390, height: 800 } });
    await page.goto(pathToFileURL(file).href);
    const colour = (property: string) =>
      page.evaluate<string>(`getComputedStyle(document.body).getPropertyValue("${property}")`);
    assert.deepEqual(
      [await colour("color"), await colour("background-color")],
      ["rgb(230, 237, 243)", "rgb(15, 20, 26)"],
    );
    assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0);
    await page.locator("summary").first().focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("details[open]").count(), 1);
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    assert.equal(await colour("background-color"), "rgb(255, 255, 255)");
    assert.equal((await page.pdf()).subarray(0, 5).toString(), "%PDF-");
    await page.close();
  });

  it("escapes what the program names, and shows no secret", async () => {
    const preview = await previewOf("https", ["https:token=ghp_leak"]);
    const html = await renderHtmlReport({
      ...preview,
      diagnostics: [{ severity: "warning", message: "<script>alert(1)</script>" }],
    });
    assert.deepEqual([html.includes("<script>"), html.includes("ghp_leak")], [false, false]);
  });

  it("shows the cost at the fewest and at the most tasks", async () => {
    const markdown = renderMarkdownReport(await previewOf("https"));
    assert.equal(markdown.split("\n")[0], "### https, stack dev: at least 57.23 to 113.28 USD a month in eu-central-1");
  });

  it("says what changed since an earlier preview", async () => {
    const now = await previewOf("https");
    const [first, ...rest] = now.exposures;
    const earlier: Preview = {
      ...now,
      cost: { ...now.cost, totalUsd: 1 },
      exposures: rest,
      resources: now.resources
        .filter(({ name }) => name !== "web-logs")
        .map((resource) =>
          resource.name === "web-service" ? { ...resource, inputs: { ...resource.inputs, desiredCount: 1 } } : resource,
        ),
    };
    const changes = compare(earlier, now);
    assert.deepEqual(changes, {
      resources: [
        { change: "added", type: "aws:cloudwatch:LogGroup", name: "web-logs", inputs: [] },
        { change: "changed", type: "aws:ecs:Service", name: "web-service", inputs: ["desiredCount"] },
      ],
      costBeforeUsd: 1,
      opened: [`${first?.resource ?? ""}: ${first?.open ?? ""}`],
      closed: [],
    });
    assert.deepEqual(headingsOf(await renderHtmlReport(now, changes)), [
      "Changes",
      "Architecture",
      "Open to the internet",
      "Monthly cost",
      "Resources",
    ]);
  });
});

function headings(page: Page): Promise<string[]> {
  return page.locator("h2").allTextContents();
}

function headingsOf(html: string): string[] {
  return [...html.matchAll(/<h2>([^<]+)/g)].map(([, title]) => title ?? "");
}
