// One registry, through the OCI distribution API
// (https://github.com/opencontainers/distribution-spec/blob/main/spec.md, checked 2026-11-22).

import { type Access, Authorizer, type AuthorizerOptions, repositoryScope } from "./auth/authorizer";
import { REGISTRY_ERROR, RegistryError } from "./errors";
import { registryOrigin } from "./hosts";
import type { HttpClient, HttpRequest, HttpResponse } from "./http";
import { parseJsonObject, reasonOf } from "./json";
import {
  digestOf,
  isDigest,
  type Manifest,
  MANIFEST_TYPES,
  parseManifest,
  parsePlatform,
  type Platform,
} from "./manifest";

/** A manifest and the digest of what was received. */
export interface FetchedManifest {
  readonly digest: string;
  readonly manifest: Manifest;
}

/** One request to the API. */
export interface ApiRequest extends Pick<HttpRequest, "method" | "body"> {
  /** Relative to the registry: `/v2/acme/web/tags/list?n=100`. */
  readonly path: string;
  /** What a token for it must allow: `repository:acme/web:pull`. */
  readonly scope: string;
  /** @default JSON */
  readonly accept?: string;
  /** The statuses that are answers; every other one is an error. @default 200 */
  readonly expected?: readonly number[];
}

/** Who speaks to a registry, and what for. */
export interface ClientOptions extends AuthorizerOptions {
  /** What tokens must allow: reading, or writing too. @default pull */
  readonly access?: Access;
  /** Where its API is. @default HTTPS at the registry's host */
  readonly origin?: URL;
}

/** Speaks to one registry with one set of credentials, or with none. */
export class RegistryClient {
  readonly origin: URL;
  readonly authorizer: Authorizer;
  private readonly access: Access;

  constructor(
    readonly registry: string,
    readonly http: HttpClient,
    { access = "pull", origin = registryOrigin(registry), ...options }: ClientOptions = {},
  ) {
    this.access = access;
    this.origin = origin;
    this.authorizer = new Authorizer(this.origin, http, options);
  }

  /** What a token must allow for the requests about a repository. */
  scopeOf(repository: string): string {
    return repositoryScope(repository, this.access);
  }

  /** Whether the registry has asked for the credentials and taken them. */
  get credentialsAccepted(): boolean {
    return this.authorizer.accepted;
  }

  /** The digest that a tag or digest stands for, without reading the manifest: Docker Hub counts only reads as pulls. */
  async headManifest(repository: string, reference: string): Promise<string> {
    const { headers } = await this.requestManifest("HEAD", repository, reference);
    const digest = headers.get("docker-content-digest");
    if (digest !== null && isDigest(digest)) return digest;
    // The specification lets a registry leave the header out.
    return (await this.getManifest(repository, reference)).digest;
  }

  /** The manifest or index that a tag or digest stands for. */
  async getManifest(repository: string, reference: string): Promise<FetchedManifest> {
    const response = await this.requestManifest("GET", repository, reference);
    const announced = response.headers.get("docker-content-digest") ?? "";
    const digest = checkDigest(response, [reference, announced].find(isDigest));
    const manifest = parseManifest(response.body);
    if (manifest === undefined) throw malformed(response, "a manifest");
    return { digest, manifest };
  }

  /** The platform that an image's config blob names. */
  async getPlatform(repository: string, configDigest: string): Promise<Platform> {
    const response = await this.getSmallBlob(repository, configDigest);
    const platform = parsePlatform(parseJsonObject(response.body));
    if (platform === undefined) throw malformed(response, "an image's config");
    return platform;
  }

  /** A blob that fits into memory, such as an image's config. */
  async getSmallBlob(repository: string, digest: string): Promise<HttpResponse> {
    const path = `/v2/${repository}/blobs/${digest}`;
    const accept = "application/json, */*";
    const response = await this.send({ method: "GET", path, scope: this.scopeOf(repository), accept });
    checkDigest(response, digest);
    return response;
  }

  /** Sends a request; answers a challenge once; turns every status that is not expected into an error. */
  async send({ method, path, scope, body, accept = "application/json", expected = [200] }: ApiRequest) {
    const request = { method, url: new URL(path, this.origin), accept, ...(body !== undefined && { body }) };
    const known = this.authorizer.known(scope);
    let response = await this.http.send({ ...request, ...(known !== undefined && { authorization: known }) });
    if (response.status === 401) {
      const authorization = await this.authorizer.answer({ response, scope, sent: known });
      if (authorization !== undefined) response = await this.http.send({ ...request, authorization });
      this.authorizer.checkBasic(method, response);
    }
    if (!expected.includes(response.status)) throw statusError(method, response);
    return response;
  }

  private requestManifest(method: "GET" | "HEAD", repository: string, reference: string): Promise<HttpResponse> {
    const path = `/v2/${repository}/manifests/${reference}`;
    return this.send({ method, path, scope: this.scopeOf(repository), accept: MANIFEST_TYPES });
  }
}

/** The error of an answer with a status that was not expected. */
export function statusError(method: string, { status, url, body }: Pick<HttpResponse, "status" | "url" | "body">) {
  const code =
    status === 401 || status === 403
      ? REGISTRY_ERROR.ACCESS_DENIED
      : status === 404
        ? REGISTRY_ERROR.NOT_FOUND
        : REGISTRY_ERROR.MALFORMED;
  const reason = reasonOf(body);
  const detail = `answered ${status}${reason === undefined ? "" : ` ${reason}`}`;
  return new RegistryError(code, { method, url }, { detail, status, ...(reason !== undefined && { reason }) });
}

/** The digest of what was received; throws where another was expected. */
export function checkDigest({ url, body, status }: HttpResponse, expected: string | undefined): string {
  const digest = digestOf(body);
  if (expected === undefined || expected === digest) return digest;
  const detail = `sent content with the digest ${digest} for ${expected}`;
  throw new RegistryError(REGISTRY_ERROR.DIGEST_MISMATCH, { method: "GET", url }, { detail, status });
}

/** The error of an answer that is not what it should be: `a list of tags`. */
export function malformed({ url, headers, status }: HttpResponse, what: string): RegistryError {
  const type = headers.get("content-type")?.split(";")[0];
  const detail = `sent ${type ?? "something"} that is not ${what}`;
  return new RegistryError(REGISTRY_ERROR.MALFORMED, { method: "GET", url }, { detail, status });
}
