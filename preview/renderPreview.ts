// A preview as text for a person, and as JSON for a program: both from the same data.

import { styleText } from "node:util";
import { relative } from "node:path";
import { renderMonthlyCost, renderPriceCaveats, renderUsagePrices } from "../model/monthlyCost";
import { SECRET, UNKNOWN, type Diagnostic, type SourcePosition, type Value } from "./captured";
import { STAND_IN_ACCOUNT } from "./lookups";
import { leftOut } from "./costSum";
import { cut, fitRows } from "./fitWidth";
import type { Preview } from "./preview";
import { renderInputs } from "./renderInputs";
import { drawTree } from "./resourceTree";
import { shortType } from "./typeNames";

/** How a preview is drawn. */
export interface TextOptions {
  /** For a terminal. */
  readonly colour: boolean;
  /** The directory that paths are shown from. */
  readonly from: string;
  /** The columns that the tree and the outputs may take. @default as many as they need */
  readonly width?: number | undefined;
  /** Whether the inputs of each resource are listed. @default false */
  readonly inputs?: boolean;
}

/** Draws a preview. */
export function renderPreviewText(preview: Preview, { colour, from, width, inputs = false }: TextOptions): string {
  const paint = painter(colour);
  const diagnostics = renderDiagnostics(preview.diagnostics, from, paint);
  const head = `${paint("bold", `Preview of ${preview.project}, stack ${preview.stack}`)} (offline: AWS was not asked, nothing was created)`;
  if (!preview.finished)
    return sections([[head], diagnostics, ["The program did not finish, so there is nothing to draw."]]);
  return sections([
    [head],
    renderTree(preview, paint, width),
    inputs
      ? [
          `${paint("bold", "Inputs:")} (${UNKNOWN}: known after the deployment)`,
          ...indent(renderInputs(preview.resources)),
        ]
      : [],
    renderCounts(preview, paint),
    renderOutputs(preview, paint, width),
    renderCost(preview, paint),
    renderExposures(preview, paint),
    renderLookups(preview),
    diagnostics,
  ]);
}

/** A preview as JSON, indented, with a line end. */
export function renderPreviewJson(preview: Preview): string {
  return `${JSON.stringify({ version: 1, ...preview }, undefined, 2)}\n`;
}

type Style = "bold" | "red" | "yellow" | "green" | "dim";
type Paint = (style: Style, text: string) => string;

/** The columns before the tree. */
const SIGN_WIDTH = 5;

const SIGNS = { create: "+", read: ">", import: "=" } as const;

function painter(colour: boolean): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}

function sections(parts: readonly (readonly string[])[]): string {
  const filled = parts.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n`;
}

function renderTree({ resources, project, stack }: Preview, paint: Paint, width: number | undefined): string[] {
  const lines = drawTree(resources, project, stack);
  const [title, ...rows] = fitRows(
    [{ branch: "Type", name: "Name", about: "What it is for" }, ...lines],
    width === undefined ? undefined : width - SIGN_WIDTH,
  );
  return [
    paint("bold", `${" ".repeat(SIGN_WIDTH)}${title?.branch}${title?.name}${title?.about}`),
    ...rows.map(
      ({ branch, name, about }, i) =>
        ` ${paint("green", SIGNS[lines[i]?.operation ?? "create"])}   ${branch}${name}${paint("dim", about)}`,
    ),
  ];
}

function renderCounts({ resources, counts }: Preview, paint: Paint): string[] {
  const operations = { create: "to create", read: "to read", import: "to import" } as const;
  const total = (Object.keys(operations) as (keyof typeof operations)[]).flatMap((operation) => {
    // The stack is a resource too, as Pulumi counts.
    const count =
      resources.filter((resource) => resource.operation === operation).length + (operation === "create" ? 1 : 0);
    return count === 0 ? [] : [`${SIGNS[operation]} ${count} ${operations[operation]}`];
  });
  const width = Math.max(0, ...counts.map(({ count }) => String(count).length));
  return [
    `${paint("bold", "Resources:")} ${total.join(", ")}`,
    ...counts.map(({ type, count }) => `  ${String(count).padStart(width)} ${type}`),
  ];
}

function renderOutputs({ outputs }: Preview, paint: Paint, width = Infinity): string[] {
  const entries = Object.entries(outputs);
  const longest = Math.max(0, ...entries.map(([name]) => name.length));
  const lines = entries.map(([name, value]) => cut(`  ${name.padEnd(longest)}  ${valueText(value)}`, width));
  const marks = entries.some(([, value]) => valueText(value).includes(UNKNOWN))
    ? ` (${UNKNOWN}: known after the deployment)`
    : "";
  return lines.length === 0 ? [] : [`${paint("bold", "Outputs:")}${marks}`, ...lines];
}

function valueText(value: Value): string {
  return typeof value === "string" && (value === SECRET || value === UNKNOWN) ? value : JSON.stringify(value);
}

function renderCost({ cost, costKnown, unpriced, region }: Preview, paint: Paint): string[] {
  const about = `USD, ${region}, list prices of ${cost.pricesAsOf}, ${cost.hoursPerMonth} hours, before free tiers and taxes`;
  const without = leftOut(unpriced);
  const sum = {
    label: costKnown === "atLeast" ? "at least" : "total",
    ...(costKnown === "unknown" && { amount: "not known" }),
    ...(without !== "" && { note: `not priced here: ${without}` }),
  };
  const lines = [`${paint("bold", "Monthly cost:")} ${about}`, ...indent(renderMonthlyCost(cost, sum))];
  if (cost.perUse.length > 0)
    lines.push("  Billed by use, not in the sum:", ...indent(renderUsagePrices(cost.perUse), 4));
  return [...lines, ...indent(renderPriceCaveats(cost)).map((line) => paint("yellow", line))];
}

function renderExposures({ exposures, notExamined }: Preview, paint: Paint): string[] {
  const title = paint("bold", "Open to the internet:");
  const unexamined = notExamined.length === 0 ? "" : `not examined: ${notExamined.join(", ")}`;
  if (exposures.length === 0) return [`${title} nothing found${unexamined === "" ? "" : `; ${unexamined}`}`];
  const width = Math.max(...exposures.map(({ resource }) => resource.length));
  return [
    title,
    ...exposures.map(
      ({ resource, open, type }) => `  ${resource.padEnd(width)}  ${open} ${paint("dim", `(${shortType(type)})`)}`,
    ),
    ...(unexamined === "" ? [] : [`  ${unexamined}`]),
  ];
}

function renderLookups({ lookups }: Preview): string[] {
  if (lookups.length === 0) return [];
  const names = lookups.map((token) => token.split(":").pop() ?? token);
  return [`Made-up answers, of account ${STAND_IN_ACCOUNT}, were given to: ${[...new Set(names)].sort().join(", ")}`];
}

function renderDiagnostics(diagnostics: readonly Diagnostic[], from: string, paint: Paint): string[] {
  const styles = { error: "red", warning: "yellow", info: "dim" } as const;
  return diagnostics.map(({ severity, message, source }) => {
    const place = source ? `${placeText(source, from)}: ` : "";
    return `${place}${paint(styles[severity], `${severity}:`)} ${message}`;
  });
}

function placeText({ file, line, column }: SourcePosition, from: string): string {
  const path = relative(from, file);
  return `${path.startsWith("..") ? file : path}:${line}${column === undefined ? "" : `:${column}`}`;
}

function indent(lines: readonly string[], spaces = 2): string[] {
  return lines.map((line) => " ".repeat(spaces) + line);
}
