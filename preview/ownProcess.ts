// What Node.js needs to run this package's own files in a process of their own: from a checkout they are TypeScript.

import { extname, join } from "node:path";

const FROM_CHECKOUT = extname(__filename) === ".ts";

/** Options for Node.js. */
export function ownArguments(): string[] {
  return FROM_CHECKOUT ? ["--require", require.resolve("ts-node/register/transpile-only")] : [];
}

/** Variables: the options of this checkout's compiler, wherever the process starts. */
export function ownVariables(): Record<string, string> {
  return FROM_CHECKOUT ? { TS_NODE_PROJECT: join(__dirname, "../tsconfig.json") } : {};
}

/** Leaves the process to the program, which brings its own ts-node. */
export function leaveToProgram(): void {
  if (FROM_CHECKOUT) delete process.env.TS_NODE_PROJECT;
}
