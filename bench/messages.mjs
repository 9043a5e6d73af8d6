// How long a megabyte takes that somebody pastes into `ghcr-fargate diagnose --message -`: to read and explain it, and to redact
// it. The texts are what a pattern that is not linear would stumble over. Time is CPU time.

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

const MEGABYTE = 1_000_000;
const MAX_MS = 2000;

const TEXTS = {
  "service events": "(service web) was unable to place a task. Reason: Capacity is unavailable at this time.\n",
  "pull errors": "CannotPullContainerError: failed to resolve ref ghcr.io/acme/web:1: not found ",
  "an application's log": "2026-01-01T10:00:00Z INFO request served in 12 ms\n",
  "half an error, again and again": "failed to authorize: failed to fetch ",
  "half a password, again and again": 'password":"',
  "one letter": "a",
};

/** Prints the times; resolves with what is over the limit. */
export function measureMessages() {
  const { explainText } = require("../dist/rollout/diagnose.js");
  const { redactSecrets } = require("../dist/rollout/redact.js");
  return Object.entries(TEXTS).flatMap(([name, text]) => {
    const megabyte = text.repeat(Math.ceil(MEGABYTE / text.length));
    const [explained, redacted] = [explainText, redactSecrets].map((act) => cpuTime(() => act(megabyte)));
    console.log(`1 MB of ${name}: explained in ${explained.toFixed(0)} ms, redacted in ${redacted.toFixed(0)} ms`);
    return explained + redacted > MAX_MS ? [`1 MB of ${name} takes over ${MAX_MS} ms`] : [];
  });
}

function cpuTime(act) {
  const began = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
