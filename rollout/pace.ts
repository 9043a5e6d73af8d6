// How often to poll: fast at first, since much fails (or is done) early; then slower, to be kind to the API's quota.

const FIRST_MS = 2_000;
const LIMIT_MS = 10_000;
const GROWTH = 1.25;
const BACKOFF_LIMIT_MS = 30_000;
const JITTER = 0.2;

/** Milliseconds to wait after the poll number `polls`, counted from 1. `random` is in [0, 1). */
export function pauseAfterPoll(polls: number, random: number): number {
  return jittered(Math.min(LIMIT_MS, FIRST_MS * GROWTH ** (polls - 1)), random);
}

/** Milliseconds to wait after `failures` failed calls in a row. */
export function pauseAfterFailure(failures: number, random: number): number {
  return jittered(Math.min(BACKOFF_LIMIT_MS, FIRST_MS * 2 ** (failures - 1)), random);
}

// Only ever shorter, so that the limits hold.
function jittered(pause: number, random: number): number {
  return Math.round(pause * (1 - JITTER * random));
}
