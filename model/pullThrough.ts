// ECR's pull-through cache of ghcr.io: repositories that ECR fills when they are pulled from
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html, 2026-11).

import { createHash } from "node:crypto";
import type { Check } from "./checks";
import { checkNamespace, ecrHost, repositoryArn } from "./ecrNames";
import type { ImageReference } from "./imageReference";
import type { AwsEnvironment, Statement } from "./policies";
import { quote } from "./problems";

/** What the name of a secret has to start with for ECR to read it. */
export const PULL_THROUGH_SECRET = "ecr-pullthroughcache/";

/** How many manifests a cached repository keeps: 100 versions of an image for one platform, with its index and attestation. */
const MAX_CACHED = 300;

const PREFIX_LENGTH = { min: 2, max: 30 };
const HASH_LENGTH = 8;

/** What the names of the cached repositories start with, before the slash. */
export const checkPullThroughPrefix: Check<string> = (prefix) =>
  checkNamespace(prefix) ??
  (prefix.length < PREFIX_LENGTH.min || prefix.length > PREFIX_LENGTH.max
    ? {
        wrong: `${quote(prefix)} has ${prefix.length} characters`,
        fix: `use ${PREFIX_LENGTH.min} to ${PREFIX_LENGTH.max}`,
      }
    : undefined);

/** A prefix for a component's own rule: an account and Region can have one rule with it, so that the rest of the seed tells stacks apart. */
export function pullThroughPrefix(component: string, seed: readonly string[]): string {
  const hash = createHash("sha256")
    .update([component, ...seed].join("\0"))
    .digest("hex")
    .slice(0, HASH_LENGTH);
  const words = component.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const start = words.join("-").slice(0, PREFIX_LENGTH.max - HASH_LENGTH - 1);
  return [...start.split("-").filter((word) => word !== ""), hash].join("-");
}

/** An image of ghcr.io, as it is pulled through the cache. */
export function cachedImage(environment: AwsEnvironment, prefix: string, image: ImageReference): ImageReference {
  return { ...image, registry: ecrHost(environment), repository: `${prefix}/${image.repository}` };
}

/** What the execution role needs besides the right to pull: ECR creates the repository and fetches the image in its name. */
export function pullThroughStatement(environment: AwsEnvironment, images: readonly ImageReference[]): Statement {
  const repositories = new Set(images.map(({ repository }) => repositoryArn(environment, repository)));
  return {
    Sid: "PullThroughCache",
    Effect: "Allow",
    Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
    Resource: [...repositories],
  };
}

/** The lifecycle policy of cached repositories. Not by age or tag: a digest that runs is pulled again whenever a task starts. */
export function cacheLifecyclePolicy(): string {
  const selection = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: MAX_CACHED };
  const description = `Keep the ${MAX_CACHED} newest manifests`;
  return JSON.stringify({ rules: [{ rulePriority: 1, description, selection, action: { type: "expire" } }] });
}
