// Parameters of SSM, described with the credentials of the update's provider. Their values are not read: Pulumi's own lookup would.

import type * as pulumi from "@pulumi/pulumi";
import { makeClient } from "./awsClients";
import { providerCredentials } from "./providerCredentials";
import { callSystemsManager } from "./signedRequest";

/** A parameter: whether its value is encrypted, and with which key. */
export interface ParameterDescription {
  readonly encrypted: boolean;
  /** The id, the ARN or the alias of the key, if it is encrypted. */
  readonly keyId: string | undefined;
}

/** Credentials at hand that are not those of the provider: what they do not see may exist. */
export class OtherAccount extends Error {}

/**
 * Describes a parameter; undefined where there is none. Permission: ssm:DescribeParameters, on all resources.
 * @throws {OtherAccount} if there is none and the credentials are of another account than `account`
 */
export async function describeParameter(
  component: pulumi.Resource,
  { name, region, account, shared }: { name: string; region: string; account: string; shared: boolean },
): Promise<ParameterDescription | undefined> {
  const settings = { region, ...(await providerCredentials(component)) };
  const { ECS } = await import("@aws-sdk/client-ecs"); // loaded anyhow, and finds the credentials
  const answer = await callSystemsManager<Answer>(makeClient(ECS, settings), "DescribeParameters", {
    ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [name] }],
    ...(shared && { Shared: true }),
  });
  const [found] = answer.Parameters ?? [];
  if (found !== undefined) return { encrypted: found.Type === "SecureString", keyId: found.KeyId };
  const { STS } = await import("@aws-sdk/client-sts");
  const caller = await makeClient(STS, settings).getCallerIdentity({});
  if (caller.Account !== account)
    throw new OtherAccount(`the AWS credentials at hand are of account ${caller.Account ?? "unknown"}`);
  return undefined;
}

interface Answer {
  readonly Parameters?: readonly { readonly Type?: string; readonly KeyId?: string }[];
}
