// The few calls of EC2, IAM, CloudFormation, KMS and Systems Manager that the commands make.

import { XMLParser } from "fast-xml-parser";
import { callJson, refusal, sendSigned, type SignedMessage, type SignedService } from "../rollout/signedRequest";
import type { Aws } from "./aws";
import { nameAction } from "./awsErrors";

/** Services whose requests are forms and whose answers are XML, with the version of their API. */
const QUERY_APIS = { ec2: "2016-11-15", iam: "2010-05-08", cloudformation: "2010-05-15" } as const;

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
  throw nameAction(refusal({ name, message, status: answer.status }), call);
}

/** Calls Systems Manager. */
export function callSystemsManager<T>(aws: Aws, action: string, input: object): Promise<T> {
  return call(aws, `ssm:${action}`, input);
}

/** Calls KMS. */
export function callKms<T>(aws: Aws, action: string, input: object): Promise<T> {
  return call(aws, `kms:${action}`, input);
}

async function call<T>(aws: Aws, action: `${"ssm" | "kms"}:${string}`, input: object): Promise<T> {
  try {
    return await callJson<T>(await aws.ecs(), action, input);
  } catch (error) {
    throw nameAction(error, action);
  }
}

async function send(aws: Aws, service: SignedService, message: SignedMessage) {
  return sendSigned(await aws.ecs(), service, message); // its Region and credentials are those of every other call
}
