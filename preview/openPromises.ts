// In the program's process: finds values that resources wait for and that nothing will resolve.

import type { Diagnostic } from "./captured";
import { positionIn } from "./programError";

/** What Pulumi's runtime keeps of a promise that it waits for. */
interface WatchedPromise {
  readonly _debugCtx?: string;
  readonly _debugStackTrace?: string;
}

/** One message per resource that waits for ever, in the order of the program. */
export function openPromises(programRequire: NodeJS.Require, directory: string): Diagnostic[] {
  const { leakedPromises } = programRequire("@pulumi/pulumi/runtime/debuggable") as {
    leakedPromises: () => [Set<WatchedPromise>, string];
  };
  const [open] = leakedPromises();
  const waiting: Diagnostic[] = [];
  for (const { _debugCtx: about = "", _debugStackTrace: stack = "" } of open) {
    const name = /^resolveURN\(resource:(.+)\[/.exec(about)?.[1];
    if (name === undefined) continue;
    const source = positionIn(stack, directory);
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
