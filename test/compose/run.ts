// Runs `ghcr-fargate compose` in this process.

import { createProgram } from "../../cli/program";

/** What a command printed, and its exit code. */
export interface Answer {
  readonly output: string;
  readonly error: string;
  readonly code: number;
}

/** Runs `compose` with these arguments; `env` is all of the shell that it sees. */
export async function runCompose(args: readonly string[], env: Record<string, string> = {}): Promise<Answer> {
  const answer = { output: "", error: "", code: 0 };
  const program = createProgram(
    {
      write: (text) => void (answer.output += text),
      writeError: (text) => void (answer.error += text),
      readInput: () => Promise.resolve(""),
      env,
      colour: false,
      interactive: false,
      exitWith: (code) => void (answer.code = code),
    },
    "0.0.0",
  );
  await program.parseAsync(["node", "ghcr-fargate", "compose", ...args]);
  return answer;
}
