// ECR's pull-through cache: a rule for ghcr.io, the secret that ECR logs in with, and a template for the repositories that it creates.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, type ChildKey } from "../../model/childNames";
import { GHCR } from "../../model/imageReference";
import type { BilledItem } from "../../model/monthlyCost";
import { cacheLifecyclePolicy, PULL_THROUGH_SECRET } from "../../model/pullThrough";
import { costOfResource } from "../../model/resourceCost";
import { EXPIRY_TAG } from "../../model/tokenExpiry";
import type { ChildContext } from "../component/childContext";
import type { NewCredentials } from "./imageCredentials";

/** A pull-through cache: one that exists, or what is created. */
export interface PullThroughPlan {
  /** What the names of its repositories start with. */
  readonly prefix: pulumi.Input<string>;
  readonly create?: NewPullThroughCache;
}

/** The user and the token of the rule. */
export interface NewPullThroughCache extends Pick<
  NewCredentials,
  "username" | "token" | "expiresOn" | "recoveryWindowDays"
> {
  readonly prefix: string;
}

/** The keys of the children that have limits. */
export const PULL_THROUGH_CHILDREN: readonly ChildKey[] = ["pullThroughSecret"];

/** Creates the cache, if there is one to create; images can be pulled through it once these exist. */
export function createPullThroughCache(
  name: string,
  plan: NewPullThroughCache | undefined,
  { options, tags }: ChildContext,
): pulumi.Resource[] {
  if (plan === undefined) return [];
  const { prefix, username, token, expiresOn, recoveryWindowDays } = plan;
  // ECR reads no secret that a customer-managed key encrypts, and none with other field names.
  const secret = new aws.secretsmanager.Secret(
    childName(name, "pullThroughSecret"),
    {
      namePrefix: `${PULL_THROUGH_SECRET}${name}-`,
      description: "Username and token with which ECR fetches images from ghcr.io",
      recoveryWindowInDays: recoveryWindowDays,
      tags: expiresOn === undefined ? tags : { [EXPIRY_TAG]: expiresOn, ...tags },
    },
    options,
  );
  const version = new aws.secretsmanager.SecretVersion(
    childName(name, "pullThroughSecretVersion"),
    { secretId: secret.id, secretString: pulumi.jsonStringify({ username, accessToken: token }) },
    options,
  );
  const template = new aws.ecr.RepositoryCreationTemplate(
    childName(name, "pullThroughTemplate"),
    {
      prefix,
      appliedFors: ["PULL_THROUGH_CACHE"],
      description: "Repositories of images that are pulled through the cache of ghcr.io",
      imageTagMutability: "MUTABLE", // a tag that moved has to move here too
      lifecyclePolicy: cacheLifecyclePolicy(),
    },
    options,
  );
  const rule = new aws.ecr.PullThroughCacheRule(
    childName(name, "pullThroughRule"),
    { ecrRepositoryPrefix: prefix, upstreamRegistryUrl: GHCR, credentialArn: secret.arn },
    // ECR reads the secret when it gets the rule.
    { ...options, dependsOn: [...(options.dependsOn ?? []), version] },
  );
  return [rule, template];
}

/** What the cache is billed for. */
export function costOfPullThroughCache(name: string, plan: PullThroughPlan | undefined): BilledItem[] {
  if (plan === undefined) return [];
  return [
    ...(plan.create === undefined
      ? []
      : costOfResource(childName(name, "pullThroughSecret"), "aws:secretsmanager:Secret")),
    ...costOfResource("images in the pull-through cache", "aws:ecr:Repository"),
  ];
}
