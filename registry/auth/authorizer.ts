// Answers a registry's challenges: decides which credentials go where, and keeps the tokens while they live.

import { type Challenge, parseChallenges } from "../challenge";
import { basicAuthorization, type Credentials, type CredentialsProvider } from "../credentials";
import { REGISTRY_ERROR, RegistryError } from "../errors";
import { mayReceiveCredentials } from "../hosts";
import type { HttpClient, HttpResponse } from "../http";
import { type BearerToken, fetchToken } from "./token";

/** A token is renewed this long before its end, so that it does not end on the way. */
const RENEWAL_MARGIN_MS = 5_000;

/** Whose credentials, and which token services may see them. */
export interface AuthorizerOptions {
  /** Left out: anonymous. */
  readonly credentials?: Credentials | CredentialsProvider;
  /** Hosts that the user named beside the registry, such as the GitLab server that a registry belongs to. */
  readonly trustedHosts?: readonly string[];
}

/** A request that a registry answered with 401. */
export interface Refusal {
  readonly response: Pick<HttpResponse, "headers" | "url">;
  /** What the request needs: `repository:acme/web:pull`; several are separated by a space. */
  readonly scope: string;
  /** The header that the request carried. */
  readonly sent: string | undefined;
}

/** The Authorization headers of one registry. Its secrets are private fields, which `util.inspect` does not show. */
export class Authorizer {
  readonly #provider: CredentialsProvider;
  readonly #trustedHosts: readonly string[];
  readonly #tokens = new Map<string, BearerToken>();
  readonly #renewals = new Map<string, Promise<string | undefined>>();
  #credentials: Credentials | undefined;
  #basic = false;
  #accepted = false;

  constructor(
    private readonly registry: URL,
    private readonly http: HttpClient,
    { credentials, trustedHosts = [] }: AuthorizerOptions = {},
  ) {
    this.#provider = typeof credentials === "function" ? credentials : () => Promise.resolve(credentials);
    this.#trustedHosts = trustedHosts;
  }

  /** Whether the registry or its token service has taken the credentials. */
  get accepted(): boolean {
    return this.#accepted;
  }

  /** Notes how the registry answered a request that carried the credentials themselves; throws if it refused them. */
  checkBasic(method: string, { status, url }: Pick<HttpResponse, "status" | "url">): void {
    if (!this.#basic) return;
    if (status === 401)
      throw new RegistryError(
        REGISTRY_ERROR.LOGIN_REFUSED,
        { method, url },
        { detail: "refuses the login (401)", status },
      );
    this.#accepted = true;
  }

  /** The header for a scope, as far as it is known without asking. */
  known(scope: string): string | undefined {
    if (this.#basic && this.#credentials) return basicAuthorization(this.#credentials);
    const known = this.#tokens.get(scope);
    return known !== undefined && this.http.clock.now() < known.expiresAt - RENEWAL_MARGIN_MS
      ? `Bearer ${known.token}`
      : undefined;
  }

  /** The header that answers a 401; undefined where there is none to give. Requests refused together share one answer. */
  answer(refusal: Refusal): Promise<string | undefined> {
    const { scope, sent } = refusal;
    const known = this.known(scope);
    // Another request has renewed it meanwhile.
    if (known !== undefined && known !== sent) return Promise.resolve(known);
    const renewal = this.#renewals.get(scope) ?? this.renew(refusal).finally(() => this.#renewals.delete(scope));
    this.#renewals.set(scope, renewal);
    return renewal;
  }

  private async renew({ response, scope }: Refusal): Promise<string | undefined> {
    const challenges = parseChallenges(response.headers.get("www-authenticate"));
    this.#credentials = await this.#provider();
    const bearer = challenges.find(({ scheme }) => scheme === "bearer");
    if (bearer !== undefined) return this.fetchBearer(bearer, scope, response.url);
    if (!this.#credentials || !challenges.some(({ scheme }) => scheme === "basic")) return undefined;
    this.#basic = true;
    return basicAuthorization(this.#credentials);
  }

  private async fetchBearer({ parameters }: Challenge, scope: string, url: URL): Promise<string> {
    const { realm = "", service } = parameters;
    const request = { method: "GET", url };
    if (!URL.canParse(realm))
      throw new RegistryError(REGISTRY_ERROR.MALFORMED, request, { detail: "names no token service to log in at" });
    const realmUrl = new URL(realm);
    if (this.#credentials && !mayReceiveCredentials(this.registry, realmUrl, this.#trustedHosts))
      throw new RegistryError(REGISTRY_ERROR.REALM_REFUSED, request, {
        detail: `asks for the credentials to be sent to ${realmUrl.origin}, another party; they were not sent`,
      });
    // A registry names the scope that a reader needs. Whoever writes needs more than the refused request did.
    const asked = isPullScope(scope) ? (parameters.scope ?? scope) : scope;
    const token = await fetchToken(this.http, {
      realm: realmUrl,
      scope: asked,
      ...(service !== undefined && { service }),
      ...(this.#credentials && { credentials: this.#credentials }),
    });
    this.#accepted = this.#credentials !== undefined;
    this.#tokens.set(scope, token);
    return `Bearer ${token.token}`;
  }
}

/** Reading, or reading and writing. */
export type Access = "pull" | "pull,push";

/** The scope of access to a repository. */
export function repositoryScope(repository: string, access: Access = "pull"): string {
  return `repository:${repository}:${access}`;
}

function isPullScope(scope: string): boolean {
  return scope.endsWith(":pull") && !scope.includes(" ");
}
