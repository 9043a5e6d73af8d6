// The files of a project and the shell's variables: all that reading it needs of the outside.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { ComposeError, refuse, type Position } from "./problems";

/** Where a project's files are read. */
export interface ProjectFiles {
  /** The directory that relative paths start from. */
  readonly directory: string;
  /** The content of a file; undefined: there is none. Throws `UnreadableFile` for what cannot be read as a text. */
  readonly read: (path: string) => string | undefined;
  /** The names of the files in the directory. */
  readonly names: () => readonly string[];
}

/** A file that exists and cannot be read; the message completes "the file … ". */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}

/** Bytes: compose files and files of variables are written by hand. */
const LARGEST = 8_000_000;

/** The files of a directory of this machine. Regular files of a sensible size are read, no devices, pipes or directories. */
export function filesOf(directory: string): ProjectFiles {
  return {
    directory,
    read: (path) => {
      const found = statOf(path);
      if (found === undefined) return undefined;
      if (!found.isFile())
        throw new UnreadableFile(found.isDirectory() ? "is a directory; name a file" : "is not a regular file");
      if (found.size > LARGEST)
        throw new UnreadableFile(
          `is ${Math.round(found.size / 1_000_000)} MB large; files of up to ${LARGEST / 1_000_000} MB are read`,
        );
      try {
        return readFileSync(path, "utf8");
      } catch (error) {
        throw new UnreadableFile("cannot be read; check its permissions", { cause: error });
      }
    },
    names: () => readdirSync(directory),
  };
}

function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UnreadableFile("cannot be read; check its path and its permissions", { cause: error });
  }
}

/** A path as messages show it: relative to the project's directory. */
export function shown(files: ProjectFiles, path: string): string {
  const short = relative(files.directory, path);
  return short === "" || short.startsWith("..") ? path : short;
}

/** Where a file is named: the position, and the key in the file's structure. */
export interface Naming extends Position {
  readonly key: string;
}

/** Reads a file where there is one; `by` is where it is named. */
export function readIfExists(files: ProjectFiles, path: string, by: Naming): string | undefined {
  try {
    return files.read(path);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { key, ...at } = by;
    throw new ComposeError([{ ...at, path: key, message: `the file ${shown(files, path)} ${error.message}` }], {
      cause: error,
    });
  }
}

/** Reads a file that another file or a user names; `by` is where it is named. */
export function readNamed(files: ProjectFiles, path: string, by: Naming): string {
  const text = readIfExists(files, path, by);
  return text ?? refuse(by, by.key, `the file ${shown(files, path)} does not exist; create it or remove it here`);
}

/** A path of a file, relative to another file's directory. */
export function besides(file: string, path: string): string {
  return resolve(dirname(file), path);
}

/** A path below the project's directory. */
export function inDirectory(files: ProjectFiles, path: string): string {
  return resolve(files.directory, path);
}
