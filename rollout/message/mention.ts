// A text that speaks about a failure and reports none: source code, commit messages, manuals. They name the same codes and phrases.

import { either } from "./either";

/** Code around a code or phrase: a call, a comparison, a member of an enumeration. */
const CODE = new RegExp(
  either([
    /\b[a-z_]{3,40} = ["'{([]/,
    /\bjsonencode\(/,
    /"numeric"/,
    /\b(?:expect|assert\w*|describe|includes|contains|startsWith|toEqual|toBe|strings\.\w+|re\.\w+)\s?\(/,
    /\bstrict\w*equal/,
    /["'`] (?:not )?in (?!the |our |your |my |an? |string |literal )\w/,
    /\w [!=]==? ["'`]/,
    /["'`] [!=]==? \w/,
    /\bconst [\w$]+ =/,
    /\w ?= ?\[ ?["'`]/,
    /\b(?:enum|interface|type) \w+ ?[={]/,
    /\belif\b/,
    /=> ?["'`{(]/,
    /\bcase ["'`]/,
    /\bTaskFailedToStart (?:→|=>|->) /,
    /\|\s?-{3,}\s?\|/,
  ]),
);

/** What only source code has, whatever it quotes. */
const SOURCE = new RegExp(
  either([
    /\.builder\(\)/,
    /\bjsonencode\(/,
    /^\s*resource "aws_\w{3,60}" "[\w-]{1,100}" \{/,
    /\belif \w/,
    /\bdef \w+\(/,
    /\bfunc \w*\(/,
    /\bexpect\(/,
    /\bassert[A-Z_]\w*[ (]/,
    /\b[A-Z_]{6,} = [[{(]/,
    /\bimport \{/,
    /\bwhen\(\w/,
    /"anything-but"/,
    /\$LASTEXITCODE\b|\bif \[ \$\? -/,
    /\bevent_pattern\b/,
    /\bArg\.(?:Is|Any)</,
    /\bnew [A-Z]\w+\(["']/,
    /\breturn \w+\(["']/,
    /\{ throw ["']/,
    /\berr != nil\b/,
    /\bassert_output\b/,
    /\bstoppedReason: \[/,
    /"?stoppedReason"? ?: \[ ?"/,
    /^\s*\{ ?name: +"/,
    /\bpytest\b/,
    /^\W*=== RUN |--- PASS: \w/,
    /\bTests?(?: Suites| Files)?:? {1,12}\d{1,5} (?:passed|failed)\b/,
    /\)\)\.to[A-Z]\w+\(/,
    /\bt\.Run\(/,
    /\bit\(["']/,
  ]),
);

/** What lists failures by their names: schemas, rules of retries, patterns of events. */
const LIST = new RegExp(
  either([
    /"(?:evaluateOnExit|onStatusReason|onReason)":|\bon_(?:status_)?reason +=/,
    /"enum": ?\[/,
    /- ["'](?:Cannot|ResourceInit|OutOfMem|TaskFailed|EssentialCont|SpotInt)\w{4,60}["'] - ["']/,
    /(?:["'](?:prefix["'] ?: ?["'])?(?:Ecs\.)?(?:Cannot|ResourceInit|OutOfMem|ContainerRun|TaskFailed|SpotInt|EssentialCont|InternalErr)\w{0,60}["'] ?\}?, ?\{? ?){3}/,
  ]),
);

/** Commit messages and headings of changes. */
const CHANGE =
  /^\W{0,3}(?:Merge (?:pull request|branch|remote)\b|(?:commit:? )?(?:feat|fix|docs|chore|test|refactor|style|ci|perf|build|revert)(?:\([\w./-]{1,40}\))?!?: )/i;

/** How people explain: conditions, habits and definitions. */
const PROSE = new RegExp(
  either([
    /^\W*(?:what|how) (?:does|do|is|to|can)\b/,
    /\brelease notes\b/,
    /\b(?:this|the) (?:pr|pull request|commit|change|patch) (?:adds|fixes|makes|introduces|handles|allows|improves|removes)\b/,
    /\b(?:if|when(?:ever)?|once|unless)(?<!\bcannot [\w ]{1,80}) (?:you|your|an?|the|its|their|it|they|(?:ECS )?tasks?)\b/,
    /\b(?:you|people|users|readers|one) (?:may(?! have (?:issues|problems))|might|will|should|meet|see)\b/,
    /\bwe (?:alert|retry|ignore|treat|handle|map|count|page|call)\b/,
    /(?<!\bthere )\bis (?:the(?! (?:(?:fatal|full|whole|exact|actual) )?(?:error|message|log|output|following|exact|stack))|an?(?! directory)|off by|on by|called|raised|thrown|shown)\b/,
    /\b(?:explains?|describes?|lists?|covers?|means?) (?:how|what|the|why|that)\b/,
    /["'`)] means (?:ECS|AWS|Fargate|the task)\b/,
    /\b(?:was|were) fixed\b/,
    /\bso (?:keep|set|use|make)\b/,
    /\bstops (?:a|the) (?:task|deployment)\b/,
    /\b(?:common|typical|possible|frequent) (?:causes?|reasons?|errors?)\b/,
  ]),
  "i",
);

/** Names of stop reasons. */
const CODE_NAME =
  "(?:Cannot\\w{4,60}|ResourceInitialization|OutOfMemory|TaskFailedToStart|EssentialContainerExited|SpotInterruption)(?:Error)?";
/** How a text goes on in prose, and not as AWS's messages do. */
const GOES_ON = "(?:the (?!task)|an? |this |that |you|your |we |in |see |most |here )";
const AS_EXAMPLE = new RegExp(
  either([
    new RegExp(`\\b(?:such as|like|e\\.g\\.,?|for instance) ["'\`(]?${CODE_NAME}["'\`)]?: ${GOES_ON}`),
    new RegExp(`["'\`]${CODE_NAME}["'\`] (?:became|has become|sounds|means|page|section|entry|article)\\b`),
    new RegExp(`\\blink to ["'\`]${CODE_NAME}`),
    /\b(?:message|event|error|text)s? (?:\S{1,30} ){0,8}of the form\b/,
    /\bdifference between (?:exit|code|error|the)\b/,
    /^\W*(?:feature request|enhancement request|proposal|rfc)\b/,
    /^\W*\[?v?\d{1,4}\.\d{1,4}(?:\.\d{1,4})?\]?[\s\d().-]{0,20}#{2,3} (?:added|changed|fixed|removed|security)\b/, // a changelog
    /\bI(?:'ve)? (?:read|heard|learned) (?:that )?(?:tasks?|containers?|services?|it|they)\b/,
  ]),
  "i",
);

/** Whether a text gives the code of a failure as an example, and goes on in prose. */
export function isExample(line: string): boolean {
  return AS_EXAMPLE.test(line);
}

/** Whether a text lists names of failures, of which none happened. */
export function isList(line: string): boolean {
  return LIST.test(line);
}

/** Whether a text is source code, which quotes messages and reports none. */
export function isSourceCode(line: string): boolean {
  return SOURCE.test(line);
}

/** Whether a text explains, as manuals do. */
export function isExplanation(line: string): boolean {
  return PROSE.test(line);
}

/** Whether a text speaks about failures only. Ask for texts whose failure has no details of its own. */
export function isMention(line: string): boolean {
  return CODE.test(line) || CHANGE.test(line) || PROSE.test(line);
}
