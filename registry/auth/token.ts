// The token service: exchanges credentials, or nothing, for a short-lived Bearer token
// (https://distribution.github.io/distribution/spec/auth/token/, checked 2026-11-22).

import { basicAuthorization, type Credentials, isHeaderSafe } from "../credentials";
import { REGISTRY_ERROR, RegistryError } from "../errors";
import type { HttpClient } from "../http";
import { parseJsonObject, reasonOf } from "../json";

/** What to ask which token service for. */
export interface TokenRequest {
  readonly realm: URL;
  readonly service?: string;
  /** One or more scopes, separated by a space. */
  readonly scope: string;
  /** Left out: an anonymous token. */
  readonly credentials?: Credentials;
}

/** A Bearer token and when it ends, in milliseconds since 1970. */
export interface BearerToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** The specification's life of a token that says nothing about it, in seconds. ghcr.io's say nothing. */
const DEFAULT_LIFE = 60;

/** Asks for a token. */
export async function fetchToken(
  http: HttpClient,
  { realm, service, scope, credentials }: TokenRequest,
): Promise<BearerToken> {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set("service", service);
  for (const each of scope.split(" ")) url.searchParams.append("scope", each);
  const request = { method: "GET", url } as const;
  const { status, body } = await http.send({
    ...request,
    accept: "application/json",
    ...(credentials && { authorization: basicAuthorization(credentials) }),
  });
  if (status === 401 || status === 403) {
    const reason = reasonOf(body);
    throw new RegistryError(REGISTRY_ERROR.LOGIN_REFUSED, request, {
      detail: `refuses the login (${status})`,
      status,
      reason,
    });
  }
  if (status !== 200)
    throw new RegistryError(REGISTRY_ERROR.MALFORMED, request, {
      detail: `answered ${status} instead of a token`,
      status,
    });

  const answer = parseJsonObject(body);
  const token = answer?.token ?? answer?.access_token;
  if (typeof token !== "string" || !isHeaderSafe(token))
    throw new RegistryError(REGISTRY_ERROR.MALFORMED, request, { detail: "sent an answer without a token", status });
  const life = typeof answer?.expires_in === "number" ? answer.expires_in : DEFAULT_LIFE;
  return { token, expiresAt: http.clock.now() + life * 1000 };
}
