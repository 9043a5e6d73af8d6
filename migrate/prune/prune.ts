// The clean-up of an ECR namespace that knows what runs.

import { isSameRegistry } from "../../model/ecrNames";
import { parseImageReference } from "../../model/imageReference";
import { AwsCallError } from "../errors";
import type { Target } from "../target";
import { decide, deletionOrder, type PruneRules, type RepositoryDecision } from "./decide";
import { IMAGES_PER_CALL, type PruneApi, readRepositories } from "./images";
import { type InUseApi, listUsedImages } from "./inUse";

/** What to clean up, and what to spare. */
export interface PruneRequest {
  readonly target: Target;
  /** How many of the last revisions of each task definition family are spared. */
  readonly revisions: number;
  readonly keep: readonly string[];
  /** Images pushed at this time or later are spared, in milliseconds since 1970. */
  readonly pushedBefore: number;
}

/** AWS, as far as a clean-up needs it. */
export interface PruneAccess {
  readonly ecr: PruneApi;
  /** Every Region that may run the namespace's images. */
  readonly regions: readonly InUseApi[];
}

/** What was deleted of a repository, and what was not. */
export interface PruneOutcome {
  readonly deleted: number;
  readonly failures: readonly string[];
}

/** Plans a clean-up, repository by repository. Deletes nothing. */
export async function* planPrune(
  request: PruneRequest,
  { ecr, regions }: PruneAccess,
): AsyncGenerator<RepositoryDecision> {
  const { target, revisions, keep, pushedBefore } = request;
  const rules: PruneRules = { used: await readUsed(target.registry, revisions, regions), keep, pushedBefore };
  for await (const repository of readRepositories(ecr, target.namespace)) yield decide(repository, rules);
}

/** Deletes what a plan decided, in batches, except what has come into use since. */
export async function applyPrune(
  decision: RepositoryDecision,
  { target, revisions }: PruneRequest,
  { ecr, regions }: PruneAccess,
): Promise<PruneOutcome> {
  const used = await readUsed(target.registry, revisions, regions);
  const tagsOf = new Map(decision.decisions.map(({ image }) => [image.digest, image.tags]));
  const isUsed = (digest: string): boolean =>
    [digest, ...(tagsOf.get(digest) ?? [])].some((reference) => used(decision.name, reference) !== undefined);
  const digests = deletionOrder(decision);
  const spared = digests.filter(isUsed);
  const failures = spared.map((digest) => `${digest}: has come into use; plan again`);
  // What has come into use may be listed by, or list, what is left: that repository waits for the next plan.
  if (spared.length > 0) return { deleted: 0, failures };

  let deleted = 0;
  for (let at = 0; at < digests.length; at += IMAGES_PER_CALL) {
    const imageIds = digests.slice(at, at + IMAGES_PER_CALL).map((imageDigest) => ({ imageDigest }));
    const answer = await ecr.batchDeleteImage({ repositoryName: decision.name, imageIds }).catch((error: unknown) => {
      throw new AwsCallError("ecr:BatchDeleteImage", error);
    });
    const failed = answer.failures ?? [];
    failures.push(
      ...failed.map(({ imageId, failureCode }) => `${imageId?.imageDigest ?? ""}: ${failureCode ?? "failed"}`),
    );
    deleted += imageIds.length - failed.length;
  }
  return { deleted, failures };
}

/** What uses which image of a registry. */
async function readUsed(
  registry: string,
  revisions: number,
  regions: readonly InUseApi[],
): Promise<PruneRules["used"]> {
  const users = new Map<string, string>();
  for (const api of regions) {
    for await (const { image: text, by } of listUsedImages(api, revisions)) {
      const { image } = parseImageReference(text);
      if (image === undefined || !isSameRegistry(image.registry, registry)) continue;
      // A digest decides where both are given, but the tag is spared too: somebody wrote it down.
      for (const reference of [image.digest, image.tag ?? (image.digest === undefined ? "latest" : undefined)])
        if (reference !== undefined) users.set(`${image.repository} ${reference}`, by);
    }
  }
  return (repository, reference) => users.get(`${repository} ${reference}`);
}
