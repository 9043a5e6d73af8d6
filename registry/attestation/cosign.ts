// The signatures that cosign stored before it wrote Sigstore bundles: a payload, and annotations with what belongs to it.

import { createHash, X509Certificate } from "node:crypto";
import { isObject, parseJsonObject } from "../json";

/** The media type of what is signed. */
export const COSIGN_PAYLOAD_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

const ANNOTATION = {
  signature: "dev.cosignproject.cosign/signature",
  certificate: "dev.sigstore.cosign/certificate",
  logEntry: "dev.sigstore.cosign/bundle",
  timestamp: "dev.sigstore.cosign/rfc3161timestamp",
};

const CLAIM = "cosign container image signature";

/** The same signature as a Sigstore bundle; undefined where a certificate is missing, as with a key of one's own. */
export function bundleOfCosign(annotations: Readonly<Record<string, unknown>>, payload: Buffer): unknown {
  const { [ANNOTATION.signature]: signature, [ANNOTATION.certificate]: certificate } = annotations;
  const rawBytes = typeof certificate === "string" ? derOf(certificate) : undefined;
  if (typeof signature !== "string" || rawBytes === undefined) return undefined;
  const stamp = parse(annotations[ANNOTATION.timestamp])?.SignedRFC3161Timestamp;
  return {
    mediaType: "application/vnd.dev.sigstore.bundle+json;version=0.1",
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes }] },
      tlogEntries: logEntries(parse(annotations[ANNOTATION.logEntry])),
      ...(typeof stamp === "string" && {
        timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: stamp }] },
      }),
    },
    messageSignature: {
      messageDigest: { algorithm: "SHA2_256", digest: createHash("sha256").update(payload).digest("base64") },
      signature,
    },
  };
}

/** The digest of the image that a payload names; undefined where it is something else. */
export function digestInCosign(payload: Buffer): string | undefined {
  const critical = parseJsonObject(payload)?.critical;
  if (!isObject(critical) || critical.type !== CLAIM || !isObject(critical.image)) return undefined;
  const digest = critical.image["docker-manifest-digest"];
  return typeof digest === "string" ? digest : undefined;
}

function logEntries(entry: Record<string, unknown> | undefined): unknown[] {
  if (entry === undefined || !isObject(entry.Payload)) return [];
  const { body, integratedTime, logIndex, logID } = entry.Payload;
  const { kind, apiVersion } = (typeof body === "string" && parseJsonObject(Buffer.from(body, "base64"))) || {};
  return [
    {
      logIndex: String(logIndex),
      logId: { keyId: Buffer.from(String(logID), "hex").toString("base64") },
      kindVersion: { kind, version: apiVersion },
      integratedTime: String(integratedTime),
      inclusionPromise: { signedEntryTimestamp: entry.SignedEntryTimestamp },
      canonicalizedBody: body,
    },
  ];
}

function parse(annotation: unknown): Record<string, unknown> | undefined {
  return typeof annotation === "string" ? parseJsonObject(Buffer.from(annotation)) : undefined;
}

function derOf(pem: string): string | undefined {
  try {
    return new X509Certificate(pem).raw.toString("base64");
  } catch {
    return undefined;
  }
}
