// `name=value` texts of the command line.

import { quote } from "../model/problems";
import { ProjectError } from "./projectFile";

/** Reads `name=value` texts; `form` is how the option is written. */
export function parsePairs(option: string, form: string, texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf("=");
      const name = text.slice(0, Math.max(0, equals)).trim();
      if (equals < 0 || name === "")
        throw new ProjectError(`${option}: a value without its name; write it as ${option} ${form}`);
      return [name, text.slice(equals + 1)];
    }),
  );
}

/** Reads outputs of other stacks. */
export function parseStackOutputs(texts: readonly string[]): Record<string, string> {
  const outputs = parsePairs("--stack-output", "STACK.KEY=VALUE", texts);
  for (const name of Object.keys(outputs))
    if (!/.\../.test(name))
      throw new ProjectError(`--stack-output: ${quote(name)} is not a stack and a key; write it as STACK.KEY=VALUE`);
  return outputs;
}

/** Reads what functions answer. */
export function parseAnswers(texts: readonly string[]): Record<string, string> {
  const answers = parsePairs("--answer", "FUNCTION=JSON", texts);
  for (const [name, json] of Object.entries(answers))
    if (!isObject(json))
      throw new ProjectError(
        // The value is not quoted: it may hold a secret.
        `--answer ${name}: the value is not a JSON object; write it as --answer '${name}={"NAME": VALUE}'`,
      );
  return answers;
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
