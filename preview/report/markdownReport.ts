// A preview as a comment on a pull request: cost and exposure first, the resources folded.

import type { Preview } from "../preview";
import { shortType } from "../typeNames";
import { leftOut, sumText } from "../costSum";
import type { Changes } from "./changes";
import { costRange } from "./costRange";

/** Renders the comment. `changes` is what differs from an earlier preview. */
export function renderMarkdownReport(preview: Preview, changes?: Changes): string {
  const { project, stack, region, resources, exposures, notExamined, unpriced, diagnostics, cost } = preview;
  const { shares, minimumUsd, maximumUsd } = costRange(resources);
  const range =
    minimumUsd === maximumUsd ? minimumUsd.toFixed(2) : `${minimumUsd.toFixed(2)} to ${maximumUsd.toFixed(2)}`;
  return [
    `### ${project}, stack ${stack}: ${sumText(preview, range)} USD a month in ${region}`,
    "",
    ...diagnostics
      .filter(({ severity }) => severity !== "info")
      .map(({ severity, message }) => `- **${severity}**: ${message}`),
    ...(changes === undefined ? [] : changeLines(changes, preview)),
    exposures.length === 0 ? "Open to the internet: nothing was found." : "**Open to the internet**",
    "",
    ...exposures.map(({ resource, open }) => `- \`${resource}\`: ${open}`),
    ...(notExamined.length === 0 ? [] : [`- not examined: ${notExamined.join(", ")}`]),
    "",
    "| What | USD, fewest tasks | USD, most tasks |",
    "| --- | ---: | ---: |",
    ...shares.map(
      ({ resource, what, minimumUsd: least, maximumUsd: most }) =>
        `| ${what}, \`${resource}\` | ${least.toFixed(2)} | ${most.toFixed(2)} |`,
    ),
    "",
    ...(unpriced.length === 0 ? [] : [`- Not priced: ${leftOut(unpriced)}`]),
    `<details><summary>${resources.length} resources</summary>`,
    "",
    ...resources.map(({ name, type }) => `- \`${name}\` ${shortType(type)}`),
    "",
    "</details>",
    "",
    `List prices of ${cost.pricesAsOf}, before free tiers and taxes. AWS was not asked, and nothing was created.`,
    "",
  ].join("\n");
}

function changeLines({ resources, costBeforeUsd, opened, closed }: Changes, { cost }: Preview): string[] {
  const difference = cost.totalUsd - costBeforeUsd;
  return [
    `**Changes**: ${difference >= 0 ? "+" : "-"}${Math.abs(difference).toFixed(2)} USD a month`,
    "",
    ...opened.map((what) => `- newly open: ${what}`),
    ...closed.map((what) => `- no longer open: ${what}`),
    ...resources.map(
      ({ change, name, type, inputs }) =>
        `- ${change} \`${name}\` ${type}${inputs.length === 0 ? "" : `: ${inputs.join(", ")}`}`,
    ),
    "",
  ];
}
