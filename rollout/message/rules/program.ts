// Why a program ended, as its own words tell.

import { PAGE } from "../pages";
import { namedByProgram, saysProgram, type ProgramFailure } from "../programWords";
import type { Rule, Values } from "../rule";

/** A failure in a program's own words, what it means, what to do. */
type Row = readonly [code: ProgramFailure, because: string, fix: string];

const ENDED = "{container|a container} ended[[ with exit code {exitCode}]] because ";

const ROWS: readonly Row[] = [
  [
    "PROGRAM_LOCALHOST",
    "its program looks for another server in its own task (localhost, 127.0.0.1), where none answers",
    "give the program the other server's host (in `environment` or `secrets`): a task has localhost to itself; a server that is a container of the same task has to be up first (`dependsOn`, HEALTHY)",
  ],
  [
    "PROGRAM_HOST_UNKNOWN",
    "its program does not find the host {named|that it names}: no name server knows it",
    "check the host in `environment` and `secrets` (a database that was replaced has another one): the containers of a task have localhost and not each other's names as with docker compose; another service has its name of `serviceConnect` or `discovery`; and the VPC needs DNS support",
  ],
  [
    "PROGRAM_UNREACHABLE",
    "its program does not reach {named|what it needs} (a database, a queue, another service)",
    "let the security group of {named|that server} accept the tasks' (`network.securityGroupIds`) on its port; check the address and port in `environment` and `secrets`, that it exists and runs, and that the tasks have a route and DNS to it; let the program try again at its start",
  ],
  [
    "MODULE_MISSING",
    "its program does not find {named|a module or file} in the image",
    "copy or install it in the image (COPY, .dockerignore, the production dependencies in the last stage), and check `command` and `workingDirectory`: a VARIABLE=value before a command needs a shell (or `environment`), and a volume that is mounted over the program's directory hides it",
  ],
  [
    "RUNTIME_VERSION",
    "its program was made for another version of its runtime or C library than the image has",
    "build and run it with the same version: take a base image that has it, for the build stage and the last stage alike",
  ],
  [
    "PROGRAM_SETTING",
    "its program lacks a setting, or does not take one: {named|the one that it names}",
    "set {named|it} in `environment`, or in `secrets` if it is one (names are case-sensitive, a list is often to be JSON), bring a configuration file into the image or a volume, and deploy again",
  ],
  [
    "PROGRAM_LOGIN",
    "the server that its program uses (a database, a queue) refuses its login[[: {programSays}]]",
    "check the user, password and name of the database in `secrets` and `environment` against the server, and its rules for encryption and addresses; a secret is read when a task starts: deploy again after it was changed",
  ],
  [
    "PROGRAM_SCHEMA",
    "the database that its program uses lacks a schema, table or column",
    "run the migrations first and in their order (`preDeploy`), and check that the program is connected with the right database",
  ],
  [
    "PROGRAM_LIMITS",
    "its program wants higher limits than its machine gives it: of open files, or of memory areas (vm.max_map_count)",
    "raise the open files with `ulimits` (nofile); vm.max_map_count cannot be set on Fargate: let the program do without it (Elasticsearch and OpenSearch: discovery.type=single-node with node.store.allow_mmap=false), or run it on container instances",
  ],
  [
    "PROGRAM_SHARED_MEMORY",
    "its program needs more shared memory (/dev/shm) than the container has, which are 64 MiB where nothing else is set",
    "let the program do with less (PyTorch: num_workers=0; Chromium: --disable-dev-shm-usage; PostgreSQL: dynamic_shared_memory_type=mmap); on container instances set linuxParameters.sharedMemorySize, which Fargate does not take",
  ],
  [
    "PROGRAM_FIRST_PROCESS",
    "its program has to be the first process of the container (PID 1), and another one is",
    "leave `initProcessEnabled` off, which puts an init process first, and start the program itself in `entryPoint`, with exec where a shell starts it",
  ],
  [
    "PROGRAM_PID_FILE",
    "its program finds the file {named|of its process id}, which a run before left behind, and takes itself for running already",
    "delete {named|the file} before the program starts (in the entry point), and keep it out of the image (.dockerignore) and out of volumes",
  ],
  [
    "PROGRAM_USER",
    "the configuration of its program names the user {named|}, whom the image does not have",
    "name a user in the program's configuration that the image's /etc/passwd has, or create {named|the user} in the Dockerfile",
  ],
  [
    "COMMAND_SYNTAX",
    "the shell cannot read the container's command line: quotes or brackets in it, or a CMD that was to be a list and is no valid JSON",
    'give `command` or CMD as a list of words in double quotes, ["gunicorn", "app:create_app()"], or quote what the shell is not to read',
  ],
  [
    "PROGRAM_FILES",
    "its program may not read, write or open {named|what it names} as the user that it runs as",
    "give the user of the image (`user`, USER in the Dockerfile) the right to it (COPY --chown, RUN chown); with `readonlyRootFilesystem` write to a volume; on EFS let the access point's user own the directory; listen on a port above 1023",
  ],
  [
    "PROGRAM_ARGUMENTS",
    "its program refuses its command line[[: {programSays}]]",
    "correct `command` (and `entryPoint`): one word per item, and options that this version of the program has",
  ],
];

function rulesOf(conditions: Pick<Rule, "form" | "stage">, before: string): readonly Rule[] {
  return ROWS.map(([code, because, fix]) => ({
    code,
    weight: "run",
    ...conditions,
    when: ({ facts, text }) => facts.exitCode !== 0 && saysProgram(code, text.line),
    derive: (_, { line }): Values => {
      const named = namedByProgram(code, line);
      return named === undefined ? {} : { named };
    },
    cause: `${before}${because}`,
    fix,
    page: PAGE.exitCodes,
  }));
}

/** What people tell of a program's words, without its exit code. */
export const PROGRAMS_TOLD = rulesOf({ form: "report" }, ENDED);
/** What a line of a program's log says. */
export const LOGGED_RULES = rulesOf({}, "");

/** What a shell says against the program that it should start, in a text without white space. */
const shellSays = (what: string): Rule["when"] => {
  const pattern = new RegExp(
    `(?<![a-z])(?:(?:ba|a|da)?sh:(?:line)?(?:\\d{1,4}:)?(?:exec:)?|env:)['"]?[\\w./-]{1,100}['"]?:(?:${what})`,
  );
  return ({ text }) => pattern.test(text.compact);
};

/** Rules, the most specific first. */
export const PROGRAM_RULES: readonly Rule[] = [
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
    code: "PROGRAM_SETTING",
    weight: "run",
    stage: "exit",
    says: ["unabletoreliablydeterminethehostname"],
    cause:
      "{container|the agent of Datadog} ended because it does not know that it runs on Fargate, and finds no host name",
    fix: "set ECS_FARGATE=true in the `environment` of the agent's container, and take a current image of it",
    page: PAGE.exitCodes,
  },
  ...rulesOf({ stage: "exit" }, ENDED),
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
];
