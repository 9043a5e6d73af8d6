// Ends of containers, by their exit code. Codes above 128 are 128 and the signal's number.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting.html (2026-11-22)

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** What to do where only the program's own words help. */
export const LAST_LINES = "read the task's last log lines: npx ghcr-fargate logs --failed";
const CODES: (...codes: number[]) => Rule["when"] =
  (...codes) =>
  ({ facts }) =>
    facts.exitCode !== undefined && codes.includes(facts.exitCode);

/** The log router, and what became of it. */
const ROUTER_ENDED =
  /\b(?:log[ _-]?router|fluent[ _-]?bit)\b(?! exited with code 0).{0,60}\b(?:exit(?:s|ed|ing)?|kill(?:s|ed)?|crash(?:es|ed|ing)?|segmentation fault|died|SIGSEGV)\b/i;

/** Rules, the most specific first. */
export const EXIT_RULES: readonly Rule[] = [
  {
    code: "CONTAINER_ENDED",
    weight: "run",
    stage: "exit",
    when: CODES(0),
    cause: "{container|a container} ended by itself with exit code 0: a service's program has to keep running",
    fix: "start the program in the foreground; for a job that ends, run a task instead of a service",
    page: PAGE.exitCodes,
  },
  {
    code: "FIRELENS",
    weight: "run",
    stage: "exit",
    when: ({ facts, text }) => facts.exitCode !== 0 && ROUTER_ENDED.test(text.line),
    cause:
      "the log router (Fluent Bit) ended or was killed[[ (exit code {exitCode})]], and as an essential container ended the task with it",
    fix: "read its last log lines; name a version of its image that works (aws-for-fluent-bit:stable, or an earlier tag) instead of the newest, and give it more memory; where it is killed at the end of short tasks, let the containers wait for it (`dependsOn` HEALTHY)",
    page: PAGE.fireLens,
  },
  {
    code: "CONTAINER_SETUP",
    weight: "run",
    stage: "exit",
    when: CODES(125),
    cause: "{container|the container} could not be set up (exit code 125)",
    fix: "check `command` and the container's options against the image: run it with docker run",
    page: PAGE.exitCodes,
  },
  {
    code: "COMMAND_NOT_EXECUTABLE",
    weight: "run",
    stage: "exit",
    when: CODES(126),
    cause: "the container's program may not be executed (exit code 126)",
    fix: "make it executable in the image (chmod +x), with a #! line that exists there; check that its path is that of a file, and that no volume puts a directory there",
    page: PAGE.exitCodes,
  },
  {
    code: "COMMAND_NOT_FOUND",
    weight: "run",
    stage: "exit",
    when: CODES(127),
    cause: "the container's program is not in the image (exit code 127)",
    fix: "check `command` and `entryPoint` against the image, and its PATH",
    page: PAGE.exitCodes,
  },
  {
    code: "CONTAINER_ABORTED",
    weight: "run",
    stage: "exit",
    when: CODES(134),
    cause:
      "the program[[ of {container}]] aborted itself (exit code 134, SIGABRT): a failed assertion, or a runtime out of memory",
    fix: `${LAST_LINES}; raise \`memory\` if it speaks of the heap`,
    page: PAGE.exitCodes,
  },
  {
    code: "CONTAINER_KILLED",
    weight: "run",
    stage: "exit",
    when: CODES(137),
    cause:
      "{container|the container} was killed (exit code 137, SIGKILL): out of memory, or it did not end within `stopTimeoutSeconds`",
    fix: `raise \`memory\` if ECS says OutOfMemory; else ${LAST_LINES}`,
    page: PAGE.exitCodes,
  },
  {
    code: "CONTAINER_CRASHED",
    weight: "run",
    stage: "exit",
    when: CODES(132, 135, 136, 139),
    cause:
      "the program[[ of {container}]] crashed (exit code {exitCode}: illegal instruction, bus error, arithmetic error or segmentation fault)",
    fix: `${LAST_LINES}; check native libraries and \`cpuArchitecture\`, and debug the program`,
    page: PAGE.exitCodes,
  },
  {
    code: "CONTAINER_TERMINATED",
    weight: "run",
    stage: "exit",
    when: CODES(143, 130),
    cause: "{container|the container} was told to stop and did (exit code {exitCode}: SIGTERM or SIGINT)",
    fix: "look for who stopped it: a deployment, scaling, a health check, or another container that ended",
    page: PAGE.exitCodes,
  },
  {
    code: "CONTAINER_EXIT_OUT_OF_RANGE",
    weight: "run",
    stage: "exit",
    when: CODES(255),
    cause:
      "the program[[ of {container}]] ended with exit code 255: an error without a code of its own, often a lost connection or a refused start",
    fix: LAST_LINES,
    page: PAGE.exitCodes,
  },
  {
    code: "CONTAINER_EXITED",
    weight: "run",
    stage: "exit",
    when: ({ facts }) => facts.exitCode !== undefined,
    cause: "{container|a container} ended with exit code {exitCode}[[: {programSays}]]",
    fix: LAST_LINES,
    page: PAGE.exitCodes,
  },
  {
    code: "CONTAINER_STOPPED",
    weight: "run",
    stage: "exit",
    when: ({ text }) => !/taskdefinition[\w:-]{1,100}doesnotexist/.test(text.compact),
    general: true,
    cause: "an essential container ended, and the task with it[[: {programSays}]]",
    fix: `look at the container's exit code, and ${LAST_LINES}`,
    page: PAGE.exitCodes,
  },
];
