// Which redirects are followed: over HTTPS, and never into a private network that the user did not name.

import { lookup } from "node:dns/promises";
import { REGISTRY_ERROR, RegistryError, type FailedRequest } from "./errors";
import { isPrivateAddress, isTransportSafe } from "./hosts";

/** The number of redirects that one request may take. */
export const MAX_REDIRECTS = 5;

/** What decides about a redirect. */
export interface RedirectRules {
  /** Hosts in private networks that may be redirected to, such as an own object store: `minio.example.internal`. */
  readonly allowedHosts: readonly string[];
  /** The IP addresses of a host. */
  readonly resolveHost: (hostname: string) => Promise<readonly string[]>;
}

/** The system's name resolution; a name that does not resolve has no addresses. */
export const RESOLVE_HOST: RedirectRules["resolveHost"] = (hostname) =>
  lookup(hostname, { all: true }).then(
    (addresses) => addresses.map(({ address }) => address),
    () => [],
  );

/** The address that a `Location` header leads to; throws where it must not be followed. */
export async function checkRedirect(
  { method, url }: FailedRequest,
  location: string,
  { origin, rules }: { origin: URL; rules: RedirectRules },
): Promise<URL> {
  const refuse = (detail: string): RegistryError =>
    new RegistryError(REGISTRY_ERROR.MALFORMED, { method, url }, { detail: `redirects to ${detail}` });
  const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  if (next === undefined) throw refuse("an invalid address");
  if (!isTransportSafe(next))
    throw refuse(next.protocol === "http:" ? `plain HTTP at ${next.host}` : "an invalid address");
  if (next.hostname === origin.hostname || rules.allowedHosts.includes(next.hostname)) return next;
  if (isPrivateAddress(next.hostname) || (await rules.resolveHost(next.hostname)).some(isPrivateAddress))
    throw refuse(`${next.hostname}, a host in a private network`);
  return next;
}
