// The platforms that an image was built for.

import type { FetchedManifest, RegistryClient } from "./client";
import { type Descriptor, isAttestation, type Manifest, type Platform } from "./manifest";

/** One build of an image. */
export interface ImagePlatform extends Platform {
  /** The digest of this build's own manifest. */
  readonly digest: string;
  /** What a task downloads, compressed, in bytes; only where sizes were asked for. */
  readonly sizeBytes?: number;
}

/** Real indexes have a dozen entries; each may cost two requests. */
const MAX_ENTRIES = 50;

/** A processor architecture that Fargate has, in OCI's words. ECS says X86_64 and ARM64. */
export type Architecture = "amd64" | "arm64";

/** Lists an image's platforms. Asks no more than it must: an index says its platforms itself, but not their sizes. */
export async function listPlatforms(
  client: RegistryClient,
  repository: string,
  { digest, manifest, withSizes }: FetchedManifest & { readonly withSizes: boolean },
): Promise<ImagePlatform[]> {
  if (manifest.kind === "unsupported") return [];
  if (manifest.kind === "image") return [await platformOfImage(digest, manifest)];
  const entries = manifest.manifests.filter((entry) => !isAttestation(entry)).slice(0, MAX_ENTRIES);
  return (await Promise.all(entries.map(platformOfEntry))).filter((platform) => platform !== undefined);

  async function platformOfEntry({ platform, digest }: Descriptor): Promise<ImagePlatform | undefined> {
    if (platform !== undefined && !withSizes) return { ...platform, digest };
    const { manifest } = await client.getManifest(repository, digest);
    // An index within an index, or an artifact, starts no container.
    return manifest.kind === "image" ? platformOfImage(digest, manifest, platform) : undefined;
  }

  async function platformOfImage(
    digest: string,
    { config, layers }: Extract<Manifest, { kind: "image" }>,
    known?: Platform,
  ): Promise<ImagePlatform> {
    const platform = known ?? (await client.getPlatform(repository, config.digest));
    const sizeBytes = layers.reduce((sum, { size }) => sum + size, config.size);
    return { ...platform, digest, ...(withSizes && { sizeBytes }) };
  }
}

/** Whether one of the platforms is Linux on this architecture. */
export function runsOn(platforms: readonly Platform[], architecture: Architecture): boolean {
  return platforms.some((platform) => platform.os === "linux" && platform.architecture === architecture);
}

/** A platform as builders write it: `linux/arm64/v8`. */
export function renderPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join("/");
}
