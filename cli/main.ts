#!/usr/bin/env node
// The `ghcr-fargate` command: connects the commands to the process. The only file that touches argv, streams and the exit code.

import { Command } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { addCheck } from "./check";
import { addDiagnose } from "./diagnose";
import { addDiff } from "./diff";
import { addLogs } from "./logs";
import { addOpen } from "./open";
import { addPreview } from "./preview";
import { addRotateToken } from "./rotateToken";
import { addRun } from "./run";
import { addServiceActions } from "./serviceActions";
import { addSessions } from "./sessions";
import { addStatus } from "./status";
import type { AddCommand, Terminal } from "./terminal";
import { addVerify } from "./verify";

const COMMANDS: readonly AddCommand[] = [
  addPreview,
  addCheck(),
  addDiagnose,
  addStatus,
  addLogs,
  addOpen,
  addSessions,
  addRun,
  addServiceActions,
  addRotateToken,
  addVerify,
  addDiff,
];

// This file runs from dist/cli/.
const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };

const terminal: Terminal = {
  write: (output) => void process.stdout.write(output),
  writeError: (output) => void process.stderr.write(output),
  readInput: () => text(process.stdin),
  env: process.env,
  colour: process.stdout.isTTY && !process.env.NO_COLOR,
  interactive: process.stderr.isTTY,
  exitWith: (code) => void (process.exitCode = code),
};

const program = new Command("ghcr-fargate")
  .description("Private container images on AWS ECS Fargate.")
  .version(version);
for (const add of COMMANDS) add(program, terminal);
program.parseAsync().catch((error: unknown) => {
  terminal.writeError(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
