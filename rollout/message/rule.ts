// How a message that was read is explained.

import type { Facts } from "./facts";
import type { MessageForm } from "./form";
import type { FailureKind } from "./kind";
import type { Operation } from "./operation";
import type { Stage } from "./stage";
import { positionInLine, type MessageText } from "./text";

/** A message, read. */
export interface Reading {
  readonly text: MessageText;
  readonly form: MessageForm;
  readonly stage: Stage | undefined;
  readonly operation: Operation | undefined;
  readonly kind: FailureKind | undefined;
  readonly facts: Facts;
}

/**
 * What a failure says about the deployment. `start`: the task never came up, and the next one will fail alike. `run`: a
 * container ran and ended. `passing`: ECS goes on by itself, and the same deployment may well become healthy.
 */
export type FailureWeight = "start" | "run" | "passing";

/** Words of a message, by the names that a rule gives them. */
export type Values = Readonly<Record<string, string>>;

/** An explanation, and which readings it is for. All conditions that are given must hold. */
export interface Rule {
  /** Stable name of the failure, for scripts and for docs/errors.md. */
  readonly code: string;
  readonly weight: FailureWeight;
  readonly form?: MessageForm;
  readonly stage?: Stage | readonly Stage[];
  readonly operation?: Operation | readonly Operation[];
  readonly kind?: FailureKind | readonly FailureKind[];
  /** Phrases of which one has to be there; without white space, in lower case. */
  readonly says?: readonly string[];
  readonly when?: (reading: Reading) => boolean;
  /** AWS's own words, for the text without white space. What its named groups match are values of cause and fix. */
  readonly words?: RegExp;
  /** Further values, worked out from those and the text. */
  readonly derive?: (found: Values, text: MessageText) => Values;
  /** Why it happens. `{name}` is a value of the message, with its default after a bar: `{action|the call}`;
   * `[[ ({name})]]` is left out where the message does not name it. */
  readonly cause: string;
  /** What to do, as an instruction. */
  readonly fix: string;
  /** The page of AWS (or the registry) about it. */
  readonly page: string;
  /** Where another message of the same failure says more; `outcome`: this one says only what became of a deployment, which is less than
   * what became of a task. */
  readonly general?: true | "outcome";
}

/** Whether a rule explains a reading. */
export function explains(rule: Rule, reading: Reading): boolean {
  const { compact } = reading.text;
  return (
    (reading.form !== "report" || rule.form === "report" || knowsWords(rule)) &&
    fits(rule.form, reading.form) &&
    fits(rule.stage, reading.stage) &&
    fits(rule.operation, reading.operation) &&
    fits(rule.kind, reading.kind) &&
    (rule.says === undefined || rule.says.some((phrase) => compact.includes(phrase))) &&
    (rule.when === undefined || rule.when(reading)) &&
    (rule.words === undefined || rule.words.test(reading.text.dense))
  );
}

/** Whether a rule asks for more than how far a task had come, which a report of others tells too vaguely. */
function knowsWords({ kind, says, words, stage }: Rule): boolean {
  return stage !== "exit" && (kind ?? says ?? words) !== undefined;
}

/** Groups that hold several words, and are quoted as they stand in the message. */
const PROSE = new Set(["problem", "what", "time"]);

/** The values that a rule finds in a message which it explains. */
export function valuesOf({ words, derive }: Rule, { text }: Reading): Values {
  const match = words?.exec(text.dense);
  const groups: Readonly<Record<string, [number, number] | undefined>> = match?.indices?.groups ?? {};
  const found = Object.fromEntries(
    Object.entries(groups).flatMap(([name, span]) => {
      if (span === undefined) return [];
      const inLine = () => text.line.slice(...span.map((index) => positionInLine(text, index))).trim();
      return [[name, PROSE.has(name) ? inLine() : text.dense.slice(...span)]];
    }),
  );
  return { ...found, ...derive?.(found, text) };
}

function fits<T>(wanted: T | readonly T[] | undefined, value: T | undefined): boolean {
  if (wanted === undefined) return true;
  if (value === undefined) return false;
  return Array.isArray(wanted) ? (wanted as readonly T[]).includes(value) : wanted === value;
}

const VALUE = /\{(\w+)(?:\|([^}]*))?\}/g;
/** A part that is said only where its values are known. */
const OPTIONAL = /\[\[(.*?)\]\]/g;

/** Puts the values of a message into a text. */
export function fill(text: string, values: Readonly<Record<string, string | number | undefined>>): string {
  const known = (name: string) => values[name] !== undefined;
  const filled = text
    .replace(OPTIONAL, (_, part: string) =>
      [...part.matchAll(VALUE)].every(([, name = ""]) => known(name)) ? part : "",
    )
    .replace(VALUE, (_, name: string, otherwise?: string) => {
      const value = values[name];
      return value === undefined ? (otherwise ?? "unknown") : String(value);
    });
  return tidy(filled);
}

/** Takes out the blanks that a value leaves where the message does not name it. */
function tidy(text: string): string {
  return text
    .replace(/ {2,}/g, " ")
    .replace(/ ([,;:.)])(?=[\s,;:)]|$)/g, "$1")
    .trim();
}

/** A text as a page shows it, where no message gives the values. */
export function fillForReading(text: string): string {
  return tidy(
    text.replace(OPTIONAL, "").replace(VALUE, (_, name: string, otherwise?: string) => otherwise ?? name.toUpperCase()),
  );
}
