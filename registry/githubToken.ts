// What GitHub says about a token for ghcr.io: its kind, its scopes, when it ends. The registry itself says none of it.
// Headers: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api (checked 2026-11-22).

import { isHeaderSafe } from "./credentials";
import { RegistryError } from "./errors";
import { type Finding, FINDING, finding } from "./findings";
import { HttpClient, type RegistryOptions } from "./http";

/** What is known about a GitHub token; never the token. */
export interface GithubToken {
  /**
   * `classic`: with scopes. `fine-grained`: with permissions instead, also an app's user token. `installation`: a workflow
   * run's or an app's own. `refused`: GitHub does not accept it.
   */
  readonly kind: "classic" | "fine-grained" | "installation" | "refused";
  /** What a classic token may do. */
  readonly scopes?: readonly string[];
  /** When the token ends, as an ISO 8601 date and time; undefined where it does not, or where GitHub was not asked. */
  readonly expiresAt?: string;
}

const USER = new URL("https://api.github.com/user");
const TIMEOUT_MS = 5_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A token that ends within so many days is warned about. */
export const EXPIRY_WARNING_DAYS = 14;

/** write:packages includes reading. */
const READING_SCOPES = ["read:packages", "write:packages"];
const NEW_TOKEN = "pass a personal access token (classic) with the scope read:packages";

/** Asks GitHub about a token; undefined where GitHub cannot be reached or says nothing of use. */
export async function readGithubToken(token: string, options: RegistryOptions = {}): Promise<GithubToken | undefined> {
  // The first two kinds show in the prefix, and GitHub's answer would add nothing.
  if (token.startsWith("github_pat_")) return { kind: "fine-grained" };
  if (token.startsWith("ghs_")) return { kind: "installation" };
  if (!isHeaderSafe(token)) return undefined;

  const requestTimeoutMs = Math.min(options.requestTimeoutMs ?? TIMEOUT_MS, TIMEOUT_MS);
  const http = new HttpClient({ ...options, requestTimeoutMs, totalTimeoutMs: TIMEOUT_MS });
  const request = { method: "GET", url: USER, accept: "application/vnd.github+json" } as const;
  const response = await http.send({ ...request, authorization: `Bearer ${token}` }).catch((error: unknown) => {
    if (error instanceof RegistryError) return undefined;
    throw error;
  });
  if (response?.status === 401) return { kind: "refused" };
  if (response?.status !== 200) return undefined;

  const expiresAt = parseExpiry(response.headers.get("github-authentication-token-expiration"));
  const scopes = response.headers.get("x-oauth-scopes");
  return {
    kind: scopes === null ? "fine-grained" : "classic",
    ...(scopes !== null && {
      scopes: scopes
        .split(",")
        .map((scope) => scope.trim())
        .filter(Boolean),
    }),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
  };
}

/** Parses GitHub's date, `2027-10-12 09:00:00 UTC` or with an offset such as `+0900`; undefined where it is none. */
export function parseExpiry(header: string | null): Date | undefined {
  const [, day, time, zone] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (UTC|[+-]\d{4})$/.exec(header ?? "") ?? [];
  if (day === undefined || time === undefined || zone === undefined) return undefined;
  const offset = zone === "UTC" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const date = new Date(`${day}T${time}${offset}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** What is wrong with a token. */
export function checkGithubToken({ kind, scopes, expiresAt }: GithubToken, now: number): Finding[] {
  switch (kind) {
    case "refused":
      return [
        finding(FINDING.TOKEN_EXPIRED, "GitHub does not accept the token: it has expired or was revoked", NEW_TOKEN),
      ];
    case "fine-grained":
      return [
        finding(
          FINDING.TOKEN_FINE_GRAINED,
          "the token is a fine-grained one, which ghcr.io does not accept",
          NEW_TOKEN,
        ),
      ];
    case "installation":
      return [
        finding(
          FINDING.TOKEN_TEMPORARY,
          "the token is a workflow run's and ends with it, but tasks need it each time they start",
          NEW_TOKEN,
        ),
      ];
    case "classic":
      return [
        ...checkScopes(scopes ?? []),
        ...(expiresAt === undefined ? [] : checkTokenExpiry(new Date(expiresAt), now)),
      ];
  }
}

/** What is wrong with the time at which a token ends: it has passed, or is near. */
export function checkTokenExpiry(expiresAt: Date, now: number): Finding[] {
  const date = expiresAt.toISOString().slice(0, 10);
  const left = expiresAt.getTime() - now;
  if (left <= 0) return [finding(FINDING.TOKEN_EXPIRED, `the token expired on ${date}`, NEW_TOKEN)];
  if (left > EXPIRY_WARNING_DAYS * DAY_MS) return [];
  const days = Math.floor(left / DAY_MS);
  const when = days === 0 ? "within a day" : days === 1 ? "in 1 day" : `in ${days} days`;
  return [
    finding(
      FINDING.TOKEN_EXPIRES_SOON,
      `the token expires on ${date}, ${when}`,
      "replace it before: no task can start with an expired token",
    ),
  ];
}

function checkScopes(scopes: readonly string[]): Finding[] {
  if (READING_SCOPES.some((scope) => scopes.includes(scope))) return [];
  const has = scopes.length === 0 ? "it has none" : `it has ${scopes.join(", ")}`;
  return [finding(FINDING.TOKEN_LACKS_SCOPE, `the token lacks the scope read:packages; ${has}`, NEW_TOKEN)];
}
