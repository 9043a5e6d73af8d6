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

/** What a shell says against the program that it should start, in a text without white space. */
const shellSays = (what: string): Rule["when"] => {
  const pattern = new RegExp(
    `(?<![a-z])(?:(?:ba|a|da)?sh:(?:line)?(?:\\d{1,4}:)?(?:exec:)?|env:)['"]?[\\w./-]{1,100}['"]?:(?:${what})`,
  );
  return ({ text }) => pattern.test(text.compact);
};

/** Rules, the most specific first. */
export const EXIT_RULES: readonly Rule[] = [
  {
    code: "TASK_ROLE_DENIED",
    weight: "run",
    stage: "exit",
    kind: "denied",
    when: ({ facts }) => facts.action !== undefined,
    cause:
      "{container|a container} ended[[ with exit code {exitCode}]] because {caller|its task role} may not call {action}",
    fix: "grant `{action}` on {resource|the resource} to the role of `taskRole.arn`",
    page: PAGE.exitCodes,
  },
  {
    code: "PROGRAM_UNREACHABLE",
    weight: "run",
    stage: "exit",
    when: ({ facts, text }) =>
      facts.exitCode !== 0 &&
      /(?:etimedout|econnrefused|ehostunreach|enotfound|eai_again|unknownhostexception)|connectionrefused|connectiontimedout|couldnotconnecttoserver|communicationslinkfailure|i\/otimeout/.test(
        text.compact,
      ),
    cause:
      "{container|a container} ended[[ with exit code {exitCode}]] because its program does not reach {peer|what it needs} (a database, a queue, another service)",
    fix: "let the security group of {peer|that server} accept the tasks' (`network.securityGroupIds`) on its port; check the address and port in `environment` and `secrets`, that it runs, and that the tasks have a route and DNS to it; let the program try again at its start",
    page: PAGE.exitCodes,
  },
  {
    code: "SHARED_LIBRARY",
    weight: "run",
    stage: ["exit", "start"],
    says: ["errorloadingsharedlibrar", "errorwhileloadingsharedlibrar", "cannotopensharedobject"],
    cause:
      "{container|a container} ended because its program needs a shared library that the image does not have, or has for another distribution or processor",
    fix: "install the library that the message names in the image (in its last stage), or use a program that was built for the image's distribution (musl of Alpine, glibc of others)",
    page: PAGE.exitCodes,
  },
  {
    code: "COMMAND_NOT_FOUND",
    weight: "run",
    stage: "exit",
    when: shellSays("(?:command)?notfound|nosuchfile"),
    cause:
      "the shell of {container|the container} does not find the program {program|that it should start}[[ (exit code {exitCode})]]",
    fix: "install {program|it} in the image (in its last stage, with the production dependencies), or correct `command`, `entryPoint` and the PATH",
    page: PAGE.exitCodes,
  },
  {
    code: "COMMAND_NOT_EXECUTABLE",
    weight: "run",
    stage: "exit",
    when: shellSays("permissiondenied"),
    cause: "the shell of {container|the container} may not execute {program|the program}[[ (exit code {exitCode})]]",
    fix: "make {program|it} executable in the image (chmod +x), and check the user that the image runs as",
    page: PAGE.exitCodes,
  },
  {
    code: "COMMAND_IS_DIRECTORY",
    weight: "run",
    stage: "exit",
    when: shellSays("isadirectory"),
    cause: "the container's program {program|} is a directory, which cannot be executed[[ (exit code {exitCode})]]",
    fix: "name the program itself in `entryPoint` or `command`, and check that no volume or download made a directory of that name",
    page: PAGE.exitCodes,
  },
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
