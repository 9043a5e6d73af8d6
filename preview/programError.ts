// An error that a program threw, as one message with the program's own file and line.

import { existsSync, readFileSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostic, SourcePosition } from "./captured";
import { shortKey, waysToSet } from "./missingConfig";

/** What an error is described with. */
export interface ErrorContext {
  /** The program's directory. */
  readonly directory: string;
  readonly project: string;
  /** The functions that were answered with made-up values so far. */
  readonly madeUp: readonly string[];
}

/** Says what a thrown value means to the user. */
export function describeError(error: unknown, { directory, project, madeUp }: ErrorContext): Diagnostic {
  const at = (source: SourcePosition | undefined, message: string): Diagnostic => ({
    severity: "error",
    message,
    ...(source && { source }),
  });
  if (!(error instanceof Error)) return at(undefined, `the program threw ${thrownText(error)}`);
  const source = positionIn(error.stack ?? "", directory);
  if (isMissingConfig(error)) {
    const key = shortKey(project, error.key);
    return at(source, `config \`${key}\` is required and not set; ${waysToSet(key, false)}`);
  }
  if ("code" in error && (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_MODULE_NOT_FOUND"))
    return at(source, moduleNotFound(error, directory));
  const compiler = compilerPosition(error, directory);
  if (compiler) return at(compiler.source, compiler.message + madeUpNote(error, madeUp));
  const kind = ["Error", "RunError"].includes(error.name) || error.name === "" ? "" : `${error.name}: `;
  const known = error.message.startsWith(kind) ? "" : kind;
  const message = error.message === "" ? withoutMessage(error) : `${isBuiltIn(error) ? known : ""}${error.message}`;
  return at(source, message + madeUpNote(error, madeUp));
}

function thrownText(value: unknown): string {
  const text = (JSON.stringify(value) as string | undefined) ?? String(value);
  return text === "{}" ? "an object that says nothing" : text;
}

/** An error that says nothing: its class, and where it comes from. */
function withoutMessage(error: Error): string {
  const frame = /^\s*at (.+)$/m.exec(error.stack ?? "")?.[1];
  return `${error.constructor.name || error.name} without a message${frame === undefined ? "" : `, thrown at ${frame}`}`;
}

/** What a built-in error may come of: an answer that is not AWS's. */
function madeUpNote(error: Error, madeUp: readonly string[]): string {
  const [first] = madeUp;
  if (first === undefined || !isBuiltIn(error)) return "";
  const names = madeUp.map((token) => token.split(":").pop() ?? token);
  return (
    `; the answer${madeUp.length > 1 ? "s" : ""} of ${names.join(", ")} ${madeUp.length > 1 ? "are" : "is"} made up offline; ` +
    `give what the program needs with: --answer '${names[0] ?? ""}={"NAME": VALUE}'`
  );
}

function moduleNotFound(error: Error, directory: string): string {
  const message = error.message.split("\n", 1)[0] ?? "";
  const name = /'([^']+)'/.exec(message)?.[1] ?? "";
  if (name.startsWith(".") || name.startsWith("/")) return message;
  if (aliases(directory).some((alias) => alias.test(name)))
    return (
      `${message}: it is an alias of tsconfig.json ("paths"), which Node.js does not know; ` +
      `import it by its path, or name it under "imports" in package.json`
    );
  return `${message}; run npm install in ${directory}`;
}

/** The names that tsconfig.json gives to paths of its own. */
function aliases(directory: string): RegExp[] {
  const file = `${directory}${sep}tsconfig.json`;
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const paths = /"paths"\s*:\s*\{([^}]*)\}/.exec(text)?.[1] ?? "";
  return [...paths.matchAll(/"([^"]+)"\s*:/g)].map(([, alias = ""]) => {
    const parts = alias.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`);
  });
}

/** The first position of a stack trace that is in the user's program. */
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

/** TypeScript's and Node's own syntax errors name the position in their text. */
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
