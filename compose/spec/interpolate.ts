// Variables in compose files, as the Compose Specification has them, and the types that strings become after it.

import { ComposeError, type Findings } from "../problems";
import type { ScalarNode, TreeNode } from "../tree";
import { mapChildren, renderPath, ruleFor, type Path } from "./path";

/** The variables of the shell and of .env. */
export type Variables = ReadonlyMap<string, string>;

/** A value that cannot be interpolated; the message completes "the value … ". */
class InterpolationError extends Error {
  override readonly name = "InterpolationError";
}

/** Replaces the variables of a text; `onUnset` is told each that is not set and has no default. */
export function substitute(
  text: string,
  lookup: (name: string) => string | undefined,
  onUnset: (name: string) => void = () => undefined,
): string {
  if (nesting(text) > DEEPEST)
    throw new InterpolationError(`has variables within variables, more than ${DEEPEST} deep`);
  let out = "";
  for (let i = 0; i < text.length; i += 1) {
    const rest = text.slice(i);
    if (!rest.startsWith("$")) {
      out += text[i] ?? "";
      continue;
    }
    const plain = /^\$(?:\$|([_a-z][_a-z0-9]*))/i.exec(rest);
    if (plain) {
      out += plain[1] === undefined ? "$" : valueOf(plain[1], lookup, onUnset);
      i += plain[0].length - 1;
    } else if (rest.startsWith("${")) {
      const end = closingBrace(rest);
      const match = /^([_a-z][_a-z0-9]*)(?:(:?[-+?])(.*))?$/i.exec(end < 0 ? "" : rest.slice(2, end));
      if (!match) throw new InterpolationError('has an invalid variable; write "${NAME}", and "$$" for a dollar sign');
      out += replaced(match, lookup, onUnset);
      i += end;
    } else out += "$"; // a dollar sign before anything else is one
  }
  return out;
}

function replaced(
  [, name = "", operator, word = ""]: RegExpExecArray,
  lookup: (name: string) => string | undefined,
  onUnset: (name: string) => void,
): string {
  if (operator === undefined) return valueOf(name, lookup, onUnset);
  const value = lookup(name);
  const isSet = value !== undefined && !(operator.startsWith(":") && value === "");
  if (operator.endsWith("+")) return isSet ? substitute(word, lookup, onUnset) : (value ?? "");
  if (isSet) return value;
  if (operator.endsWith("-")) return substitute(word, lookup, onUnset);
  const reason = substitute(word, lookup, onUnset);
  throw new InterpolationError(
    `needs the variable ${name}, which is ${value === undefined ? "not set" : "empty"}${reason === "" ? "" : ` (${reason})`}; set it in the shell or in .env`,
  );
}

function valueOf(name: string, lookup: (name: string) => string | undefined, onUnset: (name: string) => void): string {
  const value = lookup(name);
  if (value === undefined) onUnset(name);
  return value ?? "";
}

/** How deep defaults of variables have variables in them. */
const DEEPEST = 100;

function nesting(text: string): number {
  let [open, most] = [0, 0];
  for (const [brace] of text.matchAll(/\$\{|\}/g)) {
    open = Math.max(0, open + (brace === "}" ? -1 : 1));
    most = Math.max(most, open);
  }
  return most;
}

/** The brace that closes the first one; braces of nested variables count. */
function closingBrace(text: string): number {
  let open = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === "}") {
      open -= 1;
      if (open === 0) return i;
    } else if (text[i] === "{") {
      open += 1;
      i += 1;
    }
  }
  return -1;
}

type Cast = (text: string) => ScalarNode["value"] | undefined;

const toInteger: Cast = (text) => (/^[-+]?\d+$/.test(text) ? Number(text) : undefined);
const toFloat: Cast = (text) => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined);
const toBoolean: Cast = (text) => {
  const word = text.toLowerCase();
  if (["true", "y", "yes", "on"].includes(word)) return true;
  return ["false", "n", "no", "off"].includes(word) ? false : undefined;
};

const service = (keys: string, cast: Cast) => keys.split(" ").map((key) => [`services.*.${key}`, cast] as const);

/** The values that are no strings: a variable gives a string, which becomes what the key takes. */
const CASTS: readonly (readonly [string, Cast])[] = [
  ...service("cpu_count cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares oom_score_adj", toInteger),
  ...service("pids_limit scale deploy.replicas healthcheck.retries ports.*.target ulimits.*", toInteger),
  ...service("ulimits.*.hard ulimits.*.soft deploy.update_config.parallelism", toInteger),
  ...service("deploy.rollback_config.parallelism deploy.restart_policy.max_attempts", toInteger),
  ...service("deploy.placement.max_replicas_per_node", toInteger),
  ...service("cpu_percent cpus deploy.update_config.max_failure_ratio", toFloat),
  ...service("deploy.rollback_config.max_failure_ratio", toFloat),
  ...service("init depends_on.*.required depends_on.*.restart healthcheck.disable oom_kill_disable", toBoolean),
  ...service("privileged read_only stdin_open tty volumes.*.read_only volumes.*.volume.nocopy", toBoolean),
  ...["external", "internal", "attachable", "enable_ipv4", "enable_ipv6"].map(
    (key) => [`networks.*.${key}`, toBoolean] as const,
  ),
  ...["volumes", "secrets", "configs"].map((key) => [`${key}.*.external`, toBoolean] as const),
];

/** What variables are replaced by, and who is told of those that are not set. */
export interface Interpolation {
  readonly variables: Variables;
  readonly findings: Findings;
}

/** Replaces the variables of all values of a model; keys have none. */
export function interpolate(node: TreeNode, context: Interpolation, path: Path = []): TreeNode {
  if (node.kind !== "scalar") return mapChildren(node, (child, key) => interpolate(child, context, [...path, key]));
  if (typeof node.value !== "string") return node;
  const text = fill({ node, text: node.value }, context, path);
  const cast = ruleFor(CASTS, path);
  if (cast === undefined) return { ...node, value: text, source: text };
  const value = cast(text);
  if (value === undefined)
    throw new ComposeError([
      { ...node.at, path: renderPath(path), message: `"${text}" is not ${NAMES.get(cast) ?? ""}; change it` },
    ]);
  return { ...node, value, source: text };
}

const NAMES = new Map<Cast, string>([
  [toInteger, "a whole number"],
  [toFloat, "a number"],
  [toBoolean, "true or false"],
]);

function fill(
  { node, text }: { readonly node: ScalarNode; readonly text: string },
  { variables, findings }: Interpolation,
  path: Path,
): string {
  if (!text.includes("$")) return text;
  try {
    return substitute(
      text,
      (name) => variables.get(name),
      (name) => {
        findings.warn(node.at, renderPath(path), `${name} is not set in the shell or in .env; it is empty here`);
      },
    );
  } catch (error) {
    if (!(error instanceof InterpolationError)) throw error;
    throw new ComposeError([{ ...node.at, path: renderPath(path), message: error.message }], { cause: error });
  }
}
