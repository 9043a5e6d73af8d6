// The internet as the registry client's tests see it: public host names that lead to servers on the loopback.

import type { RegistryOptions } from "../../registry/http";

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | null;
}

/** A clock that only moves when somebody sleeps. */
export class FakeClock {
  readonly slept: number[] = [];

  constructor(private time = Date.parse("2026-11-22T12:00:00Z")) {}

  readonly now = (): number => this.time;

  readonly sleep = (milliseconds: number): Promise<void> => {
    this.slept.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  };

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}

/** Leads origins (`https://ghcr.io`) to servers; records what was sent to whom. Every other host is unknown. */
export class Network {
  readonly sent: SentRequest[] = [];
  readonly clock = new FakeClock();
  readonly options: RegistryOptions;

  constructor(
    private readonly routes: Readonly<Record<string, string>>,
    limits: Pick<RegistryOptions, "requestTimeoutMs" | "totalTimeoutMs"> = {},
  ) {
    this.options = {
      fetch: this.fetch,
      clock: this.clock,
      random: () => 0,
      resolveHost: () => Promise.resolve([]),
      requestTimeoutMs: limits.requestTimeoutMs ?? 5_000,
      totalTimeoutMs: limits.totalTimeoutMs ?? 45_000,
    };
  }

  private readonly fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    // As it was given: fetch itself may refuse it.
    const authorization = (init?.headers as Record<string, string | undefined> | undefined)?.authorization ?? null;
    this.sent.push({ method: init?.method ?? "GET", url: url.href, authorization });
    const target = url.hostname === "127.0.0.1" ? url.origin : this.routes[url.origin];
    if (target === undefined) {
      const cause = Object.assign(new Error(`getaddrinfo ENOTFOUND ${url.hostname}`), { code: "ENOTFOUND" });
      return Promise.reject(new TypeError("fetch failed", { cause }));
    }
    return fetch(new URL(url.pathname + url.search, target), init);
  };
}
