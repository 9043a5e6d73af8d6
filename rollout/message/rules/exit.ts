// Ends of containers, by their exit code. Codes above 128 are 128 and the signal's number; those of Windows are its NTSTATUS values.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting.html (2026-11-22)
// https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55 (2026-11-30)

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** What to do where only the program's own words help. */
export const LAST_LINES = "read the task's last log lines: npx ghcr-fargate logs --failed";
/** Codes of Windows are also told as negative numbers of 32 bits. */
const CODES: (...codes: number[]) => Rule["when"] =
  (...codes) =>
  ({ facts }) =>
    facts.exitCode !== undefined && codes.includes(facts.exitCode >>> 0);

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
    when: CODES(143, 130, 0xc000013a),
    cause:
      "{container|the container} was told to stop and did (exit code {exitCode}: SIGTERM or SIGINT, on Windows Ctrl+C)",
    fix: "look for who stopped it: a deployment, scaling, a health check, or another container that ended",
    page: PAGE.exitCodes,
  },
  {
    code: "SHARED_LIBRARY",
    weight: "run",
    stage: "exit",
    when: CODES(0xc0000135, 0xc0000139, 0xc0000142, 0xc000007b),
    cause:
      "the program[[ of {container}]] does not start on Windows: a DLL that it needs is not in the image, or is of another version or processor (exit code {exitCode})",
    fix: "install what the program needs in the image (Visual C++ Redistributable, .NET), or take a base image with more of Windows (Server Core instead of Nano Server)",
    page: PAGE.exitCodes,
  },
  {
    code: "CONTAINER_CRASHED",
    weight: "run",
    stage: "exit",
    when: CODES(0xc0000005, 0xc000001d, 0xc0000094, 0xc00000fd, 0xc0000374, 0xc0000409, 0xe0434352),
    cause:
      "the program[[ of {container}]] crashed on Windows (exit code {exitCode}: access violation, stack or heap overrun, or an exception of .NET that nothing caught)",
    fix: `${LAST_LINES}; check native libraries, and debug the program`,
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
