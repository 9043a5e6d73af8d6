// What programs say when they cannot go on: errors of the runtimes of Node.js, Python, Java, Ruby, PHP, Go and .NET, of shells, and of
// clients of databases, as their sources word them; checked 2026-11.

const LOCAL = String.raw`(?:127\.0\.0\.1|localhost|\[::1\])`;
const REFUSED = "(?:connection ?refused|ECONNREFUSED|connect call failed|could not connect)";
/** Names of environment variables that are sure to be some. */
const VARIABLE = String.raw`\b[A-Z][A-Z0-9]*_[A-Z0-9_]{1,100}`;

/** Their failures, the most specific first, and what a line of the log has. */
const PATTERNS = {
  PROGRAM_LOCALHOST: [new RegExp(`${REFUSED}.{0,120}${LOCAL}|${LOCAL}.{0,80}${REFUSED}`, "i")],
  PROGRAM_HOST_UNKNOWN: [
    /\b(?:ENOTFOUND|EAI_AGAIN|UnknownHostException)\b/,
    /no such host|name or service not known|temporary failure in name resolution|getaddrinfo failed/i,
    /could not (?:translate host name|resolve host)|nodename nor servname provided/i,
  ],
  PROGRAM_UNREACHABLE: [
    /\b(?:ConnectionRefusedError|ETIMEDOUT|ECONNREFUSED|EHOSTUNREACH)\b/i,
    /connection (?:refused|timed out)|could not connect to server|communications link failure|i\/o timeout/i,
    /server selection (?:timeout|timed out)|timeout acquiring a connection|terminated due to connection timeout/i,
  ],
  MODULE_MISSING: [
    /cannot find (?:module|package) |\bno module named |could not import module /i,
    /\b(?:ClassNotFoundException|NoClassDefFoundError): |could not find or load main class|unable to access jarfile/i,
    /cannot load such file --|could not load file or assembly|application to execute does not exist/i,
    /could not open input file: |can't open file ['"]|failed (?:opening required|to open stream: no such file)/i,
  ],
  RUNTIME_VERSION: [
    /UnsupportedClassVersionError|compiled by a more recent version|you must install or update \.net/i,
    /\bGLIBC(?:XX)?_[\d.]+['"]? not found|requires a different python|unsupported engine|\bERR_REQUIRE_ESM\b/i,
    /SyntaxError: (?:unexpected token ['"]?[?.]|cannot use import)/i,
  ],
  PROGRAM_SETTING: [
    /\b(?:missing|required|undefined|unset|no)\b.{0,20}? env(?:ironment)?[ -]?var/i,
    /\benv(?:ironment)?[ -]?var.{0,60}? (?:(?:is|are|was|were|be) (?:not |un)?(?:set|defined|missing|required|empty)|not (?:set|found|defined)|missing|required)/i,
    /(?<![A-Za-z])KeyError: ['"][A-Z][A-Z0-9_]{2,}['"]|: unbound variable/,
    new RegExp(
      `${VARIABLE} (?:is |was |must be |are )?(?:not set|not defined|undefined|required|missing|unset|set and)`,
    ),
    new RegExp(`${VARIABLE} ?(?:→|->|:) ?missing`),
    /\benv(?:ironment)?[- ]validation|\bvalidation errors? for \w*(?:settings|config)|\bSettingsError\b/i,
    /\bno \w+ setting provided\b|(?<!\b(?:0|no) )\bconfig(?:uration)? (?:validation )?errors?\b|\b(?:invalid|missing) (?:config(?:uration)?|settings?)\b/i,
  ],
  PROGRAM_LOGIN: [
    /password authentication failed|no pg_hba\.conf entry|\baccess denied for user|\blogin failed for user/i,
    /\b(?:WRONGPASS|NOAUTH|P1000)\b|\bbad auth\b|(?:database|role|user) "[\w.-]+" does not exist|unknown database '/i,
    /authentication failed\b.{0,40}(?:mongo|redis|postgres|mysql|database)/i,
    /(?:mongo|redis|postgres|mysql|database).{0,40}\bauthentication failed/i,
  ],
  PROGRAM_SCHEMA: [
    /(?:schema|relation|table|column) ["'`][\w.]+["'`] does not exist|table '[\w.]+' doesn't exist|no such table/i,
    /pending migrations?/i,
  ],
  COMMAND_SYNTAX: [
    /\bsyntax error near unexpected token|\bunterminated quoted string|\bsyntax error: unterminated/i,
    /\b(?:ba|da|a)?sh: (?:\d+: )?\[[^:]{0,60}: (?:command )?not found/i,
  ],
  PROGRAM_FILES: [
    /\bEACCES\b|\bEROFS\b|\[Errno (?:13|30)\]|java\.nio\.file\.AccessDeniedException|permission denied:? ['"]?\//i,
    /\b(?:open|mkdir|create|write|bind|chmod|chown|touch|rm|cp)\b.{0,120}?(?:permission denied|read-only file system|operation not permitted)/i,
  ],
  PROGRAM_ARGUMENTS: [
    /\bunknown (?:shorthand )?(?:flag|option|command|argument)s?\b|\bunrecognized (?:option|argument)s?\b/i,
    /\binvalid option\b|\bflag provided but not defined\b|\bno such option\b/i,
  ],
} as const satisfies Record<string, readonly RegExp[]>;

/** Stable names of these failures. */
export type ProgramFailure = keyof typeof PATTERNS;

/** Whether a line says so. */
export function saysProgram(failure: ProgramFailure, line: string): boolean {
  return PATTERNS[failure].some((words) => words.test(line));
}

/** Whether a line is an error of a program. */
export function isProgramError(line: string): boolean {
  return Object.values(PATTERNS).some((patterns) => patterns.some((words) => words.test(line)));
}
