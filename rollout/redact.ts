// Takes out of a message what must not be passed on: secrets, and the account ids that AWS puts into every ARN.

const LIMIT = 700;

const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:gh[pousr]_[A-Za-z0-9]{10,}|github_pat_[A-Za-z0-9_]{10,}|glpat-[\w-]{10,})/g, "<token>"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, "<access key>"],
  [/\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{6,}/gi, "$1 <secret>"],
  [/(:\/\/[^\s/:@]+):[^\s/@]+@/g, "$1:<secret>@"],
  // Only `key=value` and JSON: "token: 401 Unauthorized" and "secret:name" (in ARNs) say something worth reading.
  [/\b((?:password|passwd|token|secret|access_token|refresh_token|X-Amz-[A-Za-z-]+)=)[^\s&",;]+/gi, "$1<secret>"],
  [/("(?:password|passwd|token|secret|accessToken)"\s*:\s*)"[^"]*"/gi, '$1"<secret>"'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "<token>"],
  [/\b[A-Za-z0-9+/_-]{100,}={0,2}/g, "<data>"],
  [/\b\d{12}\b/g, "<account>"],
];

/** A message of AWS, fit to be shown: without secrets and account ids, on one line, and cut where it is long. */
export function redact(message: string): string {
  const oneLine = message.replace(/\s+/g, " ").trim();
  const clean = REDACTIONS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), oneLine);
  return clean.length > LIMIT ? `${clean.slice(0, LIMIT - 3)}...` : clean;
}
