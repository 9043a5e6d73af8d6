// Errors of any command in plain words.

import { existsSync } from "node:fs";
import { AwsCallError } from "../migrate/errors";
import { explainAwsError, nameAction } from "../operations/awsErrors";

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

/** One line for an error: which file, permission or setting; any other error's own text. */
export function explainError(error: unknown): string {
  if (error instanceof AwsCallError) return explainAwsError(nameAction(error.cause, error.action));
  if (!(error instanceof Error)) return String(error);
  return explainFileError(error) ?? error.message;
}

/** Whether a file that a person named cannot be used. */
export function isFileError(error: unknown): boolean {
  return error instanceof Error && explainFileError(error) !== undefined;
}

function explainFileError(error: Error): string | undefined {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  // Listing a directory fails in the same way for a file itself as for what would be in one.
  const isFile = code === "ENOTDIR" && syscall === "scandir" && path !== undefined && existsSync(path);
  const fault = isFile ? "is not a directory" : FILE_FAULTS[code ?? ""];
  return fault === undefined || path === undefined ? undefined : `${path} ${fault}`;
}
