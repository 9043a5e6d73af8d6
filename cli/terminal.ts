// What a command sees of the outside: only cli/main.ts connects it to the process.

import type { Command } from "commander";
import { styleText } from "node:util";

/** Where a command reads and writes. */
export interface Terminal {
  /** Writes a result, to standard output. */
  readonly write: (text: string) => void;
  /** Writes progress, warnings and errors, to standard error. */
  readonly writeError: (text: string) => void;
  /** Reads standard input to its end. */
  readonly readInput: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether results may be coloured: a terminal, and NO_COLOR is not set. */
  readonly colour: boolean;
  /** The columns of the terminal that results are written to; undefined where they go to a file or a pipe. */
  readonly columns?: number | undefined;
  /** Whether progress may be drawn over itself: standard error is a terminal. */
  readonly interactive: boolean;
  /** Calls a handler at Ctrl-C in place of ending the process; the answer takes it away again. */
  readonly onInterrupt?: (handler: () => void) => () => void;
  /** Aborts when nobody can read results any more: what would go on until it is stopped ends then. */
  readonly unread?: AbortSignal;
  /** Ends the command with an exit code once it has returned. */
  readonly exitWith: (code: number) => void;
}

/** Adds one command to the program. */
export type AddCommand = (program: Command, terminal: Terminal) => void;

/** Colours results where the terminal takes colours. */
export function paintFor({ colour }: Pick<Terminal, "colour">): (colour: Colour, text: string) => string {
  return (name, text) => (colour ? styleText(name, text, { validateStream: false }) : text);
}

/** The colours that results use. */
export type Colour = "green" | "red" | "yellow" | "dim";

/** The signal that ends what would go on until it is stopped. */
export function untilUnread({ unread }: Terminal): AbortSignal {
  return unread ?? new AbortController().signal;
}
