// A service report as text and as JSON.

import { renderCurrentTasks } from "./currentTasks";
import type { DeploymentRecord } from "./deploymentRecord";
import { renderDiagnosis } from "./diagnose";
import { shortName } from "./ecs";
import { renderLastLines } from "./lastLogLines";
import { describeRecord } from "./progress";
import { redact } from "./redact";
import type { ServiceReport } from "./serviceReport";

/** A report as lines for a terminal: the diagnosis first, then what it rests on. */
export function renderReportText(service: string, report: ServiceReport): string {
  const { diagnosis, evidence, deployment, deploymentProblem, lastLines } = report;
  return [
    `${service}: ${report.state.toLowerCase()}; ${report.summary}`,
    ...indent(diagnosis === undefined ? unknownCause(evidence) : renderDiagnosis(diagnosis)),
    ...(lastLines === undefined ? [] : indent(renderLastLines(lastLines))),
    ...section("ECS's record of the deployment", [
      ...(deployment === undefined ? [] : renderRecord(deployment)),
      ...(deploymentProblem === undefined ? [] : [`cannot be read: ${deploymentProblem}`]),
    ]),
    ...section("tasks", renderCurrentTasks(report.tasks)),
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
  service: { readonly cluster: string; readonly service: string; readonly region?: string },
  report: ServiceReport,
): string {
  const isTime = (key: string, value: unknown): value is number =>
    /^(?:(?:created|stopped|finished)At|until)$/.test(key) && typeof value === "number";
  return `${JSON.stringify({ ...service, ...report }, (key, value: unknown) => (isTime(key, value) ? time(value) : value), 2)}\n`;
}

function renderRecord(record: DeploymentRecord): readonly string[] {
  const { status, statusReason, createdAt, finishedAt, taskDefinition, rollback } = record;
  const target = rollback?.taskDefinition ?? rollback?.revision;
  return [
    [
      `${time(createdAt)} ${taskDefinition === undefined ? "" : `${shortName(taskDefinition)} `}${status}`,
      ...(statusReason === undefined ? [] : [redact(statusReason)]),
      ...describeRecord(record),
      ...(target === undefined ? [] : [`rollback to ${shortName(target)}`]),
      ...(finishedAt === undefined ? [] : [`ended ${time(finishedAt)}`]),
    ].join("; "),
  ];
}

function unknownCause(evidence: string | undefined): readonly string[] {
  return evidence === undefined ? [] : ["cause: ECS says no more than the following", `evidence: ${evidence}`];
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
