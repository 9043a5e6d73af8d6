// Manifests into a registry, and the manifests that describe others there.

import type { RegistryClient } from "./client";
import { REGISTRY_ERROR, RegistryError } from "./errors";
import { parseJsonObject } from "./json";
import { type Descriptor, parseDescriptors } from "./manifest";
import { nextPage, readPages } from "./paging";

/** A manifest to store. */
export interface ManifestUpload {
  readonly repository: string;
  /** A tag, or the manifest's own digest. */
  readonly reference: string;
  readonly mediaType: string;
  readonly body: Buffer;
}

/** Stores a manifest. Says whether the registry keeps the list of what describes its subject. */
export async function putManifest(
  client: RegistryClient,
  { repository, reference, mediaType, body }: ManifestUpload,
): Promise<{ readonly listsReferrers: boolean }> {
  const { headers } = await client.send({
    method: "PUT",
    path: `/v2/${repository}/manifests/${reference}`,
    scope: client.scopeOf(repository),
    body: { type: mediaType, content: body },
    expected: [200, 201, 202],
  });
  return { listsReferrers: headers.get("oci-subject") !== null };
}

/** The tag under which registries without the referrers API keep the list of what describes a manifest. */
export function referrersTag(digest: string): string {
  return digest.replace(":", "-");
}

/** Tags that belong to a digest: the list of its referrers, and cosign's signatures, attestations and SBOMs. */
export const COMPANION_TAG = /^sha256-([a-f0-9]{64})(?:\.(?:sig|att|sbom))?$/;

/** The manifests that describe a manifest: signatures, SBOMs. Undefined where a registry has no referrers API. */
export async function readReferrers(
  client: RegistryClient,
  repository: string,
  digest: string,
): Promise<readonly Descriptor[] | undefined> {
  const path = `/v2/${repository}/referrers/${digest}`;
  const found: Descriptor[] = [];
  try {
    const pages = readPages(path, async (page) => {
      const response = await client.send({ method: "GET", path: page, scope: client.scopeOf(repository) });
      const items = parseDescriptors(parseJsonObject(response.body)?.manifests);
      return { items: items ?? [], next: nextPage(response, path) };
    });
    for await (const descriptor of pages) found.push(descriptor);
    return found;
  } catch (error) {
    // 404 by the specification; others answer whatever they say to an unknown address.
    const statuses: readonly (number | undefined)[] = [400, 404, 405, 501];
    if (error instanceof RegistryError && statuses.includes(error.status)) return undefined;
    if (error instanceof RegistryError && error.code === REGISTRY_ERROR.ACCESS_DENIED) return undefined;
    throw error;
  }
}
