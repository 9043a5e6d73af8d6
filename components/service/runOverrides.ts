// What a run of a task changes in its definition, and how long that may be.

import { jsonBytes } from "../../model/jsonBytes";
import { isPlain, type ArgumentChecks } from "../component/argumentChecks";
import type { TaskSchedule } from "./schedulesArgs";

/** The length that ECS takes for what a run changes (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html, checked 2026-11-28). */
const MAX_OVERRIDES = 8192;

/** Refuses a command and variables that are too long together. Outputs count as nothing. */
export function checkOverrides(
  checks: ArgumentChecks,
  path: string,
  { command, environment = {} }: Pick<TaskSchedule, "command" | "environment">,
): void {
  const bytes = jsonBytes({ command, environment: Object.entries(environment) }, isPlain);
  if (bytes > MAX_OVERRIDES)
    checks.add(
      path,
      `has a command and variables of ${bytes} bytes together, but ECS takes ${MAX_OVERRIDES}`,
      "set what is long in the task's own environment, or read it from S3 or secrets",
    );
}
