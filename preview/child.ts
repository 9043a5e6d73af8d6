// The process that a program runs in: takes one request, runs the program under Pulumi's mocks in preview, sends one result.

import type * as Pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Diagnostic, RunRequest, RunResult } from "./captured";
import { watchConfig } from "./configReads";
import { findProgram, loadProgram } from "./loadProgram";
import {
  answerCall,
  captureRegistrations,
  STACK_TYPE,
  type Capture,
  type MonitorContext,
  type ReplaceableMonitor,
} from "./monitor";
import { deferStacks, openPromises } from "./openPromises";
import { leaveToProgram } from "./ownProcess";
import { keepKnownJson } from "./partialJson";
import { captureConsole } from "./programConsole";
import { describeError, positionIn } from "./programError";
import { ProgramOrder } from "./programOrder";
import { RunReport } from "./runReport";
import { refuseOldSdk, warnOfOtherAws } from "./sdkVersions";
import { answerStackReferences } from "./stackReferences";

/** What the process tells while it runs, and last. */
export type ChildMessage = { readonly registered: number } | { readonly result: RunResult };

const TS_NODE = Symbol.for("ts-node.register.instance");

// Stack traces must reach from a package's code to the program's.
Error.stackTraceLimit = 50;
// From a checkout ts-node has loaded this file; the program brings its own.
(process as { [TS_NODE]?: { enabled: (on: boolean) => void } })[TS_NODE]?.enabled(false);
leaveToProgram();

process.once("message", (request: RunRequest) => {
  // Only the program keeps the process alive: when it has nothing left to do, it has finished.
  process.channel?.unref();
  run(request);
});
process.on("disconnect", () => process.exit(1));

function run(request: RunRequest): void {
  const { workingDirectory: directory, project, stack, region } = request;
  const capture: Capture = { resources: new Map(), lookups: new Set(), madeUp: new Set(), outputs: {} };
  const order = new ProgramOrder();
  let entry: string | undefined;
  const report = new RunReport(({ finished, ...concluded }) => {
    const result: RunResult = {
      finished,
      ...(entry !== undefined && { entry }),
      resources: order.sort([...capture.resources.values()].filter(({ type }) => type !== STACK_TYPE)),
      outputs: capture.outputs,
      lookups: [...capture.lookups],
      ...concluded,
    };
    process.send?.({ result } satisfies ChildMessage, () => exit(0));
  });
  const describe = (error: unknown) => describeError(error, { directory, project, madeUp: [...capture.madeUp] });
  const thrown = (error: unknown): void => report.failSoon(describe(error));

  const exit = process.exit.bind(process);
  process.exit = (code): never => {
    report.fail(exitedEarly(code ?? process.exitCode ?? 0, directory));
    throw new Error("process.exit"); // nothing after it may run; the report is closed
  };
  process.on("uncaughtException", thrown);
  process.on("unhandledRejection", thrown);
  captureConsole(directory, report);
  process.chdir(directory);
  const programRequire = createRequire(join(directory, "package.json"));
  const tooOld = refuseOldSdk(programRequire, directory);
  if (tooOld) {
    report.fail(tooOld);
    return;
  }
  const otherAws = warnOfOtherAws(programRequire);
  if (otherAws) report.tell(otherAws);
  let pulumi: typeof Pulumi;
  try {
    pulumi = programRequire("@pulumi/pulumi") as typeof Pulumi;
  } catch (error) {
    report.fail(describe(error));
    return;
  }
  deferStacks(programRequire);
  watchConfig({ pulumi, project, directory, report });
  answerStackReferences({ pulumi, directory, outputs: request.stackOutputs, report });
  keepKnownJson(pulumi);
  pulumi.runtime.setAllConfig({ ...request.config }, [...request.secretKeys]);
  const context: MonitorContext = {
    project,
    stack,
    directory,
    region,
    require: programRequire,
    report,
    answers: request.answers,
    onRegistered: (registered) => process.send?.({ registered } satisfies ChildMessage),
  };
  for (const name of Object.keys(request.answers)) report.unusedAnswers.add(name);
  const mocks: Pulumi.runtime.Mocks = {
    newResource: () => ({ id: undefined, state: {} }),
    call: ({ token, inputs, provider }) =>
      answerCall({ token, inputs: inputs as Record<string, unknown>, ...(provider && { provider }) }, capture, context),
  };
  void pulumi.runtime.setMocks(mocks, project, stack, true, request.organization);
  captureRegistrations(pulumi.runtime.getMonitor() as unknown as ReplaceableMonitor, capture, context);
  const program = {
    workingDirectory: directory,
    main: request.main,
    typescript: request.typescript,
    require: programRequire,
  };
  const main = async (): Promise<unknown> => {
    // A transformation hears of every constructor call, at once.
    pulumi.runtime.registerStackTransformation(({ type, name }) => {
      order.note(type, name);
      return undefined;
    });
    entry = findProgram(program);
    return loadProgram(entry, program);
  };
  let mainEnded = false;
  pulumi.runtime.runInPulumiStack(main).then(() => (mainEnded = true), thrown);

  whenIdle(
    () => capture.resources.size,
    () => {
      const [waiting] = openPromises(programRequire, directory);
      if (mainEnded && !waiting) report.finish();
      else report.fail(waiting ?? NEVER_ENDS);
    },
  );
}

function exitedEarly(code: number | string, directory: string): Diagnostic {
  const source = positionIn(new Error().stack ?? "", directory);
  const message = `the program ended its own process (exit code ${code}) before it finished; look for process.exit`;
  return { severity: "error", message, ...(source && { source }) };
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
