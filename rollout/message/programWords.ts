// What programs say when they cannot go on: errors of the runtimes of Node.js, Python, Java, Ruby, PHP, Go and .NET, of shells, and of
// clients of databases, as their sources word them; checked 2026-11.

import { either } from "./either";

interface Words {
  /** What a line of the log has; the group `name` is what it names: a module, a variable, a host, a file. */
  readonly says: readonly RegExp[];
  /** Where else in the line the name stands. */
  readonly names?: readonly RegExp[];
}

const LOCAL = String.raw`(?:127\.0\.0\.1|localhost|\[::1\])`;
const REFUSED = "(?:connection ?refused|ECONNREFUSED|connect call failed|could not connect)";
/** Names of environment variables that are sure to be some. */
const VARIABLE = String.raw`\b(?<name>[A-Z][A-Z0-9]*_[A-Z0-9_]{1,100})`;

/** Their failures, the most specific first. */
const WORDS = {
  PROGRAM_LOCALHOST: { says: [new RegExp(`${REFUSED}.{0,120}${LOCAL}|${LOCAL}.{0,80}${REFUSED}`, "i")] },
  PROGRAM_HOST_UNKNOWN: {
    says: [
      /\b(?:ENOTFOUND|EAI_AGAIN|UnknownHostException:?)(?: (?<name>[\w.-]{4,120})|\b)/,
      /no such host|name or service not known|temporary failure in name resolution|getaddrinfo failed/i,
      /could not (?:translate host name|resolve host)|nodename nor servname provided/i,
      /host not found in (?:upstream|resolver) "(?<name>[\w.-]{1,120})/i,
    ],
    names: [/dial tcp:? lookup (?<name>[\w.-]{1,120})/i, /\bhost(?: name)?:? ["']?(?<name>(?!name\b)[\w.-]{4,120})/i],
  },
  PROGRAM_UNREACHABLE: {
    says: [
      /\b(?:ETIMEDOUT|ECONNREFUSED|EHOSTUNREACH)(?: (?<name>[\w.-]{4,120}(?::\d{1,5})?)|\b)/i,
      /\bConnectionRefusedError\b|connection (?:refused|timed out)|communications link failure|i\/o timeout/i,
      /could not connect to server|timeout acquiring a connection|terminated due to connection timeout/i,
      /server selection (?:timeout|timed out)/i,
    ],
    names: [
      /dial tcp:? (?<name>[\w.-]{4,120}(?::\d{1,5})?)/i,
      /(?:connect(?:ion)? to|server at|host) ["']?(?<name>(?!server\b)[\w.-]{4,120}(?:["']?[:,]? ?(?:port )?\d{2,5})?)/i,
    ],
  },
  MODULE_MISSING: {
    says: [
      /cannot find (?:module|package) (?:['"]?(?<name>[^'"\s]{2,200}))?/i,
      new RegExp(
        either([
          /\bno module named/,
          /could not import module/,
          /\b(?:ClassNotFoundException|NoClassDefFoundError):/,
          /could not find or load main class/,
          /unable to access jarfile/,
          /cannot load such file --/,
          /could not load file or assembly/,
          /could not open input file:/,
          /can't open file(?= ['"])/,
          /failed opening required/,
        ]) + String.raw`(?: ['"]?(?<name>[\w./@\\-]{2,200}))?`,
        "i",
      ),
      /application to execute does not exist|failed to open stream: no such file/i,
    ],
  },
  RUNTIME_VERSION: {
    says: [
      /UnsupportedClassVersionError|compiled by a more recent version|you must install or update \.net/i,
      /\bGLIBC(?:XX)?_[\d.]+['"]? not found|requires a different python|unsupported engine|\bERR_REQUIRE_ESM\b/i,
      /SyntaxError: (?:unexpected token ['"]?[?.]|cannot use import)/i,
    ],
  },
  PROGRAM_SETTING: {
    says: [
      /(?<![A-Za-z])KeyError: ['"](?<name>[A-Z][A-Z0-9_]{2,100})['"]/,
      /(?:\b(?<name>[A-Za-z_][A-Za-z0-9_]{2,100}))?: unbound variable/,
      new RegExp(
        `${VARIABLE} (?:env(?:ironment)?[ -]?var\\w* )?(?:is |was |must be |are )?(?:not set|not defined|undefined|required|missing|unset|set and)`,
      ),
      new RegExp(`${VARIABLE} ?(?:→|->|:) ?missing`),
      /\b(?:missing|required|undefined|unset|no)\b.{0,20}? env(?:ironment)?[ -]?var/i,
      /\benv(?:ironment)?[ -]?var.{0,60}? (?:(?:is|are|was|were|be) (?:not |un)?(?:set|defined|missing|required|empty)|not (?:set|found|defined)|missing|required)/i,
      /could not parse (?:sqlalchemy )?ur[il]\b|\binvalid (?:database |connection )(?:string|ur[il])\b/i,
      /\benv(?:ironment)?[- ]validation|\bvalidation errors? for \w*(?:settings|config)|\bSettingsError\b/i,
      /\bno \w+ setting provided\b|(?<!\b(?:0|no) )\bconfig(?:uration)? (?:validation )?errors?\b|\b(?:invalid|missing) (?:config(?:uration)?|settings?)\b/i,
    ],
    names: [
      /\benv(?:ironment)?[ -]?var(?:iable)?s?(?: is)?:? ['"`]?(?<name>[A-Z][A-Z0-9_]{2,100})\b/i,
      /\bfor field ["'](?<name>[A-Za-z_]\w{1,100})["']/,
    ],
  },
  PROGRAM_LOGIN: {
    says: [
      /password authentication failed|no pg_hba\.conf entry|\baccess denied for user|\blogin failed for user/i,
      /\b(?:WRONGPASS|NOAUTH|P1000)\b|\bbad auth\b|(?:database|role|user) "[\w.-]+" does not exist|unknown database '/i,
      /authentication failed\b.{0,40}(?:mongo|redis|postgres|mysql|database)/i,
      /(?:mongo|redis|postgres|mysql|database).{0,40}\bauthentication failed/i,
    ],
  },
  PROGRAM_SCHEMA: {
    says: [
      /(?:schema|relation|table|column) ["'`][\w.]+["'`] does not exist|table '[\w.]+' doesn't exist|no such table/i,
      /pending migrations?/i,
    ],
  },
  PROGRAM_LIMITS: {
    says: [
      /max virtual memory areas vm\.max_map_count|max file descriptors \[\d+\]|\btoo many open files\b|\bEMFILE\b/i,
    ],
  },
  PROGRAM_SHARED_MEMORY: {
    says: [
      /workers are out of shared memory|insufficient shared memory|could not resize shared memory segment/i,
      /\/dev\/shm\b.{0,80}(?:no space left|too small)/i,
    ],
  },
  PROGRAM_FIRST_PROCESS: { says: [/can only run as pid 1\b|must be run as (?:pid|process) 1\b/i] },
  PROGRAM_PID_FILE: {
    says: [
      /\ba server is already running\b|\bpid ?file\b.{0,80}\balready exists|\block file "?postmaster\.pid"? already exists/i,
    ],
    names: [/(?<name>(?:\/[\w.-]{1,60}){0,8}\/[\w.-]{1,60}\.pid)\b/],
  },
  PROGRAM_USER: {
    says: [
      /cannot get uid for user ['"]?(?<name>[\w-]{1,64})/i,
      /\bgetpwnam\(["']?(?<name>[\w-]{1,64})["']?\) failed/i,
    ],
  },
  COMMAND_SYNTAX: {
    says: [
      /\bsyntax error near unexpected token|\bunterminated quoted string|\bsyntax error: unterminated/i,
      /\b(?:ba|da|a)?sh: (?:\d+: )?\[[^:]{0,60}: (?:command )?not found/i,
    ],
  },
  PROGRAM_FILES: {
    says: [
      /\bEACCES\b|\bEROFS\b|\[Errno (?:13|30)\]|java\.nio\.file\.AccessDeniedException|permission denied:? ['"]?\//i,
      /\b(?:open|mkdir|create|write|bind|chmod|chown|touch|rm|cp)\b.{0,120}?(?:permission denied|read-only file system|operation not permitted)/i,
    ],
    names: [
      /(?:open|mkdir|create|write|chmod|chown|touch|directory|bind\(\) to|denied:)(?:\(\))? ['"]?(?<name>(?:\/|\d+\.)[\w./:-]{2,200})/,
    ],
  },
  PROGRAM_ARGUMENTS: {
    says: [
      /\bunknown (?:shorthand )?(?:flag|option|command|argument)s?\b|\bunrecognized (?:option|argument)s?\b/i,
      /\binvalid option\b|\bflag provided but not defined\b|\bno such option\b/i,
    ],
  },
} as const satisfies Record<string, Words>;

/** Stable names of these failures. */
export type ProgramFailure = keyof typeof WORDS;

/** Whether a line says so. */
export function saysProgram(failure: ProgramFailure, line: string): boolean {
  return WORDS[failure].says.some((words) => words.test(line));
}

/** What the line of such a failure names. */
export function namedByProgram(failure: ProgramFailure, line: string): string | undefined {
  const { says, names = [] }: Words = WORDS[failure];
  for (const words of [...says, ...names]) {
    const name = words.exec(line)?.groups?.name;
    if (name !== undefined) return name.replace(/[.:,;]+$/, "");
  }
  return undefined;
}

/** Whether a line is an error of a program. */
export function isProgramError(line: string): boolean {
  return Object.values(WORDS).some(({ says }) => says.some((words) => words.test(line)));
}
