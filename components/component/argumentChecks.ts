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
import { isEngineAttached } from "../../rollout/engine";

/** What a value means, or what is wrong with it. */
export type Parsed<R> =
  { readonly value: R; readonly fault?: undefined } | { readonly value?: undefined; readonly fault: Fault };

/** What an ARN has to share with the component, besides the partition. */
export type SharedWithComponent = "account" | "region";

/** An ARN that has to be of the component's own partition, and more. */
export interface OwnArn {
  readonly path: string;
  readonly arn: pulumi.Input<string>;
  /** As in "a certificate". */
  readonly what: string;
  readonly shared: readonly SharedWithComponent[];
}

type CheckedArn = Pick<OwnArn, "what" | "shared"> & { readonly check: Check<string> };

/** The problems of one call, and the checks of values that are not known yet. */
export class ArgumentChecks extends Problems {
  /** ARNs that have to be of the component's own account or Region: checked once those are known. */
  readonly ownArns: OwnArn[] = [];

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
      const output = pulumi.output(input) as pulumi.Output<T>;
      return output.apply<T>(async (value) => {
        const fault = check(value);
        return fault === undefined ? value : this.refuseLate(output, value, { path, ...fault });
      });
    }
    this.shape(path, input, check);
    return input;
  }

  /**
   * Parses a value: now if it is plain, else when it is known. Undefined where a plain value is refused. `madeUp` stands for what
   * the mocks of a unit test made up.
   */
  parsed<T, R>(
    path: string,
    input: pulumi.Input<T>,
    { parse, madeUp }: { readonly parse: (value: T) => Parsed<R>; readonly madeUp: (value: T) => R },
  ): pulumi.Input<R> | undefined {
    if (isPlain(input)) {
      const { value, fault } = parse(input);
      if (fault !== undefined) this.add(path, fault.wrong, fault.fix);
      return value;
    }
    const output = pulumi.output(input) as pulumi.Output<T>;
    return output.apply<R>(async (known) => {
      const { value, fault } = parse(known);
      return fault === undefined ? value : this.refuseLate(output, madeUp(known), { path, ...fault });
    });
  }

  /** Fails for a value that is known now, unless the mocks of a unit test made it up: they know no forms of ids and ARNs. */
  private async refuseLate<T, R>(output: pulumi.Output<T>, value: R, problem: Problem): Promise<R> {
    const madeUp = !isEngineAttached() && (await isMadeUp(output));
    return madeUp ? value : failLate(this.subject, [problem]);
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

  /**
   * Checks an ARN: its form as `value` does, and later, by `requireOwnArns`, that it is of the component's partition and shares with
   * it what `own` says.
   */
  arn(path: string, input: pulumi.Input<string>, of: CheckedArn): pulumi.Input<string>;
  arn(path: string, input: pulumi.Input<string> | undefined, of: CheckedArn): pulumi.Input<string> | undefined;
  arn(
    path: string,
    input: pulumi.Input<string> | undefined,
    { check, ...own }: CheckedArn,
  ): pulumi.Input<string> | undefined {
    if (input === undefined) return undefined;
    const arn = this.value(path, input, check);
    this.ownArns.push({ path, arn, ...own });
    return arn;
  }

  /** Refuses lists that are longer than AWS takes. */
  atMost(
    path: string,
    count: number,
    { max, of, fix }: { readonly max: number; readonly of: string; readonly fix: string },
  ): void {
    if (count > max) this.add(path, `has ${count}, but ${of} ${max}`, fix);
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

  /** Refuses what a list has twice; `same` tells what makes two values the same. Values that are not known yet are not compared. */
  unique(path: string, values: readonly pulumi.Input<string>[], same: (value: string) => string = String): void {
    const earlier = new Set<string>();
    values.forEach((value, i) => {
      if (typeof value !== "string") return;
      const key = same(value);
      if (earlier.has(key)) this.add(`${path}[${i}]`, `${quote(value)} is given twice`, "keep one");
      earlier.add(key);
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

/** The path of an entry of a map: `tags.cost`, or `tags["aws:x"]` where a dot would not do. */
export function entryPath(path: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? argumentPath(path, name) : `${path}[${quote(name)}]`;
}

/** Whether a value comes from a resource or has none at all, where no engine is attached: mocks made it up. */
async function isMadeUp(output: pulumi.Output<unknown>): Promise<boolean> {
  const inner = output as unknown as { promise(): Promise<unknown>; allResources(): Promise<Set<pulumi.Resource>> };
  return (await inner.promise()) === undefined || (await inner.allResources()).size > 0;
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
