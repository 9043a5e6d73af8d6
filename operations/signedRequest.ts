// The few calls of EC2, IAM, CloudFormation and Systems Manager that the commands make. Their SDK clients take 8 to 28 MB each on
// disk; this signs the same requests with a library of 30 kB.

import { AwsClient } from "aws4fetch";
import { XMLParser } from "fast-xml-parser";
import type { Aws } from "./aws";
import { nameAction } from "./awsErrors";

/** Services whose requests are forms and whose answers are XML, with the version of their API. */
const QUERY_APIS = { ec2: "2016-11-15", iam: "2010-05-08", cloudformation: "2010-05-15" } as const;

/** How long one request may take. */
const TIMEOUT_MS = 10_000;

/** Lists are always arrays, also with one entry. */
const parser = new XMLParser({ isArray: (name) => name === "item" || name === "member", parseTagValue: false });

/** Calls EC2, IAM or CloudFormation, `ec2:DescribeSubnets`; the answer's XML as an object, whose lists are `item` (EC2) or `member`. */
export async function queryAws(
  aws: Aws,
  call: `${keyof typeof QUERY_APIS}:${string}`,
  parameters: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const [service, action = ""] = call.split(":") as [keyof typeof QUERY_APIS, string?];
  const body = new URLSearchParams({ Action: action, Version: QUERY_APIS[service], ...parameters }).toString();
  const answer = await send(aws, service, { body, headers: { "Content-Type": "application/x-www-form-urlencoded" } });
  const parsed = parser.parse(answer.body) as Record<string, Record<string, unknown> | undefined>;
  if (answer.ok) return parsed[`${action}Response`] ?? {};
  const [, name, message] = /<Code>([^<]+)<\/Code>\s*<Message>([^<]*)/.exec(answer.body) ?? [];
  throw apiError(call, { name, message, status: answer.status });
}

/** Calls Systems Manager. */
export async function callSystemsManager<T>(aws: Aws, action: string, input: object): Promise<T> {
  const headers = { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `AmazonSSM.${action}` };
  const answer = await send(aws, "ssm", { body: JSON.stringify(input), headers });
  const parsed = JSON.parse(answer.body || "{}") as { __type?: string; message?: string; Message?: string };
  if (answer.ok) return parsed as T;
  const name = parsed.__type?.split("#").at(-1);
  throw apiError(`ssm:${action}`, { name, message: parsed.message ?? parsed.Message, status: answer.status });
}

interface Message {
  readonly body: string;
  readonly headers: Record<string, string>;
}

async function send(aws: Aws, service: keyof typeof QUERY_APIS | "ssm", { body, headers }: Message) {
  const ecs = await aws.ecs(); // its Region and credentials are those of every other call
  const [region, credentials] = await Promise.all([ecs.config.region(), ecs.config.credentials()]);
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

function endpoint(service: keyof typeof QUERY_APIS | "ssm", region: string): string {
  const given = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? process.env.AWS_ENDPOINT_URL; // as the SDK reads them
  if (given !== undefined) return given;
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return service === "iam" ? `https://iam.${domain}/` : `https://${service}.${region}.${domain}/`;
}

interface ApiFailure {
  readonly name: string | undefined;
  readonly message: string | undefined;
  readonly status: number;
}

function apiError(action: string, { name, message, status }: ApiFailure): unknown {
  const error = new Error(message ?? `AWS answered with status ${status}`);
  error.name = name ?? `HTTP ${status}`;
  return nameAction(error, action);
}
