// Requests with limits: time, size, redirects and retries. Knows HTTP, not registries.

import { setTimeout as sleep } from "node:timers/promises";
import { type RegistryErrorCode, REGISTRY_ERROR, RegistryError } from "./errors";
import { isTransportSafe } from "./hosts";
import { MAX_ATTEMPTS, retryDelayMs } from "./retry";

/** What the registry client takes from outside; each has a default. */
export interface RegistryOptions {
  /** @default the global `fetch` */
  readonly fetch?: typeof fetch;
  /** @default the system's clock */
  readonly clock?: Clock;
  /** A number from 0 up to, not including, 1. @default `Math.random` */
  readonly random?: () => number;
  /** Limit of one attempt, its body included. @default 10000 */
  readonly requestTimeoutMs?: number;
  /** Limit of everything one check asks for, waits included. @default 45000 */
  readonly totalTimeoutMs?: number;
}

/** Time as the client sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** One request. */
export interface HttpRequest {
  readonly method: "GET" | "HEAD";
  readonly url: URL;
  readonly accept: string;
  /** The Authorization header; left out as soon as a redirect leaves the request's host. */
  readonly authorization?: string;
}

/** One answer, read to its end. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** The address that answered, after redirects. */
  readonly url: URL;
}

/** An answer's size limit: registries need not take manifests over 4 MiB, and configs and token answers are smaller. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

const MAX_REDIRECTS = 5;
const REQUEST_TIMEOUT_MS = 10_000;
const TOTAL_TIMEOUT_MS = 45_000;

/** The system's clock. */
export const SYSTEM_CLOCK: Clock = { now: Date.now, sleep: (milliseconds) => sleep(milliseconds) };

const CUT = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);
const TIMED_OUT = new Set(["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** Sends requests; every failure is a `RegistryError`. Its total time limit runs from its construction. */
export class HttpClient {
  readonly clock: Clock;
  private readonly fetch: typeof fetch;
  private readonly random: () => number;
  private readonly requestTimeoutMs: number;
  private readonly deadline: number;

  constructor(options: RegistryOptions = {}) {
    this.fetch = options.fetch ?? fetch;
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.random = options.random ?? Math.random;
    this.requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
    this.deadline = this.clock.now() + (options.totalTimeoutMs ?? TOTAL_TIMEOUT_MS);
  }

  /** Sends one request; tries again on 429, on 5xx and on a cut connection while time is left. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.sendOnce(request).catch((error: unknown) => {
        if (error instanceof RegistryError && error.code === REGISTRY_ERROR.CUT) return error;
        throw error;
      });
      if (!(outcome instanceof RegistryError) && outcome.status !== 429 && outcome.status < 500) return outcome;

      const retryAfter = outcome instanceof RegistryError ? null : outcome.headers.get("retry-after");
      const delay = retryDelayMs(attempt, retryAfter, this.clock.now(), this.random);
      if (attempt === MAX_ATTEMPTS || this.clock.now() + delay >= this.deadline) throw givenUp(request, outcome);
      await this.clock.sleep(delay);
    }
  }

  /** Sends one request once, along its redirects. */
  private async sendOnce(request: HttpRequest): Promise<HttpResponse> {
    let { url } = request;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await this.exchange({ ...request, url, sendsAuthorization: url.origin === request.url.origin });
      const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
      if (location === null) return response;
      const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
      if (next === undefined || !isTransportSafe(next))
        throw new RegistryError(
          REGISTRY_ERROR.MALFORMED,
          { method: request.method, url },
          `redirects to ${next?.protocol === "http:" ? `plain HTTP at ${next.host}` : "an invalid address"}`,
        );
      url = next;
    }
    throw new RegistryError(REGISTRY_ERROR.MALFORMED, request, `redirects more than ${MAX_REDIRECTS} times`);
  }

  /** One request and its answer, within the time and size limits. */
  private async exchange(request: HttpRequest & { sendsAuthorization: boolean }): Promise<HttpResponse> {
    const { method, url, accept, authorization, sendsAuthorization } = request;
    const timeout = Math.max(1, Math.min(this.requestTimeoutMs, this.deadline - this.clock.now()));
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), timeout);
    try {
      const response = await this.fetch(url, {
        method,
        redirect: "manual",
        signal: controller.signal,
        headers: {
          accept,
          "user-agent": "ghcr-fargate",
          ...(authorization !== undefined && sendsAuthorization && { authorization }),
        },
      });
      return { status: response.status, headers: response.headers, body: await readBody(response, request), url };
    } catch (error) {
      if (error instanceof RegistryError) throw error;
      if (controller.signal.aborted)
        throw new RegistryError(REGISTRY_ERROR.TIMED_OUT, request, `gave no answer within ${timeout / 1000} seconds`);
      throw connectionError(request, error);
    } finally {
      clearTimeout(timer);
    }
  }
}

async function readBody(response: Response, request: HttpRequest): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES)
      throw new RegistryError(REGISTRY_ERROR.TOO_LARGE, request, `sent more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function connectionError(request: HttpRequest, cause: unknown): RegistryError {
  const systemCode = systemCodeOf(cause);
  const [code, detail]: [RegistryErrorCode, string] = CUT.has(systemCode)
    ? [REGISTRY_ERROR.CUT, "cut the connection"]
    : TIMED_OUT.has(systemCode)
      ? [REGISTRY_ERROR.TIMED_OUT, `gave no answer (${systemCode})`]
      : UNTRUSTED.test(systemCode)
        ? [REGISTRY_ERROR.CERTIFICATE_UNTRUSTED, `shows a certificate that is not trusted here (${systemCode})`]
        : [REGISTRY_ERROR.UNREACHABLE, `cannot be reached from here (${systemCode})`];
  return new RegistryError(code, request, detail, { cause });
}

/** fetch hides the system's error code in a chain of causes. */
function systemCodeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return "unknown cause";
}

function givenUp(request: HttpRequest, last: HttpResponse | RegistryError): RegistryError {
  if (last instanceof RegistryError) return last;
  const { status, url } = last;
  const code = status === 429 ? REGISTRY_ERROR.RATE_LIMITED : REGISTRY_ERROR.SERVER_FAILED;
  return new RegistryError(code, { method: request.method, url }, `answered ${status}`, { status });
}
