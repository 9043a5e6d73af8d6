// Whether somebody who may says "I built this image", and what is wrong where nobody does.

import type { RegistryClient } from "../client";
import { FINDING, finding, type Finding } from "../findings";
import { checkSigner, type ExpectedSigner, type SignerFault } from "./identity";
import { MAX_SIGNATURES, readSignatures } from "./signatures";
import { isVouching } from "./statement";
import { bundledRoots, type TrustedRootJson } from "./trustedRoots";
import { type Verification, verifySignature } from "./verifySignature";

/** Who has to have attested an image, and by whose word. */
export interface RequiredAttestation extends ExpectedSigner {
  /** @default the roots that come with this package */
  readonly trustedRoots?: readonly TrustedRootJson[];
}

/** An image by its digest. */
export interface AttestedImage {
  readonly registry: string;
  readonly repository: string;
  readonly digest: string;
}

/** Who built an image, or why that is not known. */
export type AttestationReport =
  | { readonly attestedBy: string; readonly problem?: undefined }
  | { readonly attestedBy?: undefined; readonly problem: Finding };

/**
 * Looks for one signature of the image that is sound, vouches for it and was made by the expected signer. Of those that fail, the one that
 * came closest is reported. Throws a `RegistryError` where the registry does not answer.
 */
export async function checkAttestation(
  client: RegistryClient,
  image: AttestedImage,
  required: RequiredAttestation,
): Promise<AttestationReport> {
  const { repository, digest } = image;
  const roots = required.trustedRoots ?? (await bundledRoots());
  let closest: Failure | undefined;
  let read = 0;
  for await (const stored of readSignatures(client, repository, digest)) {
    read++;
    const judgement = judge(await verifySignature(stored, roots), image, required);
    if (judgement.attestedBy !== undefined) return { attestedBy: judgement.attestedBy };
    if (closest === undefined || judgement.closeness > closest.closeness) closest = judgement;
  }
  const problem = closest?.problem ?? missing(image);
  return { problem: read < MAX_SIGNATURES ? problem : onlyTheFirst(problem) };
}

type Judgement = { readonly attestedBy: string } | Failure;

/** Why a signature does not count, and how far it came. */
interface Failure {
  readonly attestedBy?: undefined;
  readonly closeness: number;
  readonly problem: Finding;
}

function judge(verification: Verification, image: AttestedImage, required: RequiredAttestation): Judgement {
  const name = shortName(image);
  const fail = (closeness: number, problem: Finding): Judgement => ({ closeness, problem });
  if (verification.state === "broken")
    return fail(
      0,
      finding(
        FINDING.ATTESTATION_BROKEN,
        `a signature of ${name} ${verification.why}`,
        "attest the image again; if it was sound before, find out who changed it",
      ),
    );
  if (verification.state === "untrusted")
    return fail(
      1,
      finding(
        FINDING.ATTESTATION_UNTRUSTED,
        `a signature of ${name} ${verification.why}`,
        "attest the image in GitHub Actions; where GitHub or Sigstore have new certificates, update ghcr-fargate or set trustedRoot",
      ),
    );
  const { statement, identity } = verification;
  if (!statement.digests.includes(image.digest))
    return fail(
      2,
      finding(
        FINDING.ATTESTATION_OF_OTHER_IMAGE,
        `an attestation that is stored with ${name} is of ${statement.digests[0] ?? "no digest"}`,
        "attest the digest that was pushed, such as the output digest of docker/build-push-action",
      ),
    );
  if (!isVouching(statement))
    return fail(
      3,
      finding(
        FINDING.ATTESTATION_MISSING,
        `${name} has a signed ${statement.predicateType}, which does not say who built it`,
        ATTEST,
      ),
    );
  const fault = checkSigner(identity, required, name);
  if (fault === undefined) return { attestedBy: identity.subject ?? "" };
  return fail(CLOSENESS[fault.field], {
    ...finding(FINDING.ATTESTATION_OF_OTHER_SIGNER, fault.wrong, fault.fix),
    field: fault.field,
  });
}

const CLOSENESS: Readonly<Record<SignerFault["field"], number>> = { repository: 4, signer: 5, workflow: 6, ref: 7 };

const ATTEST =
  "let the workflow that pushes the image attest it: actions/attest-build-provenance with push-to-registry: true, or cosign sign";

function missing(image: AttestedImage): Finding {
  return finding(
    FINDING.ATTESTATION_MISSING,
    `${image.registry} has no attestation or signature of ${shortName(image)}`,
    ATTEST,
  );
}

function onlyTheFirst(problem: Finding): Finding {
  return { ...problem, wrong: `${problem.wrong} (only ${MAX_SIGNATURES} signatures were read)` };
}

function shortName({ repository, digest }: AttestedImage): string {
  return `${repository}@${digest}`;
}
