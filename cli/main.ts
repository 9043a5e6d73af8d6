#!/usr/bin/env node
// The `ghcr-fargate` command: connects the commands to the process. The only file that touches argv, streams and the exit code.

import { CommanderError } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { explainError } from "./explainError";
import { WrongOption } from "../operations/wrongOption";
import { createProgram, helpAsOption, renderOverview } from "./program";
import type { Terminal } from "./terminal";
import { USAGE_EXIT } from "./usage";

// This file runs from dist/cli/.
const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };

const unread = new AbortController();

const terminal: Terminal = {
  write: (output) => void process.stdout.write(output),
  writeError: (output) => void process.stderr.write(output),
  readInput: () => text(process.stdin),
  env: process.env,
  colour: process.stdout.isTTY && !process.env.NO_COLOR,
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  interactive: process.stderr.isTTY,
  onInterrupt: (handler) => {
    process.once("SIGINT", handler);
    return () => void process.off("SIGINT", handler);
  },
  unread: unread.signal,
  exitWith: (code) => void (process.exitCode = code),
};

/**
 * A reader that has seen enough (`| head`) ends only what would never end: any other command goes on, and keeps its exit
 * code. Output that is lost is an error, and nothing is cut off by it either.
 */
function goOnUnread(error: NodeJS.ErrnoException): void {
  if (!unread.signal.aborted && error.code !== "EPIPE") {
    const reason = error.code === "ENOSPC" ? "no space left on its disk" : error.message;
    terminal.writeError(`error: standard output: ${reason}\n`);
    process.once("exit", () => (process.exitCode = 1));
  }
  unread.abort();
}

async function main(): Promise<void> {
  process.stdout.on("error", goOnUnread);
  process.stderr.on("error", () => undefined); // nobody is left to tell
  if (process.argv.length <= 2) {
    terminal.write(renderOverview(version));
    return;
  }
  const program = createProgram(terminal, version);
  // Loaded for this command alone: it reads every other command's options.
  if (process.argv[2] === "complete") (await import("@bomb.sh/tab/commander")).default(program);
  const given = process.argv.slice(2);
  const words = helpAsOption(program, given);
  // Commander knows itself how Node.js was started.
  await (words === given ? program.parseAsync() : program.parseAsync(words, { from: "user" }));
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE_EXIT; // commander has printed its message, or the help
    return;
  }
  terminal.writeError(`error: ${explainError(error)}\n`);
  process.exitCode = error instanceof WrongOption ? USAGE_EXIT : 1;
});
