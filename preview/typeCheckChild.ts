// The process that a program's types are checked in: takes one request, answers with the errors.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as TypeScript from "typescript";
import type { Diagnostic } from "./captured";
import { findProgram, isEsModule } from "./loadProgram";
import { isProgramFile } from "./programError";
import { typescriptSetup } from "./typescriptSetup";

/** A program whose types are to be checked. */
export interface CheckRequest {
  readonly directory: string;
  /** The program's file, or `.` to let package.json decide. */
  readonly main: string;
}

/** What the process answers. */
export interface CheckReply {
  readonly errors: readonly Diagnostic[];
}

/** Faults of tsconfig.json that ts-node does not mind: files outside `rootDir`, and no files named or found. */
const IGNORED_CODES = [6059, 18002, 18003];

process.once("message", (request: CheckRequest) => {
  const reply = (errors: readonly Diagnostic[]): void => {
    process.send?.({ errors } satisfies CheckReply, () => process.exit(0));
  };
  try {
    reply(typeErrors(request));
  } catch {
    reply([]); // no SDK, no compiler, no program: the program's own process says which
  }
});
process.on("disconnect", () => process.exit(1));

function typeErrors({ directory, main }: CheckRequest): Diagnostic[] {
  const entry = findProgram({ workingDirectory: directory, main });
  if (!/\.[cm]?tsx?$/.test(entry)) return [];
  const programRequire = createRequire(join(directory, "package.json"));
  const setup = typescriptSetup(directory, programRequire, isEsModule(directory));
  if (saysNotToCheck(setup.compilerOptions)) return [];
  const compiler = programRequire(setup.compilerPath) as typeof TypeScript;
  const { options, errors } = compilerOptions(compiler, setup, directory);
  const program = compiler.createProgram([entry], options);
  const checked = program.getSourceFiles().filter(({ fileName, isDeclarationFile }) => {
    return !isDeclarationFile && !/\.[cm]?jsx?$/.test(fileName) && isProgramFile(fileName, directory);
  });
  const found = checked.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  return [...errors, ...found]
    .filter(({ code, category }) => category === compiler.DiagnosticCategory.Error && !IGNORED_CODES.includes(code))
    .map((diagnostic) => described(compiler, diagnostic));
}

/** Pulumi does not check either where its variable or the project's own options say so. */
function saysNotToCheck({ noCheck }: Readonly<Record<string, unknown>>): boolean {
  const variable = process.env.PULUMI_NODEJS_TRANSPILE_ONLY ?? "";
  return variable === "" ? noCheck === true : variable === "true";
}

function compilerOptions(
  compiler: typeof TypeScript,
  { tsconfig, hasTsconfig, compilerOptions: given }: ReturnType<typeof typescriptSetup>,
  directory: string,
): { options: TypeScript.CompilerOptions; errors: readonly TypeScript.Diagnostic[] } {
  const written = hasTsconfig
    ? (compiler.readConfigFile(tsconfig, (path) => compiler.sys.readFile(path)).config as object)
    : {};
  const own = (written as { compilerOptions?: object }).compilerOptions;
  const config = {
    ...written,
    files: [],
    include: [],
    compilerOptions: { ...own, ...given, noEmit: true, declaration: false, composite: false, incremental: false },
  };
  const base = hasTsconfig ? dirname(tsconfig) : directory;
  return compiler.parseJsonConfigFileContent(config, compiler.sys, base, undefined, hasTsconfig ? tsconfig : undefined);
}

function described(compiler: typeof TypeScript, { file, start, code, messageText }: TypeScript.Diagnostic): Diagnostic {
  const message = `TS${code}: ${compiler.flattenDiagnosticMessageText(messageText, "\n")}`;
  if (file === undefined || start === undefined) return { severity: "error", message };
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return {
    severity: "error",
    message,
    source: { file: file.fileName, line: line + 1, column: character + 1 },
  };
}
