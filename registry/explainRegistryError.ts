// From an error of the client to a finding that says what to do.

import { GHCR, type ImageReference } from "../model/imageReference";
import { quote } from "../model/problems";
import type { RegistryClient } from "./client";
import { REGISTRY_ERROR, RegistryError } from "./errors";
import { type Finding, FINDING, finding } from "./findings";
import { MAX_ATTEMPTS } from "./retry";
import { listTags } from "./tags";

/** The image that was requested when the error came. */
export interface RequestedImage {
  readonly image: ImageReference;
  /** The user name, if credentials were given. */
  readonly username: string | undefined;
}

/** Enough to recognise a misspelt tag, and to be read. */
const MAX_TAGS_NAMED = 7;

/** Explains why an image could not be read. */
export async function explainRegistryError(
  client: RegistryClient,
  error: RegistryError,
  requested: RequestedImage,
): Promise<Finding> {
  const { registry, repository } = requested.image;
  const { host, detail } = error;
  switch (error.code) {
    case REGISTRY_ERROR.UNREACHABLE:
      return finding(
        FINDING.REGISTRY_UNREACHABLE,
        `${host} ${detail}`,
        "check the registry's name and the network of this machine",
      );
    case REGISTRY_ERROR.CERTIFICATE_UNTRUSTED:
      return finding(
        FINDING.REGISTRY_UNREACHABLE,
        `${host} ${detail}`,
        "name the file of its certificate authority in NODE_EXTRA_CA_CERTS",
      );
    case REGISTRY_ERROR.TIMED_OUT:
      return finding(FINDING.REGISTRY_UNREACHABLE, `${host} ${detail}`, "check the network of this machine");
    case REGISTRY_ERROR.CUT:
      return finding(
        FINDING.REGISTRY_UNREACHABLE,
        `${host} ${detail} ${MAX_ATTEMPTS} times`,
        "check the network and the proxy settings of this machine",
      );
    case REGISTRY_ERROR.RATE_LIMITED:
      return finding(
        FINDING.REGISTRY_UNAVAILABLE,
        `${host} has had too many requests (429)`,
        requested.username === undefined ? "pass credentials, which have higher limits, or wait" : "try again later",
      );
    case REGISTRY_ERROR.SERVER_FAILED:
      return finding(FINDING.REGISTRY_UNAVAILABLE, `${host} ${detail}`, "try again later");
    case REGISTRY_ERROR.REALM_REFUSED:
      return finding(FINDING.TOKEN_REALM_REFUSED, `${host} ${detail}`, "check the registry's name, and who runs it");
    case REGISTRY_ERROR.LOGIN_REFUSED:
      return requested.username === undefined
        ? credentialsMissing(requested)
        : credentialsRefused(registry, requested.username);
    case REGISTRY_ERROR.ACCESS_DENIED:
      return requested.username === undefined
        ? credentialsMissing(requested)
        : noAccess(requested.image, requested.username);
    case REGISTRY_ERROR.NOT_FOUND:
      return error.reason === "NAME_UNKNOWN" ? noRepository(requested) : explainNotFound(client, requested);
    case REGISTRY_ERROR.MALFORMED:
    case REGISTRY_ERROR.TOO_LARGE:
    case REGISTRY_ERROR.DIGEST_MISMATCH:
      return finding(
        FINDING.REGISTRY_ANSWER_INVALID,
        `${host} ${detail}`,
        `check that ${registry} is a container registry that has ${repository}, and what stands between (proxy, mirror)`,
      );
  }
}

/** Tells a missing tag or digest from a missing repository by the list of tags. */
async function explainNotFound(client: RegistryClient, requested: RequestedImage): Promise<Finding> {
  const { registry, repository, tag, digest } = requested.image;
  const tags = await listTags(client, repository, MAX_TAGS_NAMED + 1).catch((error: unknown) => {
    if (error instanceof RegistryError) return error;
    throw error;
  });
  if (tags instanceof RegistryError && tags.code === REGISTRY_ERROR.NOT_FOUND) return noRepository(requested);

  const known = tags instanceof RegistryError || tags.length === 0 ? "" : `: ${renderTags(tags)}`;
  if (digest !== undefined)
    return finding(
      FINDING.DIGEST_NOT_FOUND,
      `${registry} has no ${digest} in ${repository}`,
      `push it, or use a tag or digest that exists${known}`,
    );
  return finding(
    FINDING.TAG_NOT_FOUND,
    tag === undefined
      ? `${registry} has no tag "latest" in ${repository}, which is meant where no tag is given`
      : `${registry} has no tag ${quote(tag)} in ${repository}`,
    `push it, or use a tag that exists${known}`,
  );
}

/** Registries have no order in common, some none at all. */
function renderTags(tags: readonly string[]): string {
  const named = tags.slice(0, MAX_TAGS_NAMED).sort().map(quote).join(", ");
  return tags.length > MAX_TAGS_NAMED ? `${named} and others` : named;
}

/** ghcr.io hides what a user may not see, so that its "not found" can mean either. */
function noRepository({ image, username }: RequestedImage): Finding {
  if (image.registry === GHCR)
    return username === undefined ? credentialsMissing({ image }) : noAccess(image, username);
  return finding(
    FINDING.IMAGE_NOT_FOUND,
    `${image.registry} has no repository ${image.repository}`,
    "correct the name, or push the image",
  );
}

/** The login stands, but the repository is absent or hidden. */
export function noAccess({ registry, repository }: ImageReference, username: string): Finding {
  return finding(
    FINDING.IMAGE_NOT_FOUND_OR_NO_ACCESS,
    `${registry} has no ${repository}, or ${quote(username)} may not read it; the registry does not tell which`,
    registry === GHCR
      ? "correct the name, or give the user read access to the package; where the organization has single sign-on, authorize the token for it"
      : "correct the name, or give the user read access",
  );
}

function credentialsMissing({ image: { registry, repository } }: Pick<RequestedImage, "image">): Finding {
  return finding(
    FINDING.CREDENTIALS_MISSING,
    `${registry} does not show ${repository} without credentials: it is private or does not exist`,
    "pass credentials that may read it, or correct the name",
  );
}

function credentialsRefused(registry: string, username: string): Finding {
  return finding(
    FINDING.CREDENTIALS_REFUSED,
    `${registry} refuses the credentials of ${quote(username)}`,
    registry === GHCR
      ? "pass a personal access token (classic) with read:packages that has not expired"
      : "correct the user name and the password or token; it may have expired or been revoked",
  );
}
