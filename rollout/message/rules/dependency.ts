// Containers of a task that wait for another one in vain (`dependsOn`). Wordings follow amazon-ecs-agent (dependencygraph); checked 2026-11.

import { saysDependency } from "../dependency";
import { PAGE } from "../pages";
import type { Reading, Rule } from "../rule";

const READ =
  "read the exit code and the last log lines of the container {dependency|} (npx ghcr-fargate logs --failed)";

/** Rules, the most specific first. */
export const DEPENDENCY_RULES: readonly Rule[] = (
  [
    [
      ({ facts }) => facts.condition === "HEALTHY",
      "the container {dependency|} that {target|another one} waits for did not become healthy: its health check fails, or it ended",
      `run the health check of {dependency|that container} in its image, and give it time (\`startPeriodSeconds\`); ${READ}`,
    ],
    [
      ({ text }) => /tim(?:ed|e)?-?out|intime/.test(text.compact),
      "the container {dependency|} that {target|another one} waits for did not reach its condition in time",
      "let {dependency|that container} become ready (or end, or healthy) sooner, or raise its start timeout; read the last log lines of the container {dependency|}: npx ghcr-fargate logs --failed",
    ],
    [
      () => true,
      "the container {dependency|} that {target|another one} waits for ended with an error[[ (exit code {exitCode})]], never starts or does not exist",
      `${READ}, and check the names and conditions of the dependency`,
    ],
  ] satisfies readonly (readonly [when: (reading: Reading) => boolean, cause: string, fix: string])[]
).map(([fits, cause, fix]) => ({
  code: "CONTAINER_DEPENDENCY",
  weight: "run",
  when: (reading) => reading.form !== "apiError" && saysDependency(reading.text.line) && fits(reading),
  cause,
  fix,
  page: PAGE.taskDefinition,
}));
