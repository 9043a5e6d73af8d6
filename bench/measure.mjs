// Runs one measurement in a process of its own, and what is made of several.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const RUN = fileURLToPath(new URL("run.cjs", import.meta.url));

/** What `run.cjs` prints about a program. */
export async function measure(args, env = {}) {
  const options = { encoding: "utf8", maxBuffer: 1 << 26, env: { ...process.env, ...env } };
  const { stdout } = await promisify(execFile)(process.execPath, [RUN, ...args.map(String)], options);
  return JSON.parse(stdout);
}

/** Measures the sides in turn, `runs` times each, so that a change of the machine's load meets both. */
export async function inTurn(sides, runs, measureSide) {
  const results = Object.fromEntries(sides.map((side) => [side, []]));
  for (let i = 0; i < runs; i++) {
    for (const side of i % 2 === 0 ? sides : [...sides].reverse()) results[side].push(await measureSide(side));
  }
  return results;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}
