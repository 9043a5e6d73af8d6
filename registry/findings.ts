// What a check can find, as data. The texts name no argument: a caller says `image` in a program, IMAGE on a command line.

/** Every kind of finding. Released codes keep their meaning. */
export const FINDING = {
  /** No answer from the registry, its token service or its storage. */
  REGISTRY_UNREACHABLE: "REGISTRY_UNREACHABLE",
  /** The registry is busy or broken: 429 or 5xx, each time it was tried. */
  REGISTRY_UNAVAILABLE: "REGISTRY_UNAVAILABLE",
  /** What answers is no registry, or cannot be trusted. */
  REGISTRY_ANSWER_INVALID: "REGISTRY_ANSWER_INVALID",
  /** The registry asks for the credentials to be sent to a foreign host. */
  TOKEN_REALM_REFUSED: "TOKEN_REALM_REFUSED",
  /** The image cannot be seen without credentials, and none were given. */
  CREDENTIALS_MISSING: "CREDENTIALS_MISSING",
  CREDENTIALS_REFUSED: "CREDENTIALS_REFUSED",
  /** The login stands, but the repository is absent or hidden from it; the registry does not tell which. */
  IMAGE_NOT_FOUND_OR_NO_ACCESS: "IMAGE_NOT_FOUND_OR_NO_ACCESS",
  /** The registry says that it has no such repository. */
  IMAGE_NOT_FOUND: "IMAGE_NOT_FOUND",
  TAG_NOT_FOUND: "TAG_NOT_FOUND",
  DIGEST_NOT_FOUND: "DIGEST_NOT_FOUND",
  /** The image names content that the registry does not have. */
  IMAGE_INCOMPLETE: "IMAGE_INCOMPLETE",
  /** Not an image that can be run: schema 1, or another kind of artifact. */
  IMAGE_FORMAT_UNSUPPORTED: "IMAGE_FORMAT_UNSUPPORTED",
  /** The image was not built for the architecture. */
  PLATFORM_MISSING: "PLATFORM_MISSING",
  /** Nobody says who built the image. */
  ATTESTATION_MISSING: "ATTESTATION_MISSING",
  /** What is signed is not this image. */
  ATTESTATION_OF_OTHER_IMAGE: "ATTESTATION_OF_OTHER_IMAGE",
  /** Somebody else built the image. */
  ATTESTATION_OF_OTHER_SIGNER: "ATTESTATION_OF_OTHER_SIGNER",
  /** Nobody who is trusted says who signed, or when. */
  ATTESTATION_UNTRUSTED: "ATTESTATION_UNTRUSTED",
  /** The signature does not match, or is none. */
  ATTESTATION_BROKEN: "ATTESTATION_BROKEN",
  /** GitHub no longer accepts the token, or its date has passed. */
  TOKEN_EXPIRED: "TOKEN_EXPIRED",
  TOKEN_EXPIRES_SOON: "TOKEN_EXPIRES_SOON",
  /** A fine-grained token; ghcr.io takes classic ones only. */
  TOKEN_FINE_GRAINED: "TOKEN_FINE_GRAINED",
  /** The token may not read packages. */
  TOKEN_LACKS_SCOPE: "TOKEN_LACKS_SCOPE",
  /** A workflow run's token: it ends before the service does. */
  TOKEN_TEMPORARY: "TOKEN_TEMPORARY",
} as const;

export type FindingCode = (typeof FINDING)[keyof typeof FINDING];

/** What a finding is about; a caller maps it to an argument or option of its own. */
export type FindingSubject = "image" | "credentials" | "architecture" | "registry" | "attestation";

/** One thing that a check found. */
export interface Finding {
  readonly code: FindingCode;
  /** An error: a task with this image would not start. A warning: it may start now, or could not be checked. */
  readonly severity: "error" | "warning";
  readonly subject: FindingSubject;
  /** The part of the subject that it is about: `workflow`. @default all of it */
  readonly field?: string;
  /** What is wrong, as a sentence without its end. */
  readonly wrong: string;
  /** What to do, as an instruction. */
  readonly fix: string;
}

const SUBJECT: Readonly<Record<FindingCode, FindingSubject>> = {
  REGISTRY_UNREACHABLE: "registry",
  REGISTRY_UNAVAILABLE: "registry",
  REGISTRY_ANSWER_INVALID: "registry",
  TOKEN_REALM_REFUSED: "registry",
  CREDENTIALS_MISSING: "credentials",
  CREDENTIALS_REFUSED: "credentials",
  IMAGE_NOT_FOUND_OR_NO_ACCESS: "image",
  IMAGE_NOT_FOUND: "image",
  TAG_NOT_FOUND: "image",
  DIGEST_NOT_FOUND: "image",
  IMAGE_INCOMPLETE: "image",
  IMAGE_FORMAT_UNSUPPORTED: "image",
  PLATFORM_MISSING: "architecture",
  ATTESTATION_MISSING: "attestation",
  ATTESTATION_OF_OTHER_IMAGE: "attestation",
  ATTESTATION_OF_OTHER_SIGNER: "attestation",
  ATTESTATION_UNTRUSTED: "attestation",
  ATTESTATION_BROKEN: "attestation",
  TOKEN_EXPIRED: "credentials",
  TOKEN_EXPIRES_SOON: "credentials",
  TOKEN_FINE_GRAINED: "credentials",
  TOKEN_LACKS_SCOPE: "credentials",
  TOKEN_TEMPORARY: "credentials",
};

/** Findings that say nothing about the image: this machine may have no route to a registry that AWS can reach. */
const UNAVAILABLE: ReadonlySet<FindingCode> = new Set([FINDING.REGISTRY_UNREACHABLE, FINDING.REGISTRY_UNAVAILABLE]);

const WARNINGS: ReadonlySet<FindingCode> = new Set([
  ...UNAVAILABLE,
  FINDING.TOKEN_EXPIRES_SOON,
  FINDING.TOKEN_TEMPORARY,
]);

/** A finding with its severity and subject. */
export function finding(code: FindingCode, wrong: string, fix: string): Finding {
  return { code, severity: WARNINGS.has(code) ? "warning" : "error", subject: SUBJECT[code], wrong, fix };
}

/** Whether a finding means that the registry gave no answer about the image. */
export function isUnavailable({ code }: Finding): boolean {
  return UNAVAILABLE.has(code);
}
