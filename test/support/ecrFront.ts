// Amazon ECR's Docker API, as far as it differs from other registries: Basic alone, chunks after the first dropped, no mounting,
// manifests without mediaType refused, children first, immutable tags refused even for the same bytes, converted reads by tag,
// a rate of PutImage, blobs served by redirect. In memory. What it cannot show: that ECR has not changed since it was noted.

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { basic, IMAGE_TYPE, refuse, sendJson } from "./registryServer";

export const ECR_LOGIN = { username: "AWS", password: "a-login-of-twelve-hours" };

interface Stored {
  readonly type: string;
  readonly body: Buffer;
}

interface Repository {
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, Stored>;
  readonly tags: Map<string, string>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export class EcrFront {
  readonly repositories = new Map<string, Repository>();
  readonly seen: string[] = [];
  /** Whether a push creates its repository, as a creation template makes it. */
  createOnPush = false;
  immutable = false;
  /** Whether it keeps the lists of what describes a manifest. */
  listsReferrers = false;
  /** PutImage calls of a second before 429. */
  putsPerSecond = Infinity;
  /** How often that was exceeded. */
  throttled = 0;
  /** What blob reads are redirected to, in place of being answered. */
  storage: string | undefined;
  password = ECR_LOGIN.password;
  private readonly faults: { path: RegExp; times: number; handle: Handler }[] = [];
  private readonly uploads = new Map<string, Buffer>();
  private puts: number[] = [];
  private readonly server: Server = createServer((request, response) => void this.handle(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  createRepository(name: string): Repository {
    const repository = { blobs: new Map(), manifests: new Map(), tags: new Map() } as Repository;
    this.repositories.set(name, repository);
    return repository;
  }

  /** Answers the next requests whose method and path match in another way. */
  fail(path: RegExp, handle: Handler, times = Infinity): void {
    this.faults.push({ path, times, handle });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url: path = "/", headers } = request;
    this.seen.push(`${method} ${path}`);
    const fault = this.faults.find(({ path: wanted, times }) => times > 0 && wanted.test(`${method} ${path}`));
    if (fault !== undefined) {
      fault.times--;
      fault.handle(request, response);
      return;
    }
    if (headers.authorization !== basic("AWS", this.password)) {
      response.setHeader("www-authenticate", `Basic realm="https://${this.host}/",service="ecr.amazonaws.com"`);
      response.writeHead(401, { "content-type": "text/plain" }).end("Not Authorized");
      return;
    }
    const url = new URL(path, `http://${this.host}`);
    const [, name = "", kind = "", reference = ""] =
      /^\/v2\/(.+)\/(manifests|blobs\/uploads|blobs|tags)\/([^/]*)$/.exec(url.pathname) ?? [];
    if (name === "") {
      if (url.pathname === "/v2/") sendJson(response, 200, {});
      else refuse(response, 404, "UNSUPPORTED");
      return;
    }
    const writes = method === "POST" || method === "PUT" || method === "PATCH";
    const repository =
      this.repositories.get(name) ?? (writes && this.createOnPush ? this.createRepository(name) : undefined);
    if (repository === undefined) {
      refuse(response, 404, "NAME_UNKNOWN", `The repository with name '${name}' does not exist`);
      return;
    }
    if (kind === "tags") this.giveTags(repository, { name, url, response });
    else if (kind === "blobs/uploads") await this.upload(repository, { url, reference, request, response, name });
    else if (kind === "blobs") this.giveBlob(repository, { reference, method, response });
    else if (method === "PUT") await this.putManifest(repository, { reference, request, response });
    else this.giveManifest(repository, { reference, request, response });
  }

  private async upload(
    { blobs }: Repository,
    { url, reference, request, response, name }: Call & { url: URL; name: string },
  ): Promise<void> {
    const location = (id: string): string => `http://${this.host}/v2/${name}/blobs/uploads/${id}`;
    if (request.method === "POST") {
      const id = `upload-${this.uploads.size}`;
      this.uploads.set(id, Buffer.alloc(0));
      // Mounting is off, as in every account that has not turned it on: `mount` means an upload.
      response.writeHead(202, { location: location(id) }).end();
      return;
    }
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return;
    if (request.method === "PATCH") {
      if (this.uploads.get(reference)?.length === 0) this.uploads.set(reference, body);
      response.writeHead(201, { location: location(reference), range: `0-${body.length - 1}` }).end();
      return;
    }
    const content = Buffer.concat([this.uploads.get(reference) ?? Buffer.alloc(0), body]);
    const digest = url.searchParams.get("digest") ?? "";
    if (digestOf(content) !== digest) {
      refuse(response, 400, "DIGEST_INVALID");
      return;
    }
    blobs.set(digest, content);
    response.writeHead(201, { "docker-content-digest": digest }).end();
  }

  private giveBlob(
    { blobs }: Repository,
    { reference, method, response }: { reference: string; method: string; response: ServerResponse },
  ): void {
    const content = blobs.get(reference);
    if (content === undefined) refuse(response, 404, "BLOB_UNKNOWN");
    else if (method === "HEAD") response.writeHead(200, { "content-length": content.length }).end();
    else if (this.storage !== undefined)
      response.writeHead(307, { location: `${this.storage}/${reference}?X-Amz-Signature=of-a-test` }).end();
    else response.writeHead(200, { "content-length": content.length }).end(content);
  }

  private async putManifest(repository: Repository, { reference, request, response }: Call): Promise<void> {
    const { blobs, manifests, tags } = repository;
    const body = await buffer(request);
    const now = Date.now();
    this.puts = this.puts.filter((at) => at > now - 1000);
    if (this.puts.push(now) > this.putsPerSecond) {
      this.throttled++;
      refuse(response, 429, "TOOMANYREQUESTS", "Rate exceeded");
      return;
    }
    const document = JSON.parse(body.toString()) as Record<
      string,
      { digest: string }[] | { digest: string } | undefined
    >;
    const type = request.headers["content-type"] ?? "";
    if (document.mediaType === undefined && type.includes("oci")) {
      refuse(
        response,
        405,
        "UNSUPPORTED",
        "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
      );
      return;
    }
    const digest = digestOf(body);
    const listed = (value: unknown): { digest: string }[] =>
      Array.isArray(value) ? (value as { digest: string }[]) : [];
    const children = listed(document.manifests).filter((child) => !manifests.has(child.digest));
    const needed = [...listed(document.layers), ...(document.config ? [document.config as { digest: string }] : [])];
    if (children.length > 0) {
      refuse(response, 404, "MANIFEST_UNKNOWN", "ReferencedImagesNotFoundException");
      return;
    }
    if (needed.some((blob) => !blobs.has(blob.digest))) {
      refuse(response, 404, "MANIFEST_BLOB_UNKNOWN", "LayersNotFoundException");
      return;
    }
    const isTag = !reference.includes(":");
    if (isTag && this.immutable && tags.has(reference)) {
      refuse(response, 400, "TAG_INVALID", "ImageTagAlreadyExistsException");
      return;
    }
    manifests.set(digest, { type, body });
    if (isTag) tags.set(reference, digest);
    const { digest: subject } = (document.subject ?? {}) as { digest?: string };
    if (this.listsReferrers && subject !== undefined) response.setHeader("oci-subject", subject);
    response.writeHead(201, { "docker-content-digest": digest }).end();
  }

  private giveManifest({ manifests, tags }: Repository, { reference, request, response }: Call): void {
    const digest = tags.get(reference) ?? reference;
    const stored = manifests.get(digest);
    if (stored === undefined) {
      refuse(response, 404, "MANIFEST_UNKNOWN");
      return;
    }
    let { type, body } = stored;
    const accepted = (request.headers.accept ?? "*/*").split(",").map((each) => each.trim());
    if (reference !== digest && !accepted.includes(type) && !accepted.includes("*/*")) {
      type = accepted[0] ?? IMAGE_TYPE;
      body = Buffer.from(JSON.stringify({ ...(JSON.parse(body.toString()) as object), mediaType: type }));
    }
    response.writeHead(200, {
      "content-type": type,
      "docker-content-digest": digestOf(body),
      "content-length": body.length,
    });
    response.end(request.method === "HEAD" ? undefined : body);
  }

  private giveTags(
    { tags }: Repository,
    { name, url, response }: { name: string; url: URL; response: ServerResponse },
  ): void {
    const all = [...tags.keys()].sort();
    const size = Math.min(Number(url.searchParams.get("n") ?? 1000), 1000);
    const from = all.findIndex((tag) => tag > (url.searchParams.get("last") ?? ""));
    const page = from < 0 ? [] : all.slice(from, from + size);
    if (from >= 0 && from + size < all.length)
      response.setHeader("link", `</v2/${name}/tags/list?n=${size}&last=${page.at(-1)!}>; rel="next"`);
    sendJson(response, 200, { name, tags: page });
  }
}

interface Call {
  readonly reference: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function digestOf(body: Buffer): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}
