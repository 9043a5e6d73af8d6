// What goes wrong in the emulator: which images fail, and how. Needs an emulator that reads EMULATOR_SCENARIOS.

import { renameSync, writeFileSync } from "node:fs";

/** What befalls the tasks of an image or a command, both globs. One of the fields says what happens. */
export interface Scenario {
  readonly image?: string;
  /** The words of the command, joined by spaces. */
  readonly command?: string;
  /** The image cannot be pulled; the text is the task's stopped reason. */
  readonly pull?: string;
  /** The task cannot be started; the text is its stopped reason. */
  readonly start?: string;
  /** The container ends, seconds after it runs. */
  readonly exit?: { readonly code: number; readonly after: number; readonly reason?: string };
  readonly containerHealth?: true;
  /** The load balancer's health check fails; the text is its reason. */
  readonly targetHealth?: string;
  /** There is no task at all, but an event. */
  readonly launch?: "role" | "capacity" | "quota";
  readonly hang?: "PENDING";
  /** What the container writes to its log. */
  readonly logs?: readonly string[];
}

/** Whether the emulator deploys services, task after task, and takes scenarios for it. */
export function takesScenarios(): boolean {
  return process.env.EMULATOR_SCENARIOS !== undefined;
}

/** A `describe` that is skipped, with a word, where the emulator deploys no services. */
export function describeDeployments(title: string, suite: (this: Mocha.Suite) => void): void {
  if (takesScenarios()) {
    describe(title, suite);
    return;
  }
  console.log(`skipped: ${title}: EMULATOR_SCENARIOS is not set, so the emulator deploys no services`);
  describe.skip(title, suite);
}

/** Lets exactly these things go wrong from now on. */
export function setScenarios(scenarios: readonly Scenario[]): void {
  const { EMULATOR_SCENARIOS: path } = process.env;
  if (path === undefined) throw new Error("EMULATOR_SCENARIOS does not name a file");
  writeFileSync(`${path}.new`, JSON.stringify(scenarios));
  renameSync(`${path}.new`, path); // the emulator never reads half a file
}
