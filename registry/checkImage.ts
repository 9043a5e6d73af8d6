// Everything that can be known about an image before AWS is asked to run it.

import { GHCR, type ImageReference } from "../model/imageReference";
import { checkAttestation, type RequiredAttestation } from "./attestation/checkAttestation";
import { RegistryClient } from "./client";
import type { Credentials } from "./credentials";
import { REGISTRY_ERROR, RegistryError } from "./errors";
import { explainRegistryError, noAccess } from "./explainRegistryError";
import { type Finding, FINDING, type FindingCode, finding } from "./findings";
import { checkGithubToken, type GithubToken, readGithubToken } from "./githubToken";
import { HttpClient, type RegistryOptions, SYSTEM_CLOCK } from "./http";
import { type Architecture, type ImagePlatform, listPlatforms, renderPlatform, runsOn } from "./platforms";

/** Which image to check, and what about it. */
export interface ImageRequest {
  readonly image: ImageReference;
  /** Left out: the registry is asked anonymously. */
  readonly credentials?: Credentials;
  /** The architecture that must be there; left out: only the digest is asked for, which no registry counts as a pull. */
  readonly architecture?: Architecture;
  /** Whether to ask for a digest too where no architecture is to be there: whoever gets an answer may pull it. @default false */
  readonly confirmDigest?: boolean;
  /** Who has to have built the image. @default anyone: nothing is asked */
  readonly attestation?: RequiredAttestation;
  /** Whether to read each platform's size, which costs a request each. @default false */
  readonly withSizes?: boolean;
}

/** What is known about an image. Plain data, without secrets. */
export interface ImageReport {
  readonly image: ImageReference;
  /** What the reference means now: the digest of the index, or of the manifest where there is no index. */
  readonly digest?: string;
  /** The same image by this digest, its tag kept. */
  readonly resolved?: ImageReference;
  /** The platforms it was built for; empty where they were not asked for or not learnt. */
  readonly platforms: readonly ImagePlatform[];
  /** What became of the credentials: `unused` where the registry did not ask for them, or could not be asked. */
  readonly login: "none" | "unused" | "accepted" | "refused";
  /** The workflow that built the image, where that was asked and is proven. */
  readonly attestedBy?: string;
  /** What GitHub says about the token; undefined for other registries and where it could not be asked. */
  readonly token?: GithubToken;
  readonly findings: readonly Finding[];
}

/** How a check learns about a GitHub token. */
export type ReadToken = (token: string, options: RegistryOptions) => Promise<GithubToken | undefined>;

/** Errors that say no more than the token's own finding does. */
const EXPLAINED_BY_TOKEN: ReadonlySet<FindingCode> = new Set([
  FINDING.CREDENTIALS_REFUSED,
  FINDING.IMAGE_NOT_FOUND_OR_NO_ACCESS,
]);

/** Asks the registry, and GitHub about a token for ghcr.io. Rejects only for faults of this program. */
export async function checkImage(
  request: ImageRequest,
  options: RegistryOptions = {},
  readToken: ReadToken = readGithubToken,
): Promise<ImageReport> {
  const { image, credentials } = request;
  const client = new RegistryClient(image.registry, new HttpClient(options), credentials && { credentials });
  const [inspection, token] = await Promise.all([
    inspect(client, request),
    image.registry === GHCR && credentials ? readToken(credentials.password, options) : undefined,
  ]);

  const { platforms, findings } = inspection;
  // A digest means itself, whether or not the registry could be asked.
  const digest = inspection.digest ?? image.digest;
  const tokenFindings = token ? checkGithubToken(token, (options.clock ?? SYSTEM_CLOCK).now()) : [];
  return {
    image,
    ...(digest !== undefined && { digest, resolved: { ...image, digest } }),
    platforms,
    ...(inspection.attestedBy !== undefined && { attestedBy: inspection.attestedBy }),
    login: loginOf(client, credentials, findings),
    ...(token && { token }),
    findings: [...applyTokenFindings(findings, request, { token, tokenFindings }), ...tokenFindings],
  };
}

/** Corrects what the registry's refusals mean by what GitHub says about the token. */
function applyTokenFindings(
  findings: readonly Finding[],
  { image, credentials }: ImageRequest,
  { token, tokenFindings }: { readonly token: GithubToken | undefined; readonly tokenFindings: readonly Finding[] },
): readonly Finding[] {
  if (tokenFindings.some(({ severity }) => severity === "error"))
    return findings.filter(({ code }) => !EXPLAINED_BY_TOKEN.has(code));
  if (token?.kind !== "classic" || credentials === undefined) return findings;
  // The token is good, so that what ghcr.io's token service refuses is this image.
  return findings.map((found) =>
    found.code === FINDING.CREDENTIALS_REFUSED ? noAccess(image, credentials.username) : found,
  );
}

interface Inspection {
  digest?: string;
  platforms: ImagePlatform[];
  attestedBy?: string;
  readonly findings: Finding[];
}

/** Asks step by step; what was learnt before a failure stays. */
async function inspect(client: RegistryClient, request: ImageRequest): Promise<Inspection> {
  const { image, credentials, architecture, confirmDigest = false, withSizes = false } = request;
  const { repository } = image;
  const reference = image.digest ?? image.tag ?? "latest";
  const inspection: Inspection = { platforms: [], findings: [] };
  try {
    if (architecture === undefined) {
      const known = confirmDigest ? undefined : image.digest;
      inspection.digest = known ?? (await client.headManifest(repository, reference));
      await inspectAttestation(client, request, inspection);
      return inspection;
    }
    const fetched = await client.getManifest(repository, reference);
    inspection.digest = fetched.digest;
    if (fetched.manifest.kind === "unsupported") {
      inspection.findings.push(unsupported(image, fetched.manifest.what));
      return inspection;
    }
    inspection.platforms = await listPlatforms(client, repository, { ...fetched, withSizes });
    if (!runsOn(inspection.platforms, architecture))
      inspection.findings.push(platformMissing(image, architecture, inspection.platforms));
    await inspectAttestation(client, request, inspection);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    inspection.findings.push(
      inspection.digest !== undefined && error.code === REGISTRY_ERROR.NOT_FOUND
        ? incomplete(image, error)
        : await explainRegistryError(client, error, { image, username: credentials?.username }),
    );
  }
  return inspection;
}

async function inspectAttestation(
  client: RegistryClient,
  { image: { registry, repository }, attestation }: ImageRequest,
  inspection: Inspection,
): Promise<void> {
  const { digest } = inspection;
  if (attestation === undefined || digest === undefined) return;
  const { attestedBy, problem } = await checkAttestation(client, { registry, repository, digest }, attestation);
  if (problem !== undefined) inspection.findings.push(problem);
  else inspection.attestedBy = attestedBy;
}

function loginOf(
  client: RegistryClient,
  credentials: Credentials | undefined,
  findings: readonly Finding[],
): ImageReport["login"] {
  if (credentials === undefined) return "none";
  if (client.credentialsAccepted) return "accepted";
  return findings.some(({ code }) => code === FINDING.CREDENTIALS_REFUSED) ? "refused" : "unused";
}

function unsupported(image: ImageReference, what: string): Finding {
  return finding(
    FINDING.IMAGE_FORMAT_UNSUPPORTED,
    `${shortName(image)} is ${what}, not an image that can be run`,
    "name a container image, built with a current builder",
  );
}

function incomplete(image: ImageReference, error: RegistryError): Finding {
  return finding(
    FINDING.IMAGE_INCOMPLETE,
    `${shortName(image)} names content that ${error.host} does not have (${error.request})`,
    "push the image again",
  );
}

function platformMissing(
  image: ImageReference,
  architecture: Architecture,
  platforms: readonly ImagePlatform[],
): Finding {
  const built = platforms.length === 0 ? "no platform at all" : platforms.map(renderPlatform).join(", ");
  return finding(
    FINDING.PLATFORM_MISSING,
    `${shortName(image)} was not built for linux/${architecture}, only for ${built}`,
    `build it for linux/${architecture} too, or choose an architecture that it has`,
  );
}

function shortName({ repository, tag, digest }: ImageReference): string {
  return digest === undefined ? `${repository}:${tag ?? "latest"}` : `${repository}@${digest}`;
}
