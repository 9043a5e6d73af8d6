// Wrong use of a command: the same exit code for all commands, so that a script can tell it from every answer.

/** The exit code of wrong options and arguments: EX_USAGE of sysexits.h. */
export const USAGE_EXIT = 64;

/** A command was used wrongly. */
export class UsageError extends Error {}
