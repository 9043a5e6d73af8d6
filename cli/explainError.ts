// Errors of any command in plain words.

import { existsSync, readFileSync } from "node:fs";
import { AwsCallError } from "../migrate/errors";
import { explainAwsError, nameAction } from "../operations/awsErrors";
import { UsageError } from "./usage";

/** What the system's error codes mean for a file that a person named. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ENOTDIR: "is in something that is not a directory",
  EISDIR: "is a directory",
  EACCES: "may not be read or written",
  EPERM: "may not be read or written",
  EROFS: "is on a file system that takes no changes",
  ENOSPC: "has no space left on its disk",
};

/** One line for an error of a command that takes AWS's settings from the environment alone: which file, permission or setting; any other error's own text. */
export function explainError(error: unknown): string {
  if (error instanceof AwsCallError)
    return explainAwsError(nameAction(error.cause, error.action), { hasOptions: false });
  if (!(error instanceof Error)) return String(error);
  return explainFileError(error) ?? error.message;
}

/** Whether a file that a person named cannot be used. */
export function isFileError(error: unknown): boolean {
  return error instanceof Error && explainFileError(error) !== undefined;
}

/** Reads a text that an option names. */
export function readOptionFile(option: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`${option}: ${explainError(namePath(error, path))}`, { cause: error });
  }
}

/** Notes with an error which file it is about: the system does not say so of a directory that is read. */
export function namePath(error: unknown, path: string): unknown {
  return error instanceof Error ? Object.assign(error, { path }) : error;
}

function explainFileError(error: Error): string | undefined {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  // Listing a directory fails in the same way for a file itself as for what would be in one.
  const isFile = code === "ENOTDIR" && syscall === "scandir" && path !== undefined && existsSync(path);
  const fault = isFile ? "is not a directory" : FILE_FAULTS[code ?? ""];
  return fault === undefined || path === undefined ? undefined : `${path} ${fault}`;
}
