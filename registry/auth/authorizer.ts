// Answers a registry's challenges: decides which credentials go where, and keeps the tokens while they live.

import { type Challenge, parseChallenges } from "../challenge";
import { basicAuthorization, type Credentials } from "../credentials";
import { REGISTRY_ERROR, RegistryError } from "../errors";
import { mayReceiveCredentials } from "../hosts";
import type { HttpClient, HttpResponse } from "../http";
import { type BearerToken, fetchToken } from "./token";

/** A token is renewed this long before its end, so that it does not end on the way. */
const RENEWAL_MARGIN_MS = 5_000;

/** The Authorization headers of one registry. Its secrets are private fields, which `util.inspect` does not show. */
export class Authorizer {
  readonly #credentials: Credentials | undefined;
  readonly #tokens = new Map<string, BearerToken>();
  #basic = false;
  #accepted = false;

  constructor(
    private readonly registry: URL,
    private readonly http: HttpClient,
    credentials?: Credentials,
  ) {
    this.#credentials = credentials;
  }

  /** Whether the registry or its token service has taken the credentials. */
  get accepted(): boolean {
    return this.#accepted;
  }

  /** Notes how the registry answered a request that carried the credentials themselves; throws if it refused them. */
  checkBasic(method: string, { status, url }: HttpResponse): void {
    if (!this.#basic) return;
    if (status === 401)
      throw new RegistryError(REGISTRY_ERROR.LOGIN_REFUSED, { method, url }, "refuses the login (401)", { status });
    this.#accepted = true;
  }

  /** The header for a repository, as far as it is known without asking. */
  known(repository: string): string | undefined {
    if (this.#basic && this.#credentials) return basicAuthorization(this.#credentials);
    const known = this.#tokens.get(pullScope(repository));
    return known !== undefined && this.http.clock.now() < known.expiresAt - RENEWAL_MARGIN_MS
      ? `Bearer ${known.token}`
      : undefined;
  }

  /** The header that answers a 401; undefined where there is none to give. */
  async answer(refusal: HttpResponse, repository: string): Promise<string | undefined> {
    const challenges = parseChallenges(refusal.headers.get("www-authenticate"));
    const bearer = challenges.find(({ scheme }) => scheme === "bearer");
    if (bearer !== undefined) return this.answerBearer(bearer, repository, refusal.url);
    if (!this.#credentials || !challenges.some(({ scheme }) => scheme === "basic")) return undefined;
    this.#basic = true;
    return basicAuthorization(this.#credentials);
  }

  private async answerBearer({ parameters }: Challenge, repository: string, url: URL): Promise<string> {
    const { realm = "", service, scope = pullScope(repository) } = parameters;
    const request = { method: "GET", url };
    if (!URL.canParse(realm))
      throw new RegistryError(REGISTRY_ERROR.MALFORMED, request, "names no token service to log in at");
    const realmUrl = new URL(realm);
    if (this.#credentials && !mayReceiveCredentials(this.registry, realmUrl))
      throw new RegistryError(
        REGISTRY_ERROR.REALM_REFUSED,
        request,
        `asks for the credentials to be sent to ${realmUrl.origin}, another party; they were not sent`,
      );
    const token = await fetchToken(this.http, {
      realm: realmUrl,
      scope,
      ...(service !== undefined && { service }),
      ...(this.#credentials && { credentials: this.#credentials }),
    });
    this.#accepted = this.#credentials !== undefined;
    this.#tokens.set(pullScope(repository), token);
    return `Bearer ${token.token}`;
  }
}

function pullScope(repository: string): string {
  return `repository:${repository}:pull`;
}
