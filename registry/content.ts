// What a manifest of any kind points to, so that it can be copied: images, indexes, artifacts, signatures, build caches.

import { checkDigest, malformed, type RegistryClient } from "./client";
import { isObject, parseJsonObject } from "./json";
import { type Descriptor, INDEX_TYPES, isDigest, MANIFEST_TYPES, parseDescriptor, parseDescriptors } from "./manifest";

/** A manifest as it is stored, byte by byte, and what it points to. */
export interface Content {
  readonly digest: string;
  readonly mediaType: string;
  readonly body: Buffer;
  /** Whether the document itself says its media type. ECR refuses OCI manifests that do not. */
  readonly namesMediaType: boolean;
  /** Manifests that have to be there before this one. */
  readonly children: readonly Descriptor[];
  /** Blobs that have to be there before this one; without layers that live elsewhere, such as those of Windows. */
  readonly blobs: readonly Descriptor[];
  /** The digest of the manifest that this one describes: a signature's image. */
  readonly subject?: string;
}

/** A manifest that cannot be copied, and why. */
export interface UnsupportedContent {
  readonly unsupported: string;
}

const ARTIFACT_TYPE = "application/vnd.oci.artifact.manifest.v1+json";
const SCHEMA_1_TYPES = [
  "application/vnd.docker.distribution.manifest.v1+prettyjws",
  "application/vnd.docker.distribution.manifest.v1+json",
];

/** The Accept header for whatever may be stored: a registry converts what is not named. */
export const CONTENT_TYPES = [MANIFEST_TYPES, ARTIFACT_TYPE, ...SCHEMA_1_TYPES].join(", ");

/** The digest of a tag as it is stored. */
export async function headContent(client: RegistryClient, repository: string, reference: string): Promise<string> {
  const response = await client.send({ method: "HEAD", ...requestOf(client, repository, reference) });
  const digest = response.headers.get("docker-content-digest");
  return digest !== null && isDigest(digest) ? digest : (await getContent(client, repository, reference)).digest;
}

/** A manifest as it is stored, by tag or digest; its digest is checked. */
export async function getContent(
  client: RegistryClient,
  repository: string,
  reference: string,
): Promise<Content | (UnsupportedContent & { readonly digest: string })> {
  const response = await client.send({ method: "GET", ...requestOf(client, repository, reference) });
  const announced = response.headers.get("docker-content-digest") ?? "";
  const digest = checkDigest(response, [reference, announced].find(isDigest));
  const mediaType = response.headers.get("content-type")?.split(";")[0]?.trim() ?? "";
  const parsed = parseContent(response.body, mediaType);
  if (parsed === undefined) throw malformed(response, "a manifest");
  return { digest, ...parsed };
}

/** Parses what a manifest points to; undefined where it is no manifest. */
export function parseContent(body: Buffer, sentType: string): Omit<Content, "digest"> | UnsupportedContent | undefined {
  const document = parseJsonObject(body);
  if (document?.schemaVersion === 1)
    return { unsupported: "a manifest of the retired schema 1; push it with a newer Docker" };
  const own = typeof document?.mediaType === "string" ? document.mediaType : undefined;
  if (document === undefined || (document.schemaVersion !== 2 && own !== ARTIFACT_TYPE)) return undefined;

  const entries = parseDescriptors(document.manifests);
  const config = parseDescriptor(document.config);
  const layers = parseDescriptors(document.layers) ?? parseDescriptors(document.blobs);
  if (entries === undefined && config === undefined && layers === undefined) return undefined;

  const blobs = [
    ...(config ? [config] : []),
    ...(layers ?? []),
    ...(entries ?? []).filter((entry) => !isManifest(entry)),
  ];
  const external = externalDigests(document.layers);
  const subject = parseDescriptor(document.subject)?.digest;
  return {
    mediaType: own ?? (sentType.endsWith("json") && sentType !== "application/json" ? sentType : guessType(entries)),
    body,
    namesMediaType: own !== undefined,
    children: (entries ?? []).filter(isManifest),
    blobs: blobs.filter(({ digest }) => !external.has(digest)),
    ...(subject !== undefined && { subject }),
  };
}

/** Whether a descriptor points to a manifest. The entries of a build cache's index are layers. */
function isManifest({ mediaType }: Descriptor): boolean {
  return CONTENT_TYPES.split(", ").includes(mediaType);
}

function guessType(entries: unknown): string {
  return entries === undefined ? "application/vnd.oci.image.manifest.v1+json" : (INDEX_TYPES[0] ?? "");
}

/** Layers with addresses of their own, which registries do not store. */
function externalDigests(layers: unknown): ReadonlySet<unknown> {
  const list: readonly unknown[] = Array.isArray(layers) ? layers : [];
  return new Set(
    list.filter(isObject).flatMap(({ urls, digest }) => (Array.isArray(urls) && urls.length > 0 ? [digest] : [])),
  );
}

function requestOf(client: RegistryClient, repository: string, reference: string) {
  const path = `/v2/${repository}/manifests/${reference}`;
  return { path, scope: client.scopeOf(repository), accept: CONTENT_TYPES };
}
