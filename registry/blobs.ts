// Blobs from one registry to another: streamed, checked on the way, never on disk and never whole in memory.

import { createHash } from "node:crypto";
import { repositoryScope } from "./auth/authorizer";
import { type RegistryClient, statusError } from "./client";
import { connectionError } from "./connection";
import { REGISTRY_ERROR, RegistryError } from "./errors";
import { givenUp, type HttpResponse, isRetriedStatus } from "./http";
import type { Descriptor } from "./manifest";
import { openStream, readStream, sendStream, type StreamResponse } from "./streams";

/** A repository of a registry. */
export interface BlobRepository {
  readonly client: RegistryClient;
  readonly repository: string;
}

/** What became of a blob. */
export type BlobOutcome = "exists" | "mounted" | "copied";

/** How a blob is copied. */
export interface BlobCopy {
  readonly source: BlobRepository;
  readonly target: BlobRepository;
  readonly blob: Pick<Descriptor, "digest" | "size">;
  /** Repositories of the target registry that have the blob: it may be mounted from there without its bytes. */
  readonly mountFrom?: string | undefined;
  /** Told of bytes as they pass; a negative number takes back those of an attempt that failed. */
  readonly onBytes?: (count: number) => void;
}

/** Whether a repository has a blob. */
export async function hasBlob({ client, repository }: BlobRepository, digest: string): Promise<boolean> {
  const path = `/v2/${repository}/blobs/${digest}`;
  const scope = client.scopeOf(repository);
  const { status } = await client.send({ method: "HEAD", path, scope, accept: "*/*", expected: [200, 404] });
  return status === 200;
}

/** Copies a blob that the target does not have: by mounting it, or byte by byte, again from the start after a fault. */
export async function copyBlob(copy: BlobCopy): Promise<BlobOutcome> {
  const { http } = copy.target.client;
  for (let attempt = 1; ; attempt++) {
    let passed = 0;
    const count = (bytes: number): void => {
      passed += bytes;
      copy.onBytes?.(bytes);
    };
    const outcome = await transfer(copy, count).catch((error: unknown) => {
      copy.onBytes?.(-passed);
      if (error instanceof RegistryError && http.retriedErrors.includes(error.code)) return error;
      throw error;
    });
    if (typeof outcome === "string") return outcome;
    const retryAfter = outcome instanceof RegistryError ? null : outcome.headers.get("retry-after");
    if (!(await http.waitToRetry(attempt, retryAfter)))
      throw givenUp(
        { method: "PUT", url: outcome instanceof RegistryError ? copy.target.client.origin : outcome.url },
        outcome,
      );
    // The last answer may have been lost: the blob can be there.
    if (await hasBlob(copy.target, copy.blob.digest)) return "copied";
  }
}

/** One attempt; an answer in place of an outcome asks for another one. */
async function transfer(
  copy: BlobCopy,
  count: (bytes: number) => void,
): Promise<BlobOutcome | RegistryError | HttpResponse> {
  const { source, target, blob } = copy;
  const upload = await startUpload(copy);
  if (upload === undefined) return "mounted";

  const download = await openBlob(source, blob.digest);
  if (download.status !== 200) return judge("GET", download);
  const announced = Number(download.headers.get("content-length") ?? blob.size);
  if (announced !== blob.size) {
    download.stream.destroy();
    throw mismatch(download.url, `sent ${announced} bytes for a blob of ${blob.size} bytes`);
  }

  upload.searchParams.set("digest", blob.digest);
  const chunks = checkedChunks(download, blob, count);
  const authorization =
    upload.origin === target.client.origin.origin ? target.client.authorizer.known(uploadScope(copy)) : undefined;
  try {
    const response = await sendStream(
      target.client.http,
      { method: "PUT", url: upload, authorization },
      { size: blob.size, chunks },
    );
    if (response.status === 201 || response.status === 204) {
      response.stream.resume();
      return "copied";
    }
    return await judge("PUT", response);
  } finally {
    download.stream.destroy();
  }
}

/** The address to upload to; undefined where the blob was mounted. */
async function startUpload(copy: BlobCopy): Promise<URL | undefined> {
  const { target, blob, mountFrom } = copy;
  const query = mountFrom === undefined ? "" : `?mount=${blob.digest}&from=${encodeURIComponent(mountFrom)}`;
  const response = await target.client.send({
    method: "POST",
    path: `/v2/${target.repository}/blobs/uploads/${query}`,
    scope: uploadScope(copy),
    expected: [201, 202],
  });
  if (response.status === 201) return undefined;
  const location = response.headers.get("location") ?? "";
  const url = URL.canParse(location, response.url.href) ? new URL(location, response.url) : undefined;
  // The bytes of a private image go to the registry alone.
  if (url === undefined || url.origin !== target.client.origin.origin)
    throw new RegistryError(
      REGISTRY_ERROR.MALFORMED,
      { method: "POST", url: response.url },
      { detail: "names no address of its own to upload to" },
    );
  return url;
}

function uploadScope({ target, mountFrom }: BlobCopy): string {
  const scope = target.client.scopeOf(target.repository);
  return mountFrom === undefined ? scope : `${scope} ${repositoryScope(mountFrom)}`;
}

async function openBlob({ client, repository }: BlobRepository, digest: string): Promise<StreamResponse> {
  const request = { method: "GET", url: new URL(`/v2/${repository}/blobs/${digest}`, client.origin) } as const;
  const scope = client.scopeOf(repository);
  const sent = client.authorizer.known(scope);
  const response = await openStream(client.http, { ...request, authorization: sent });
  if (response.status !== 401 || response.url.origin !== client.origin.origin) return response;
  response.stream.resume();
  const authorization = await client.authorizer.answer({ response, scope, sent });
  const again = await openStream(client.http, { ...request, authorization });
  client.authorizer.checkBasic("GET", again);
  return again;
}

/** The chunks of a blob, the last one only once all have proved to be the blob's. */
async function* checkedChunks(
  { stream, url }: StreamResponse,
  { digest, size }: BlobCopy["blob"],
  count: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const [algorithm = "", expected] = digest.split(":");
  const hash = createHash(algorithm);
  let received = 0;
  let held: Buffer | undefined;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
      received += chunk.length;
      if (held !== undefined) yield held;
      held = chunk;
      count(chunk.length);
    }
  } catch (error) {
    throw connectionError({ method: "GET", url }, error);
  }
  if (received !== size) throw mismatch(url, `sent ${received} bytes for a blob of ${size} bytes`);
  const found = hash.digest("hex");
  if (found !== expected) throw mismatch(url, `sent content with the digest ${algorithm}:${found} for ${digest}`);
  if (held !== undefined) yield held;
}

/** An answer that is not the wanted one: to be tried again, or an error. */
async function judge(method: "GET" | "PUT", response: StreamResponse): Promise<HttpResponse> {
  const answer = { ...response, body: await readStream(response) };
  // A token that ended on the way is renewed by the next attempt.
  if (isRetriedStatus(answer.status) || (answer.status === 401 && method === "PUT")) return answer;
  throw statusError(method, answer);
}

function mismatch(url: URL, detail: string): RegistryError {
  return new RegistryError(REGISTRY_ERROR.DIGEST_MISMATCH, { method: "GET", url }, { detail });
}
