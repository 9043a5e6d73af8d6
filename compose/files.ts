// The files of a project and the shell's variables: all that reading it needs of the outside.

import { dirname, relative, resolve } from "node:path";
import { refuse, type Position } from "./problems";

/** Where a project's files are read. */
export interface ProjectFiles {
  /** The directory that relative paths start from. */
  readonly directory: string;
  /** The content of a file; undefined: there is none. */
  readonly read: (path: string) => string | undefined;
  /** The names of the files in the directory. */
  readonly names: () => readonly string[];
}

/** A path as messages show it: relative to the project's directory. */
export function shown(files: ProjectFiles, path: string): string {
  const short = relative(files.directory, path);
  return short === "" || short.startsWith("..") ? path : short;
}

/** Reads a file that another file or a user names; `by` is where it is named. */
export function readNamed(files: ProjectFiles, path: string, by: Position, place: string): string {
  const text = files.read(path);
  return text ?? refuse(by, place, `the file ${shown(files, path)} does not exist; create it or remove it here`);
}

/** A path of a file, relative to another file's directory. */
export function besides(file: string, path: string): string {
  return resolve(dirname(file), path);
}

/** A path below the project's directory. */
export function inDirectory(files: ProjectFiles, path: string): string {
  return resolve(files.directory, path);
}
