// From an image, credentials and options to what will run: the one door for whoever deploys.

import { AskOnce } from "./askOnce";
import { checkImage, type ImageReport, type ImageRequest } from "./checkImage";
import { type GithubToken, readGithubToken } from "./githubToken";
import type { RegistryOptions } from "./http";

const reports = new AskOnce<ImageReport>();
const tokens = new AskOnce<GithubToken | undefined>();

/**
 * Checks and resolves an image, once per process for the same request: services that share an image ask once, and get
 * the same digest. The first call's options count. `resolved` in the report is the reference to deploy.
 */
export function resolveImage(request: ImageRequest, options: RegistryOptions = {}): Promise<ImageReport> {
  const { image, credentials, architecture, withSizes } = request;
  const key = [image.registry, image.repository, image.tag, image.digest, architecture, withSizes];
  return reports.ask([...key, credentials?.username, credentials?.password], () =>
    checkImage(request, options, (token) => tokens.ask([token], () => readGithubToken(token, options))),
  );
}

/** Forgets every answer, so that the next call asks anew: for a process that deploys more than once. */
export function forgetResolvedImages(): void {
  reports.forget();
  tokens.forget();
}
