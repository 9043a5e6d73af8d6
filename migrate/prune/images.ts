// The images of an ECR namespace with what each points to, from ECR's own API.

import type { ECR, ImageDetail } from "@aws-sdk/client-ecr";
import { CONTENT_TYPES, parseContent } from "../../registry/content";
import { AwsCallError } from "../errors";

/** The calls that are made. */
export type PruneApi = Pick<ECR, "describeRepositories" | "describeImages" | "batchGetImage" | "batchDeleteImage">;

/** An image of a repository. */
export interface StoredImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** Milliseconds since 1970. */
  readonly pushedAt: number;
  /** The bytes of its manifest. */
  readonly manifestBytes: number;
  /** Digest to size of its blobs. */
  readonly blobs: ReadonlyMap<string, number>;
  /** The manifests that it lists, where it is an index. */
  readonly children: readonly string[];
  /** The manifest that it describes. */
  readonly subject?: string;
}

/** A repository and its images. */
export interface StoredRepository {
  readonly name: string;
  readonly images: readonly StoredImage[];
}

/** BatchGetImage and BatchDeleteImage take no more. */
export const IMAGES_PER_CALL = 100;

/** Reads the repositories below a namespace, one at a time. */
export async function* readRepositories(api: PruneApi, namespace: string): AsyncGenerator<StoredRepository> {
  for (const name of await listNames(api, namespace)) {
    const details = await listDetails(api, name);
    yield { name, images: await readImages(api, name, details) };
  }
}

async function listNames(api: PruneApi, namespace: string): Promise<string[]> {
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await api
      .describeRepositories({ maxResults: 1000, ...(nextToken !== undefined && { nextToken }) })
      .catch((error: unknown) => {
        throw new AwsCallError("ecr:DescribeRepositories", error);
      });
    for (const { repositoryName = "" } of page.repositories ?? [])
      if (repositoryName === namespace || repositoryName.startsWith(`${namespace}/`)) names.push(repositoryName);
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return names.sort();
}

async function listDetails(api: PruneApi, repositoryName: string): Promise<ImageDetail[]> {
  const details: ImageDetail[] = [];
  let nextToken: string | undefined;
  do {
    const page = await api
      .describeImages({ repositoryName, maxResults: 1000, ...(nextToken !== undefined && { nextToken }) })
      .catch((error: unknown) => {
        throw new AwsCallError("ecr:DescribeImages", error);
      });
    details.push(...(page.imageDetails ?? []));
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return details;
}

async function readImages(
  api: PruneApi,
  repositoryName: string,
  details: readonly ImageDetail[],
): Promise<StoredImage[]> {
  const images: StoredImage[] = [];
  for (let at = 0; at < details.length; at += IMAGES_PER_CALL) {
    const batch = details.slice(at, at + IMAGES_PER_CALL);
    const imageIds = batch.map(({ imageDigest = "" }) => ({ imageDigest }));
    const acceptedMediaTypes = CONTENT_TYPES.split(", ");
    const answer = await api.batchGetImage({ repositoryName, imageIds, acceptedMediaTypes }).catch((error: unknown) => {
      throw new AwsCallError("ecr:BatchGetImage", error);
    });
    const manifests = new Map(
      (answer.images ?? []).map(({ imageId, imageManifest }) => [imageId?.imageDigest, imageManifest]),
    );
    for (const detail of batch) images.push(toImage(detail, manifests.get(detail.imageDigest)));
  }
  return images;
}

function toImage(
  { imageDigest = "", imageTags = [], imagePushedAt, ...detail }: ImageDetail,
  manifest = "",
): StoredImage {
  const body = Buffer.from(manifest);
  const content = parseContent(body, detail.imageManifestMediaType ?? "");
  const known = content !== undefined && !("unsupported" in content) ? content : undefined;
  return {
    digest: imageDigest,
    tags: imageTags,
    // An image without a date counts as new, which keeps it.
    pushedAt: imagePushedAt?.getTime() ?? Infinity,
    manifestBytes: body.length,
    blobs: new Map(known?.blobs.map(({ digest, size }) => [digest, size])),
    children: known?.children.map(({ digest }) => digest) ?? [],
    ...(known?.subject !== undefined && { subject: known.subject }),
  };
}
