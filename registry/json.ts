// JSON as registries send it: nothing about it can be relied upon before it is looked at.

/** A body as a JSON object; undefined where it is none. */
export function parseJsonObject(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first code in a registry's error body: `MANIFEST_UNKNOWN`. Its free text is left out: it could echo a secret. */
export function reasonOf(body: Buffer): string | undefined {
  const errors = parseJsonObject(body)?.errors;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const code = isObject(first) ? first.code : undefined;
  return typeof code === "string" && /^[A-Z_]{1,40}$/.test(code) ? code : undefined;
}
