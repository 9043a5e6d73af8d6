// Moves images: every blob once per target repository, children before their index, digests checked on the way.

import { listingProblems } from "./outcome";
import { forEachConcurrently, Pace, Semaphore } from "./concurrency";
import { copyImage, type CopyContext } from "./copyImage";
import { DigestMap } from "./digestMap";
import { EcrRepositories } from "./ecr";
import { MigrationError } from "./errors";
import type { CopiedTag, CopyEvent, SkipEvent } from "./copyEvents";
import { describe, examine } from "./examine";
import type { Migration } from "./migration";
import { type Job, listJobs, type OpenRepository, type SkippedRepository } from "./openRepository";
import { ECR_PUTS_PER_SECOND } from "./plan";

/** How to copy. */
export interface CopyOptions {
  /** Whether tags that have another digest at the target are overwritten. @default false */
  readonly overwrite?: boolean;
  /** Tags of repositories that are created at ECR. */
  readonly repositoryTags?: Readonly<Record<string, string>>;
  /** Told of everything that happens, as it happens. */
  readonly onEvent: (event: CopyEvent) => void;
}

/** The habit of the field: more blobs at once gain little and trouble registries. */
const BLOBS_AT_ONCE = 4;
const TAGS_AT_ONCE = 8;

/** Copies whatever is new. One image that fails does not stop the others. */
export async function copy(migration: Migration, options: CopyOptions): Promise<void> {
  const { connections, listing, tree, target } = migration;
  const { onEvent, overwrite = false } = options;
  const ecrApi = await connections.ecr(target.registry);
  const { clock } = connections.http;
  const context: CopyContext = {
    blobs: new Semaphore(BLOBS_AT_ONCE),
    ...(tree.rules === "ecr" && { pace: new Pace(ECR_PUTS_PER_SECOND, clock) }),
    blobRepositories: new DigestMap(),
    repositoryNames: [],
    withoutReferrers: new WeakSet(),
    onEvent,
  };
  const repositories = ecrApi === undefined ? undefined : new EcrRepositories(ecrApi, options.repositoryTags);
  const ready = new Map<OpenRepository, Promise<void>>();
  const prepare = async ({ target: end }: OpenRepository): Promise<void> => {
    const made = await repositories?.ensure(end.repository);
    if (made !== undefined && made.outcome !== "exists")
      onEvent({ event: "repository", name: end.repository, ...made });
  };

  for (const skipped of listingProblems(listing)) onEvent({ event: "skipped", ...skipped });
  await forEachConcurrently(listJobs(migration), TAGS_AT_ONCE, async (job) => {
    if ("state" in job) {
      onEvent(toSkipEvent(job));
      return;
    }
    onEvent({ event: "tag", ...(await copyTag(job)) });
  });

  async function copyTag(job: Job): Promise<CopiedTag> {
    const { report, tree: image } = await examine(job, tree);
    const wanted = report.state === "new" || report.state === "same" || (report.state === "conflict" && overwrite);
    if (!wanted) return report;
    try {
      if (image !== undefined && report.state !== "same") {
        const { repository } = job;
        const prepared = ready.get(repository) ?? prepare(repository);
        ready.set(repository, prepared);
        await prepared;
      }
      return await copyImage(context, job, { report, tree: image });
    } catch (error) {
      if (!(error instanceof MigrationError)) throw error;
      return { ...report, ...describe(job), state: "failed", reason: error.message };
    }
  }
}

function toSkipEvent({ pair, state, reason }: SkippedRepository): SkipEvent {
  return { event: "skipped", source: `${pair.registry}/${pair.repository}`, reason, incomplete: state !== "empty" };
}
