// From ECS's words to cause and fix: one message, or whatever a person pastes.

import { findMessages } from "./message/messages";
import { messageInside } from "./message/parts";
import { explainLogLine, explainMessage, vagueness, type Diagnosis, type Explanation } from "./message/read";
import { cleanText } from "./message/text";

export type { Diagnosis } from "./message/read";

/** A message of a text, read and explained. */
export interface ExplainedMessage extends Explanation {
  /** When it was said, in milliseconds, where the text tells. */
  readonly at?: number;
  /** The time of day in seconds, where no date stands by it. */
  readonly clock?: number;
  /** Whether the text shows that the service is healthy since. */
  readonly old?: true;
}

/** Explains a stopped reason, a container's reason or a service event; undefined if it is no failure, or not understood. */
export function diagnose(text: string): Diagnosis | undefined {
  return explainText(text)[0]?.diagnosis;
}

/**
 * Explains all messages of a text: the newest failure first (the first, where no times are told), what says more before what
 * says less, then what is old. The whole text is read as one message where its parts say nothing.
 */
export function explainText(text: string): readonly ExplainedMessage[] {
  const clean = cleanText(text);
  const explain = explainOnce();
  const found = markOld(findMessages(clean).map(({ text: message, ...when }) => ({ ...explain(message), ...when })));
  const [only, second] = found;
  const part = only !== undefined && second === undefined ? messageInside(clean, only, explain) : undefined;
  if (part !== undefined) return [{ ...only, ...part }];
  const failures = found.filter(({ diagnosis }) => diagnosis !== undefined);
  const said = failures.filter(({ reading }) => reading.form !== "report");
  if (said.length > 0) return withProgramsWords(said.sort(byWeight), clean, explain);
  if (
    /^\s*(?:\{|\[\s*[{["])/.test(clean) &&
    found.some(({ at, reading }) => at !== undefined || reading.form !== "other")
  )
    return found; // an API's answer without a failure
  if (found.length > 0 && found.every(({ reading }) => reading.form === "noFailure")) return found;
  const whole = explain(clean);
  if (failures.length > 0 && (whole.diagnosis === undefined || whole.reading.form === "report")) return failures;
  if (whole.diagnosis !== undefined || found.length === 0) return [whole];
  const ofEcs = found.filter(({ reading }) => reading.form !== "other");
  return ofEcs.length > 0 ? ofEcs : [whole];
}

/** Ends of containers that say no more than that. */
const ENDS = new Set(["CONTAINER_EXITED", "CONTAINER_STOPPED", "CONTAINER_EXIT_OUT_OF_RANGE"]);
/** As many lines as a tool shows of a log. */
const LOG_LINES = 200;

/** Where the container's log stands below, its newest error says why the container ended. */
function withProgramsWords(
  failures: readonly ExplainedMessage[],
  clean: string,
  explain: (message: string) => Explanation,
): readonly ExplainedMessage[] {
  const [first, ...others] = failures;
  if (first?.diagnosis === undefined || !ENDS.has(first.diagnosis.code)) return failures;
  const said = clean
    .split("\n")
    .slice(-LOG_LINES)
    .findLast((line) => explainLogLine(line) !== undefined);
  if (said === undefined) return failures;
  const because = explain(`${first.reading.text.line} ${said}`);
  return because.diagnosis?.stage === "run" ? [{ ...first, ...because }, ...others] : failures;
}

/** Explains messages; one that comes back, as in most logs, is read once. */
function explainOnce(): (message: string) => Explanation {
  const known = new Map<string, Explanation>();
  return (message) => {
    const found = known.get(message);
    if (found !== undefined) return found;
    const explained = explainMessage(message);
    known.set(message, explained);
    return explained;
  };
}

/** What ECS, or a tool that waits, says of a service once all is well. */
const STEADY = /steadystate|service[\w-]{1,255}(?:is)?stable/;

/** A failure that a later event of its service calls steady again is old. */
function markOld(found: readonly ExplainedMessage[]): ExplainedMessage[] {
  const steady = found.filter(({ reading: { form, text } }) => form === "noFailure" && STEADY.test(text.compact));
  return found.map((message) => {
    const { diagnosis, reading } = message;
    const at = message.at ?? message.clock;
    const isOld =
      diagnosis !== undefined &&
      at !== undefined &&
      steady.some(
        (event) =>
          (event.at ?? event.clock ?? 0) > at &&
          (reading.facts.service ?? event.reading.facts.service) === event.reading.facts.service,
      );
    return isOld ? { ...message, old: true } : message;
  });
}

/** What CloudFormation cannot delete while it rolls back: something else failed before. */
const ROLLBACK_DEBRIS = /\bDELETE_FAILED\b/;

function byWeight(a: ExplainedMessage, b: ExplainedMessage): number {
  const debris = ({ reading }: ExplainedMessage) => Number(ROLLBACK_DEBRIS.test(reading.text.line));
  return (
    Number(a.old === true) - Number(b.old === true) ||
    debris(a) - debris(b) ||
    vagueness(a) - vagueness(b) ||
    (b.at ?? b.clock ?? 0) - (a.at ?? a.clock ?? 0)
  );
}

/** A diagnosis as the lines that follow a headline. */
export function renderDiagnosis({ code, cause, fix, page, evidence }: Diagnosis): readonly string[] {
  return [`cause: ${cause} [${code}]`, `fix: ${fix}`, `evidence: ${evidence}`, `see: ${page}`];
}
