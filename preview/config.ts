// The config that a program will see: Pulumi.yaml's defaults, below the stack's file, below what the command line says.

import { join } from "node:path";
import { quote } from "../model/problems";
import type { Diagnostic, MissingValue } from "./captured";
import { missingSecretMessage, shortKey, standIn, waysToSet } from "./missingConfig";
import { stackNames, type Project } from "./project";
import type { StackChoice } from "./stackChoice";
import { isMapping, ProjectError, readProjectFile, type ProjectFile } from "./projectFile";

/** Config, as Pulumi hands it to a program. */
export interface StackConfig {
  /** By full key (`project:key`); everything is text, objects are JSON. */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** What the user should know: values stood in for, files not found. */
  readonly diagnostics: readonly Diagnostic[];
  /** What Pulumi.yaml declares and nobody set; a made-up value stands in. */
  readonly missing: readonly MissingValue[];
}

/** Collects the config of a stack. `overrides` are `key=value` texts. */
export function readConfig(project: Project, stack: StackChoice, overrides: readonly string[]): StackConfig {
  const values: Record<string, string> = {};
  const secretKeys = new Set<string>();
  const encrypted = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const missing: MissingValue[] = [];
  const full = (key: string) => (key.includes(":") ? key.replace(/:config:/, ":") : `${project.name}:${key}`);
  const declared = declarations(project);

  for (const [key, { value, secret }] of declared) {
    if (value !== undefined) values[full(key)] = asText(value);
    if (secret) secretKeys.add(full(key));
  }
  for (const [key, value] of Object.entries(stackValues(project, stack, diagnostics))) {
    const opened = openSecrets(value, full(key));
    values[full(key)] = asText(opened.value);
    if (!opened.secret) continue;
    secretKeys.add(full(key));
    encrypted.add(full(key));
  }
  for (const override of overrides) {
    const { key, value } = parseOverride(override);
    values[full(key)] = value;
    encrypted.delete(full(key));
  }
  for (const key of encrypted)
    diagnostics.push({
      severity: "info",
      message: `config secret \`${shortKey(project.name, key)}\` is encrypted; a stand-in was used`,
    });
  for (const [key, { type }] of declared) {
    const set = values[full(key)];
    if (set !== undefined) checkType(key, type, { value: set, secret: secretKeys.has(full(key)) });
    else if (!secretKeys.has(full(key))) {
      const line = project.file.lineOf("config", key);
      missing.push({ kind: "config", name: key, ...(line && { source: { file: project.file.path, line } }) });
      values[full(key)] = madeUp(key, type);
    } else {
      values[full(key)] = standIn(key);
      diagnostics.push({ severity: "warning", message: missingSecretMessage(key) });
    }
  }
  return { values, secretKeys: [...secretKeys], diagnostics, missing };
}

interface Declaration {
  readonly value: unknown;
  readonly type: unknown;
  readonly secret: boolean;
}

/** The config that Pulumi.yaml declares or sets: a plain value, or a mapping with `type`, `default`, `value`, `secret`. */
function declarations({ file }: Project): [string, Declaration][] {
  const { config } = file.content;
  if (!isMapping(config)) return [];
  return Object.entries(config).map(([key, entry]) => {
    if (!isMapping(entry)) return [key, { value: entry, type: undefined, secret: false }];
    return [key, { value: entry.value ?? entry.default, type: entry.type, secret: entry.secret === true }];
  });
}

function stackValues(
  project: Project,
  { name, named }: StackChoice,
  diagnostics: Diagnostic[],
): Record<string, unknown> {
  const at = join(project.stackDirectory, `Pulumi.${name}.`);
  const file = readProjectFile(`${at}yaml`) ?? readProjectFile(`${at}yml`);
  if (!file) {
    // A stack need not have a file; but where others have one, a name without it is often a slip.
    const known = stackNames(project);
    if (known.length === 0) return {};
    const stacks = `stacks there: ${known.join(", ")}`;
    if (named) throw new ProjectError(`--stack ${name}: no ${at}yaml; ${stacks}`);
    diagnostics.push({ severity: "warning", message: `no Pulumi.${name}.yaml; ${stacks}; choose one with --stack` });
    return {};
  }
  if (file.content.environment !== undefined)
    diagnostics.push({
      severity: "warning",
      message: `${file.at("environment")}: Pulumi ESC environments are not read offline`,
    });
  return stackConfig(file);
}

function stackConfig(file: ProjectFile): Record<string, unknown> {
  const config = file.content.config ?? {};
  if (isMapping(config)) return config;
  throw new ProjectError(`${file.at("config")}: config: ${quote(config)} must be a mapping of keys to values`);
}

/** Puts stand-ins where a value, or a part of it, is encrypted (`secure: ...`). */
function openSecrets(value: unknown, key: string): { value: unknown; secret: boolean } {
  if (Array.isArray(value)) {
    const items = value.map((item) => openSecrets(item, key));
    return { value: items.map((item) => item.value), secret: items.some((item) => item.secret) };
  }
  if (!isMapping(value)) return { value, secret: false };
  if (typeof value.secure === "string" && Object.keys(value).length === 1) return { value: standIn(key), secret: true };
  const parts = Object.entries(value).map(([name, part]) => [name, openSecrets(part, key)] as const);
  return {
    value: Object.fromEntries(parts.map(([name, part]) => [name, part.value])),
    secret: parts.some(([, part]) => part.secret),
  };
}

function parseOverride(override: string): { key: string; value: string } {
  const equals = override.indexOf("=");
  const key = override.slice(0, Math.max(0, equals)).trim();
  // The value is not quoted: it may be a secret.
  if (equals < 0) throw new ProjectError(`--config: an option without "="; write it as --config key=value`);
  if (key === "" || /\s/.test(key) || key.startsWith(":") || key.endsWith(":"))
    throw new ProjectError(
      `--config: ${quote(key)} is not a valid config key; write it as --config key=value or --config namespace:key=value`,
    );
  return { key, value: override.slice(equals + 1) };
}

function checkType(
  key: string,
  type: unknown,
  { value, secret }: { readonly value: string; readonly secret: boolean },
): void {
  const fits =
    type === "integer" ? /^[+-]?\d+$/.test(value) : type === "boolean" ? value === "true" || value === "false" : true;
  if (fits || (secret && value === standIn(key))) return;
  throw new ProjectError(
    `config \`${key}\`: ${secret ? "the value" : quote(value)} is not of type ${String(type)}; ${waysToSet(key, secret)}`,
  );
}

/** A value of the type that Pulumi.yaml declares. */
function madeUp(key: string, type: unknown): string {
  if (type === "integer" || type === "number") return "0";
  if (type === "boolean") return "false";
  return type === "array" ? "[]" : type === "object" ? "{}" : standIn(key);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
