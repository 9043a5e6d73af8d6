// Checks of arguments: of what is known at once, and of what Pulumi will only know later.

import * as pulumi from "@pulumi/pulumi";
import type { Check } from "../../model/checks";
import {
  ArgumentError,
  keepMessage,
  rejectApart,
  Problems,
  quote,
  type Fault,
  type Problem,
} from "../../model/problems";

/** What a value means, or what is wrong with it. */
export type Parsed<R> =
  { readonly value: R; readonly fault?: undefined } | { readonly value?: undefined; readonly fault: Fault };

/** The problems of one call, and the checks of values that are not known yet. */
export class ArgumentChecks extends Problems {
  constructor(
    /** What is called: `GhcrFargateService "web"`. */
    readonly subject: string,
  ) {
    super();
  }

  /**
   * Checks a value: now if it is plain, else when it is known, in which case the returned input fails with the same words.
   * Use the returned input in place of the given one.
   */
  value<T>(path: string, input: pulumi.Input<T>, check: Check<T>): pulumi.Input<T>;
  value<T>(path: string, input: pulumi.Input<T> | undefined, check: Check<T>): pulumi.Input<T> | undefined;
  value<T>(path: string, input: pulumi.Input<T> | undefined, check: Check<T>): pulumi.Input<T> | undefined {
    if (input === undefined) return undefined;
    if (!isPlain(input)) {
      return pulumi.output(input).apply(async (value): Promise<T> => {
        const fault = check(value as T);
        return fault === undefined ? (value as T) : failLate(this.subject, [{ path, ...fault }]);
      });
    }
    this.shape(path, input, check);
    return input;
  }

  /** Parses a value: now if it is plain, else when it is known. Undefined where a plain value is refused. */
  parsed<T, R>(path: string, input: pulumi.Input<T>, parse: (value: T) => Parsed<R>): pulumi.Input<R> | undefined {
    if (isPlain(input)) {
      const { value, fault } = parse(input);
      if (fault !== undefined) this.add(path, fault.wrong, fault.fix);
      return value;
    }
    return pulumi.output(input).apply<R>(async (known): Promise<R> => {
      const { value, fault } = parse(known as T);
      return fault === undefined ? value : failLate(this.subject, [{ path, ...fault }]);
    });
  }

  /** Checks a value that decides what is created, and so is known. */
  shape<T>(path: string, value: T | undefined, check: Check<T>): void {
    const fault = value === undefined ? undefined : check(value);
    if (fault !== undefined) this.add(path, fault.wrong, fault.fix);
  }

  /** Checks each value of a list. */
  values<T>(path: string, inputs: readonly pulumi.Input<T>[], check: Check<T>): pulumi.Input<T>[] {
    return inputs.map((input, i) => this.value(`${path}[${i}]`, input, check));
  }

  /** Requires arguments: each that is unset is a problem. `path` is empty for arguments at the top. */
  required(path: string, given: Readonly<Record<string, unknown>>, fix = "set it"): void {
    for (const [key, value] of Object.entries(given))
      if (value === undefined) this.add(argumentPath(path, key), "is missing", fix);
  }

  /** Refuses arguments that another one rules out: each that is set is a problem, in the same words. */
  mustBeUnset(path: string, given: Readonly<Record<string, unknown>>, { wrong, fix }: Fault): void {
    for (const [key, value] of Object.entries(given))
      if (value !== undefined) this.add(argumentPath(path, key), wrong, fix);
  }

  /** Refuses what a list has twice. */
  unique(path: string, values: readonly string[]): void {
    values.forEach((value, i) => {
      if (values.indexOf(value) < i) this.add(`${path}[${i}]`, `${quote(value)} is given twice`, "keep one");
    });
  }

  /** Throws one error with every problem found so far. */
  throwProblems(): void {
    this.throwIfAny(this.subject);
  }
}

/** The path of an argument of an object, or at the top where `path` is empty. */
export function argumentPath(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** Fails for arguments that are judged once they are known: Pulumi prints the text alone, without a stack that tells nothing. */
export function failLate(subject: string, problems: readonly Problem[]): Promise<never> {
  const { message } = new ArgumentError(subject, problems);
  return failWith(message);
}

/** Fails with this text for what only AWS could tell. */
export function failWith(message: string): Promise<never> {
  return rejectApart(keepMessage(new pulumi.RunError(message)));
}

/** Whether an input is a value, not something that will become one. */
export function isPlain<T>(input: pulumi.Input<T>): input is T {
  return !pulumi.Output.isInstance(input) && !(input instanceof Promise);
}
