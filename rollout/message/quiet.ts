// What ECS, and tools that deploy to it, say in good times, whatever a log puts before it.

import { either } from "./either";

/** What a log puts before its lines: a level that says nothing about them. */
const FRAME = new RegExp(
  either([
    /^\W{0,4}(?:##\[\w{4,8}\]|::error[^:]{0,200}::)/,
    /\[? ?(?:error|err|fatal|fail(?:ed|ure)?|warn(?:ing)?|info) ?\]/,
    /^\W{0,4}(?:error|failed|failure|warning):/,
    /["']?(?:level|severity|levelname|log\.level)["']?\s?[:=]\s?["']?\w{3,10}["']?/,
  ]),
  "gi",
);
/** The same, in capitals behind a time or a program's name. */
const LEVEL = /(?:^\W{0,4}|\d\S{0,8} |- )(?:ERROR|WARN(?:ING)?|FATAL|CRITICAL|INFO|DEBUG)\b(?=[ :\]])/g;

/** Whose event it is. Names may hold words of trouble. */
const SUBJECT =
  /\(?\bservices? [\w.:/-]{1,255}(?:, ?task ?set [\w./:-]{1,255})?\)?|\((?:deployment|task set|taskset) [\w./-]{1,80}\)/gi;
/** ... and which tasks, targets and resources it names. */
const OBJECT =
  /\((?:task|target-group|port|instance|target group)s? [^)]{1,400}\)|arn:aws[\w-]*:[\w:/.*-]{1,400}|https?:\/\/\S{1,500}|task \w{32}\b/gi;

/** Sentences of good times. */
const GOOD = new RegExp(
  either([
    /\b(?:has |have )?reached (?:a |its )?steady state\b/,
    /\bhas begun draining connections\b/,
    /\bhas started \d{1,5} (?:new )?tasks?\b/,
    /\bhas stopped \d{1,5} running tasks?\b/,
    /\b(?:de)?registered \d{1,5} targets?\b/,
    /\bdeployment (?:ecs-svc\/\d{1,20} )?(?:has )?(?:completed|initiated|started)\b/,
    /\bdeployment [\w./-]{1,80} completed\b/,
    /\bscaling activity initiated by\b/,
    /\b(?:task )?stopped by user\b/,
    /\bservice is (?:now )?stable\b/,
    /\bupdated computed ?weight\b/,
    /\bservice [\w-]{1,255} was updated\b/,
    /\b(?:still )?(?:modifying|creating)\.\.\./,
    /\b(?:modifications|creation) complete after\b/,
    /(?<![\w_])(?:CREATE|UPDATE|DELETE)_(?:COMPLETE|IN_PROGRESS)(?![\w_])/,
    /\bwaiting for (?:the )?(?:ecs )?service (?:to (?:be(?:come)?|reach) )?stab/,
    /\bservice [\w-]{1,255} (?:was |has been )?deployed\b/,
    /\bis healthy\b/,
    /[✔✓√] Deployed\b/, // of Copilot
    /\brollout ?state\W{1,4}COMPLETED\b/,
    /\btask definition (?:successfully )?registered\b/,
    /\bsuccessfully (?:registered|deployed|updated|changed)\b/,
  ]),
  "i",
);

/** Words of trouble, in a text without white space. */
const TROUBLE = new RegExp(
  either(String.raw`
    unable fail unhealthy nothealthy notstable missing impaired violated resource: inactive attribute agent location
    throttled error rollingback rolledback rollback couldnot cannot insufficient notfound interrupt timedout timeout
    didnot hasnot exception denied killed cancel exceeded exit invalid notauthorized refused throttl oom\b
  `),
);
/** The end of an answer of ECS in which nothing failed, with or without white space. */
export const NO_FAILURES = /["']failures["']\s?:\s?\[\]/g;
/** Counts of what went wrong, of which none did, and the head of Copilot's table of them. */
const NONE =
  /\bRevision +Rollout +Desired +Running +Failed +Pending\b|\bfailed(?: ?tasks)?["']?\s?[:=]?\s?["']?0\b|\b(?:0|no) (?:tasks? )?(?:failed|failures|errors)(?: tasks?)?\b/gi;

/** Whether a text tells good news of ECS, and no bad news. */
export function isQuiet(line: string): boolean {
  const said = line.replace(FRAME, " ").replace(LEVEL, " ").replace(NONE, " ");
  if (!GOOD.test(said)) return false;
  return !hasTrouble(said.replace(OBJECT, " ").replace(SUBJECT, " ").replace(/\s+/g, "").toLowerCase());
}

/** Whether a text without white space has words of trouble. */
export function hasTrouble(compact: string): boolean {
  return TROUBLE.test(compact);
}
