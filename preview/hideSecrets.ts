// Secrets that a program let out of their wrapper: their values are taken out of everything that is shown.

import { SECRET } from "./captured";

/** Shorter values are masked only where they are the whole text: as a part they would be found by chance. */
const SHORTEST_PART = 4;

/** Replaces secret values in all texts of a piece of plain data. */
export function hideSecrets<Data>(data: Data, secrets: readonly string[]): Data {
  const whole = new Set(secrets.filter((secret) => secret !== ""));
  if (whole.size === 0) return data;
  // The longest first: one secret may be a part of another.
  const parts = [...new Set([...whole].flatMap(writings))]
    .filter((part) => part.length >= SHORTEST_PART)
    .sort((a, b) => b.length - a.length);
  const inText = (text: string) =>
    whole.has(text) ? SECRET : parts.reduce((result, part) => result.replaceAll(part, SECRET), text);
  const inValue = (value: unknown): unknown => {
    if (typeof value === "string") return inText(value);
    if (typeof value === "number" && whole.has(String(value))) return SECRET;
    if (Array.isArray(value)) return value.map(inValue);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [inText(key), inValue(item)]));
  };
  return inValue(data) as Data;
}

/** A secret's texts: itself, and as it stands within JSON, a URL or Base64. */
function writings(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  ];
}
