// What a program says when it ends: the errors that the runtimes of Node.js, Python, Java, Ruby, PHP, Go and .NET, shells and clients of
// databases print, as their sources word them; checked 2026-11.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** A program's own words: the failure, what its line has, what it means, what to do. */
type Row = readonly [code: string, says: RegExp, because: string, fix: string];

const LOCAL = String.raw`(?:127\.0\.0\.1|localhost|\[::1\])`;
const REFUSED = "(?:connection ?refused|ECONNREFUSED|connect call failed|could not connect)";
const LOCALHOST = new RegExp(`${REFUSED}.{0,120}${LOCAL}|${LOCAL}.{0,80}${REFUSED}`, "i");
const UNREACHABLE =
  /\b(?:ConnectionRefusedError|ETIMEDOUT|ECONNREFUSED|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|UnknownHostException)\b|connection (?:refused|timed out)|could not connect to server|communications link failure|i\/o timeout|could not translate host name|server selection (?:timeout|timed out)/i;
const MODULE =
  /cannot find (?:module|package) |\bno module named |could not import module |\b(?:ClassNotFoundException|NoClassDefFoundError): |could not find or load main class|unable to access jarfile|cannot load such file --|could not load file or assembly|could not open input file: |can't open file ['"]|failed (?:opening required|to open stream: no such file)|application to execute does not exist/i;
const RUNTIME =
  /UnsupportedClassVersionError|compiled by a more recent version|\bGLIBC(?:XX)?_[\d.]+['"]? not found|you must install or update \.net|requires a different python|unsupported engine|\bERR_REQUIRE_ESM\b|SyntaxError: (?:unexpected token ['"]?[?.]|cannot use import)/i;
const SETTING =
  /\b(?:missing|required|undefined|unset|no)\b.{0,20}? env(?:ironment)?[ -]?var|\benv(?:ironment)?[ -]?var.{0,60}? (?:(?:is|are|was|were|be) (?:not |un)?(?:set|defined|missing|required|empty)|not (?:set|found|defined)|missing|required)|\bKeyError: ['"][A-Z][A-Z0-9_]{2,}['"]|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+ (?:is |was |must be |are )?(?:not set|not defined|undefined|required|missing|unset|set and)|: unbound variable|\benv(?:ironment)?[- ]validation|\bvalidation errors? for \w*(?:Settings|Config)|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+ ?(?:→|->|:) ?missing/;
const LOGIN =
  /password authentication failed|no pg_hba\.conf entry|\baccess denied for user|\blogin failed for user|\bWRONGPASS\b|\bNOAUTH\b|(?:database|role|user) "[\w.-]+" does not exist|unknown database '|\bP1000\b|\bbad auth\b|authentication failed\b.{0,40}(?:mongo|redis|postgres|mysql|database)|(?:mongo|redis|postgres|mysql|database).{0,40}\bauthentication failed/i;
const SCHEMA =
  /(?:schema|relation|table|column) ["'`][\w.]+["'`] does not exist|table '[\w.]+' doesn't exist|no such table|pending migrations?/i;
const SYNTAX =
  /\bsyntax error near unexpected token|\bunterminated quoted string|\bsyntax error: unterminated|\b(?:ba|da|a)?sh: (?:\d+: )?\[[^:]{0,60}: (?:command )?not found/i;
const FILES =
  /\bEACCES\b|\bEROFS\b|\[Errno (?:13|30)\]|(?:open|mkdir|create|write|bind|chmod|chown|touch|rm|cp)\b.{0,120}?(?:permission denied|read-only file system|operation not permitted)|java\.nio\.file\.AccessDeniedException/i;
const ARGUMENTS =
  /\bunknown (?:shorthand )?(?:flag|option|command|argument)s?\b|\bunrecognized (?:option|argument)s?\b|\binvalid option\b|\bflag provided but not defined\b|\bno such option\b/i;

const ENDED = "{container|a container} ended[[ with exit code {exitCode}]] because ";

const ROWS: readonly Row[] = [
  [
    "PROGRAM_LOCALHOST",
    LOCALHOST,
    "its program looks for another server in its own task (localhost, 127.0.0.1), where none answers",
    "give the program the other server's host (in `environment` or `secrets`): a task has localhost to itself; a server that is a container of the same task has to be up first (`dependsOn`, HEALTHY)",
  ],
  [
    "PROGRAM_UNREACHABLE",
    UNREACHABLE,
    "its program does not reach {peer|what it needs} (a database, a queue, another service)",
    "let the security group of {peer|that server} accept the tasks' (`network.securityGroupIds`) on its port; check the address and port in `environment` and `secrets`, that it exists and runs, and that the tasks have a route and DNS to it; let the program try again at its start",
  ],
  [
    "MODULE_MISSING",
    MODULE,
    "its program does not find {module|a module or file} in the image",
    "copy or install it in the image (COPY, .dockerignore, the production dependencies in the last stage), and check `command` and `workingDirectory`: a VARIABLE=value before a command needs a shell (or `environment`), and a volume that is mounted over the program's directory hides it",
  ],
  [
    "RUNTIME_VERSION",
    RUNTIME,
    "its program was made for another version of its runtime or C library than the image has",
    "build and run it with the same version: take a base image that has it, for the build stage and the last stage alike",
  ],
  [
    "PROGRAM_SETTING",
    SETTING,
    "its program lacks a setting: the environment variable {variable|that it names}",
    "set {variable|it} in `environment`, or in `secrets` if it is one (names are case-sensitive), and deploy again",
  ],
  [
    "PROGRAM_LOGIN",
    LOGIN,
    "the server that its program uses (a database, a queue) refuses its login[[: {programSays}]]",
    "check the user, password and name of the database in `secrets` and `environment` against the server, and its rules for encryption and addresses; a secret is read when a task starts: deploy again after it was changed",
  ],
  [
    "PROGRAM_SCHEMA",
    SCHEMA,
    "the database that its program uses lacks a schema, table or column",
    "run the migrations first and in their order (`preDeploy`), and check that the program is connected with the right database",
  ],
  [
    "COMMAND_SYNTAX",
    SYNTAX,
    "the shell cannot read the container's command line: quotes or brackets in it, or a CMD that was to be a list and is no valid JSON",
    'give `command` or CMD as a list of words in double quotes, ["gunicorn", "app:create_app()"], or quote what the shell is not to read',
  ],
  [
    "PROGRAM_FILES",
    FILES,
    "its program may not read, write or open {file|what it names} as the user that it runs as",
    "give the user of the image (`user`, USER in the Dockerfile) the right to it (COPY --chown, RUN chown); with `readonlyRootFilesystem` write to a volume; on EFS let the access point's user own the directory; listen on a port above 1023",
  ],
  [
    "PROGRAM_ARGUMENTS",
    ARGUMENTS,
    "its program refuses its command line[[: {programSays}]]",
    "correct `command` (and `entryPoint`): one word per item, and options that this version of the program has",
  ],
];

function rulesOf(conditions: Pick<Rule, "form" | "stage">, before: string): readonly Rule[] {
  return ROWS.map(([code, says, because, fix]) => ({
    code,
    weight: "run",
    ...conditions,
    when: ({ facts, text }) => facts.exitCode !== 0 && says.test(text.line),
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
