// `ghcr-fargate migrate` as a process of its own, so that a test can kill it.

import { text } from "node:stream/consumers";
import { createProgram } from "../../cli/program";

void createProgram(
  {
    write: (output) => void process.stdout.write(output),
    writeError: (output) => void process.stderr.write(output),
    readInput: () => text(process.stdin),
    env: process.env,
    colour: false,
    interactive: false,
    onInterrupt: (handler) => {
      process.once("SIGINT", handler);
      return () => void process.off("SIGINT", handler);
    },
    exitWith: (code) => void (process.exitCode = code),
  },
  "0.0.0",
).parseAsync();
