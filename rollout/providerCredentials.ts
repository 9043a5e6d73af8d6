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
    const { profile, accessKey, secretKey, token } = aws.config as ProviderKeys;
    return toCredentials({ profile, accessKey, secretKey, token });
  }
  if (!aws.Provider.isInstance(provider)) return {};
  const { profile, accessKey, secretKey, token } = provider;
  return new Promise((resolve) => {
    pulumi.all({ profile, accessKey, secretKey, token }).apply((keys) => resolve(toCredentials(keys)));
  });
}

type ProviderKeys = Partial<Record<"profile" | "accessKey" | "secretKey" | "token", string | undefined>>;

function toCredentials({ profile, accessKey, secretKey, token }: ProviderKeys): AwsCredentials {
  if (accessKey !== undefined && secretKey !== undefined)
    return {
      credentials: {
        accessKeyId: accessKey,
        secretAccessKey: secretKey,
        ...(token !== undefined && { sessionToken: token }),
      },
    };
  return profile === undefined ? {} : { profile };
}
