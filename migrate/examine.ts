// How a tag stands between source and target.

import type { BlobRepository } from "../registry/blobs";
import { headContent } from "../registry/content";
import { REGISTRY_ERROR, RegistryError } from "../registry/errors";
import { type ImageTree, readTree, type TreeOptions } from "./imageTree";
import type { Job } from "./openRepository";

/**
 * `new`: not at the target. `same`: there, with the same digest. `conflict`: there, with another digest. `gone`: no longer at
 * the source. `unsupported`: the target does not take it. `incomplete`: the source does not have all of it. `failed`: a
 * registry gave no usable answer.
 */
export type TagState = "new" | "same" | "conflict" | "gone" | "unsupported" | "incomplete" | "failed";

/** A tag at both ends. */
export interface TagReport {
  /** `registry.gitlab.com/acme/web`. */
  readonly source: string;
  readonly target: string;
  /** A tag, or a digest that has none. */
  readonly reference: string;
  readonly state: TagState;
  /** The digest at the source. */
  readonly digest?: string;
  /** The digest at the target. */
  readonly targetDigest?: string;
  /** The digest that a rewritten manifest gets. */
  readonly rewrittenDigest?: string;
  readonly reason?: string;
}

/** A report, with the image where it is to be copied. */
export interface Examination {
  readonly report: TagReport;
  readonly tree?: ImageTree;
}

/** Compares a tag at both ends; reads the whole image only where it has to be copied. */
export async function examine(job: Job, options: TreeOptions): Promise<Examination> {
  const comparison = compare(job, options);
  const { pending } = job.repository;
  pending.add(comparison);
  try {
    return await comparison;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { report: { ...describe(job), state: "failed", reason: error.message } };
  } finally {
    pending.delete(comparison);
  }
}

async function compare(job: Job, options: TreeOptions): Promise<Examination> {
  const { repository, reference } = job;
  const { source, target, targetIsEmpty, taken } = repository;
  const [digest, targetDigest] = await Promise.all([
    headOrNone(source, reference),
    targetIsEmpty ? undefined : headOrNone(target, reference),
  ]);
  const base = { ...describe(job), ...(targetDigest !== undefined && { targetDigest }) };
  if (digest === undefined)
    return { report: { ...base, state: "gone", reason: "the source listed it, but no longer has it" } };
  taken.set(digest);
  const report = { ...base, digest };
  if (digest === targetDigest) return { report: { ...report, state: "same" } };

  const tree = await readTree(source.client, { repository: source.repository, digest }, options);
  if ("kind" in tree) return { report: { ...report, state: tree.kind, reason: tree.reason } };
  const rewritten = tree.content.digest === digest ? {} : { rewrittenDigest: tree.content.digest };
  if (targetDigest === undefined) return { report: { ...report, ...rewritten, state: "new" }, tree };
  if (targetDigest === tree.content.digest) return { report: { ...report, ...rewritten, state: "same" } };
  const reason = `the target has ${targetDigest}`;
  return { report: { ...report, ...rewritten, state: "conflict", reason }, tree };
}

/** The names of both ends. */
export function describe({
  repository: { source, target },
  reference,
}: Job): Pick<TagReport, "source" | "target" | "reference"> {
  return { source: nameOf(source), target: nameOf(target), reference };
}

/** A repository with its registry. */
export function nameOf({ client, repository }: BlobRepository): string {
  return `${client.registry}/${repository}`;
}

/** The digest of a tag; undefined where there is none. */
export async function headOrNone(
  { client, repository }: BlobRepository,
  reference: string,
): Promise<string | undefined> {
  try {
    return await headContent(client, repository, reference);
  } catch (error) {
    if (error instanceof RegistryError && error.code === REGISTRY_ERROR.NOT_FOUND) return undefined;
    throw error;
  }
}
