// The process that a program runs in: takes one request, runs the program under Pulumi's mocks in preview, sends one result.

import type * as Pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Diagnostic, RunRequest, RunResult } from "./captured";
import { loadProgram } from "./loadProgram";
import {
  answerCall,
  captureRegistrations,
  type Capture,
  type MonitorContext,
  type ReplaceableMonitor,
} from "./monitor";
import { openPromises } from "./openPromises";
import { describeError, positionIn } from "./programError";
import { watchSecretConfig } from "./secretConfig";

/** What the process tells while it runs, and last. */
export type ChildMessage = { readonly registered: number } | { readonly result: RunResult };

/** Time for errors that follow from the first one to arrive, so that all are reported. */
const GATHER_ERRORS_MS = 50;

const TS_NODE = Symbol.for("ts-node.register.instance");

// Stack traces must reach from a package's code to the program's.
Error.stackTraceLimit = 50;
// From a checkout ts-node has loaded this file; the program brings its own.
(process as { [TS_NODE]?: { enabled: (on: boolean) => void } })[TS_NODE]?.enabled(false);

process.once("message", (request: RunRequest) => {
  // Only the program keeps the process alive: when it has nothing left to do, it has finished.
  process.channel?.unref();
  run(request);
});
process.on("disconnect", () => process.exit(1));

function run(request: RunRequest): void {
  const { workingDirectory: directory, project, stack, region } = request;
  const diagnostics: Diagnostic[] = [];
  let capture: Capture | undefined;
  let secretKeysRead: ReadonlySet<string> = new Set();
  let mainEnded = false;
  let concluded = false;

  const tell = (diagnostic: Diagnostic): void => {
    const known = diagnostics.some(
      ({ message, severity }) => message === diagnostic.message && severity === diagnostic.severity,
    );
    if (!known) diagnostics.push(diagnostic);
  };
  const conclude = (finished: boolean): void => {
    if (concluded) return;
    concluded = true;
    const result: RunResult = {
      finished,
      resources: [...(capture?.resources.values() ?? [])].filter(({ type }) => type !== "pulumi:pulumi:Stack"),
      outputs: capture?.outputs ?? {},
      diagnostics,
      lookups: [...(capture?.lookups ?? [])],
      secretKeysRead: [...secretKeysRead],
    };
    process.send?.({ result } satisfies ChildMessage, () => process.exit(0));
  };
  const fail = (diagnostic: Diagnostic): void => {
    tell(diagnostic);
    conclude(false);
  };
  const thrown = (error: unknown): void => {
    tell(describeError(error, directory, project));
    setTimeout(() => conclude(false), GATHER_ERRORS_MS);
  };

  process.on("uncaughtException", thrown);
  process.on("unhandledRejection", thrown);
  captureConsole(directory, tell);
  process.chdir(directory);
  const programRequire = createRequire(join(directory, "package.json"));
  let pulumi: typeof Pulumi;
  try {
    pulumi = programRequire("@pulumi/pulumi") as typeof Pulumi;
  } catch (error) {
    fail(describeError(error, directory, project));
    return;
  }
  secretKeysRead = watchSecretConfig(pulumi, project, tell);
  pulumi.runtime.setAllConfig({ ...request.config }, [...request.secretKeys]);
  const context: MonitorContext = {
    project,
    stack,
    directory,
    region,
    require: programRequire,
    fail,
    tell,
    onRegistered: (registered) => process.send?.({ registered } satisfies ChildMessage),
  };
  const mocks: Pulumi.runtime.Mocks = {
    newResource: () => ({ id: undefined, state: {} }),
    call: ({ token, inputs, provider }) =>
      capture
        ? answerCall(
            { token, inputs: inputs as Record<string, unknown>, ...(provider && { provider }) },
            capture,
            context,
          )
        : {},
  };
  void pulumi.runtime.setMocks(mocks, project, stack, true, "organization");
  capture = captureRegistrations(pulumi.runtime.getMonitor() as unknown as ReplaceableMonitor, context);
  const program = {
    workingDirectory: directory,
    main: request.main,
    typescript: request.typescript,
    require: programRequire,
  };
  pulumi.runtime.runInPulumiStack(() => loadProgram(program)).then(() => (mainEnded = true), thrown);

  whenIdle(
    () => capture.resources.size,
    () => {
      const open = openPromises(programRequire, directory);
      const [first] = open;
      if (mainEnded && !first) conclude(true);
      else fail(first ?? NEVER_ENDS);
    },
  );
}

const NEVER_ENDS: Diagnostic = {
  severity: "error",
  message:
    "the program never finishes: it waits for a promise that nothing resolves; look at each `await` of its main function",
};

/** Calls back when the process has nothing left to do, after the packages' own last work (some create resources then). */
function whenIdle(progress: () => number, callback: () => void): void {
  let last = -1;
  process.on("beforeExit", () => {
    if (progress() === last) callback();
    else {
      last = progress();
      setImmediate(() => undefined);
    }
  });
}

/** Pulumi's log functions write to the console when there is no engine; so does the program itself. */
function captureConsole(directory: string, tell: (diagnostic: Diagnostic) => void): void {
  const severities = { warning: "warning", error: "error", info: "info" } as const;
  const write = (...parts: unknown[]): void => {
    const text = parts.map((part) => (typeof part === "string" ? part : String(part))).join(" ");
    const [, level, message] = /^(warning|error|info|debug): \[runtime\] (.*)$/s.exec(text) ?? [];
    if (level === "debug") return;
    const severity = level === undefined ? "info" : severities[level as keyof typeof severities];
    const source = positionIn(new Error().stack ?? "", directory);
    tell({ severity, message: message ?? text, ...(source && { source }) });
  };
  for (const method of ["log", "info", "warn", "error"] as const) console[method] = write;
}
