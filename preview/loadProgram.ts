// In the program's process: finds and loads the program as `pulumi preview` does, TypeScript without type checking.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { registerTypeScript } from "./typescriptLoader";

/** A program to load. */
export interface ProgramLocation {
  readonly workingDirectory: string;
  /** The program's file, or `.` to let package.json decide. */
  readonly main: string;
  readonly typescript: boolean;
  /** Resolves modules as the program does. */
  readonly require: NodeJS.Require;
}

interface Manifest {
  readonly directory: string;
  readonly type?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

/** The file that Pulumi runs: what `main` names, else what the nearest package.json names, else the directory's index. */
export function findProgram({ workingDirectory, main }: Pick<ProgramLocation, "workingDirectory" | "main">): string {
  if (main !== ".") return join(workingDirectory, main);
  const manifest = nearestManifest(workingDirectory);
  const named =
    manifest && (entryInExports(manifest.exports) ?? (manifest.exports === undefined ? manifest.main : undefined));
  const path = named === undefined || !manifest ? workingDirectory : join(manifest.directory, named);
  return indexOf(existsSync(path) ? path : workingDirectory);
}

/** Loads the program; what it exports, or what its exported function returns, are the stack's outputs. */
export async function loadProgram(entry: string, location: ProgramLocation): Promise<unknown> {
  const isModule = isEsModule(location.workingDirectory);
  if (location.typescript) registerTypeScript(location.workingDirectory, location.require, { entry, isModule });
  const exported = isModule ? await importModule(entry) : (location.require(entry) as unknown);
  return typeof exported === "function" ? await (exported as () => unknown)() : exported;
}

/** Whether the nearest package.json says that its files are ES modules. */
export function isEsModule(directory: string): boolean {
  return nearestManifest(directory)?.type === "module";
}

function entryInExports(exports: unknown): string | undefined {
  if (typeof exports === "string") return exports;
  const main = (exports as Record<string, unknown> | undefined)?.["."];
  if (typeof main === "string" || typeof main !== "object" || main === null) return main as string | undefined;
  const conditions = main as Record<string, unknown>;
  const target = conditions.default ?? conditions.require ?? conditions.import;
  return typeof target === "string" ? target : undefined;
}

function indexOf(path: string): string {
  if (!statSync(path).isDirectory()) return path;
  const index = ["index.js", "index.mjs", "index.cjs", "index.ts", "index.mts"].find((name) =>
    existsSync(join(path, name)),
  );
  if (index === undefined)
    throw new Error(
      `no program in ${path}: write an index.ts there, or name the program's file as "main" in Pulumi.yaml`,
    );
  return join(path, index);
}

function nearestManifest(from: string): Manifest | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const file = join(directory, "package.json");
    if (existsSync(file))
      return { ...(JSON.parse(readFileSync(file, "utf8")) as Omit<Manifest, "directory">), directory };
    if (dirname(directory) === directory) return undefined;
  }
}

async function importModule(file: string): Promise<unknown> {
  const exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  if (!("default" in exported)) return exported;
  if (Object.keys(exported).length > 1)
    throw new Error(
      "the program has a default export and named exports; Pulumi takes one or the other as the stack's outputs",
    );
  return exported.default;
}
