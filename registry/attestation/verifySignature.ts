// Whether a stored signature is sound: its certificate, its time and its log entry, by Sigstore's own library, and what it says.

import { X509Certificate } from "node:crypto";
import type { Bundle } from "@sigstore/bundle";
import type { Signer } from "@sigstore/verify";
import { firstLineOf } from "../../model/problems";
import { COSIGN_PREDICATE, IN_TOTO_TYPE, parseStatement, type Statement } from "./statement";
import { digestInCosign } from "./cosign";
import { FULCIO_EXTENSION, parseUtf8String, type SignerIdentity } from "./identity";
import type { StoredSignature } from "./signatures";
import type { TrustedRootJson } from "./trustedRoots";

/** What became of a signature. */
export type Verification =
  | { readonly state: "sound"; readonly identity: SignerIdentity; readonly statement: Statement }
  /** Nobody who is trusted vouches for who signed, or for when; the second half of a sentence that starts with the signature. */
  | { readonly state: "untrusted"; readonly why: string }
  /** Not what was signed, or no signature at all. */
  | { readonly state: "broken"; readonly why: string };

/** Verifies a signature against the trusted root that knows its certificate's issuer. */
export async function verifySignature(
  { bundle: json, payload }: StoredSignature,
  roots: readonly TrustedRootJson[],
): Promise<Verification> {
  // Loaded here, so that only those who verify pay for it.
  const { bundleFromJSON } = await import("@sigstore/bundle");
  const { toSignedEntity, toTrustMaterial, VerificationError, Verifier } = await import("@sigstore/verify");
  const { TrustedRoot } = await import("@sigstore/protobuf-specs");

  let bundle: Bundle;
  let certificate: X509Certificate | undefined;
  try {
    bundle = bundleFromJSON(json);
    certificate = certificateOf(bundle);
  } catch (error) {
    return { state: "broken", why: `is no Sigstore bundle (${firstLineOf(error)})` };
  }
  if (certificate === undefined) return { state: "untrusted", why: "was made with a key, not with an identity" };

  const { issuer, validFrom, validTo } = certificate;
  const trusted = roots.map((root) => TrustedRoot.fromJSON(root));
  const root = trusted.find(({ certificateAuthorities }) =>
    certificateAuthorities.some(({ certChain }) =>
      certChain?.certificates.some(({ rawBytes }) => new X509Certificate(rawBytes).subject === issuer),
    ),
  );
  const nameOfIssuer = issuer.split("\n").join(", ");
  if (root === undefined)
    return { state: "untrusted", why: `has a certificate of ${nameOfIssuer}, which is not trusted` };

  try {
    // GitHub's own root has no transparency logs: its timestamp authority says when it was signed.
    const verifier = new Verifier(toTrustMaterial(root), {
      tlogThreshold: Math.min(1, root.tlogs.length),
      ctlogThreshold: Math.min(1, root.ctlogs.length),
      timestampThreshold: 1,
    });
    const signer = verifier.verify(toSignedEntity(bundle, payload));
    const statement = statementOf(bundle, payload);
    if (statement === undefined)
      return { state: "broken", why: "is of something that is not a statement about an image" };
    return { state: "sound", identity: identityOf(signer), statement };
  } catch (error) {
    if (!(error instanceof VerificationError))
      return { state: "broken", why: `cannot be read (${firstLineOf(error)})` };
    switch (error.code) {
      case "CERTIFICATE_ERROR":
        return {
          state: "untrusted",
          why: /SCT/.test(error.message)
            ? `has a certificate that no trusted certificate transparency log knows (${error.message})`
            : isExpiry(error)
              ? `was made when its certificate was not valid: it was from ${validFrom} to ${validTo}`
              : `has a certificate in the name of ${nameOfIssuer} that this issuer did not make`,
        };
      case "TIMESTAMP_ERROR":
        return { state: "untrusted", why: `has no time that somebody trusted vouches for (${error.message})` };
      case "SIGNATURE_ERROR":
      case "TLOG_BODY_ERROR":
        return { state: "broken", why: `does not match what it is of (${error.message})` };
      default:
        return { state: "untrusted", why: `is not in a trusted transparency log (${error.message})` };
    }
  }
}

function certificateOf({ verificationMaterial: { content } }: Bundle): X509Certificate | undefined {
  if (content.$case === "publicKey") return undefined;
  const certificate =
    content.$case === "certificate" ? content.certificate : content.x509CertificateChain.certificates[0];
  return certificate && new X509Certificate(certificate.rawBytes);
}

function isExpiry({ cause }: Error): boolean {
  return cause instanceof Error && cause.message.includes("expired");
}

function statementOf({ content }: Bundle, payload: Buffer | undefined): Statement | undefined {
  if (content.$case === "dsseEnvelope") {
    const { payloadType, payload: signed } = content.dsseEnvelope;
    return payloadType === IN_TOTO_TYPE ? parseStatement(signed) : undefined;
  }
  const digest = payload && digestInCosign(payload);
  return digest === undefined ? undefined : { digests: [digest], predicateType: COSIGN_PREDICATE };
}

function identityOf({ identity }: Signer): SignerIdentity {
  const extension = (oid: string): string | undefined => {
    const found = identity?.oids?.find((entry) => entry.oid?.id.join(".") === oid);
    return found && parseUtf8String(found.value);
  };
  return {
    issuer: extension(FULCIO_EXTENSION.issuer),
    subject: identity?.subjectAlternativeName,
    sourceRepository: extension(FULCIO_EXTENSION.sourceRepository),
    sourceRef: extension(FULCIO_EXTENSION.sourceRef),
    buildConfig: extension(FULCIO_EXTENSION.buildConfig),
  };
}
