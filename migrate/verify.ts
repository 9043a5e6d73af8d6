// The proof: every tag has the same digest at both ends, and the target really has what the digest names.

import { getContent } from "../registry/content";
import { REGISTRY_ERROR, RegistryError } from "../registry/errors";
import { hasBlob } from "../registry/blobs";
import { readReferrers } from "../registry/push";
import { mapConcurrently } from "./concurrency";
import { describe, headOrNone, type TagReport } from "./examine";
import { readTree } from "./imageTree";
import type { Migration } from "./migration";
import { hasTagsElsewhere, type Job, listJobs, type OpenRepository, type SkippedRepository } from "./openRepository";
import { listingProblems } from "./outcome";

/**
 * `same`: proven. `different`: another digest at the target. `missing`: not there, or a part of it is not. `gone`: no longer at
 * the source, so that nothing can be proven.
 */
export type VerifyState = "same" | "different" | "missing" | "gone" | "unsupported" | "failed";

/** A tag with its proof. */
export interface VerifiedTag extends Omit<TagReport, "state"> {
  readonly state: VerifyState;
}

/** A part of the source that has no tags to prove. */
export interface SkippedPart {
  readonly source: string;
  readonly reason: string;
  readonly incomplete: boolean;
}

const TAGS_AT_ONCE = 16;

/** Verifies tag by tag. Nothing is proven where no tag is taken, unless it is another machine's part that has them. */
export async function* verify(
  migration: Migration,
  { withBlobs = false }: { withBlobs?: boolean } = {},
): AsyncGenerator<VerifiedTag | SkippedPart> {
  const { listing, source, tree } = migration;
  const problems = listingProblems(listing);
  yield* problems;
  const withoutReferrers = new WeakSet<OpenRepository>();
  const work = async (job: Job | SkippedRepository): Promise<VerifiedTag | SkippedPart> => {
    if ("state" in job) return toSkippedPart(job);
    const verification = verifyTag(job);
    job.repository.pending.add(verification);
    try {
      return await verification;
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      return { ...describe(job), state: "failed", reason: error.message };
    } finally {
      job.repository.pending.delete(verification);
    }
  };
  let hasFindings = problems.some(({ incomplete }) => incomplete);
  for await (const found of mapConcurrently(listJobs(migration), TAGS_AT_ONCE, work)) {
    hasFindings ||= !("incomplete" in found) || found.incomplete;
    yield found;
  }
  if (hasFindings) return;
  yield (await hasTagsElsewhere(migration))
    ? { source, reason: "this part has no tags; others do", incomplete: false }
    : { source, reason: "no tag is selected, so that nothing is proven", incomplete: true };

  async function verifyTag(job: Job): Promise<VerifiedTag> {
    const { repository, reference } = job;
    const { source, target, taken } = repository;
    const digest = await headOrNone(source, reference);
    if (digest === undefined)
      return { ...describe(job), state: "gone", reason: "the source listed it, but no longer has it" };
    taken.set(digest);
    const wanted = await expectedDigest(repository, digest);
    if (typeof wanted !== "string") return { ...describe(job), digest, state: "unsupported", reason: wanted.reason };

    const name = reference === digest ? wanted : reference;
    const targetDigest = await headOrNone(target, name);
    const report = {
      ...describe(job),
      digest,
      ...(targetDigest !== undefined && { targetDigest }),
      ...(wanted !== digest && { rewrittenDigest: wanted }),
    };
    if (targetDigest === undefined) return { ...report, state: "missing", reason: "the target does not have it" };
    if (targetDigest !== wanted) return { ...report, state: "different", reason: `the target has ${targetDigest}` };

    const missing = (await missingPart(repository, wanted)) ?? (await missingReferrer(repository, digest));
    if (missing !== undefined) return { ...report, state: "missing", reason: missing };
    return { ...report, state: "same" };
  }

  /** The digest that the target should have. */
  async function expectedDigest(
    { source }: OpenRepository,
    digest: string,
  ): Promise<string | { readonly reason: string }> {
    if (!tree.rewrite) return digest;
    const image = await readTree(source.client, { repository: source.repository, digest }, tree);
    return "kind" in image ? image : image.content.digest;
  }

  /** Reads a manifest and its children from the target, where their bytes must have their digests. */
  async function missingPart(repository: OpenRepository, digest: string): Promise<string | undefined> {
    const { target, stored } = repository;
    let missing: string | undefined;
    await stored
      .run(digest, async () => {
        const content = await getContent(target.client, target.repository, digest).catch((error: unknown) => {
          if (error instanceof RegistryError && error.code === REGISTRY_ERROR.NOT_FOUND) return undefined;
          throw error;
        });
        if (content === undefined) throw new MissingPart(`the target does not have ${digest}`);
        if ("unsupported" in content) return;
        for (const child of content.children) {
          const part = await missingPart(repository, child.digest);
          if (part !== undefined) throw new MissingPart(part);
        }
        if (!withBlobs) return;
        for (const blob of content.blobs)
          await stored.run(blob.digest, async () => {
            if (!(await hasBlob(target, blob.digest)))
              throw new MissingPart(`the target does not have the blob ${blob.digest}`);
          });
      })
      .catch((error: unknown) => {
        if (!(error instanceof MissingPart)) throw error;
        missing = error.message;
      });
    return missing;
  }

  /** A signature or SBOM of the source that the target lacks. */
  async function missingReferrer(repository: OpenRepository, digest: string): Promise<string | undefined> {
    if (withoutReferrers.has(repository)) return undefined;
    const { source, target } = repository;
    const referrers = await readReferrers(source.client, source.repository, digest);
    if (referrers === undefined) withoutReferrers.add(repository);
    for (const referrer of referrers ?? [])
      if ((await headOrNone(target, referrer.digest)) === undefined)
        return `the target does not have ${referrer.digest}, which describes the image`;
    return undefined;
  }
}

/** Passes a finding through work that is shared between tags. */
class MissingPart extends Error {}

function toSkippedPart({ pair, state, reason }: SkippedRepository): SkippedPart {
  return { source: `${pair.registry}/${pair.repository}`, reason, incomplete: state !== "empty" };
}
