// Runs a program in a process of its own, with a time limit, and hands back what it registered.

import { fork } from "node:child_process";
import type { ChildMessage } from "./child";
import type { RunRequest, RunResult } from "./captured";
import { ownArguments, ownVariables } from "./ownProcess";

/** How a run is watched. */
export interface RunOptions {
  readonly timeoutSeconds: number;
  /** Options for Node.js itself. */
  readonly nodeArgs: readonly string[];
  /** Hears how many resources are registered so far. */
  readonly onRegistered?: (count: number) => void;
}

/** Says to components that nothing may ask the network: the values would not be real anyway. */
const OFFLINE = { GHCR_FARGATE_OFFLINE: "1" };

/** How much of what the process wrote is shown if it dies. */
const SHOWN_OUTPUT_CHARACTERS = 2000;

/** Runs a program; never rejects: what goes wrong is a diagnostic of the result. */
export function runProgram(
  request: RunRequest,
  { timeoutSeconds, nodeArgs, onRegistered }: RunOptions,
): Promise<RunResult> {
  const child = fork(require.resolve("./child"), [], {
    cwd: request.workingDirectory,
    env: { ...process.env, ...OFFLINE, ...ownVariables() },
    execArgv: [...nodeArgs, ...ownArguments()],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return new Promise((resolve) => {
    let written = "";
    let registered = 0;
    const end = (result: RunResult): void => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      resolve(result);
    };
    const fail = (message: string): void =>
      end({
        finished: false,
        resources: [],
        outputs: {},
        diagnostics: [{ severity: "error", message }],
        lookups: [],
        secretKeysRead: [],
        missing: [],
        regionRead: false,
      });
    const timer = setTimeout(
      () =>
        fail(
          `the program did not finish within ${timeoutSeconds} s (${registered} resources by then); look for a timer, ` +
            "a server or a loop that never ends, or allow more with --timeout",
        ),
      timeoutSeconds * 1000,
    );
    child.stderr?.on(
      "data",
      (chunk: Buffer) => (written = (written + chunk.toString()).slice(-SHOWN_OUTPUT_CHARACTERS)),
    );
    child.on("message", (message: ChildMessage) => {
      if ("result" in message) end(message.result);
      else onRegistered?.((registered = message.registered));
    });
    child.on("error", (error) => fail(`the program's process could not be started: ${error.message}`));
    child.on("exit", (code, signal) =>
      fail(
        `the program ended its own process (${signal ?? `exit code ${code ?? 0}`}) before it finished` +
          (written.trim() === "" ? "; look for process.exit" : `:\n${written.trim()}`),
      ),
    );
    child.send(request);
  });
}
