// Manifests: what a tag or digest stands for. OCI image specification 1.1 and Docker's image manifest version 2.

import { createHash } from "node:crypto";
import { isObject, parseJsonObject } from "./json";

/** A manifest, reduced to what is asked of it. */
export type Manifest =
  | { readonly kind: "index"; readonly manifests: readonly Descriptor[] }
  | { readonly kind: "image"; readonly config: Descriptor; readonly layers: readonly Descriptor[] }
  /** Something that no container can be started from, and what it is. */
  | { readonly kind: "unsupported"; readonly what: string };

/** A pointer from a manifest to other content. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
  readonly platform?: Platform;
  /** What kind of thing a manifest describes another one with, in a list of referrers. */
  readonly artifactType?: string;
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** An operating system and processor, in OCI's words: `linux`, `arm64`, `v8`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export const INDEX_TYPES: readonly string[] = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
const IMAGE_TYPES = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];
const CONFIG_TYPES = ["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"];

/** The Accept header for a manifest of any kind that can be run. */
export const MANIFEST_TYPES = [...INDEX_TYPES, ...IMAGE_TYPES].join(", ");

const DIGEST = /^sha256:[a-f0-9]{64}$/;

/** The specification's grammar of digests by any algorithm; also keeps a path from being smuggled into an address. */
const ANY_DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;

/** Whether a text is a digest of the one kind that registries use. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/** The digest of content. */
export function digestOf(body: Buffer): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

/** Parses a manifest of any kind; undefined where it is none. */
export function parseManifest(body: Buffer): Manifest | undefined {
  const document = parseJsonObject(body);
  if (document?.schemaVersion === 1) return { kind: "unsupported", what: "a manifest of the retired schema 1" };
  if (document?.schemaVersion !== 2) return undefined;

  const manifests = parseDescriptors(document.manifests);
  if (manifests !== undefined) return { kind: "index", manifests };
  const config = parseDescriptor(document.config);
  const layers = parseDescriptors(document.layers);
  if (config === undefined || layers === undefined) return undefined;
  return CONFIG_TYPES.includes(config.mediaType)
    ? { kind: "image", config, layers }
    : { kind: "unsupported", what: `an artifact of type ${config.mediaType}` };
}

/** Parses the platform in an image's config, or in an index's entry; undefined where there is none. */
export function parsePlatform(value: unknown): Platform | undefined {
  if (!isObject(value) || typeof value.os !== "string" || typeof value.architecture !== "string") return undefined;
  const { os, architecture, variant } = value;
  return { os, architecture, ...(typeof variant === "string" && variant !== "" && { variant }) };
}

/** Whether an index's entry describes another entry (provenance, SBOM) instead of being an image. */
export function isAttestation({ platform, annotations }: Descriptor): boolean {
  return annotations["vnd.docker.reference.type"] !== undefined || platform?.os === "unknown";
}

/** Parses a list of descriptors; undefined where it is none. */
export function parseDescriptors(value: unknown): Descriptor[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const descriptors = value.map(parseDescriptor);
  return descriptors.every((descriptor) => descriptor !== undefined) ? descriptors : undefined;
}

/** Parses a descriptor; undefined where it is none. */
export function parseDescriptor(value: unknown): Descriptor | undefined {
  if (!isObject(value)) return undefined;
  const { mediaType, digest, size, artifactType, annotations } = value;
  if (typeof mediaType !== "string" || typeof digest !== "string" || typeof size !== "number") return undefined;
  if (!ANY_DIGEST.test(digest)) return undefined;
  const platform = parsePlatform(value.platform);
  return {
    mediaType,
    digest,
    size,
    ...(platform && { platform }),
    ...(typeof artifactType === "string" && { artifactType }),
    annotations: isObject(annotations) ? annotations : {},
  };
}
