// The signatures of an image that its registry has: Sigstore bundles, as GitHub's attestations and cosign store them, and the
// older signatures of cosign (https://github.com/sigstore/cosign/blob/main/specs/, BUNDLE_SPEC.md and SIGNATURE_SPEC.md, checked 2026-11-28).

import type { RegistryClient } from "../client";
import { getContent } from "../content";
import { REGISTRY_ERROR, RegistryError } from "../errors";
import { parseJsonObject } from "../json";
import type { Descriptor } from "../manifest";
import { readReferrers, referrersTag } from "../push";
import { bundleOfCosign, COSIGN_PAYLOAD_TYPE } from "./cosign";

/** A signature as it is stored: nothing about it has been checked. */
export interface StoredSignature {
  /** A Sigstore bundle. */
  readonly bundle: unknown;
  /** What the bundle's signature is of, where the bundle itself does not hold it. */
  readonly payload?: Buffer;
}

const BUNDLE_TYPE = /^application\/vnd\.dev\.sigstore\.bundle[.+]/;

/** How many manifests are read: whoever may push to the repository can add as many as they like. */
export const MAX_SIGNATURES = 100;

/** Reads the signatures of an image one after the other, and no more than are asked for. */
export async function* readSignatures(
  client: RegistryClient,
  repository: string,
  digest: string,
): AsyncGenerator<StoredSignature> {
  const seen = new Set<string>();
  const unseen = (referrers: readonly Descriptor[]): string[] =>
    referrers.flatMap((referrer) => (seen.has(referrer.digest) ? [] : [referrer.digest]));
  const tag = referrersTag(digest);
  const lists = [
    async () => unseen((await readReferrers(client, repository, digest)) ?? []),
    // ghcr.io has no list of its own, or an empty one: clients keep it under a tag.
    async () => unseen((await getIfThere(client, repository, tag))?.children ?? []),
    async () => ((await getIfThere(client, repository, `${tag}.sig`)) === undefined ? [] : [`${tag}.sig`]),
  ];
  for (const list of lists)
    for (const reference of await list()) {
      if (seen.size >= MAX_SIGNATURES) return;
      seen.add(reference);
      yield* signaturesIn(client, repository, reference);
    }
}

/** The signatures in one manifest. The list's own word for what a manifest is cannot be relied upon. */
async function* signaturesIn(
  client: RegistryClient,
  repository: string,
  reference: string,
): AsyncGenerator<StoredSignature> {
  for (const blob of (await getIfThere(client, repository, reference))?.blobs ?? []) {
    const { mediaType, digest, annotations } = blob;
    if (BUNDLE_TYPE.test(mediaType)) {
      const { body } = await client.getSmallBlob(repository, digest);
      yield { bundle: parseJsonObject(body) };
    } else if (mediaType === COSIGN_PAYLOAD_TYPE) {
      const { body } = await client.getSmallBlob(repository, digest);
      yield { bundle: bundleOfCosign(annotations, body), payload: body };
    }
  }
}

async function getIfThere(client: RegistryClient, repository: string, reference: string) {
  try {
    const content = await getContent(client, repository, reference);
    return "unsupported" in content ? undefined : content;
  } catch (error) {
    if (error instanceof RegistryError && error.code === REGISTRY_ERROR.NOT_FOUND) return undefined;
    throw error;
  }
}
