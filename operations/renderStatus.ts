// A service's status as text.

import { renderAge } from "./duration";
import type { DeploymentStatus, ServiceStatus, TaskStatus } from "./status";

/** How a status is coloured; the identity where colours are off. */
export type Paint = (colour: "green" | "red" | "yellow" | "dim", text: string) => string;

/** Renders a status; `now` is what ages are counted from. */
export function renderStatus(status: ServiceStatus, now: Date, paint: Paint): string {
  const { service, cluster, desired, running, pending, version, url, deployment, tasks, alarms, notes } = status;
  const counts = `${running} of ${desired} tasks run${pending > 0 ? `, ${pending} start` : ""}`;
  const healthy = running >= desired && pending === 0;
  const addresses = url === undefined ? tasks.flatMap((task) => task.url ?? []) : [url];
  const lines = [
    row("service", `${service} (cluster ${cluster})`),
    row("tasks", paint(healthy ? "green" : "yellow", `${counts}, ${version}`)),
    ...(deployment === undefined ? [] : deploymentRows(deployment, now, paint)),
    ...addresses.map((address, i) => row(i === 0 ? "address" : "", address)),
    ...(url === undefined && addresses.length > 0
      ? [row("", paint("dim", "a task's address changes when the task is replaced"))]
      : []),
    ...alarms.map(({ name, state, reason }, i) =>
      row(
        i === 0 ? "alarms" : "",
        `${paint(state === "OK" ? "green" : state === "ALARM" ? "red" : "dim", state)} ${name}${reason === undefined ? "" : `: ${reason}`}`,
      ),
    ),
    ...(tasks.length === 0
      ? []
      : ["", ...taskTable(tasks, now).map((line, i) => (i === 0 ? paint("dim", line) : line))]),
    ...notes.map((note) => paint("dim", `note: ${note}`)),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

const row = (label: string, text: string): string => `${label.padEnd(11)}${text}`;

function deploymentRows(
  { status, reason, startedAt, finishedAt, stage, weight, failures, awaiting }: DeploymentStatus,
  now: Date,
  paint: Paint,
): string[] {
  const colour = status === "SUCCESSFUL" ? "green" : /FAILED|ROLLBACK/.test(status) ? "red" : "yellow";
  const when = finishedAt ?? startedAt;
  const details = [
    when && `${renderAge(now.getTime() - when.getTime())} ago`,
    stage !== undefined && `stage ${stage}`,
    weight !== undefined && `${weight} % of the traffic`,
    failures !== undefined && failures.count > 0 && `${failures.count} of ${failures.threshold} task failures`,
  ].filter((detail) => typeof detail === "string");
  return [
    row("deployment", `${paint(colour, status)}${details.length === 0 ? "" : `, ${details.join(", ")}`}`),
    ...(reason === undefined ? [] : [row("", reason)]),
    ...awaiting.map(({ expiresAt, timeoutAction }) =>
      row(
        "",
        paint(
          "yellow",
          `waits for an answer${expiresAt === undefined ? "" : ` until ${expiresAt.toISOString()}, then ${timeoutAction ?? "ROLLBACK"}`}; run ghcr-fargate continue`,
        ),
      ),
    ),
  ];
}

function taskTable(tasks: readonly TaskStatus[], now: Date): string[] {
  const rows = tasks.map(({ id, state, health, version, startedAt, zone, publicIp, privateIp }) => [
    id.slice(0, 12),
    state,
    health,
    version,
    startedAt === undefined ? "-" : renderAge(now.getTime() - startedAt.getTime()),
    zone ?? "-",
    publicIp ?? privateIp ?? "-",
  ]);
  const table = [["TASK", "STATE", "HEALTH", "VERSION", "AGE", "ZONE", "ADDRESS"], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const lines = table.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  const reasons = tasks.flatMap(({ id, stoppedReason }) =>
    stoppedReason === undefined ? [] : [`${id.slice(0, 12)} stopped: ${stoppedReason}`],
  );
  return [...lines, ...reasons];
}
