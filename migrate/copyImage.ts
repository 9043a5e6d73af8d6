// One image with everything that belongs to it: blobs, children, the manifest itself, signatures.

import { copyBlob, type BlobOutcome, hasBlob } from "../registry/blobs";
import { REGISTRY_ERROR, RegistryError } from "../registry/errors";
import { type Descriptor, INDEX_TYPES } from "../registry/manifest";
import { putManifest, readReferrers, referrersTag } from "../registry/push";
import type { Pace, Semaphore } from "./concurrency";
import type { CopiedTag, CopyEvent } from "./copyEvents";
import type { DigestMap } from "./digestMap";
import { headOrNone, type TagReport } from "./examine";
import { type ImageTree, readTree } from "./imageTree";
import type { Job, OpenRepository } from "./openRepository";

/** What all images of a migration share. */
export interface CopyContext {
  readonly blobs: Semaphore;
  /** The limit of storing manifests. */
  readonly pace?: Pace;
  /** Where at the target a blob is already, as an index into `repositoryNames`. */
  readonly blobRepositories: DigestMap;
  readonly repositoryNames: string[];
  /** Repositories whose source does not answer the referrers API: a refusal may be that of one repository. */
  readonly withoutReferrers: WeakSet<OpenRepository>;
  readonly onEvent: (event: CopyEvent) => void;
}

/** Signatures may be signed in turn. */
const MAX_REFERRER_DEPTH = 3;

/** Copies an image to its tag, then what describes it. A tag that is the `same` gets only what is missing of the latter. */
export async function copyImage(
  context: CopyContext,
  { repository, reference }: Job,
  { report, tree }: { report: TagReport; tree: ImageTree | undefined },
): Promise<CopiedTag> {
  try {
    if (tree !== undefined && report.state !== "same") {
      await storeContents(context, repository, tree);
      const conflict = await storeTag(context, repository, { reference, tree, report });
      if (conflict !== undefined) return conflict;
    }
    const digests = tree === undefined ? [report.digest ?? ""] : digestsOf(tree);
    for (const digest of digests) await copyReferrers(context, repository, { digest, depth: 0 });
    return report.state === "same" ? report : { ...report, state: "copied" };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { ...report, state: "failed", reason: error.message };
  }
}

/** Stores what has to be there before the image's own manifest. */
async function storeContents(context: CopyContext, repository: OpenRepository, tree: ImageTree): Promise<void> {
  await all([
    ...tree.children.map((child) => storeByDigest(context, repository, child)),
    ...tree.content.blobs.map((blob) => repository.stored.run(blob.digest, () => storeBlob(context, repository, blob))),
  ]);
}

function storeByDigest(context: CopyContext, repository: OpenRepository, tree: ImageTree): Promise<void> {
  const { target, targetIsEmpty, stored } = repository;
  const { digest } = tree.content;
  return stored.run(digest, async () => {
    // Whoever has the manifest has all below it.
    if (!targetIsEmpty && (await headOrNone(target, digest)) === digest) return;
    await storeContents(context, repository, tree);
    await put(repository, { reference: digest, tree }, context.pace);
  });
}

async function storeBlob(context: CopyContext, { source, target }: OpenRepository, blob: Descriptor): Promise<void> {
  const { blobs, blobRepositories, repositoryNames, onEvent } = context;
  await blobs.run(async () => {
    const known = blobRepositories.get(blob.digest);
    const sameRegistry = source.client.registry === target.client.registry;
    const mountFrom = known === undefined ? (sameRegistry ? source.repository : undefined) : repositoryNames[known];
    const { digest, size } = blob;
    const about = { repository: target.repository, digest, size };
    const onBytes = (count: number): void => onEvent({ event: "bytes", ...about, count });
    let outcome: BlobOutcome | "failed" = "failed";
    try {
      outcome = (await hasBlob(target, digest))
        ? "exists"
        : await copyBlob({ source, target, blob, mountFrom, onBytes });
    } finally {
      onEvent({ event: "blob", ...about, outcome });
    }
    if (known === undefined) blobRepositories.set(digest, indexOf(repositoryNames, target.repository));
  });
}

function indexOf(names: string[], name: string): number {
  const at = names.lastIndexOf(name);
  return at < 0 ? names.push(name) - 1 : at;
}

/** Stores the tag; gives a report where another copy or an immutable tag was in the way. */
async function storeTag(
  context: CopyContext,
  repository: OpenRepository,
  { reference, tree, report }: { reference: string; tree: ImageTree; report: TagReport },
): Promise<CopiedTag | undefined> {
  // A digest of the list means the manifest that it becomes.
  const name = reference === tree.digest ? tree.content.digest : reference;
  try {
    await put(repository, { reference: name, tree }, context.pace);
    return undefined;
  } catch (error) {
    // ECR refuses an immutable tag even for the same bytes.
    if (!(error instanceof RegistryError) || error.status !== 400) throw error;
    const targetDigest = await headOrNone(repository.target, name);
    if (targetDigest === tree.content.digest) return undefined;
    if (targetDigest === undefined || error.code === REGISTRY_ERROR.NOT_FOUND) throw error;
    return { ...report, targetDigest, state: "conflict", reason: `the target has ${targetDigest}, and keeps it` };
  }
}

async function put(
  { target: { client, repository }, source }: OpenRepository,
  { reference, tree }: { readonly reference: string; readonly tree: ImageTree },
  pace: Pace | undefined,
): Promise<void> {
  const { mediaType, body, subject } = tree.content;
  await pace?.wait(client.http.signal);
  const { listsReferrers } = await putManifest(client, { repository, reference, mediaType, body });
  if (subject !== undefined && !listsReferrers) await storeReferrersTag({ client, repository, source, subject });
}

/** Registries without the referrers API find signatures by a tag with their list, which clients maintain. */
async function storeReferrersTag({
  client,
  repository,
  source,
  subject,
}: Pick<OpenRepository, "source"> & OpenRepository["target"] & { subject: string }): Promise<void> {
  const listed = await readReferrers(source.client, source.repository, subject);
  // A source without the API has that tag itself, and it is copied as every other tag.
  if (listed === undefined || listed.length === 0) return;
  const [mediaType = ""] = INDEX_TYPES;
  const manifests = listed.map(({ mediaType, digest, size, artifactType, annotations }) => ({
    mediaType,
    digest,
    size,
    ...(artifactType !== undefined && { artifactType }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  }));
  const body = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
  await putManifest(client, { repository, reference: referrersTag(subject), mediaType, body });
}

async function copyReferrers(
  context: CopyContext,
  repository: OpenRepository,
  { digest, depth }: { readonly digest: string; readonly depth: number },
): Promise<void> {
  const { source } = repository;
  if (depth > MAX_REFERRER_DEPTH || context.withoutReferrers.has(repository)) return;
  const referrers = await readReferrers(source.client, source.repository, digest);
  if (referrers === undefined) {
    context.withoutReferrers.add(repository);
    return;
  }
  for (const referrer of referrers) {
    const image = { repository: source.repository, digest: referrer.digest };
    const tree = await readTree(source.client, image, { rules: "oci", rewrite: false });
    if ("kind" in tree) continue;
    await storeByDigest(context, repository, tree);
    await copyReferrers(context, repository, { digest: referrer.digest, depth: depth + 1 });
  }
}

function digestsOf({ digest, children }: ImageTree): string[] {
  return [digest, ...children.flatMap(digestsOf)];
}

/** Waits for all, so that nothing goes on behind a failure; throws the first one. */
async function all(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}
