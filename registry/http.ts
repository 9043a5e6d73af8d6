// Requests with limits: time, size, redirects and retries. Knows HTTP, not registries.

import { setTimeout as sleep } from "node:timers/promises";
import { connectionError } from "./connection";
import { type FailedRequest, REGISTRY_ERROR, RegistryError, type RegistryErrorCode } from "./errors";
import { type Fetch, nodeFetch } from "./nodeFetch";
import { checkRedirect, MAX_REDIRECTS, type RedirectRules, RESOLVE_HOST } from "./redirects";
import { MAX_ATTEMPTS, retryDelayMs } from "./retry";

/** What the registry client takes from outside; each has a default. */
export interface RegistryOptions {
  /** @default the same over node:http */
  readonly fetch?: typeof fetch;
  /** @default the system's clock */
  readonly clock?: Clock;
  /** A number from 0 up to, not including, 1. @default `Math.random` */
  readonly random?: () => number;
  /** Limit of one attempt, its body included. @default 10000 */
  readonly requestTimeoutMs?: number;
  /** Limit of everything one check asks for, waits included. @default 45000 */
  readonly totalTimeoutMs?: number;
  /** How often a request is sent before its failure counts. @default 4 */
  readonly maxAttempts?: number;
  /** The failures without an answer that are tried again. @default a cut connection alone */
  readonly retriedErrors?: readonly RegistryErrorCode[];
  /** Ends every request and wait. @default never */
  readonly signal?: AbortSignal;
  /** Hosts in private networks that a registry may redirect to. @default none but its own */
  readonly allowedHosts?: readonly string[];
  /** The IP addresses of a host. @default the system's name resolution */
  readonly resolveHost?: RedirectRules["resolveHost"];
}

/** Time as the client sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** One request. */
export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT";
  readonly url: URL;
  readonly accept: string;
  readonly body?: { readonly type: string; readonly content: Buffer };
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

const REQUEST_TIMEOUT_MS = 10_000;
const TOTAL_TIMEOUT_MS = 45_000;

/** The system's clock. */
export const SYSTEM_CLOCK: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, signal === undefined ? {} : { signal }),
};

/** How this program names itself to registries. */
export const USER_AGENT = "ghcr-fargate";

/** Sends requests; every failure is a `RegistryError`. Its total time limit runs from its construction. */
export class HttpClient {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly redirectRules: RedirectRules;
  readonly maxAttempts: number;
  readonly retriedErrors: readonly RegistryErrorCode[];
  private readonly fetch: Fetch;
  private readonly random: () => number;
  private readonly requestTimeoutMs: number;
  private readonly deadline: number;

  constructor(options: RegistryOptions = {}) {
    this.fetch = (options.fetch as Fetch | undefined) ?? nodeFetch;
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.random = options.random ?? Math.random;
    this.signal = options.signal;
    this.redirectRules = {
      allowedHosts: options.allowedHosts ?? [],
      resolveHost: options.resolveHost ?? RESOLVE_HOST,
    };
    this.maxAttempts = options.maxAttempts ?? MAX_ATTEMPTS;
    this.retriedErrors = options.retriedErrors ?? [REGISTRY_ERROR.CUT];
    this.requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
    this.deadline = this.clock.now() + (options.totalTimeoutMs ?? TOTAL_TIMEOUT_MS);
  }

  /** Sends one request; tries again on 408, 429, 5xx and a cut connection while time is left. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.sendOnce(request).catch((error: unknown) => {
        if (error instanceof RegistryError && this.retriedErrors.includes(error.code)) return error;
        throw error;
      });
      if (!(outcome instanceof RegistryError) && !isRetriedStatus(outcome.status)) return outcome;

      const retryAfter = outcome instanceof RegistryError ? null : outcome.headers.get("retry-after");
      if (!(await this.waitToRetry(attempt, retryAfter))) throw givenUp(request, outcome);
    }
  }

  /** Waits before the next attempt; false where there is none. */
  async waitToRetry(attempt: number, retryAfter: string | null): Promise<boolean> {
    const delay = retryDelayMs(attempt, retryAfter, { now: this.clock.now(), random: this.random });
    if (attempt >= this.maxAttempts || this.clock.now() + delay >= this.deadline) return false;
    await this.clock.sleep(delay, this.signal);
    return true;
  }

  /** Sends one request once, along its redirects. */
  private async sendOnce(request: HttpRequest): Promise<HttpResponse> {
    let { url } = request;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await this.exchange({ ...request, url, sendsAuthorization: url.origin === request.url.origin });
      const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
      if (location === null) return response;
      const rules = { origin: request.url, rules: this.redirectRules };
      url = await checkRedirect({ method: request.method, url }, location, rules);
    }
    throw new RegistryError(REGISTRY_ERROR.MALFORMED, request, {
      detail: `redirects more than ${MAX_REDIRECTS} times`,
    });
  }

  /** One request and its answer, within the time and size limits. */
  private async exchange(request: HttpRequest & { sendsAuthorization: boolean }): Promise<HttpResponse> {
    this.signal?.throwIfAborted();
    const { method, url, accept, body, authorization, sendsAuthorization } = request;
    const timeout = Math.max(1, Math.min(this.requestTimeoutMs, this.deadline - this.clock.now()));
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    const timer = setTimeout(abort, timeout);
    // Not AbortSignal.any: a signal that lives long would hold every request's.
    this.signal?.addEventListener("abort", abort, { once: true });
    try {
      const response = await this.fetch(url, {
        method,
        redirect: "manual",
        signal: controller.signal,
        ...(body !== undefined && { body: body.content }),
        headers: {
          accept,
          "user-agent": USER_AGENT,
          ...(body !== undefined && { "content-type": body.type }),
          ...(authorization !== undefined && sendsAuthorization && { authorization }),
        },
      });
      return { status: response.status, headers: response.headers, body: await readBody(response.body, request), url };
    } catch (error) {
      this.signal?.throwIfAborted();
      if (controller.signal.aborted)
        throw new RegistryError(REGISTRY_ERROR.TIMED_OUT, request, {
          detail: `gave no answer within ${timeout / 1000} seconds`,
        });
      throw connectionError(request, error);
    } finally {
      clearTimeout(timer);
      this.signal?.removeEventListener("abort", abort);
    }
  }
}

async function readBody(body: unknown, request: HttpRequest): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES)
      throw new RegistryError(REGISTRY_ERROR.TOO_LARGE, request, { detail: `sent more than ${MAX_BODY_BYTES} bytes` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whether an answer asks for another attempt: a time-out, a rate limit, a fault of the server. */
export function isRetriedStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** The error of a request whose last answer was still one to try again. */
export function givenUp(request: FailedRequest, last: HttpResponse | RegistryError): RegistryError {
  if (last instanceof RegistryError) return last;
  const { status, url } = last;
  const code = status === 429 ? REGISTRY_ERROR.RATE_LIMITED : REGISTRY_ERROR.SERVER_FAILED;
  return new RegistryError(code, { method: request.method, url }, { detail: `answered ${status}`, status });
}
