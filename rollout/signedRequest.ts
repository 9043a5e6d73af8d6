// Calls of AWS's APIs whose SDK clients take 8 to 28 MB each on disk: this signs the same requests with a library of 30 kB.

import { AwsClient } from "aws4fetch";
import type { AwsKeys } from "./awsClients";

/** Services that are called this way. */
export type SignedService = "ec2" | "iam" | "cloudformation" | "ssm" | "kms";

/** A client of the SDK, whose Region and credentials the requests have. */
export interface Signer {
  readonly config: { readonly region: () => Promise<string>; readonly credentials: () => Promise<AwsKeys> };
}

/** A request. */
export interface SignedMessage {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** How long one request may take. */
const TIMEOUT_MS = 10_000;

/** Sends a request. */
export async function sendSigned({ config }: Signer, service: SignedService, { body, headers }: SignedMessage) {
  const [region, credentials] = await Promise.all([config.region(), config.credentials()]);
  const client = new AwsClient({
    ...credentials,
    region: service === "iam" ? "us-east-1" : region,
    service,
    retries: 3,
  });
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await client.fetch(endpoint(service, region), { method: "POST", headers, body, signal });
  return { ok: answer.ok, status: answer.status, body: await answer.text() };
}

/** What services whose requests are JSON call themselves. */
const JSON_APIS = { ssm: "AmazonSSM", kms: "TrentService" } as const;

/** Calls Systems Manager. */
export function callSystemsManager<T>(signer: Signer, action: string, input: object): Promise<T> {
  return callJson(signer, `ssm:${action}`, input);
}

/** Calls a service whose requests are JSON, `kms:DescribeKey`. */
export async function callJson<T>(
  signer: Signer,
  call: `${keyof typeof JSON_APIS}:${string}`,
  input: object,
): Promise<T> {
  const [service, action = ""] = call.split(":") as [keyof typeof JSON_APIS, string?];
  const headers = {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": `${JSON_APIS[service]}.${action}`,
  };
  const answer = await sendSigned(signer, service, { body: JSON.stringify(input), headers });
  const parsed = JSON.parse(answer.body || "{}") as { __type?: string; message?: string; Message?: string };
  if (answer.ok) return parsed as T;
  const name = parsed.__type?.split("#").at(-1);
  throw refusal({ name, message: parsed.message ?? parsed.Message, status: answer.status });
}

/** AWS's refusal, as the SDK throws it. */
export function refusal(answer: {
  readonly name: string | undefined;
  readonly message: string | undefined;
  readonly status: number;
}): Error {
  const error = new Error(answer.message ?? `AWS answered with status ${answer.status}`);
  error.name = answer.name ?? `HTTP ${answer.status}`;
  return error;
}

function endpoint(service: SignedService, region: string): string {
  const given = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? process.env.AWS_ENDPOINT_URL; // as the SDK reads them
  if (given !== undefined) return given;
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return service === "iam" ? `https://iam.${domain}/` : `https://${service}.${region}.${domain}/`;
}
