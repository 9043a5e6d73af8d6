// In the program's process: what the program and Pulumi's log functions write, with the position in the program.

import { positionIn } from "./programError";
import type { RunReport } from "./runReport";

/** Pulumi's log functions write to the console when there is no engine; so does the program itself. */
export function captureConsole(directory: string, report: RunReport): void {
  const severities = { warning: "warning", error: "error", info: "info" } as const;
  const write = (...parts: unknown[]): void => {
    const text = parts.map((part) => (typeof part === "string" ? part : String(part))).join(" ");
    const [, level, message] = /^(warning|error|info|debug): \[runtime\] (.*)$/s.exec(text) ?? [];
    if (level === "debug") return;
    const severity = level === undefined ? "info" : severities[level as keyof typeof severities];
    const source = positionIn(new Error().stack ?? "", directory);
    report.tell({ severity, message: message ?? text, ...(source && { source }) });
  };
  // eslint-disable-next-line no-console -- the program's console is what is listened to
  for (const method of ["log", "info", "warn", "error"] as const) console[method] = write;
}
