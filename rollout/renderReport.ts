// A service report as text and as JSON.

import { renderDiagnosis } from "./diagnose";
import { shortName } from "./ecs";
import type { ServiceReport } from "./serviceReport";

/** A report as lines for a terminal: the diagnosis first, then what it rests on. */
export function renderReportText(service: string, report: ServiceReport): string {
  const { diagnosis, evidence } = report;
  return [
    `${service}: ${report.state.toLowerCase()}; ${report.summary}`,
    ...indent(diagnosis === undefined ? unknownCause(evidence) : renderDiagnosis(diagnosis)),
    ...section(
      "deployments",
      report.deployments.map(
        ({ status, taskDefinition, runningCount, desiredCount, pendingCount, rolloutState, createdAt }) =>
          `${time(createdAt)} ${status} ${shortName(taskDefinition)}: ${runningCount} of ${desiredCount} running, ${pendingCount} pending${rolloutState === undefined ? "" : `, ${rolloutState}`}`,
      ),
    ),
    ...section(
      "last events",
      report.events.map(({ createdAt, message }) => `${time(createdAt)} ${message}`),
    ),
    ...section(
      "stopped tasks (of the last hour)",
      report.stoppedTasks.map(
        ({ id, taskDefinition, stoppedAt, stopCode, reason, exitCodes }) =>
          `${time(stoppedAt)} ${taskDefinition} ${id}: ${[stopCode, reason, ...exitCodes.map((exit) => `${exit.container}=${exit.exitCode}`)].filter(Boolean).join("; ")}`,
      ),
    ),
    "",
  ].join("\n");
}

/** A report as JSON, with times in ISO 8601. */
export function renderReportJson(
  place: { readonly cluster: string; readonly service: string; readonly region?: string },
  report: ServiceReport,
): string {
  const isTime = (key: string, value: unknown): value is number =>
    /^(?:created|stopped)At$/.test(key) && typeof value === "number";
  return `${JSON.stringify({ ...place, ...report }, (key, value: unknown) => (isTime(key, value) ? time(value) : value), 2)}\n`;
}

function unknownCause(evidence: string | undefined): readonly string[] {
  return evidence === undefined ? [] : ["cause: not in the failure catalogue", `evidence: ${evidence}`];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...indent(lines)];
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
