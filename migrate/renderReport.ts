// Plans, copies and proofs as text, JSON and CSV, line by line, so that a long list is never held.

import { styleText } from "node:util";
import type { PlanSummary } from "./plan";
import type { Counts, Outcome } from "./outcome";

/** A line of any report. */
export interface ReportLine {
  readonly source: string;
  readonly target: string;
  readonly reference: string;
  readonly state: Outcome;
  readonly digest?: string;
  readonly targetDigest?: string;
  readonly rewrittenDigest?: string;
  readonly bytes?: number;
  readonly reason?: string;
}

/** A part of the source without images. */
export interface SkippedLine {
  readonly source: string;
  readonly reason: string;
  readonly incomplete: boolean;
}

/** Writes a report's lines as they come. */
export interface ReportWriter {
  readonly line: (line: ReportLine) => void;
  readonly skipped: (skipped: SkippedLine) => void;
  /** Ends the report. */
  readonly end: (summary: object, text: readonly string[]) => void;
}

/** The forms of a report. */
export const REPORT_FORMATS = ["table", "json", "csv"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

type Write = (text: string) => void;

const COLOUR: Readonly<Partial<Record<Outcome, "green" | "red" | "yellow">>> = {
  copied: "green",
  same: "green",
  conflict: "red",
  different: "red",
  missing: "red",
  failed: "red",
  incomplete: "red",
  unsupported: "yellow",
  gone: "yellow",
};

/** A writer of a form. */
export function createReport(format: ReportFormat, write: Write, { colour }: { colour: boolean }): ReportWriter {
  return format === "json" ? jsonReport(write) : format === "csv" ? csvReport(write) : tableReport(write, colour);
}

/** A heading for each repository, and its tags below. */
function tableReport(write: Write, colour: boolean): ReportWriter {
  let heading = "";
  const skipped: string[] = [];
  return {
    line(line) {
      const names = `${line.source} -> ${line.target}`;
      if (names !== heading) write(`${heading === "" ? "" : "\n"}${names}\n`);
      heading = names;
      const state = line.state.padEnd(11);
      const paint = COLOUR[line.state];
      write(`  ${colour && paint ? styleText(paint, state) : state}  ${line.reference}${renderDetail(line)}\n`);
    },
    skipped: ({ source, reason }) => void skipped.push(`${source}: ${reason}`),
    end: (_, text) => {
      if (skipped.length > 0)
        write(`${heading === "" ? "" : "\n"}Skipped:\n${skipped.map((line) => `  ${line}\n`).join("")}`);
      write(`\n${text.join("\n")}\n`);
    },
  };
}

function renderDetail({ bytes, rewrittenDigest, digest, reason }: ReportLine): string {
  const details = [
    ...(bytes === undefined ? [] : [renderBytes(bytes)]),
    ...(rewrittenDigest === undefined ? [] : [`${digest ?? ""} becomes ${rewrittenDigest}`]),
    ...(reason === undefined ? [] : [reason]),
  ];
  return details.length === 0 ? "" : `  (${details.join("; ")})`;
}

/** One document: `{ "tags": […], "skipped": […], "summary": {…} }`. */
function jsonReport(write: Write): ReportWriter {
  let first = true;
  const skipped: SkippedLine[] = [];
  return {
    line(line) {
      write(`${first ? '{"tags":[\n' : ",\n"}${JSON.stringify(line)}`);
      first = false;
    },
    skipped: (line) => void skipped.push(line),
    end: (summary) =>
      write(
        `${first ? '{"tags":[' : ""}\n],\n"skipped":${JSON.stringify(skipped)},\n"summary":${JSON.stringify(summary)}}\n`,
      ),
  };
}

const COLUMNS = [
  "state",
  "source",
  "target",
  "reference",
  "digest",
  "targetDigest",
  "rewrittenDigest",
  "bytes",
  "reason",
] as const satisfies readonly (keyof ReportLine)[];

/** RFC 4180, with a head line. */
function csvReport(write: Write): ReportWriter {
  write(`${COLUMNS.join(",")}\r\n`);
  return {
    line: (line) => write(`${COLUMNS.map((column) => csvField(String(line[column] ?? ""))).join(",")}\r\n`),
    skipped: () => undefined,
    end: () => undefined,
  };
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The last lines of a plan. */
export function renderPlanSummary(summary: PlanSummary): string[] {
  const { repositories, tags, states, renames, bytes, manifests, ecrSeconds, usdPerMonth } = summary;
  return [
    `${count(repositories, "repository", "repositories")}, ${count(tags, "tag")}${renderStates(states)}`,
    ...(renames.length === 0
      ? []
      : ["Names that must change:", ...renames.map(({ from, to }) => `  ${from} -> ${to}`)]),
    `To move: at most ${renderBytes(bytes)} and ${count(manifests, "manifest")}` +
      (ecrSeconds === undefined
        ? ""
        : `, at least ${renderSeconds(ecrSeconds)} at ECR's limit of 10 PutImage a second`),
    ...(usdPerMonth === undefined ? [] : [`Storage: about ${usdPerMonth.toFixed(2)} USD a month at list price`]),
  ];
}

/** The last line of a copy or a proof. */
export function renderCounts(tags: number, states: Counts): string {
  return `${count(tags, "tag")}${renderStates(states)}`;
}

/** Bytes in the unit that people compare. */
export function renderBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${units[power] ?? ""}`;
}

function renderStates(states: Counts): string {
  const parts = Object.entries(states).map(([state, number]) => `${number} ${state}`);
  return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}

function renderSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
