// What a migration would do: listed tag by tag, nothing written.

import { parseEcrHost } from "../model/ecrNames";
import { priceIn } from "../model/priceList";
import { hasBlob } from "../registry/blobs";
import { RegistryError } from "../registry/errors";
import { mapConcurrently } from "./concurrency";
import { examine, type Examination, type TagReport } from "./examine";
import { blobsOf, manifestsOf } from "./imageTree";
import type { Migration } from "./migration";
import { type Job, listJobs, type SkippedRepository } from "./openRepository";
import { type Counts, listingProblems, OutcomeCounts } from "./outcome";

/** A line of a plan. */
export interface PlannedTag extends TagReport {
  /** Bytes that this tag adds to what has to be moved: layers that another tag brings do not count again. */
  readonly bytes?: number;
}

/** What a plan comes to. */
export interface PlanSummary {
  readonly repositories: number;
  readonly tags: number;
  readonly states: Counts;
  /** Names that the target does not take as they are. */
  readonly renames: readonly { readonly from: string; readonly to: string }[];
  readonly bytes: number;
  readonly manifests: number;
  /** The least that storing the manifests takes at ECR's limit; undefined for other registries. */
  readonly ecrSeconds?: number;
  /** USD a month for what is added, at ECR's list price; undefined for other registries. */
  readonly usdPerMonth?: number;
  /** Repositories without images to move, and why. */
  readonly skipped: readonly { readonly source: string; readonly reason: string; readonly incomplete: boolean }[];
}

/** ECR's limit of PutImage in a second. */
export const ECR_PUTS_PER_SECOND = 10;

const TAGS_AT_ONCE = 16;

/** Plans a migration; gives line by line, and in the end the sum. Holds one repository's digests, not its lines. */
export async function* plan(migration: Migration): AsyncGenerator<PlannedTag, PlanSummary> {
  const { listing, tree, target } = migration;
  const counts = new OutcomeCounts();
  const skipped = listingProblems(listing);
  const sum = { bytes: 0, manifests: 0 };

  const examined = mapConcurrently(listJobs(migration), TAGS_AT_ONCE, async (job) =>
    "repository" in job ? { job, ...(await examine(job, tree)) } : job,
  );
  for await (const found of mapConcurrently(examined, TAGS_AT_ONCE, measure)) {
    if (!("report" in found)) {
      const source = `${found.pair.registry}/${found.pair.repository}`;
      skipped.push({ source, reason: found.reason, incomplete: found.state !== "empty" });
      continue;
    }
    const { report, bytes, manifests } = found;
    counts.add(report.state);
    sum.bytes += bytes;
    sum.manifests += manifests;
    yield { ...report, ...(report.state === "new" && { bytes }) };
  }

  const region = parseEcrHost(target.registry)?.region;
  return {
    repositories: listing.repositories.length,
    tags: counts.tags,
    states: counts.states,
    ...sum,
    renames: listing.repositories.flatMap(({ path, target: { name, ...rest } }) =>
      "changed" in rest && rest.changed ? [{ from: path, to: name }] : [],
    ),
    ...(tree.rules === "ecr" && { ecrSeconds: Math.ceil(sum.manifests / ECR_PUTS_PER_SECOND) }),
    ...(region !== undefined && { usdPerMonth: storageCost(sum.bytes, region) }),
    skipped,
  };
}

interface Measured {
  readonly report: TagReport;
  readonly bytes: number;
  readonly manifests: number;
}

/** Counts what a new tag adds to its repository: what tags before it have not brought. */
async function measure(found: (Examination & { job: Job }) | SkippedRepository): Promise<Measured | SkippedRepository> {
  if (!("job" in found)) return found;
  const { job, report, tree } = found;
  const { target, targetIsEmpty, stored } = job.repository;
  if (report.state !== "new" || tree === undefined) return { report, bytes: 0, manifests: 0 };
  // Claimed at once, in the order of the tags: a plan is the same each time.
  const manifests = manifestsOf(tree).filter(({ content }) => stored.claim(content.digest));
  const blobs = blobsOf(tree).filter(({ digest }) => stored.claim(digest));
  try {
    const sizes = await Promise.all(
      blobs.map(async ({ digest, size }) => (!targetIsEmpty && (await hasBlob(target, digest)) ? 0 : size)),
    );
    const bytes = [...sizes, ...manifests.map(({ content }) => content.body.length)].reduce(
      (sum, size) => sum + size,
      0,
    );
    return { report, bytes, manifests: manifests.length };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { report: { ...report, state: "failed", reason: error.message }, bytes: 0, manifests: 0 };
  }
}

/** ECR bills GB of 2^30 bytes. */
function storageCost(bytes: number, region: string): number {
  return (bytes / 2 ** 30) * priceIn("ecrStorage", region).usd;
}
