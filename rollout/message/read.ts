// Reads one message: its form, its stage, its operation, what went wrong; then explains it.

import { redact } from "../redact";
import { factsWithDefaults } from "./factTexts";
import { readFacts } from "./facts";
import { formOf } from "./form";
import { kindOf } from "./kind";
import { operationOf } from "./operation";
import { explains, fill, valuesOf, type FailureWeight, type Reading, type Rule } from "./rule";
import { RULES, saysRefusal } from "./rules/all";
import { LOGGED_RULES } from "./rules/program";
import { TOLD_RULES } from "./rules/told";
import { stageOf } from "./stage";
import { cleanText, messageText } from "./text";

/** What a message of ECS means. */
export interface Diagnosis {
  /** Stable name of the failure, listed in docs/errors.md. */
  readonly code: string;
  readonly stage: FailureWeight;
  /** Why it happens. */
  readonly cause: string;
  /** What to do. */
  readonly fix: string;
  /** The page of AWS (or of the registry) about it. */
  readonly page: string;
  /** The message itself, without secrets and account ids. */
  readonly evidence: string;
  /** Set where a more specific message of the same failure says more. */
  readonly general?: Rule["general"];
}

/** A message, read and explained. */
export interface Explanation {
  readonly reading: Reading;
  /** Undefined where it is no failure of ECS, or not understood. */
  readonly diagnosis: Diagnosis | undefined;
}

/** How little an explanation says. */
export function vagueness({ diagnosis }: Explanation): number {
  if (diagnosis?.general === undefined) return 0;
  return diagnosis.general === "outcome" ? 2 : 1;
}

/** Reads a message and explains it. */
export function explainMessage(raw: string): Explanation {
  const reading = readMessage(raw);
  return { reading, diagnosis: explainReading(reading) };
}

/** Reads a message. */
export function readMessage(raw: string): Reading {
  const text = messageText(cleanText(raw));
  const form = formOf(text, saysRefusal(text));
  if (form === "other") return { text, form, facts: {}, operation: undefined, kind: undefined, stage: undefined };
  const { exitCode, ...others } = readFacts(text);
  // In a report any program may have ended with the code: a build, a test, the tool itself.
  const facts = exitCode === undefined || form === "report" ? others : { ...others, exitCode };
  return {
    text,
    form,
    facts,
    operation: operationOf(text, facts),
    kind: kindOf(text, facts),
    stage: stageOf(text, form, facts),
  };
}

/** The first rule that fits. Where a tool tells of its wait and quotes why the task stopped, that says more. */
function ruleFor(reading: Reading): Rule | undefined {
  const first = RULES.find((rule) => explains(rule, reading));
  if (first?.general === undefined) return first;
  const ofTasks = (rule: Rule) => rule.general === undefined && rule.form === undefined && rule.stage !== undefined;
  const quoted = first.words && RULES.find((rule) => ofTasks(rule) && explains(rule, reading));
  return (
    quoted ?? refusalTold(reading) ?? TOLD_RULES.find((rule) => explains(rule, { ...reading, form: "report" })) ?? first
  );
}

/** Longer ones are read by their paragraphs too: no sentence is as long. */
const LONGEST_SENTENCES = 20_000;

/** What people tell with ECS's own words for a refusal, without the call that was refused. */
function refusalTold(reading: Reading): Rule | undefined {
  if (reading.form !== "report" || reading.text.dense.length > LONGEST_SENTENCES) return undefined;
  const known = ({ form, words, general }: Rule) => form === "apiError" && words !== undefined && general === undefined;
  return RULES.find((rule) => known(rule) && explains(rule, { ...reading, form: "apiError" }));
}

function explainReading(reading: Reading): Diagnosis | undefined {
  if (reading.form === "other" || reading.form === "noFailure") return undefined;
  const rule = ruleFor(reading);
  return rule && diagnosisOf(rule, reading);
}

/** What a line of a program's log says about the program's end, where it is one of the errors that many programs have. */
export function explainLogLine(line: string): Diagnosis | undefined {
  const text = messageText(cleanText(line));
  const nothing = { operation: undefined, kind: undefined, stage: undefined };
  const reading: Reading = { text, form: "containerExit", facts: readFacts(text), ...nothing };
  const rule = LOGGED_RULES.find((logged) => explains(logged, reading));
  return rule && diagnosisOf(rule, reading);
}

function diagnosisOf(rule: Rule, reading: Reading): Diagnosis {
  const values = { ...factsWithDefaults(reading), ...valuesOf(rule, reading) };
  const { code, weight, cause, fix, page, general } = rule;
  const text = (template: string) => redact(fill(template, values));
  const { deniedBy } = reading.facts;
  const isNamed = deniedBy === undefined || fix.includes("{deniedBy");
  return {
    code,
    stage: weight,
    cause: text(isNamed ? cause : `${cause}: {deniedBy} does not allow it`),
    fix: text(isNamed ? fix : `let {deniedBy} allow {action} on {resource|it}; and ${fix}`),
    page,
    evidence: redact(reading.text.line),
    ...(general && { general }),
  };
}
