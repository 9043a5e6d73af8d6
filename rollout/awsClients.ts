// The AWS SDK's clients. Each is loaded only when it is needed: importing the library does not pay for it.

import type { EcsApi } from "./ecsApi";
import type { LogsApi } from "./lastLogLines";
import type { OneOffApi } from "./preDeploy/oneOffApi";

/** Access keys, permanent or of an assumed role. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Keys, or a profile. Neither: the SDK's default chain. */
export interface AwsCredentials {
  readonly profile?: string | undefined;
  readonly credentials?: AwsKeys;
}

/** Which account and Region: what is unset is found as the AWS CLI finds it. */
export interface AwsSettings extends AwsCredentials {
  readonly region?: string | undefined;
}

/** Makes a client of the ECS API. */
export async function connectEcs(region: string | undefined, credentials: AwsCredentials): Promise<EcsApi & OneOffApi> {
  const { ECS } = await import("@aws-sdk/client-ecs");
  return makeClient(ECS, { region, ...credentials });
}

/** Makes a client of CloudWatch Logs. */
export async function connectLogs(region: string | undefined, credentials: AwsCredentials): Promise<LogsApi> {
  const { CloudWatchLogs } = await import("@aws-sdk/client-cloudwatch-logs");
  return makeClient(CloudWatchLogs, { region, ...credentials });
}

/** The SDK takes a setting that is `undefined` for one that is given. */
type ClientConfig = { region?: string; profile?: string; credentials?: AwsKeys };

const NODE_WARNING_SWITCH = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";

/**
 * Makes a client of the SDK. It warns about the version of Node.js when it is made: that is for who wrote a program, not for an
 * update's or a command's output.
 */
export function makeClient<Client>(
  Class: new (config: ClientConfig) => Client,
  { region, profile, credentials }: AwsSettings,
): Client {
  const before = process.env[NODE_WARNING_SWITCH];
  process.env[NODE_WARNING_SWITCH] = "true";
  try {
    return new Class({
      ...(region !== undefined && { region }),
      ...(profile !== undefined && { profile }),
      ...(credentials !== undefined && { credentials }),
    });
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, NODE_WARNING_SWITCH);
    else process.env[NODE_WARNING_SWITCH] = before;
  }
}
