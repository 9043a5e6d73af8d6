// An error that a program threw, as one message with the program's own file and line.

import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostic, SourcePosition } from "./captured";
import { shortKey, waysToSet } from "./missingConfig";

/** Says what a thrown value means to the user. `directory` is the program's. */
export function describeError(error: unknown, directory: string, project: string): Diagnostic {
  const at = (source: SourcePosition | undefined, message: string): Diagnostic => ({
    severity: "error",
    message,
    ...(source && { source }),
  });
  if (!(error instanceof Error))
    return at(undefined, `the program threw ${(JSON.stringify(error) as string | undefined) ?? String(error)}`);
  const source = positionIn(error.stack ?? "", directory);
  if (isMissingConfig(error)) {
    const key = shortKey(project, error.key);
    return at(source, `config \`${key}\` is required and not set; ${waysToSet(key, false)}`);
  }
  if ("code" in error && (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_MODULE_NOT_FOUND")) {
    const message = error.message.split("\n", 1)[0] ?? "";
    const name = /'([^']+)'/.exec(message)?.[1] ?? "";
    const isFile = name.startsWith(".") || name.startsWith("/");
    return at(source, isFile ? message : `${message}; run npm install in ${directory}`);
  }
  const compiler = compilerPosition(error, directory);
  if (compiler) return at(compiler.source, compiler.message);
  const kind = ["Error", "RunError"].includes(error.name) || error.name === "" ? "" : `${error.name}: `;
  const known = error.message.startsWith(kind) ? "" : kind;
  return at(source, `${isBuiltIn(error) ? known : ""}${error.message || error.name}`);
}

/** The first place of a stack trace that is in the user's program. */
export function positionIn(stack: string, directory: string): SourcePosition | undefined {
  for (const frame of stack.split("\n")) {
    const match = /(?:\(|at (?:async )?)((?:file:\/\/)?[^()]+?):(\d+):\d+\)?$/.exec(frame);
    if (!match?.[1]) continue;
    const file = match[1].startsWith("file://") ? fileURLToPath(match[1]) : match[1];
    if (isProgramFile(file, directory)) return { file, line: Number(match[2]) };
  }
  return undefined;
}

/** Whether a file is the user's own, not a package's. */
export function isProgramFile(file: string, directory: string): boolean {
  return file.startsWith(directory + sep) && !file.includes(`${sep}node_modules${sep}`);
}

function isMissingConfig(error: Error): error is Error & { key: string } {
  return error.constructor.name === "ConfigMissingError" && "key" in error && typeof error.key === "string";
}

function isBuiltIn(error: Error): boolean {
  return ["TypeError", "RangeError", "ReferenceError", "SyntaxError", "URIError"].includes(error.name);
}

/** TypeScript's and Node's own syntax errors name the place in their text. */
function compilerPosition(error: Error, directory: string): { source?: SourcePosition; message: string } | undefined {
  if (error.name === "TSError") {
    const match = /^(.+?)[:(](\d+)[:,]\d+\)?(?:: | - )error (TS\d+: .*)$/m.exec(stripColour(error.message));
    if (!match?.[1]) return undefined;
    const file = match[1].startsWith(sep) ? match[1] : `${directory}${sep}${match[1]}`;
    return { source: { file, line: Number(match[2]) }, message: match[3] ?? "" };
  }
  if (error.name !== "SyntaxError") return undefined;
  const match = /^(?:file:\/\/)?(\/.+):(\d+)$/m.exec(error.stack ?? "");
  const message = `SyntaxError: ${error.message}`;
  return match?.[1] ? { source: { file: match[1], line: Number(match[2]) }, message } : { message };
}

function stripColour(text: string): string {
  // eslint-disable-next-line no-control-regex -- colours start with a control character
  return text.replace(/\u001b\[\d*m/g, "");
}
