// Checks of single values: each says what is wrong, or nothing.

import { quote, type Fault } from "./problems";

/** Says what is wrong with a value, or nothing. */
export type Check<T> = (value: T) => Fault | undefined;

/** A whole number within a range, of a unit. */
export function wholeNumber(from: number, to: number, unit: string): Check<number> {
  const range = to === Infinity ? `of ${from} or more` : `from ${from} to ${to}`;
  return (value) =>
    Number.isInteger(value) && value >= from && value <= to
      ? undefined
      : { wrong: `${quote(value)} is not valid`, fix: `must be a whole number ${range} (${unit})` };
}

/** A TCP port. */
export const tcpPort = wholeNumber(1, 65535, "TCP port");

/** A string that is not empty. */
export const notEmpty: Check<string> = (value) => {
  if (typeof value !== "string") return { wrong: `${quote(value)} is not valid`, fix: "must be a string" };
  return value.trim() === "" ? { wrong: "is empty", fix: "give it a value or leave it unset" } : undefined;
};

/** One of a few values. */
export function oneOf<T>(allowed: readonly T[]): Check<T> {
  return (value) =>
    allowed.includes(value)
      ? undefined
      : { wrong: `${quote(value)} is not valid`, fix: `must be ${allowed.map(quote).join(" or ")}` };
}
