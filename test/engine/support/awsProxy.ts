// Stands between a command or a stack and the emulator: answers or completes what the emulator lacks, and denies the action that
// the access key names.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fetchAnswer, passOn } from "./faultyProxy";

/** A request, as far as tests read it. */
export interface SeenCall {
  /** As IAM names it: `ecs:RunTask`. */
  readonly action: string;
  readonly body: string;
}

/** The access key of somebody who may do everything but this. */
export function keyDenying(action: string): string {
  return `DENIED.${action.replace(":", ".")}`;
}

/** What IAM calls the services whose requests are signed with another name. */
const IAM_NAMES: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

/** A proxy of the emulator. */
export class AwsProxy {
  readonly seen: SeenCall[] = [];
  private readonly denied = new Set<string>();
  private readonly answers = new Map<string, (body: string) => object>();
  private readonly completions = new Map<string, (body: string) => Promise<string>>();
  private last: { readonly action: string; readonly carriedOut: () => void } | undefined;
  private isCut = false;
  private readonly server = createServer((request, response) => {
    // The emulator drops a connection now and then: so does this, and the caller tries again.
    this.handle(request, response).catch(() => request.socket.destroy());
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.server.unref();
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers an action of a JSON API in the emulator's place. */
  answer(action: string, answer: (body: string) => object): void {
    this.answers.set(action, answer);
  }

  /** Sends the emulator another request than the one that came. */
  complete(action: string, completed: (body: string) => Promise<string>): void {
    this.completions.set(action, completed);
  }

  /**
   * Lets the emulator carry out the next call of an action, and never answers it; what is asked after that, another try among it, comes
   * to nothing. Resolves once it is carried out.
   */
  endsWith(action: string): Promise<void> {
    return new Promise((resolve) => (this.last = { action, carriedOut: resolve }));
  }

  /** Denies an action to everybody. */
  deny(action: string): void {
    this.denied.add(action);
  }

  /** Lets the emulator answer again. */
  forget(action: string): void {
    this.answers.delete(action);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const [, key = "", service = ""] =
      /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)/.exec(request.headers.authorization ?? "") ?? [];
    const action = `${IAM_NAMES[service] ?? service}:${operationOf(request, body)}`;
    this.seen.push({ action, body: body.toString() });
    if (this.isCut) return;
    const answer = this.answers.get(action);
    if (key === keyDenying(action) || this.denied.has(action)) deny(request, response, action);
    else if (this.last?.action === action) {
      this.isCut = true;
      await fetchAnswer(request, body);
      this.last.carriedOut();
    } else if (answer === undefined) {
      const completed = await this.completions.get(action)?.(body.toString());
      await passOn(request, completed === undefined ? body : Buffer.from(completed), response);
    } else {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer(body.toString())));
    }
  }
}

/** The operation, which the protocols of AWS put into a header, a form or the path. */
function operationOf({ headers, url = "" }: IncomingMessage, body: Buffer): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.slice(target.lastIndexOf(".") + 1);
  return /\/operation\/(\w+)$/.exec(url)?.[1] ?? new URLSearchParams(body.toString()).get("Action") ?? "";
}

function deny({ headers, url = "" }: IncomingMessage, response: ServerResponse, action: string): void {
  // Elastic Load Balancing and EC2 leave the action out of their texts for some callers: so does this for those two.
  const says = /^(?:ec2|elasticloadbalancing):/.test(action)
    ? "You are not authorized to perform this operation."
    : `User: arn:aws:iam::123456789012:user/test is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`;
  if (headers["x-amz-target"] !== undefined) {
    response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ __type: "AccessDeniedException", message: says }));
  } else if (url.includes("/operation/")) {
    const text = (value: string) =>
      Buffer.concat([Buffer.from([0x79, value.length >> 8, value.length & 255]), Buffer.from(value)]);
    response.writeHead(400, { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" });
    response.end(
      Buffer.concat([Buffer.from([0xa2]), ...["__type", "AccessDeniedException", "message", says].map(text)]),
    );
  } else {
    const [code, open, close] = action.startsWith("ec2:")
      ? ["UnauthorizedOperation", "<Response><Errors><Error>", "</Error></Errors></Response>"]
      : ["AccessDenied", "<ErrorResponse><Error><Type>Sender</Type>", "</Error></ErrorResponse>"];
    response.writeHead(403, { "content-type": "text/xml" });
    response.end(`${open}<Code>${code}</Code><Message>${says}</Message>${close}`);
  }
}
