// The credentials that the update's AWS provider was given, as far as a program can know them.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AwsCredentials } from "./awsClients";

/**
 * Profile or keys of the explicit provider of `resource`, or of the Pulumi configuration (`aws:profile`, `aws:accessKey`).
 * Empty where the provider finds its credentials itself, as the AWS SDK then does too. A role that the provider assumes is
 * not known here: whether the credentials fit is for the caller to find out.
 */
export async function providerCredentials(resource: pulumi.Resource): Promise<AwsCredentials> {
  const provider = resource.getProvider("aws:ecs/service:Service");
  if (provider === undefined) {
    const { profile, accessKey, secretKey, token } = aws.config as Partial<
      Record<"profile" | "accessKey" | "secretKey" | "token", string>
    >;
    return toCredentials(profile, accessKey, secretKey, token);
  }
  if (!aws.Provider.isInstance(provider)) return {};
  const { profile, accessKey, secretKey, token } = provider;
  return new Promise((resolve) => {
    pulumi
      .all([profile, accessKey, secretKey, token])
      .apply((values) => resolve(toCredentials(...(values as Parameters<typeof toCredentials>))));
  });
}

function toCredentials(
  profile?: string,
  accessKeyId?: string,
  secretAccessKey?: string,
  sessionToken?: string,
): AwsCredentials {
  if (accessKeyId !== undefined && secretAccessKey !== undefined)
    return { keys: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) } };
  return profile === undefined ? {} : { profile };
}
