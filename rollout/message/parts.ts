// The message inside a text that a person wrote around it.

import { isElsewhere } from "./elsewhere";
import { isExample, isSourceCode } from "./mention";
import { vagueness, type Explanation } from "./read";
import { CALL_REFUSED } from "./rules/call";
import { STOP_CODE } from "./stopReasons";

const FENCED = /```(?:[\w-]{0,20}\n)?([\s\S]{15,4000}?)```/g;
/** Shorter ones are names. */
const SHORTEST = 25;
const PARAGRAPH = /\n[ \t]*\n/;

/**
 * The message that a person wrote about, where the whole is read otherwise: what stands around it has words of many causes (logs,
 * load balancers, security groups that are all right). Undefined where the whole says the same, or speaks of another service.
 */
export function messageInside(
  clean: string,
  whole: Explanation,
  explain: (message: string) => Explanation,
): Explanation | undefined {
  const { line } = whole.reading.text;
  if (whole.reading.form === "noFailure" || isElsewhere(line) || isSourceCode(line) || isExample(line))
    return undefined;
  const fenced = fencedParts(clean).map(explain);
  const marked = [...fenced, ...quotedParts(clean).map(explain)];
  const code = whole.diagnosis?.code;
  if (code !== undefined && marked.some(({ diagnosis }) => diagnosis?.code === code)) return undefined;
  const paragraphs = paragraphsOf(clean).map(explain);
  const parts = [...marked, ...paragraphs];
  if (!STOP_CODE.test(line) && !parts.some(saysWhy)) {
    const elsewhere = parts.find(({ reading }) => isElsewhere(reading.text.line));
    if (elsewhere !== undefined) return elsewhere;
  }
  const why = marked.find((part) => saysWhy(part) && part.reading.stage !== "exit");
  if (why !== undefined || saysWhy(whole)) return why;
  const failure = fenced.find((part) => isFailure(part) && (code === undefined || vagueness(part) <= vagueness(whole)));
  if (failure !== undefined) return failure;
  return paragraphs.find(saysWhy) ?? (code === undefined ? parts.find(isFailure) : undefined);
}

/** Whether a message is a failure in ECS's own words, or those of a tool that waits for it. */
function isFailure({ diagnosis, reading }: Explanation): boolean {
  return diagnosis !== undefined && reading.form !== "report";
}

/** Whether it has a cause of its own, which a rule knows. */
function saysWhy(message: Explanation): boolean {
  const { diagnosis } = message;
  return isFailure(message) && diagnosis?.general === undefined && diagnosis?.code !== CALL_REFUSED.code;
}

/** What the author fenced as code. */
function fencedParts(clean: string): readonly string[] {
  return [...clean.matchAll(FENCED)].map(([, block = ""]) => block);
}

/** What stands between backticks on one line: a terminal may have wrapped others. */
function quotedParts(clean: string): readonly string[] {
  return clean
    .replace(FENCED, "")
    .split("\n")
    .map((line) => line.split("`"))
    .filter(({ length }) => length % 2 === 1)
    .flatMap((parts) => parts.filter((part, i) => i % 2 === 1 && part.length >= SHORTEST));
}

/** The paragraphs of a text that has several. */
function paragraphsOf(clean: string): readonly string[] {
  const paragraphs = clean.split(PARAGRAPH).filter((part) => part.trim() !== "");
  return paragraphs.length > 1 ? paragraphs : [];
}
