// Which APIs of AWS an update calls, as the emulator lists them. Needs one that reads EMULATOR_CALLS.

import { readFileSync } from "node:fs";

const FILE = process.env.EMULATOR_CALLS;

/** A `describe` that is skipped, with a word, where the emulator lists no calls. */
export function describeCalls(title: string, suite: (this: Mocha.Suite) => void): void {
  if (FILE !== undefined) {
    describe(title, suite);
    return;
  }
  console.log(`skipped: ${title}: EMULATOR_CALLS is not set, so the emulator does not list what is called`);
  describe.skip(title, suite);
}

/** The calls that came in the meantime, as `ecs:CreateService`, each once, sorted. */
export async function callsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const before = read().length;
  await work();
  const calls = read().slice(before).split("\n");
  return [...new Set(calls.filter((call) => call !== ""))].sort();
}

const read = (): string => readFileSync(FILE ?? "", "utf8");
