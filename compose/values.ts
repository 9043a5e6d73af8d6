// Value grammars that compose files and ecs-params.yml share.

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
};

/** A size with its unit in bytes: `512m`, `1.5GB`, `2gib`; units count by 1024. Undefined: not a size. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)*) ?([kmgtp])?(?:i?b)?$/i.exec(text.trim());
  if (!match) return undefined;
  const value = Number(match[1]);
  return Number.isNaN(value) ? undefined : Math.trunc(value * (UNITS[(match[2] ?? "").toLowerCase()] ?? 1));
}

/** MiB of bytes, rounded down. */
export function toMebibytes(bytes: number): number {
  return Math.trunc(bytes / 2 ** 20);
}

const DURATION_UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** A duration such as `1m30s` in seconds. Undefined: not a duration. Days and weeks count where compose files have them. */
export function parseDuration(text: string, units: "go" | "compose" = "compose"): number | undefined {
  const plain = text.replace(/^[-+]/, "");
  if (plain === "0") return 0;
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|[smhdw]))+$/.test(plain)) return undefined;
  if (units === "go" && /[dw]/.test(plain)) return undefined;
  let seconds = 0;
  for (const [, number, unit] of plain.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|[smhdw])/g))
    seconds += Number(number) * (DURATION_UNITS[unit ?? ""] ?? 0);
  // Sums of decimals: 0.1 + 0.2 is no whole number of nanoseconds otherwise.
  seconds = Math.round(seconds * 1e9) / 1e9;
  return text.startsWith("-") ? -seconds : seconds;
}
