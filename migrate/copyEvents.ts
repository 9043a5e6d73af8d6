// What a copy tells while it works.

import type { BlobOutcome } from "../registry/blobs";
import type { RepositoryOutcome } from "./ecr";
import type { TagReport } from "./examine";

/** What became of a tag. */
export interface CopiedTag extends Omit<TagReport, "state"> {
  readonly state: TagReport["state"] | "copied";
}

/** Everything that a copy tells. */
export type CopyEvent = RepositoryEvent | BlobEvent | BytesEvent | TagEvent | SkipEvent;

/** A repository was missing at ECR. */
export interface RepositoryEvent extends RepositoryOutcome {
  readonly event: "repository";
  readonly name: string;
}

/** A blob is at the target, or could not be copied. */
export interface BlobEvent {
  readonly event: "blob";
  readonly repository: string;
  readonly digest: string;
  readonly size: number;
  readonly outcome: BlobOutcome | "failed";
}

/** Bytes have passed; a negative number takes back those of an attempt that failed. */
export interface BytesEvent {
  readonly event: "bytes";
  readonly repository: string;
  readonly digest: string;
  readonly size: number;
  readonly count: number;
}

/** A tag is done. */
export interface TagEvent extends CopiedTag {
  readonly event: "tag";
}

/** A repository, or something else of the source, has no images to move. */
export interface SkipEvent {
  readonly event: "skipped";
  readonly source: string;
  readonly reason: string;
  /** Whether images may be missing for that reason. */
  readonly incomplete: boolean;
}
