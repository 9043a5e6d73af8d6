// From an image, credentials and options to what will run: what components deploy.

import { checkImage, type ImageReport, type ImageRequest } from "./checkImage";
import { type GithubToken, readGithubToken } from "./githubToken";
import type { RegistryOptions } from "./http";
import { PromiseCache } from "./promiseCache";

const reports = new PromiseCache<ImageReport>();
const tokens = new PromiseCache<GithubToken | undefined>();

/**
 * Checks and resolves an image, once per process for the same request: services that share an image cause one check, and get
 * the same digest. The first call's options count. `resolved` in the report is the reference to deploy.
 */
export function resolveImage(request: ImageRequest, options: RegistryOptions = {}): Promise<ImageReport> {
  const { image, credentials, architecture, attestation, withSizes } = request;
  const key = [image.registry, image.repository, image.tag, image.digest, architecture, withSizes];
  const signer = attestation && JSON.stringify(attestation);
  return reports.get([...key, signer, credentials?.username, credentials?.password], () =>
    checkImage(request, options, (token) => tokens.get([token], () => readGithubToken(token, options))),
  );
}

/** Clears every result, so that the next call asks the registry again: for a process that deploys more than once. */
export function forgetResolvedImages(): void {
  reports.clear();
  tokens.clear();
}
