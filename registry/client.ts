// One registry, read through the OCI distribution API
// (https://github.com/opencontainers/distribution-spec/blob/main/spec.md, checked 2026-11-22).

import { Authorizer } from "./auth/authorizer";
import type { Credentials } from "./credentials";
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

/** Reads from one registry with one set of credentials, or with none. */
export class RegistryClient {
  private readonly origin: URL;
  private readonly authorizer: Authorizer;

  constructor(
    registry: string,
    private readonly http: HttpClient,
    credentials?: Credentials,
  ) {
    this.origin = registryOrigin(registry);
    this.authorizer = new Authorizer(this.origin, http, credentials);
  }

  /** Whether the registry has asked for the credentials and taken them. */
  get credentialsAccepted(): boolean {
    return this.authorizer.accepted;
  }

  /** The digest that a tag or digest stands for, without reading the manifest: Docker Hub counts only reads as pulls. */
  async headManifest(repository: string, reference: string): Promise<string> {
    const { headers } = await this.request("HEAD", repository, `manifests/${reference}`, MANIFEST_TYPES);
    const digest = headers.get("docker-content-digest");
    if (digest !== null && isDigest(digest)) return digest;
    // The specification lets a registry leave the header out.
    return (await this.getManifest(repository, reference)).digest;
  }

  /** The manifest or index that a tag or digest stands for. */
  async getManifest(repository: string, reference: string): Promise<FetchedManifest> {
    const response = await this.request("GET", repository, `manifests/${reference}`, MANIFEST_TYPES);
    const announced = response.headers.get("docker-content-digest") ?? "";
    const expected = [reference, announced].find(isDigest);
    const digest = checkDigest(response, expected);
    const manifest = parseManifest(response.body);
    if (manifest === undefined) throw malformed(response, "a manifest");
    return { digest, manifest };
  }

  /** The platform that an image's config blob names. */
  async getPlatform(repository: string, configDigest: string): Promise<Platform> {
    const response = await this.request("GET", repository, `blobs/${configDigest}`, "application/json, */*");
    checkDigest(response, configDigest);
    const platform = parsePlatform(parseJsonObject(response.body));
    if (platform === undefined) throw malformed(response, "an image's config");
    return platform;
  }

  /** One page of a repository's tags, and the next page's address if there is one. */
  async getTags(repository: string, page: string): Promise<{ tags: string[]; next?: string }> {
    const response = await this.request("GET", repository, page, "application/json");
    const tags = parseJsonObject(response.body)?.tags;
    // A repository without tags answers null.
    if (tags !== null && !Array.isArray(tags)) throw malformed(response, "a list of tags");
    const next = /<([^>]*)>\s*;\s*rel="?next"?/i.exec(response.headers.get("link") ?? "")?.[1];
    const query = next !== undefined && URL.canParse(next, response.url.href) ? new URL(next, response.url).search : "";
    return {
      tags: (tags ?? []).filter((tag): tag is string => typeof tag === "string"),
      // Only the query of the link is followed: a page is never asked from another host or path.
      ...(query !== "" && { next: `tags/list${query}` }),
    };
  }

  /** Sends a request about a repository; answers a challenge once; turns every other status than 200 into an error. */
  private async request(
    method: HttpRequest["method"],
    repository: string,
    path: string,
    accept: string,
  ): Promise<HttpResponse> {
    const request = { method, url: new URL(`/v2/${repository}/${path}`, this.origin), accept };
    const known = this.authorizer.known(repository);
    let response = await this.http.send({ ...request, ...(known !== undefined && { authorization: known }) });
    if (response.status === 401) {
      const authorization = await this.authorizer.answer(response, repository);
      if (authorization !== undefined) response = await this.http.send({ ...request, authorization });
      this.authorizer.checkBasic(method, response);
    }
    if (response.status !== 200) throw statusError(method, response);
    return response;
  }
}

function statusError(method: string, { status, url, body }: HttpResponse): RegistryError {
  const code =
    status === 401 || status === 403
      ? REGISTRY_ERROR.ACCESS_DENIED
      : status === 404
        ? REGISTRY_ERROR.NOT_FOUND
        : REGISTRY_ERROR.MALFORMED;
  const reason = reasonOf(body);
  const detail = `answered ${status}${reason === undefined ? "" : ` ${reason}`}`;
  return new RegistryError(code, { method, url }, detail, { status, reason });
}

function checkDigest({ url, body, status }: HttpResponse, expected: string | undefined): string {
  const digest = digestOf(body);
  if (expected === undefined || expected === digest) return digest;
  const detail = `sent content with the digest ${digest} for ${expected}`;
  throw new RegistryError(REGISTRY_ERROR.DIGEST_MISMATCH, { method: "GET", url }, detail, { status });
}

function malformed({ url, headers, status }: HttpResponse, what: string): RegistryError {
  const type = headers.get("content-type")?.split(";")[0];
  const detail = `sent ${type ?? "something"} that is not ${what}`;
  return new RegistryError(REGISTRY_ERROR.MALFORMED, { method: "GET", url }, detail, { status });
}
