// Finds the type errors of a program that `pulumi up` would refuse it for, in a process beside the one that runs it.

import { fork } from "node:child_process";
import type { Diagnostic } from "./captured";
import { ownArguments, ownVariables } from "./ownProcess";
import type { CheckReply, CheckRequest } from "./typeCheckChild";

/** How a check is watched. */
export interface CheckOptions {
  readonly timeoutSeconds: number;
}

/** The type errors of a program, in the order of its files; none for a program in JavaScript. Never rejects. */
export function checkTypes(request: CheckRequest, { timeoutSeconds }: CheckOptions): Promise<readonly Diagnostic[]> {
  const child = fork(require.resolve("./typeCheckChild"), [], {
    cwd: request.directory,
    env: { ...process.env, ...ownVariables() },
    execArgv: ownArguments(),
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  return new Promise((resolve) => {
    const end = (diagnostics: readonly Diagnostic[]): void => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      resolve(diagnostics);
    };
    const unchecked = (why: string): void =>
      end([{ severity: "warning", message: `the program's types were not checked: ${why}` }]);
    const timer = setTimeout(
      () => unchecked(`that took longer than ${timeoutSeconds} s; allow more with --timeout`),
      timeoutSeconds * 1000,
    );
    child.on("message", ({ errors }: CheckReply) => end(errors));
    child.on("error", (error) => unchecked(`the compiler could not be started: ${error.message}`));
    child.on("exit", (code, signal) => unchecked(`the compiler ended (${signal ?? `exit code ${code ?? 0}`})`));
    child.send(request);
  });
}
