// What a program needs and does not have: what stands in for it, and what the user is told.

import { relative } from "node:path";
import type { Diagnostic, MissingValue } from "./captured";

/** Stands for a value that is encrypted or not set. */
export function standIn(key: string): string {
  return `stand-in-for-${key.replace(/^.*:/, "")}`;
}

/** How to set a config value, once for the stack and once for this preview. */
export function waysToSet(key: string, secret: boolean): string {
  return secret
    ? `set it with: pulumi config set --secret ${key}`
    : `set it with: pulumi config set ${key} VALUE, or for this preview: --config ${key}=VALUE`;
}

/** A config key as the user writes it: without the project's own name. */
export function shortKey(project: string, key: string): string {
  return key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
}

/** What the user is told of a required secret that is not set. */
export function missingSecretMessage(key: string): string {
  return `config secret \`${key}\` is not set; a stand-in was used; ${waysToSet(key, true)}`;
}

/** All that is missing, as one error for each kind. `stopped` is where a made-up value ended the program before it had asked for all. */
export function missingDiagnostics(
  missing: readonly MissingValue[],
  directory: string,
  stopped: Diagnostic | undefined,
): Diagnostic[] {
  const kinds = [
    ["config", CONFIG],
    ["stackOutput", STACK_OUTPUT],
  ] as const;
  const more = stopped ? [stoppedMessage(stopped, directory)] : [];
  return kinds.flatMap(([kind, wording]) =>
    oneError(
      missing.filter((value) => value.kind === kind),
      directory,
      { ...wording, more },
    ),
  );
}

interface Wording {
  readonly one: (name: string) => string;
  readonly many: (count: number) => string;
  readonly fix: string;
}

const CONFIG: Wording = {
  one: (name) => `config \`${name}\` is required and not set; ${waysToSet(name, false)}`,
  many: (count) => `${count} config values are required and not set:`,
  fix: "set each with: pulumi config set KEY VALUE, or for this preview: --config KEY=VALUE",
};

const STACK_OUTPUT: Wording = {
  one: (name) =>
    `output \`${name}\` of another stack is not known offline, and the program needs it as a plain value; ` +
    `pass it with: --stack-output ${name}=VALUE`,
  many: (count) =>
    `${count} outputs of other stacks are not known offline, and the program needs them as plain values:`,
  fix: "pass each with: --stack-output STACK.KEY=VALUE",
};

function oneError(
  missing: readonly MissingValue[],
  directory: string,
  { one, many, fix, more }: Wording & { readonly more: readonly string[] },
): Diagnostic[] {
  const [first] = missing;
  if (first === undefined) return [];
  const place = ({ source }: MissingValue) => (source ? `${relative(directory, source.file)}:${source.line}` : "");
  if (missing.length === 1) {
    const message = [one(first.name), ...more].join("\n");
    return [{ severity: "error", message, ...(first.source && { source: first.source }) }];
  }
  const width = Math.max(...missing.map(({ name }) => name.length));
  const lines = missing.map((value) =>
    `  ${value.name.padEnd(width)}  ${place(value)}${value.secret ? "  a secret: with --secret" : ""}`.trimEnd(),
  );
  return [{ severity: "error", message: [many(missing.length), ...lines, fix, ...more].join("\n") }];
}

function stoppedMessage({ message, source }: Diagnostic, directory: string): string {
  const place = source ? ` at ${relative(directory, source.file)}:${source.line}` : "";
  return `with a made-up value in its place the program stopped${place} (${message}), so more may be missing`;
}
