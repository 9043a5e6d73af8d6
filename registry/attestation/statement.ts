// What a signature says about an image.

import { isObject, parseJsonObject } from "../json";

/** A statement: the digests that it is about, and of what kind it is. */
export interface Statement {
  /** `sha256:…`; other algorithms are left out. */
  readonly digests: readonly string[];
  /** The type of an in-toto predicate: `https://slsa.dev/provenance/v1`. */
  readonly predicateType: string;
}

/** The payload type of in-toto statements. */
export const IN_TOTO_TYPE = "application/vnd.in-toto+json";

/** The predicate of cosign's own signatures. */
export const COSIGN_PREDICATE = "https://sigstore.dev/cosign/sign/v1";

/**
 * The predicates by which a signer says "I built this" or "I release this". Others say less: the SBOM or the scan of an image can be signed by
 * a workflow that only looked at it.
 */
const VOUCHING = [/^https:\/\/slsa\.dev\/provenance\/v[01](?:\.\d+)?$/, /^https:\/\/sigstore\.dev\/cosign\/sign\/v1$/];

/** Whether the signer of such a statement vouches for the image. */
export function isVouching({ predicateType }: Statement): boolean {
  return VOUCHING.some((pattern) => pattern.test(predicateType));
}

/** Parses an in-toto statement; undefined where it is none. */
export function parseStatement(payload: Buffer): Statement | undefined {
  const document = parseJsonObject(payload);
  if (document === undefined || !/^https:\/\/in-toto\.io\/Statement\/v(?:0\.1|1)$/.test(String(document._type)))
    return undefined;
  const { subject, predicateType } = document;
  if (!Array.isArray(subject) || typeof predicateType !== "string") return undefined;
  const digests = subject.flatMap((entry: unknown) => {
    const sha256 = isObject(entry) && isObject(entry.digest) ? entry.digest.sha256 : undefined;
    return typeof sha256 === "string" ? [`sha256:${sha256}`] : [];
  });
  return { digests, predicateType };
}
