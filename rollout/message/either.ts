// Long patterns are written as lists of short ones.

import { words } from "./text";

/** The source of a pattern that matches where one of the given ones does: patterns, or words with white space between them. */
export function either(patterns: string | readonly RegExp[]): string {
  const sources = typeof patterns === "string" ? words(patterns) : patterns.map(({ source }) => source);
  return `(?:${sources.join("|")})`;
}
