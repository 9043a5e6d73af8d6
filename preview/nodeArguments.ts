// What Node.js needs to run this package's own files in a process of their own.

import { extname } from "node:path";

/** Options for Node.js; from a checkout this package is TypeScript itself. */
export function nodeArguments(): string[] {
  return extname(__filename) === ".ts" ? ["--require", require.resolve("ts-node/register/transpile-only")] : [];
}
