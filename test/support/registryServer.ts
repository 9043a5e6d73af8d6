// A small container registry on the loopback that logs users in as ghcr.io and GitLab do, with faults on demand.
// What it cannot show: that the real services have not changed since their behaviour was noted.

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
export const IMAGE_TYPE = "application/vnd.oci.image.manifest.v1+json";
export const CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
export const LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

/** How a registry logs users in, and what it says to those who may not read an image. */
export type Style = "ghcr" | "gitlab" | "basic" | "open";

export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly authorization: string | undefined;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Fault {
  readonly path: RegExp;
  times: number;
  readonly handle: Handler;
}

export const USERNAME = "octo";
/** Looks like a classic token; no such token exists. */
export const PASSWORD = "ghp_TestTokenTestTokenTestTokenTestToken";

const REALM = { ghcr: "https://ghcr.io/token", gitlab: "https://gitlab.com/jwt/auth", basic: "", open: "" };
const SERVICE = { ghcr: "ghcr.io", gitlab: "container_registry", basic: "", open: "" };

export class RegistryServer {
  readonly seen: SeenRequest[] = [];
  /** Repositories that anyone may read. */
  readonly publicRepositories = new Set<string>();
  /** Repositories that are there, but not for the test's user. */
  readonly hiddenRepositories = new Set<string>();
  /** Whether it has the referrers API, which ghcr.io lacks: signatures are then found by a tag. */
  listsReferrers = false;
  realm: string;
  /** Seconds; undefined: the answer leaves them out, as ghcr.io does. */
  expiresIn: number | undefined;
  url = "";
  private readonly contents = new Map<string, { type: string; body: string }>();
  private readonly referrers = new Map<string, unknown[]>();
  private readonly tags = new Map<string, Map<string, string>>();
  private readonly faults: Fault[] = [];
  private readonly bearers = new Map<string, { repository: string; user: boolean }>();
  private readonly server: Server = createServer((request, response) => this.handle(request, response));

  constructor(readonly style: Style) {
    this.realm = REALM[style];
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** `127.0.0.1:PORT`, as it stands in an image reference. */
  get host(): string {
    return new URL(this.url).host;
  }

  /** Answers the next requests whose path matches in another way than a registry does. */
  fail(path: RegExp, handle: Handler, times = Infinity): void {
    this.faults.push({ path, times, handle });
  }

  /** Every token given so far ends now. */
  endTokens(): void {
    this.bearers.clear();
  }

  put(type: string, document: unknown): { digest: string; size: number } {
    const body = typeof document === "string" ? document : JSON.stringify(document);
    const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
    this.contents.set(digest, { type, body });
    return { digest, size: Buffer.byteLength(body) };
  }

  tag(repository: string, tag: string, digest: string): string {
    this.tags.set(repository, (this.tags.get(repository) ?? new Map<string, string>()).set(tag, digest));
    return digest;
  }

  /** Stores the image of one platform, `linux/arm64/v8`, with one layer; `revision` makes it another image. */
  putImage(platform: string, layerSize = 1000, revision = ""): { digest: string; size: number } {
    const [os, architecture, variant] = platform.split("/");
    const config = this.put(CONFIG_TYPE, { os, architecture, variant, revision });
    const layer = { mediaType: LAYER_TYPE, digest: this.put(LAYER_TYPE, platform).digest, size: layerSize };
    return this.put(IMAGE_TYPE, {
      schemaVersion: 2,
      mediaType: IMAGE_TYPE,
      config: { mediaType: CONFIG_TYPE, ...config },
      layers: [layer],
    });
  }

  /** Stores and tags an index as buildx makes it: one image and one attestation for each platform. */
  putIndex(repository: string, tag: string, platforms: readonly string[], revision = ""): string {
    const manifests = platforms.flatMap((platform) => {
      const [os, architecture, variant] = platform.split("/");
      const image = this.putImage(platform, 1000, revision);
      const attestation = this.putImage("unknown/unknown", 10, platform);
      return [
        { mediaType: IMAGE_TYPE, ...image, platform: { os, architecture, variant } },
        {
          mediaType: IMAGE_TYPE,
          ...attestation,
          platform: { os: "unknown", architecture: "unknown" },
          annotations: {
            "vnd.docker.reference.type": "attestation-manifest",
            "vnd.docker.reference.digest": image.digest,
          },
        },
      ];
    });
    const index = this.put(INDEX_TYPE, { schemaVersion: 2, mediaType: INDEX_TYPE, manifests });
    return this.tag(repository, tag, index.digest);
  }

  /** Stores a manifest with one layer that describes a subject, and lists it as clients and registries do. */
  describe(repository: string, subject: string, layer: { type: string; content: string }): string {
    const manifest = this.put(IMAGE_TYPE, {
      schemaVersion: 2,
      mediaType: IMAGE_TYPE,
      artifactType: layer.type,
      config: { mediaType: "application/vnd.oci.empty.v1+json", ...this.put("application/octet-stream", "{}") },
      layers: [{ mediaType: layer.type, ...this.put("application/octet-stream", layer.content) }],
      subject: { mediaType: INDEX_TYPE, digest: subject, size: 1 },
    });
    // What cosign's library writes for an artifact with an empty config.
    const listed = [
      ...(this.referrers.get(subject) ?? []),
      { mediaType: IMAGE_TYPE, artifactType: "application/vnd.oci.empty.v1+json", ...manifest },
    ];
    this.referrers.set(subject, listed);
    const index = this.put(INDEX_TYPE, { schemaVersion: 2, mediaType: INDEX_TYPE, manifests: listed });
    if (!this.listsReferrers) this.tag(repository, subject.replace(":", "-"), index.digest);
    return manifest.digest;
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const { method = "GET", url: path = "/", headers } = request;
    this.seen.push({ method, path, authorization: headers.authorization });
    const fault = this.faults.find((candidate) => candidate.times > 0 && candidate.path.test(path));
    if (fault !== undefined) {
      fault.times--;
      fault.handle(request, response);
      return;
    }
    const url = new URL(path, this.url);
    if (url.pathname === "/token" || url.pathname === "/jwt/auth") {
      this.giveToken(url, request, response);
      return;
    }
    const [, repository = "", kind, reference = ""] =
      /^\/v2\/(.+)\/(manifests|blobs|tags|referrers)\/([^/]+)$/.exec(url.pathname) ?? [];
    if (kind === undefined) {
      refuse(response, 404, "UNSUPPORTED");
      return;
    }
    const refusal = this.refusalFor(repository, request);
    if (refusal !== undefined) {
      refusal(request, response);
      return;
    }
    if (kind === "tags") {
      this.giveTags(repository, url, response);
      return;
    }
    if (kind === "referrers" && this.listsReferrers) {
      response.setHeader("content-type", INDEX_TYPE);
      response.end(JSON.stringify({ schemaVersion: 2, manifests: this.referrers.get(reference) ?? [] }));
      return;
    }
    const digest = this.tags.get(repository)?.get(reference) ?? reference;
    const content = this.tags.has(repository) && kind !== "referrers" ? this.contents.get(digest) : undefined;
    if (content === undefined) {
      refuse(response, 404, kind === "blobs" ? "BLOB_UNKNOWN" : "MANIFEST_UNKNOWN", "manifest unknown");
      return;
    }
    response.setHeader("content-type", content.type);
    response.setHeader("docker-content-digest", digest);
    response.end(method === "HEAD" ? undefined : content.body);
  }

  private refusalFor(repository: string, { headers }: IncomingMessage): Handler | undefined {
    const known = this.tags.has(repository) && !this.hiddenRepositories.has(repository);
    if (this.style === "open") return undefined;
    if (this.style === "basic") {
      if (headers.authorization === basic(USERNAME, PASSWORD)) return undefined;
      return (_, response) => {
        response.setHeader("www-authenticate", 'Basic realm="Registry Realm"');
        refuse(response, 401, "UNAUTHORIZED", "authentication required");
      };
    }
    const bearer = this.bearers.get(headers.authorization ?? "");
    const challenge = (error = ""): Handler => {
      const scope = `repository:${repository}:pull`;
      const value = `Bearer realm="${this.realm}",service="${SERVICE[this.style]}",scope="${scope}"${error}`;
      return (_, response) => {
        response.setHeader("www-authenticate", value);
        refuse(response, 401, "UNAUTHORIZED", "authentication required");
      };
    };
    if (bearer?.repository !== repository) return challenge();
    if (this.publicRepositories.has(repository) || (bearer.user && known)) return undefined;
    return this.style === "gitlab"
      ? challenge(',error="insufficient_scope"')
      : (_, response) => refuse(response, 403, "DENIED", "permission_denied: read_package");
  }

  private giveToken(url: URL, { headers }: IncomingMessage, response: ServerResponse): void {
    const [, repository = ""] = /^repository:(.+):pull$/.exec(url.searchParams.get("scope") ?? "") ?? [];
    const user = headers.authorization !== undefined;
    if (user && headers.authorization !== basic(USERNAME, PASSWORD)) {
      if (this.style === "ghcr") refuse(response, 403, "DENIED", "denied");
      else refuse(response, 401, "UNAUTHORIZED", "HTTP Basic: Access denied");
      return;
    }
    if (!user && !this.publicRepositories.has(repository) && this.style === "ghcr") {
      refuse(response, 401, "UNAUTHORIZED", "authentication required");
      return;
    }
    const token = `bearer-${this.bearers.size}-${createHash("sha256").update(String(Math.random())).digest("hex")}`;
    this.bearers.set(`Bearer ${token}`, { repository, user });
    sendJson(response, 200, { token, ...(this.expiresIn !== undefined && { expires_in: this.expiresIn }) });
  }

  private giveTags(repository: string, url: URL, response: ServerResponse): void {
    const tags = this.tags.get(repository);
    if (tags === undefined) {
      refuse(response, 404, "NAME_UNKNOWN", "repository name not known to registry");
      return;
    }
    const all = [...tags.keys()];
    const from = all.indexOf(url.searchParams.get("last") ?? "") + 1;
    const size = Number(url.searchParams.get("n") ?? all.length);
    const page = all.slice(from, from + size);
    if (from + size < all.length)
      response.setHeader("link", `</v2/${repository}/tags/list?last=${page.at(-1)!}&n=${size}>; rel="next"`);
    sendJson(response, 200, { name: repository, tags: page });
  }
}

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

export function refuse(response: ServerResponse, status: number, code: string, message = code): void {
  sendJson(response, status, { errors: [{ code, message }] });
}
