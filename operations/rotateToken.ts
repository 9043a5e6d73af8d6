// A new token for the registry: checked first, then stored as the secret's new version.

import { renderImageReference } from "../model/imageReference";
import { checkImage } from "../registry/checkImage";
import { isUnavailable, type Finding } from "../registry/findings";
import type { RegistryOptions } from "../registry/http";
import type { Aws } from "./aws";
import { findPullSecret } from "./pullSecret";
import { describeService, describeTaskDefinition, type ServiceRef } from "./service";

/** What became of a new token. */
export interface Rotation {
  readonly secretArn: string;
  readonly username: string;
  /** The image that the token was checked with, in the registry that it is for. */
  readonly image: string;
  /** What the registry says; with an error among them, or without its answer, nothing was stored. */
  readonly findings: readonly Finding[];
  readonly stored: boolean;
}

/**
 * Checks a token against the service's own image, and stores it. Permissions: ecs:DescribeServices,
 * ecs:DescribeTaskDefinition, secretsmanager:GetSecretValue and secretsmanager:PutSecretValue on the secret, kms:Decrypt and
 * kms:GenerateDataKey on its key; ecr:DescribePullThroughCacheRules for an image that comes through a cache.
 */
export async function rotateToken(
  aws: Aws,
  ref: ServiceRef,
  {
    token,
    username,
    unchecked = false,
    registry = {},
  }: {
    readonly token: string;
    readonly username?: string | undefined;
    readonly unchecked?: boolean;
    readonly registry?: RegistryOptions;
  },
): Promise<Rotation> {
  const { taskDefinition = "" } = await describeService(aws, ref);
  const { secretArn, field, image } = await findPullSecret(aws, await describeTaskDefinition(aws, taskDefinition));

  const secrets = await aws.secrets();
  const stored = parseSecret((await secrets.getSecretValue({ SecretId: secretArn })).SecretString);
  const user = username ?? stored.username;
  if (user === undefined) throw new Error("the secret has no username; pass --username");
  const credentials = { username: user, password: token };
  const { findings } = await checkImage({ image, credentials, confirmDigest: true }, registry);
  const result = { secretArn, username: user, image: renderImageReference(image), findings };
  const refused = findings.some((finding) => finding.severity === "error" || isUnavailable(finding));
  if (refused && !unchecked) return { ...result, stored: false };
  await secrets.putSecretValue({
    SecretId: secretArn,
    SecretString: JSON.stringify({ ...stored, username: user, [field]: token }),
  });
  return { ...result, stored: true };
}

function parseSecret(text: string | undefined): { readonly username?: string } {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {}; // a bare token, as people store by hand: what is put in its place is right
  }
}
