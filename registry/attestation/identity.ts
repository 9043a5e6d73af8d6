// Who signed an image, by the extensions of the certificate that GitHub's identity got
// (https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md, checked 2026-11-28).

import { quote, type Fault } from "../../model/problems";

/** Who has to have built an image. */
export interface ExpectedSigner {
  /** The GitHub repository whose workflow built it: `owner/name`. */
  readonly repository: string;
  /** The file of the workflow that ran. @default any workflow of the repository */
  readonly workflow?: string;
  /** The branch or tag that it ran for: `refs/heads/main`, `refs/tags/v*`. @default any */
  readonly ref?: string;
  /** The reusable workflow of another repository that signed: `owner/name/.github/workflows/file.yml`. @default a workflow of `repository` */
  readonly signer?: string;
}

/** What a certificate says about who signed. */
export interface SignerIdentity {
  readonly issuer: string | undefined;
  /** The workflow whose job signed, with the ref that it was read from. */
  readonly subject: string | undefined;
  readonly sourceRepository: string | undefined;
  readonly sourceRef: string | undefined;
  /** The workflow that ran, which may have called another one. */
  readonly buildConfig: string | undefined;
}

/** A difference, and the field of the expectation that it is about. */
export interface SignerFault extends Fault {
  readonly field: keyof ExpectedSigner;
}

const GITHUB = "https://github.com/";
const GITHUB_ACTIONS = "https://token.actions.githubusercontent.com";
const WORKFLOWS = "/.github/workflows/";

/** The extensions that say what is asked here. Each holds a UTF8String. */
export const FULCIO_EXTENSION = {
  issuer: "1.3.6.1.4.1.57264.1.8",
  sourceRepository: "1.3.6.1.4.1.57264.1.12",
  sourceRef: "1.3.6.1.4.1.57264.1.14",
  buildConfig: "1.3.6.1.4.1.57264.1.18",
} as const;

/** Reads a DER-encoded UTF8String; undefined where it is something else. */
export function parseUtf8String(der: Uint8Array): string | undefined {
  const [tag, first = 0] = der;
  if (tag !== 0x0c) return undefined;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  if (lengthBytes > 2) return undefined;
  const content = der.subarray(2 + lengthBytes);
  const length =
    lengthBytes === 0 ? first : der.subarray(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  return content.length === length ? Buffer.from(content).toString("utf8") : undefined;
}

/** Says in what an identity differs from the expected one; nothing where it does not. */
export function checkSigner(
  identity: SignerIdentity,
  expected: ExpectedSigner,
  image: string,
): SignerFault | undefined {
  const {
    issuer,
    subject = "nobody",
    sourceRepository = "an unnamed repository",
    sourceRef = "an unnamed ref",
  } = identity;
  const { repository, workflow, ref, signer } = expected;
  if (issuer !== GITHUB_ACTIONS)
    return {
      field: "repository",
      wrong: `${image} was signed by ${subject} of ${issuer ?? "an unnamed issuer"}, not by a workflow of GitHub Actions`,
      fix: "let a workflow of GitHub Actions sign the image",
    };
  if (!sameName(sourceRepository, `${GITHUB}${repository}`))
    return {
      field: "repository",
      wrong: `${image} was built from ${sourceRepository}, not from ${GITHUB}${repository}`,
      fix: `deploy an image that ${repository} built, or correct the repository`,
    };
  const [signedBy = ""] = subject.split("@");
  const ran = identity.buildConfig ?? subject;
  if (signer !== undefined ? !sameName(signedBy, `${GITHUB}${signer}`) : !isWorkflowOf(signedBy, repository))
    return {
      field: "signer",
      wrong: `${image} was signed by ${subject}, not by ${signer === undefined ? `a workflow of ${repository}` : `${GITHUB}${signer}`}`,
      fix: `where that reusable workflow is trusted, set signer to ${quote(signedBy.replace(GITHUB, ""))}`,
    };
  const file = ran.split("@")[0]?.split(WORKFLOWS)[1];
  if (workflow !== undefined && (file !== workflow || !isWorkflowOf(ran, repository)))
    return {
      field: "workflow",
      wrong: `${image} was built by the workflow ${quote(file ?? ran)}, not by ${quote(workflow)}`,
      fix: `deploy an image that this workflow built, or correct the workflow`,
    };
  if (ref !== undefined && !matches(sourceRef, ref))
    return {
      field: "ref",
      wrong: `${image} was built for ${quote(sourceRef)}, not for ${quote(ref)}`,
      fix: "deploy an image that was built for this ref, or correct the ref",
    };
  return undefined;
}

/** GitHub's names of owners and repositories do not differ in case alone. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function isWorkflowOf(uri: string, repository: string): boolean {
  const start = `${GITHUB}${repository}${WORKFLOWS}`;
  return sameName(uri.slice(0, start.length), start);
}

function matches(ref: string, pattern: string): boolean {
  return pattern.endsWith("*") ? ref.startsWith(pattern.slice(0, -1)) : ref === pattern;
}
