// When a failed request is tried again, and after how long.

/** How often one request is sent before its failure counts. */
export const MAX_ATTEMPTS = 4;

const FIRST_DELAY_MS = 500;

/**
 * How long to wait before the next attempt: what the answer's `Retry-After` says, else a delay that doubles with each
 * attempt, of which a random half is left out so that many clients do not return at once.
 */
export function retryDelayMs(
  attempt: number,
  retryAfter: string | null,
  { now, random }: { readonly now: number; readonly random: () => number },
): number {
  return parseRetryAfterMs(retryAfter, now) ?? FIRST_DELAY_MS * 2 ** (attempt - 1) * (1 - random() / 2);
}

/** A `Retry-After` header, in seconds or as a date, as milliseconds from now; undefined where it is neither. */
export function parseRetryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  // Dates alone contain letters and colons; Date.parse would read a number such as "0.5" as a year.
  const date = header.includes(":") ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
