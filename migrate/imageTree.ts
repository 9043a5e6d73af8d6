// An image with everything below it, as the source has it and as the target will have it.

import { type Content, getContent } from "../registry/content";
import type { RegistryClient } from "../registry/client";
import { REGISTRY_ERROR, RegistryError } from "../registry/errors";
import { type Descriptor, digestOf } from "../registry/manifest";
import type { NameRules } from "./names";

/** A manifest with its children read. */
export interface ImageTree {
  /** What the source has. */
  readonly digest: string;
  /** What the target gets: the same, unless it had to be rewritten. */
  readonly content: Content;
  readonly children: readonly ImageTree[];
}

/** Why an image cannot be moved as it is. */
export interface Obstacle {
  readonly kind: "unsupported" | "incomplete";
  readonly reason: string;
}

/** How to read a tree. */
export interface TreeOptions {
  readonly rules: NameRules;
  /** Whether to change what the target refuses, which changes digests. */
  readonly rewrite: boolean;
}

/** Indexes within indexes are rare, and a circle of digests cannot exist; a limit costs nothing. */
const MAX_DEPTH = 5;

const DIGEST_ALGORITHM = /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/;

/** Reads an image with its children. */
export async function readTree(
  client: RegistryClient,
  image: { readonly repository: string; readonly digest: string; readonly depth?: number },
  options: TreeOptions,
): Promise<ImageTree | Obstacle> {
  const { repository, digest, depth = 0 } = image;
  if (depth > MAX_DEPTH) return { kind: "unsupported", reason: "indexes are nested too deeply" };
  const content = await getContent(client, repository, digest);
  if ("unsupported" in content) return { kind: "unsupported", reason: content.unsupported };
  const foreign = content.blobs.find((blob) => !DIGEST_ALGORITHM.test(blob.digest));
  if (foreign !== undefined)
    return { kind: "unsupported", reason: `the digest ${foreign.digest} is of an unknown kind` };

  const children: ImageTree[] = [];
  for (const child of content.children) {
    const tree = await readTree(client, { repository, digest: child.digest, depth: depth + 1 }, options).catch(
      (error: unknown): Obstacle => {
        if (!(error instanceof RegistryError) || error.code !== REGISTRY_ERROR.NOT_FOUND) throw error;
        return { kind: "incomplete", reason: `the source does not have ${child.digest}, which the index names` };
      },
    );
    if ("kind" in tree) return tree;
    children.push(tree);
  }
  return adapt({ digest, content, children }, options);
}

/** Every manifest of a tree, children first. */
export function manifestsOf(tree: ImageTree): ImageTree[] {
  return [...tree.children.flatMap(manifestsOf), tree];
}

/** Every blob of a tree. */
export function blobsOf(tree: ImageTree): Descriptor[] {
  return manifestsOf(tree).flatMap(({ content }) => [...content.blobs]);
}

/** ECR refuses OCI manifests that do not name their media type. */
function adapt(tree: ImageTree, { rules, rewrite }: TreeOptions): ImageTree | Obstacle {
  const { content, children } = tree;
  const renamed = new Map(
    children.flatMap((child) =>
      child.digest === child.content.digest ? [] : [[child.digest, child.content] as const],
    ),
  );
  const lacksType = rules === "ecr" && !content.namesMediaType;
  if (!lacksType && renamed.size === 0) return tree;
  if (!rewrite)
    return {
      kind: "unsupported",
      reason: "the manifest has no mediaType, which ECR refuses; --rewrite adds it, which changes the digest",
    };
  const body = rewriteManifest(content, renamed);
  return { ...tree, content: { ...content, body, digest: digestOf(body), namesMediaType: true } };
}

/** The manifest with its media type, and with the new digests of children that were rewritten. Always the same bytes. */
function rewriteManifest({ body, mediaType }: Content, renamed: ReadonlyMap<string, Content>): Buffer {
  const { schemaVersion, mediaType: own, ...rest } = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
  const manifests = rest.manifests as { digest: string }[] | undefined;
  const rewritten = manifests?.map((entry) => {
    const child = renamed.get(entry.digest);
    return child === undefined ? entry : { ...entry, digest: child.digest, size: child.body.length };
  });
  return Buffer.from(
    JSON.stringify({ schemaVersion, mediaType: own ?? mediaType, ...rest, ...(rewritten && { manifests: rewritten }) }),
  );
}
