// A preview as one page that needs no network: the picture, what is open, what it costs, what would be created.

import type { CapturedResource } from "../captured";
import type { Preview } from "../preview";
import { shortType } from "../typeNames";
import { leftOut, sumText } from "../costSum";
import { readArchitecture } from "./architecture";
import type { Changes } from "./changes";
import { costRange, type CostRange } from "./costRange";
import { drawDiagram } from "./diagram";
import { STYLE } from "./style";

/** Renders the page. `changes` is what differs from an earlier preview. */
export async function renderHtmlReport(preview: Preview, changes?: Changes): Promise<string> {
  const { project, stack, region, resources, exposures, diagnostics } = preview;
  const range = costRange(resources);
  const architecture = readArchitecture(resources, exposures);
  const picture = architecture.nodes.length === 0 ? undefined : await drawDiagram(architecture);
  return page(`${project}, stack ${stack}`, [
    `<header><h1>${escape(project)}, stack ${escape(stack)}</h1>`,
    `<p class="soft">What the program would create in ${escape(region)}. AWS was not asked, and nothing was created.</p>`,
    facts(preview, range),
    "</header>",
    ...diagnostics.map(
      ({ severity, message }) =>
        `<p class="${severity === "error" ? "danger" : severity === "warning" ? "warning" : "soft"}">${severity}: ${escape(message)}</p>`,
    ),
    ...(changes === undefined ? [] : section("Changes", changeRows(changes, preview))),
    ...(picture === undefined ? [] : section("Architecture", [`<div class="picture" tabindex="0">${picture}</div>`])),
    ...section("Open to the internet", exposureRows(preview)),
    ...section("Monthly cost", costRows(preview, range)),
    ...section("Resources", resourceRows(resources)),
  ]);
}

function page(title: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body.join("\n")}
</body>
</html>
`;
}

function section(title: string, rows: readonly string[]): string[] {
  return [`<section><h2>${title}</h2>`, ...rows, "</section>"];
}

function facts(preview: Preview, { minimumUsd, maximumUsd }: CostRange): string {
  const { resources, exposures } = preview;
  const cost = minimumUsd === maximumUsd ? usd(minimumUsd) : `${usd(minimumUsd)} to ${usd(maximumUsd)}`;
  const fact = (value: string, label: string) => `<div><b>${value}</b>${label}</div>`;
  return `<div class="facts">${fact(sumText(preview, cost), "USD a month")}${fact(String(exposures.length), "openings to the internet")}${fact(String(resources.length), "resources")}</div>`;
}

function changeRows({ resources, costBeforeUsd, opened, closed }: Changes, { cost }: Preview): string[] {
  const difference = cost.totalUsd - costBeforeUsd;
  const sign = difference >= 0 ? "+" : "-";
  const marks = { added: "+", removed: "-", changed: "~" } as const;
  return [
    `<p>Cost: ${usd(costBeforeUsd)} to ${usd(cost.totalUsd)} USD a month (${sign}${usd(Math.abs(difference))}).</p>`,
    ...opened.map((what) => `<p class="danger">Newly open: ${escape(what)}</p>`),
    ...closed.map((what) => `<p class="good">No longer open: ${escape(what)}</p>`),
    resources.length === 0
      ? "<p>No resource differs.</p>"
      : `<table><tbody>${resources.map(({ change, type, name, inputs }) => `<tr><td>${marks[change]} ${change}</td><td><code>${escape(name)}</code></td><td>${escape(type)}</td><td>${escape(inputs.join(", "))}</td></tr>`).join("")}</tbody></table>`,
  ];
}

function exposureRows({ exposures, notExamined }: Preview): string[] {
  const unexamined = notExamined.map((type) => escape(type)).join(", ");
  const rest = unexamined === "" ? [] : [`<p class="soft">Not examined: ${unexamined}.</p>`];
  if (exposures.length === 0) return ["<p>Nothing was found.</p>", ...rest];
  const rows = exposures.map(
    ({ resource, open, type }) =>
      `<tr><td class="danger">${escape(open)}</td><td><code>${escape(resource)}</code></td><td class="soft">${escape(shortType(type))}</td></tr>`,
  );
  return [
    `<table><thead><tr><th>What</th><th>Resource</th><th>Type</th></tr></thead><tbody>${rows.join("")}</tbody></table>`,
    ...rest,
  ];
}

function costRows({ cost, unpriced, costKnown }: Preview, { shares, minimumUsd, maximumUsd }: CostRange): string[] {
  const scale = Math.max(...shares.map(({ maximumUsd: most }) => most), 0.01);
  const ranges = minimumUsd !== maximumUsd;
  const rows = shares.map(
    ({ resource, what, minimumUsd: least, maximumUsd: most }) =>
      `<tr><td>${escape(what)}<br><code class="soft">${escape(resource)}</code></td><td class="bar"><div style="width:${percent(most / scale)}"><i style="width:${percent(most === 0 ? 0 : least / most)}"></i></div></td><td class="money">${usd(least)}</td>${ranges ? `<td class="money">${usd(most)}</td>` : ""}</tr>`,
  );
  const head = ranges
    ? '<th class="money">fewest tasks</th><th class="money">most tasks</th>'
    : '<th class="money">USD</th>';
  return [
    `<table><thead><tr><th>What</th><th class="bar"></th>${head}</tr></thead><tbody>${rows.join("")}`,
    `<tr><td><b>${costKnown === "unknown" ? "Sum of what is priced" : "Sum"}</b></td><td class="bar"></td><td class="money"><b>${usd(minimumUsd)}</b></td>${ranges ? `<td class="money"><b>${usd(maximumUsd)}</b></td>` : ""}</tr></tbody></table>`,
    `<p class="soft">USD, list prices of ${escape(cost.pricesAsOf)}, ${cost.hoursPerMonth} hours, before free tiers and taxes. Billed by use, and not in the sum: ${escape(cost.perUse.map(({ what }) => what).join(", ") || "nothing")}.</p>`,
    ...(unpriced.length === 0 ? [] : [`<p class="warning">Not priced: ${escape(leftOut(unpriced))}</p>`]),
    ...cost.regionsWithoutPrices.map(
      (region) =>
        `<p class="warning">There are no prices for ${escape(region)}: those of another Region were used.</p>`,
    ),
  ];
}

function resourceRows(resources: readonly CapturedResource[]): string[] {
  const byParent = new Map<string | undefined, CapturedResource[]>();
  const urns = new Set(resources.map(({ urn }) => urn));
  for (const resource of resources) {
    const parent = resource.parent !== undefined && urns.has(resource.parent) ? resource.parent : undefined;
    byParent.set(parent, [...(byParent.get(parent) ?? []), resource]);
  }
  const count = (urn: string): number =>
    (byParent.get(urn) ?? []).reduce((sum, child) => sum + 1 + count(child.urn), 0);
  const draw = (resource: CapturedResource): string => {
    const children = byParent.get(resource.urn) ?? [];
    const title = `<code>${escape(resource.name)}</code> <span class="soft">${escape(shortType(resource.type))}</span>`;
    if (children.length === 0) return `<li>${title}</li>`;
    return `<li><details><summary>${title}, ${count(resource.urn)} resources</summary><ul>${children.map(draw).join("")}</ul></details></li>`;
  };
  return [`<ul>${(byParent.get(undefined) ?? []).map(draw).join("")}</ul>`];
}

function usd(amount: number): string {
  return amount.toFixed(2);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
