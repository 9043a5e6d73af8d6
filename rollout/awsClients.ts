// The AWS SDK's clients. Each is loaded only when it is needed: importing the library does not pay for it.

import type { EcsApi } from "./ecsApi";
import type { LogsApi } from "./lastLogLines";
import type { OneOffApi } from "./preDeploy/oneOffApi";

/** Keys that a user gave, or a profile. Neither: the SDK's default chain. */
export interface AwsCredentials {
  readonly profile?: string;
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

/** Makes a client of the ECS API. */
export async function connectEcs(region: string | undefined, credentials: AwsCredentials): Promise<EcsApi> {
  const { ECS } = await import("@aws-sdk/client-ecs");
  return withoutNodeWarning(() => new ECS(settings(region, credentials)));
}

/** Makes a client of the ECS API that runs tasks. */
export async function connectOneOff(region: string | undefined, credentials: AwsCredentials): Promise<OneOffApi> {
  const { ECS } = await import("@aws-sdk/client-ecs");
  return withoutNodeWarning(() => new ECS(settings(region, credentials)));
}

/** Makes a client of CloudWatch Logs. */
export async function connectLogs(region: string | undefined, credentials: AwsCredentials): Promise<LogsApi> {
  const { CloudWatchLogs } = await import("@aws-sdk/client-cloudwatch-logs");
  return withoutNodeWarning(() => new CloudWatchLogs(settings(region, credentials)));
}

function settings(region: string | undefined, { profile, keys }: AwsCredentials) {
  return {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(keys !== undefined && { credentials: keys }),
  };
}

const SWITCH = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";

/** A client warns about the version of Node.js when it is made: that is for who wrote a program, not for its update's output. */
function withoutNodeWarning<T>(make: () => T): T {
  const before = process.env[SWITCH];
  process.env[SWITCH] = "true";
  try {
    return make();
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, SWITCH);
    else process.env[SWITCH] = before;
  }
}
