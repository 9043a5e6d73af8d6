// Checks the names and types of arguments, at any depth, against the components' own schema: what a type checker would say to a
// TypeScript program, said to all others too, before anything is created.

import * as pulumi from "@pulumi/pulumi";
import { quote, type Problem } from "../../model/problems";
import { ARGUMENT_SHAPES, type ArgumentShape } from "./argumentShapes";
import { argumentPath, entryPath, isPlain, failLate, type ArgumentChecks } from "./argumentChecks";
import { suggestName } from "./suggestName";

/** Where a check is, and what it has found so far. */
interface Visit {
  readonly subject: string;
  readonly problems: Problem[];
  readonly path: string;
}

/**
 * Checks all arguments of a call, and throws one error with every problem of names and types: what follows may rely on them.
 * Values that are not known yet are checked when they are, with the same words: use the returned arguments in place of the given
 * ones (the same object where all is known).
 */
export function checkArgumentShapes<T extends object>(checks: ArgumentChecks, component: string, args: T): T {
  const visit: Visit = { subject: checks.subject, problems: [], path: "" };
  const given = (args as T | null | undefined) ?? {}; // a program in JavaScript may pass none
  const checked = checkValue(visit, given, `=${component}`) as T;
  for (const { path, wrong, fix } of visit.problems) checks.add(path, wrong, fix);
  checks.throwProblems();
  return checked;
}

function checkValue(visit: Visit, value: unknown, type: string): unknown {
  const plain = type.startsWith("=");
  const wanted = plain ? type.slice(1) : type;
  if (!isPlain(value)) {
    if (plain && visit.path !== "") {
      add(
        visit,
        "is an Output, but decides what is created",
        "pass a plain value; the fields of objects may be Outputs",
      );
      return value;
    }
    return checkLater(visit, value, wanted);
  }
  if (wanted.startsWith("[")) return checkList(visit, value, wanted.slice(1));
  if (wanted.startsWith("{")) return checkMap(visit, value, wanted.slice(1));
  const shape = ARGUMENT_SHAPES[wanted];
  if (shape !== undefined) return checkObject(visit, value, shape);
  checkScalar(visit, value, wanted);
  return value;
}

/** A value that becomes known later fails then, with the words of a plain one. */
function checkLater(visit: Visit, value: pulumi.Input<unknown>, wanted: string): pulumi.Output<unknown> {
  return (pulumi.output(value) as pulumi.Output<unknown>).apply((known): unknown => {
    const late: Visit = { ...visit, problems: [] };
    if (known !== undefined) checkValue(late, known, wanted);
    return late.problems.length > 0 ? failLate(late.subject, late.problems) : known;
  });
}

function checkObject(visit: Visit, value: unknown, shape: ArgumentShape): unknown {
  const { path } = visit;
  if (!isRecord(value)) {
    add(visit, wrongType(path, value, "an object"), `write ${exampleOf(path, shape, value)}`);
    return value;
  }
  const meant = new Set<string>(); // what a wrong name stands for is not missing as well
  let copy: Record<string, unknown> | undefined;
  for (const [name, given] of Object.entries(value)) {
    const type = Object.hasOwn(shape, name) ? shape[name] : undefined; // not what all objects inherit
    const at = { ...visit, path: argumentPath(path, name) };
    if (type === undefined) {
      const { name: suggested, fix } = suggestName(name, shape);
      if (suggested !== undefined) meant.add(suggested);
      if (given !== undefined) add(at, "is not an argument", fix);
      continue;
    }
    if (given === undefined) continue;
    if (given === null) {
      add(at, "is null", "give it a value, or leave it out for the default");
      continue;
    }
    const checked = checkValue(at, given, type.replace(/^!/, ""));
    if (checked !== given) (copy ??= { ...value })[name] = checked;
  }
  for (const [name, type] of Object.entries(shape))
    if (type.startsWith("!") && value[name] === undefined && !meant.has(name))
      add({ ...visit, path: argumentPath(path, name) }, "is missing", missingFix(argumentPath(path, name)));
  return copy ?? value;
}

function checkList(visit: Visit, value: unknown, item: string): unknown {
  const { path } = visit;
  if (!Array.isArray(value)) {
    add(visit, wrongType(path, value, "a list"), `write ${listExample(path, value)}`);
    return value;
  }
  let copy: unknown[] | undefined;
  (value as unknown[]).forEach((each, i) => {
    const at = { ...visit, path: `${path}[${i}]` };
    if (each === null || each === undefined) {
      add(at, `is ${String(each)}`, "give it a value, or remove it from the list");
      return;
    }
    const checked = checkValue(at, each, item);
    if (checked !== each) (copy ??= [...(value as unknown[])])[i] = checked;
  });
  return copy ?? value;
}

function checkMap(visit: Visit, value: unknown, item: string): unknown {
  const { path } = visit;
  if (!isRecord(value)) {
    const list = Array.isArray(value) ? ", not the list of names and values that ECS has" : "";
    add(visit, wrongType(path, value, "an object"), `write { NAME: "value" }${list}`);
    return value;
  }
  let copy: Record<string, unknown> | undefined;
  for (const [name, given] of Object.entries(value)) {
    const at = { ...visit, path: entryPath(path, name) };
    if (given === null) add(at, "is null", "give it a string, or leave it out");
    else if (given !== undefined) {
      const checked = checkValue(at, given, item);
      if (checked !== given) (copy ??= { ...value })[name] = checked;
    }
  }
  return copy ?? value;
}

/** What an Output becomes in a template string, `String()` or `JSON.stringify`. */
const OUTPUT_IN_TEXT = /Calling \[to(?:String|JSON)\] on an \[Output/;

function checkScalar(visit: Visit, value: unknown, wanted: string): void {
  const { path } = visit;
  if (wanted === "number" && typeof value === "number" && Number.isNaN(value)) {
    add(visit, "is NaN", "pass a number: what it was read from is not one");
    return;
  }
  if (typeof value === "string" && OUTPUT_IN_TEXT.test(value)) {
    add(visit, "contains the text of an Output, not its value", "write it with pulumi.interpolate`...`");
    return;
  }
  if (typeof value === wanted || wanted === "any") return;
  if (wanted === "boolean") add(visit, wrongType(path, value, "true or false"), "write it without quotes");
  else if (wanted === "number") add(visit, wrongType(path, value, "a number"), "write it without quotes and units");
  else if (isRecord(value) || Array.isArray(value))
    add(visit, wrongType(path, value, "a string"), "pass a string; JSON.stringify makes one");
  else
    add(
      visit,
      wrongType(path, value, "a string"),
      `write it in quotes: ${quote(isPrivate(path) ? "..." : String(value))}`,
    );
}

function wrongType(path: string, value: unknown, wanted: string): string {
  const got = Array.isArray(value)
    ? "a list"
    : isRecord(value)
      ? "an object"
      : isPrivate(path)
        ? `a ${typeof value}`
        : quote(value);
  return `is ${got}, not ${wanted}`;
}

/** How a list is written with the value that was given. */
function listExample(path: string, value: unknown): string {
  if (/(?:^|\.)(?:command|entryPoint)$/.test(path) && typeof value === "string") {
    const words = value.split(/\s+/).map((word) => quote(word));
    return `[${words.join(", ")}], or ["sh", "-c", ${quote(value)}] for a shell`;
  }
  if (isRecord(value)) return "a list of objects: [{ ... }]";
  return isPrivate(path) ? "[...]" : `[${quote(value)}]`;
}

/** How an object is written: with what it requires, or its first argument. */
function exampleOf(path: string, shape: ArgumentShape, value: unknown): string {
  const names = Object.entries(shape);
  const required = names.filter(([, type]) => type.startsWith("!"));
  const text = typeof value === "string" && !isPrivate(path) ? quote(value) : "...";
  const shown = required.length > 0 ? required : typeof value === "string" ? names.slice(0, 1) : [];
  if (shown.length === 0) return path === "" ? "{}" : `${path.slice(path.lastIndexOf(".") + 1)}: {}`;
  const fields = shown.map(([name, type], i) => `${name}: ${type.includes("[") ? "[...]" : i === 0 ? text : "..."}`);
  return `{ ${fields.join(", ")} }`;
}

/** What to set a missing argument to, where an example says more than its name. */
const EXAMPLES: readonly (readonly [path: RegExp, fix: string])[] = [
  [/^image$/, 'pass { image: "ghcr.io/owner/image:tag" }'],
  [/\.image$/, "set it to a reference like ghcr.io/owner/image:tag"],
  [/healthCheck\.command$/, 'set it to a command like ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]'],
  [/^tracing\.sidecar$/, 'set it to "adot" or "xray"'],
];

function missingFix(path: string): string {
  return EXAMPLES.find(([pattern]) => pattern.test(path))?.[1] ?? "set it";
}

/** Whether a value at a path may be secret, and so is not shown. */
function isPrivate(path: string): boolean {
  return /(?:^|\.)(?:token|credentials|environment|secrets|password|headers)(?:$|[.[])/i.test(path);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value);
}

function add({ problems, path }: Visit, wrong: string, fix: string): void {
  problems.push({ path: path === "" ? "arguments" : path, wrong, fix });
}
