// Finds a secret wherever Pulumi would store or show it in clear.

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Paths under which a secret stands outside a secret wrapper: as it is, inside other text, or in base64. */
export function leaksOf(secret: string, place: string, value: unknown): string[] {
  if (secret === "") throw new Error("an empty secret is everywhere");
  const forms = [secret, ...inBase64(secret)];
  const found: string[] = [];
  walk(place, value, (path, text) => {
    if (forms.some((form) => text.includes(form))) found.push(path);
  });
  return found;
}

/** A value as sent to the engine, without its secret wrappers. */
export function unwrapSecrets(value: unknown): unknown {
  if (isSecret(value)) return unwrapSecrets(value.value);
  if (Array.isArray(value)) return value.map(unwrapSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapSecrets(inner)]));
}

/** Whether a value as sent to the engine is marked as secret. */
export function isSecret(value: unknown): value is { value: unknown } {
  return typeof value === "object" && value !== null && (value as Record<string, unknown>)[SIGNATURE] === SECRET;
}

function walk(path: string, value: unknown, visit: (path: string, text: string) => void): void {
  if (typeof value === "string") visit(path, value);
  if (typeof value !== "object" || value === null || isSecret(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    visit(`${path}.${key} (key)`, key);
    walk(`${path}.${key}`, inner, visit);
  }
}

/** The part of the base64 text that a secret always gives, for each of the three places it can stand in. */
function inBase64(secret: string): string[] {
  return [0, 1, 2]
    .map((offset) => {
      const encoded = Buffer.from(" ".repeat(offset) + secret)
        .toString("base64")
        .replace(/=+$/, "");
      return encoded.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + secret.length) * 4) / 3));
    })
    .filter((part) => part.length >= 6);
}
