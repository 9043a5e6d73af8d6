// Stands between a stack and the emulator, and answers as an AWS that is in trouble.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { endpoint } from "./emulator";

/** What becomes of a request: a server error, a throttled one, or no answer until the connection is cut. */
export type Fault = "500" | "throttled" | "silence";

/** Longer than a watch waits for an answer. */
const SILENCE_MS = 40_000;

/** A proxy of the emulator. Passes everything on, until told otherwise. */
export class FaultyProxy {
  /** How many requests had no proper answer. */
  refused = 0;
  private fault: { readonly operation: string; readonly kind: Fault; times: number; after?: string } | undefined;
  private readonly server = createServer((request, response) => void this.handle(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Lets requests for this operation (`DescribeServices`) fail, once there has been one for the operation `after`. */
  fail(operation: string, { kind, times, after }: { readonly kind: Fault; times: number; after: string }): void {
    this.refused = 0;
    this.fault = { operation, kind, times, after };
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { fault } = this;
    const target = String(request.headers["x-amz-target"]);
    if (fault?.after !== undefined && target.endsWith(`.${fault.after}`)) delete fault.after;
    if (fault?.after === undefined && fault && fault.times > 0 && target.endsWith(`.${fault.operation}`)) {
      fault.times -= 1;
      this.refused += 1;
      if (fault.kind === "silence") {
        setTimeout(() => request.socket.destroy(), SILENCE_MS).unref();
        return;
      }
      const [status, type] = fault.kind === "500" ? [500, "ServerException"] : [400, "ThrottlingException"];
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: type, message: "made up by the test" }));
      return;
    }
    await passOn(request, Buffer.concat(parts), response);
  }
}

/** Lets the emulator answer a request. */
export async function passOn(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  const answer = await fetchAnswer(request, body);
  const answered = Buffer.from(await answer.arrayBuffer());
  const kept = [...answer.headers].filter(
    ([name]) => !["content-length", "content-encoding", "connection", "transfer-encoding"].includes(name),
  );
  response.writeHead(answer.status, Object.fromEntries(kept));
  response.end(answered);
}

/** What the emulator answers to a request. */
export async function fetchAnswer(request: IncomingMessage, body: Buffer): Promise<Response> {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || ["host", "connection", "content-length", "transfer-encoding", "expect"].includes(name)
      ? []
      : [[name, String(value)]],
  );
  return fetch(new URL(request.url ?? "/", endpoint()), {
    method: request.method ?? "POST",
    headers,
    ...(body.length > 0 && { body }),
  });
}
