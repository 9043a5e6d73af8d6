// How a message that was read is explained.

import type { Facts } from "./facts";
import type { MessageForm } from "./form";
import type { FailureKind } from "./kind";
import type { Operation } from "./operation";
import type { Stage } from "./stage";
import type { MessageText } from "./text";

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
  /** Why it happens. `{name}` is a value of the message, with its default after a bar: `{action|the call}`;
   * `[[ ({name})]]` is left out where the message does not name it. */
  readonly cause: string;
  /** What to do, as an instruction. */
  readonly fix: string;
  /** The page of AWS (or the registry) about it. */
  readonly page: string;
  /** True where another message of the same failure says more. */
  readonly general?: true;
}

/** Whether a rule explains a reading. */
export function explains(rule: Rule, reading: Reading): boolean {
  const { compact } = reading.text;
  return (
    fits(rule.form, reading.form) &&
    fits(rule.stage, reading.stage) &&
    fits(rule.operation, reading.operation) &&
    fits(rule.kind, reading.kind) &&
    (rule.says === undefined || rule.says.some((phrase) => compact.includes(phrase))) &&
    (rule.when === undefined || rule.when(reading))
  );
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
export function fill(text: string, facts: Facts): string {
  const known = (name: string) => facts[name as keyof Facts] !== undefined;
  return text
    .replace(OPTIONAL, (_, part: string) =>
      [...part.matchAll(VALUE)].every(([, name = ""]) => known(name)) ? part : "",
    )
    .replace(VALUE, (_, name: string, otherwise?: string) => {
      const value = facts[name as keyof Facts];
      return value === undefined ? (otherwise ?? "unknown") : String(value);
    });
}

/** A text as a page shows it, where no message gives the values. */
export function fillForReading(text: string): string {
  return text.replace(OPTIONAL, "").replace(VALUE, (_, name: string, otherwise?: string) => otherwise ?? name);
}
