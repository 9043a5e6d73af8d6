// Which images of a repository stay, and why. Pure.

import picomatch from "picomatch";
import { companionOf } from "../selection";
import type { StoredImage, StoredRepository } from "./images";

/** What protects images. */
export interface PruneRules {
  /** Images used by ECS and Lambda: what uses them, by digest or tag. */
  readonly used: (repository: string, reference: string) => string | undefined;
  /** Patterns of tags that stay. */
  readonly keep: readonly string[];
  /** Images pushed at this time or later stay, in milliseconds since 1970. */
  readonly pushedBefore: number;
}

/** An image with the decision about it. */
export interface PruneDecision {
  readonly image: StoredImage;
  /** Why it stays; undefined: it goes. */
  readonly keptFor?: string;
}

/** A repository's decisions. */
export interface RepositoryDecision {
  readonly name: string;
  readonly decisions: readonly PruneDecision[];
  /** Bytes of blobs and manifests that no image needs any more. */
  readonly freedBytes: number;
}

/** Decides about every image of a repository. */
export function decide({ name, images }: StoredRepository, rules: PruneRules): RepositoryDecision {
  const kept = new Map<string, string>();
  const byDigest = new Map(images.map((image) => [image.digest, image]));
  const matches = picomatch([...rules.keep]);
  const isKeptTag = (tag: string): boolean => rules.keep.length > 0 && matches(tag);
  for (const image of images) {
    const reason = protect(name, image, { ...rules, isKeptTag });
    if (reason !== undefined) kept.set(image.digest, reason);
  }
  // Whoever runs one platform may want the others tomorrow.
  for (const index of images) {
    const child = index.children.find((digest) => kept.has(digest));
    if (child !== undefined && !kept.has(index.digest)) kept.set(index.digest, `lists ${child}`);
  }
  // Children, signatures and their signatures follow, until nothing new is found.
  for (let size = -1; size !== kept.size;) {
    size = kept.size;
    for (const digest of [...kept.keys()])
      for (const child of byDigest.get(digest)?.children ?? [])
        if (byDigest.has(child) && !kept.has(child)) kept.set(child, `is part of ${digest}`);
    for (const image of images) {
      const subject = subjectOf(image, byDigest);
      if (subject !== undefined && kept.has(subject) && !kept.has(image.digest))
        kept.set(image.digest, `describes ${subject}`);
    }
  }
  const decisions = images.map((image) => {
    const keptFor = kept.get(image.digest);
    return { image, ...(keptFor !== undefined && { keptFor }) };
  });
  return { name, decisions, freedBytes: countFreed(decisions) };
}

/** The digests to delete, indexes before what they list: ECR refuses the other order. */
export function deletionOrder({ decisions }: RepositoryDecision): string[] {
  const gone = decisions.filter(({ keptFor }) => keptFor === undefined).map(({ image }) => image);
  const children = new Set(gone.flatMap((image) => image.children));
  const isListed = ({ digest }: StoredImage): boolean => children.has(digest);
  return [...gone.filter((image) => !isListed(image)), ...gone.filter(isListed)].map(({ digest }) => digest);
}

function protect(
  repository: string,
  { digest, tags, pushedAt }: StoredImage,
  { used, pushedBefore, isKeptTag }: PruneRules & { readonly isKeptTag: (tag: string) => boolean },
): string | undefined {
  const user = [digest, ...tags].map((reference) => used(repository, reference)).find((by) => by !== undefined);
  if (user !== undefined) return `used by ${user}`;
  const tag = tags.find(isKeptTag);
  if (tag !== undefined) return `--keep matches ${tag}`;
  return pushedAt >= pushedBefore ? "was pushed recently" : undefined;
}

/** What a signature, an attestation or a list of them describes, by its manifest or by its tag; only what is still there. */
function subjectOf({ subject, tags }: StoredImage, byDigest: ReadonlyMap<string, StoredImage>): string | undefined {
  return [subject, ...tags.map(companionOf)].find((digest) => digest !== undefined && byDigest.has(digest));
}

function countFreed(decisions: readonly PruneDecision[]): number {
  const kept = new Set(
    decisions.flatMap(({ image, keptFor }) => (keptFor === undefined ? [] : [...image.blobs.keys()])),
  );
  const freed = new Map<string, number>();
  let manifests = 0;
  for (const { image, keptFor } of decisions) {
    if (keptFor !== undefined) continue;
    manifests += image.manifestBytes;
    for (const [digest, size] of image.blobs) if (!kept.has(digest)) freed.set(digest, size);
  }
  return [...freed.values()].reduce((sum, size) => sum + size, manifests);
}
