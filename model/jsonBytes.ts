// How long a value is as JSON.

/** The length in bytes of a value as JSON, with only what `isKnown` of it: the rest counts as nothing. */
export function jsonBytes(value: unknown, isKnown: (value: unknown) => boolean): number {
  function knownOnly(this: Record<string, unknown>, key: string, each: unknown): unknown {
    return isKnown(this[key]) ? each : undefined;
  }
  const text = JSON.stringify(value, knownOnly) as string | undefined;
  return text === undefined ? 0 : Buffer.byteLength(text);
}
