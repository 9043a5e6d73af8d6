// What a project directory says about running its program: Pulumi.yaml, and which stacks there are.

import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { quote } from "../model/problems";
import { isMapping, ProjectError, readProjectFile, type ProjectFile } from "./projectFile";

/** A Pulumi project, as its Pulumi.yaml describes it. */
export interface Project {
  readonly name: string;
  readonly file: ProjectFile;
  /** The directory that the program starts in. */
  readonly workingDirectory: string;
  /** The program's file in the working directory, or `.`. */
  readonly main: string;
  readonly typescript: boolean;
  /** Options for Node.js itself. */
  readonly nodeArgs: readonly string[];
  /** The directory of the stacks' files. */
  readonly stackDirectory: string;
}

/** Reads the project in a directory. */
export function readProject(directory: string): Project {
  const root = resolve(directory);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new ProjectError(`${root}: no such directory; pass the directory of a Pulumi project`);
  const file = readProjectFile(join(root, "Pulumi.yaml")) ?? readProjectFile(join(root, "Pulumi.yml"));
  if (!file) throw new ProjectError(`${root}: no Pulumi.yaml in it; pass the directory of a Pulumi project`);
  const { name, runtime, main, config, stackConfigDir } = file.content;
  if (typeof name !== "string" || name === "")
    throw new ProjectError(`${file.at("name")}: name: missing; write the project's name, like "name: my-project"`);
  const { language, options } = readRuntime(runtime);
  if (language !== "nodejs")
    throw new ProjectError(
      `${file.at("runtime")}: runtime: ${language === undefined ? "missing" : quote(language)}; ` +
        `the offline preview runs programs of "runtime: nodejs"`,
    );
  if (main !== undefined && typeof main !== "string")
    throw new ProjectError(
      `${file.at("main")}: main: ${quote(main)} is not a valid path; write the program's file or directory`,
    );
  const stackDirectory = [stackConfigDir, config].find((value) => typeof value === "string");
  return {
    name,
    file,
    ...locateProgram(root, main, file),
    typescript: options.typescript !== false,
    nodeArgs: typeof options.nodeargs === "string" ? options.nodeargs.split(/\s+/).filter((arg) => arg !== "") : [],
    stackDirectory: resolve(root, stackDirectory ?? "."),
  };
}

/** The names of the stacks that have a file. */
export function stackNames({ stackDirectory }: Project): string[] {
  const matches = readdirSync(stackDirectory).map((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1]);
  return matches.filter((name) => name !== undefined).sort();
}

function readRuntime(runtime: unknown): { language: unknown; options: Record<string, unknown> } {
  if (!isMapping(runtime)) return { language: runtime, options: {} };
  return { language: runtime.name, options: isMapping(runtime.options) ? runtime.options : {} };
}

/** Pulumi starts a program in the directory of its `main`, so that its relative paths hold. */
function locateProgram(
  root: string,
  main: string | undefined,
  file: ProjectFile,
): Pick<Project, "workingDirectory" | "main"> {
  if (main === undefined || main === "") return { workingDirectory: root, main: "." };
  const path = resolve(root, main);
  if (relative(root, path).startsWith(".."))
    throw new ProjectError(`${file.at("main")}: main: ${quote(main)} is outside the project; move it below ${root}`);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found)
    throw new ProjectError(
      `${file.at("main")}: main: ${quote(main)} does not exist; write the program's file or directory`,
    );
  return found.isDirectory()
    ? { workingDirectory: path, main: "." }
    : { workingDirectory: dirname(path), main: basename(path) };
}
