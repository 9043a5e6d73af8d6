// The AWS emulator that the environment names, asked without an SDK. One stack at a time is in it, so that what one leaves is seen.

/** The address of the emulator. */
export function endpoint(): string {
  const { AWS_ENDPOINT_URL } = process.env;
  if (AWS_ENDPOINT_URL === undefined) throw new Error("AWS_ENDPOINT_URL is not set");
  return AWS_ENDPOINT_URL;
}

/** The emulator, in one Region. */
export class Emulator {
  constructor(readonly region: string) {}

  /** A call of the Query protocol; the answer is XML. */
  query(service: string, action: string, version: string, parameters: Record<string, string> = {}): Promise<string> {
    return send(this.scope(service), form(action, version, parameters));
  }

  /** A call of the JSON protocol: `target` is `AmazonEC2ContainerServiceV20141113.ListClusters`. */
  async json<T>(service: string, target: string, body: object = {}): Promise<T> {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
    const answer = await send(this.scope(service), { headers, body: JSON.stringify(body) });
    return JSON.parse(answer === "" ? "{}" : answer) as T; // some calls answer with nothing
  }

  /** A call of a REST protocol. */
  rest(service: string, path: string, body?: string): Promise<string> {
    return send(this.scope(service), { path, ...(body === undefined ? { method: "GET" } : { body }) });
  }

  private scope(service: string): Scope {
    return { service, region: this.region, key: process.env.AWS_ACCESS_KEY_ID ?? "test" };
  }
}

/** What stands between the tags of this name, in order. */
export function texts(xml: string, tag: string): string[] {
  return [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map(([, text = ""]) => text);
}

interface Scope {
  readonly service: string;
  readonly region: string;
  readonly key: string;
}

interface Message {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | URLSearchParams;
}

function form(action: string, version: string, parameters: Record<string, string>): Message {
  return { body: new URLSearchParams({ Action: action, Version: version, ...parameters }) };
}

/** An emulator reads service and Region from the Authorization header, and checks no signature. */
async function send({ service, region, key }: Scope, message: Message): Promise<string> {
  const { method = "POST", path = "/", headers = {}, body } = message;
  const response = await fetch(new URL(path, endpoint()), {
    method,
    headers: {
      ...headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20250101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    ...(body !== undefined && { body }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${service} ${path}: ${response.status} ${answer}`);
  return answer;
}
