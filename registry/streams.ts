// Requests whose body is too large for memory. They use node:http, because a `fetch` with a streamed body collects it first.

import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import { connectionError } from "./connection";
import { REGISTRY_ERROR, RegistryError } from "./errors";
import { type HttpClient, MAX_BODY_BYTES, USER_AGENT } from "./http";
import { AGENTS, toHeaders } from "./nodeFetch";
import { checkRedirect, MAX_REDIRECTS } from "./redirects";

/** A request with a body to send, or one to receive. */
export interface StreamRequest {
  readonly method: "GET" | "PUT";
  readonly url: URL;
  readonly authorization: string | undefined;
}

/** An answer whose body has not been read. */
export interface StreamResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly url: URL;
  readonly stream: IncomingMessage;
}

/** A connection on which nothing moves for so long is given up, in milliseconds. */
const IDLE_TIMEOUT_MS = 60_000;

/** Opens a body for reading, along redirects, which never see the authorization of another host. */
export async function openStream(http: HttpClient, { url, authorization }: StreamRequest): Promise<StreamResponse> {
  const origin = url;
  let at = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await exchange(http, {
      method: "GET",
      url: at,
      authorization: at.origin === origin.origin ? authorization : undefined,
    });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location === null) return response;
    response.stream.resume();
    at = await checkRedirect({ method: "GET", url: at }, location, { origin, rules: http.redirectRules });
  }
  throw new RegistryError(
    REGISTRY_ERROR.MALFORMED,
    { method: "GET", url },
    { detail: `redirects more than ${MAX_REDIRECTS} times` },
  );
}

/** Sends a body of a known size, chunk by chunk. The answer may come before the body's end. */
export function sendStream(
  http: HttpClient,
  request: StreamRequest,
  body: { readonly size: number; readonly chunks: AsyncIterable<Buffer> },
): Promise<StreamResponse> {
  return exchange(http, request, body);
}

/** Reads the rest of an answer that is expected to be small. */
export async function readStream({ stream }: StreamResponse): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function exchange(
  http: HttpClient,
  { method, url, authorization }: StreamRequest,
  body?: { readonly size: number; readonly chunks: AsyncIterable<Buffer> },
): Promise<StreamResponse> {
  http.signal?.throwIfAborted();
  const secure = url.protocol === "https:";
  const outgoing = (secure ? httpsRequest : httpRequest)(url, {
    method,
    agent: AGENTS[secure ? "https:" : "http:"],
    timeout: IDLE_TIMEOUT_MS,
    ...(http.signal !== undefined && { signal: http.signal }),
    headers: {
      accept: "*/*",
      "user-agent": USER_AGENT,
      ...(authorization !== undefined && { authorization }),
      ...(body !== undefined && { "content-type": "application/octet-stream", "content-length": body.size }),
    },
  });
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      outgoing.destroy();
      if (http.signal?.aborted) reject(http.signal.reason as Error);
      else reject(connectionError({ method, url }, error));
    };
    outgoing.once("timeout", () => fail(Object.assign(new Error("idle"), { code: "ETIMEDOUT" })));
    outgoing.once("error", fail);
    outgoing.once("response", (stream) => {
      resolve({ status: stream.statusCode ?? 0, headers: toHeaders(stream.headers), url, stream });
    });
    if (body === undefined) outgoing.end();
    else pipeline(body.chunks, outgoing).catch(fail);
  });
}
