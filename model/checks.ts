// Checks of single values: each says what is wrong, or nothing.

import { parseArn } from "./arns";
import { quote, type Fault } from "./problems";

/** Says what is wrong with a value, or nothing. */
export type Check<T> = (value: T) => Fault | undefined;

/** A whole number within a range, of a unit. */
export function wholeNumber(from: number, to: number, unit: string): Check<number> {
  const range = to === Infinity ? `${from} or more` : `from ${from} to ${to}`;
  return (value) =>
    Number.isInteger(value) && value >= from && value <= to
      ? undefined
      : { wrong: `${quote(value)} is no whole number ${range}`, fix: `use a number of ${unit} in that range` };
}

/** A TCP port. */
export const tcpPort: Check<number> = (value) =>
  Number.isInteger(value) && value >= 1 && value <= 65535
    ? undefined
    : { wrong: `${quote(value)} is no TCP port`, fix: "use a whole number from 1 to 65535" };

/** A text that says something. */
export const notEmpty: Check<string> = (value) => {
  if (typeof value !== "string") return { wrong: `${quote(value)} is no text`, fix: "pass a string" };
  return value.trim() === "" ? { wrong: "is empty", fix: "give it a value or leave it unset" } : undefined;
};

/** One of a few values. */
export function oneOf<T>(allowed: readonly T[]): Check<T> {
  return (value) =>
    allowed.includes(value)
      ? undefined
      : { wrong: `${quote(value)} is not known`, fix: `use ${allowed.map(quote).join(" or ")}` };
}

/** The ARN of a resource: of a service, with a resource part that starts as given. `what` is as in "a KMS key". */
export function arnOf(what: string, service: string, resource: string): Check<string> {
  return (value) => {
    const arn = typeof value === "string" ? parseArn(value) : undefined;
    if (arn?.service === service && arn.resource.startsWith(resource)) return undefined;
    const region = service === "iam" ? "" : "REGION";
    return {
      wrong: `${quote(value)} is not the ARN of ${what}`,
      fix: `pass an ARN like arn:aws:${service}:${region}:ACCOUNT:${resource}NAME`,
    };
  };
}
