// Holds a model against the schema of the Compose Specification, in the form that compose-go has it.

import type * as Ajv from "ajv/dist/2020";
import { createRequire } from "node:module";
import { ComposeError, type Finding } from "../problems";
import { keyAt, toPlain, type TreeNode } from "../tree";
import { parseDuration } from "../values";
import schema from "./compose-spec.json";
import { renderPath, type Path } from "./path";

let compiled: Ajv.ValidateFunction | undefined;

/** Loaded and compiled at its first use: it takes half a second, and a program without a compose file needs none of it. */
function validator(): Ajv.ValidateFunction {
  if (compiled) return compiled;
  const { Ajv2020 } = createRequire(__filename)("ajv/dist/2020") as typeof Ajv;
  const ajv = new Ajv2020({ allErrors: true, strict: false, allowUnionTypes: true, validateSchema: false });
  ajv.addFormat("duration", (text: string) => parseDuration(text) !== undefined);
  compiled = ajv.compile(schema);
  return compiled;
}

/** The keys of a service that the schema knows. */
export function serviceKeys(): string[] {
  return Object.keys(schema.$defs.service.properties);
}

/** Refuses a model that the schema does not allow: all errors at once, each at its position. */
export function checkSchema(model: TreeNode): void {
  const validate = validator();
  if (validate(toPlain(model))) return;
  const findings = mostSpecific(validate.errors ?? []).map((error) => findingOf(error, model));
  throw new ComposeError(findings.filter((one, i) => findings.findIndex((other) => isSame(one, other)) === i));
}

const isSame = (a: Finding, b: Finding) => a.path === b.path && a.line === b.line && a.file === b.file;

const depthOf = ({ instancePath, keyword }: Ajv.ErrorObject) =>
  instancePath.split("/").length + (keyword === "additionalProperties" ? 1 : 0);

/** Where several forms are allowed, each of them fails: what is deepest is of the form that was meant. */
function mostSpecific(errors: readonly Ajv.ErrorObject[]): Ajv.ErrorObject[] {
  const isChoice = ({ keyword }: Ajv.ErrorObject) => keyword === "oneOf" || keyword === "anyOf";
  const choices = errors.filter(isChoice);
  return errors.filter((error) => {
    if (isChoice(error))
      return !errors.some(
        (other) => other !== error && other.instancePath.startsWith(error.instancePath) && !isChoice(other),
      );
    const choice = choices.find(({ instancePath }) => isWithin(error.instancePath, instancePath));
    if (!choice) return true;
    const rivals = errors.filter((other) => !isChoice(other) && isWithin(other.instancePath, choice.instancePath));
    return depthOf(error) === Math.max(...rivals.map(depthOf));
  });
}

const isWithin = (path: string, parent: string) => path === parent || path.startsWith(`${parent}/`);

function findingOf({ instancePath, keyword, params, message }: Ajv.ErrorObject, model: TreeNode): Finding {
  const keys = instancePath
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  let node = model;
  let at = model.at;
  const path: (string | number)[] = [];
  for (const key of keys) {
    at = keyAt(node, key);
    const below: TreeNode | undefined =
      node.kind === "list" ? node.items[Number(key)] : node.kind === "map" ? node.entries.get(key)?.value : undefined;
    path.push(node.kind === "list" ? Number(key) : key);
    if (!below) break;
    if (node.kind === "list" || below.kind === "scalar") at = below.at;
    node = below;
  }
  const unknown =
    keyword === "additionalProperties" ? (params as { additionalProperty: string }).additionalProperty : undefined;
  if (unknown !== undefined)
    return finding(
      [...path, unknown],
      keyAt(node, unknown),
      "is not a key of compose files here; correct or remove it",
    );
  return finding(
    path,
    at,
    explain(keyword, { params: params as Record<string, unknown>, message: message ?? "is not valid" }, node),
  );
}

function finding(path: Path, at: { file: string; line: number; column: number }, message: string): Finding {
  return { file: at.file, line: at.line, column: at.column, path: renderPath(path), message };
}

const TYPES: Readonly<Record<string, string>> = {
  object: "a mapping",
  array: "a list",
  string: "a string",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  null: "empty",
};

function explain(
  keyword: string,
  { params, message }: { readonly params: Record<string, unknown>; readonly message: string },
  node: TreeNode,
): string {
  const got = node.kind === "scalar" && node.value !== null ? `"${node.source}" ` : "";
  if (keyword === "type") {
    const types = [params.type].flat().map((type) => TYPES[String(type)] ?? String(type));
    return `${got === "" ? "" : `${got}is not valid: it `}must be ${types.join(" or ")}`;
  }
  if (keyword === "enum") return `${got}must be one of ${(params.allowedValues as unknown[]).map(String).join(", ")}`;
  if (keyword === "required") return `has no ${String(params.missingProperty)}; add it`;
  if (keyword === "format") return `${got}is not a duration; write "30s" or "1m30s"`;
  if (keyword === "uniqueItems") return "has an entry twice; remove one of them";
  return `${got}${message}`;
}
