// In the program's process: finds values that resources wait for and that nothing will resolve, by the stacks of Pulumi's promises.

import type { Diagnostic } from "./captured";
import { positionIn } from "./programError";

/** What Pulumi's runtime keeps of a promise that it waits for. */
interface WatchedPromise {
  readonly _debugCtx?: string;
  _debugStackTrace?: { toString(): string };
}

interface Debuggable {
  readonly debuggablePromise: (promise: Promise<unknown>, about: string) => Promise<unknown>;
  readonly leakedPromises: () => [Set<WatchedPromise>, string];
}

function debuggableOf(programRequire: NodeJS.Require): Debuggable {
  return programRequire("@pulumi/pulumi/runtime/debuggable") as Debuggable;
}

/** Which promise is a resource's, as Pulumi's runtime names it. */
const OF_RESOURCE = /^resolveURN\(resource:(.+)\[/;

/**
 * Takes the stack of a promise only where it is a resource's, and lets it be written when it is read. Pulumi writes that of every promise
 * at once, mapped to the lines of TypeScript, which is a tenth of a preview's time.
 */
export function deferStacks(programRequire: NodeJS.Require): void {
  const debuggable = debuggableOf(programRequire);
  const { debuggablePromise } = debuggable;
  const deferred: Debuggable["debuggablePromise"] = (promise, about) => {
    const { stackTraceLimit } = Error;
    const here = OF_RESOURCE.test(about) ? new Error() : undefined;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, about);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
      (promise as WatchedPromise)._debugStackTrace = { toString: () => here?.stack ?? "" };
    }
  };
  Reflect.set(debuggable, "debuggablePromise", deferred); // a release that does not let it be replaced is only slower
}

/** One message per resource that waits for ever, in the order of the program. */
export function openPromises(programRequire: NodeJS.Require, directory: string): Diagnostic[] {
  const [open] = debuggableOf(programRequire).leakedPromises();
  const waiting: Diagnostic[] = [];
  for (const { _debugCtx: about = "", _debugStackTrace: stack = "" } of open) {
    const name = OF_RESOURCE.exec(about)?.[1];
    if (name === undefined) continue;
    const source = positionIn(stack.toString(), directory);
    waiting.push({
      severity: "error",
      message: `resource "${name}" waits for something that never comes: a promise that nothing resolves, or resources that wait for each other`,
      ...(source && { source }),
    });
  }
  if (open.size === 0 || waiting.length > 0) return waiting;
  return [
    {
      severity: "error",
      message: "something that a Pulumi function returned waits for a promise that nothing resolves",
    },
  ];
}
