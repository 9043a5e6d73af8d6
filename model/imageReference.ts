// Image references: what `ghcr.io/owner/image:tag@sha256:...` means, by the OCI distribution specification's grammar
// (https://github.com/opencontainers/distribution-spec/blob/main/spec.md, checked 2026-11-22).

import { quote, type Fault } from "./problems";

/** A parsed image reference. */
export interface ImageReference {
  /** The registry's host, with its port if it has one: `ghcr.io`, `localhost:5000`, `docker.io`. */
  readonly registry: string;
  /** The repository within the registry: `owner/image`; `library/nginx` for Docker Hub's short names. */
  readonly repository: string;
  /** The tag; undefined if only a digest is given. `latest` is not filled in. */
  readonly tag?: string;
  /** The digest: `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

/** An image reference, or what is wrong with the text. */
export type ParsedImage =
  | { readonly image: ImageReference; readonly fault?: undefined }
  | { readonly image?: undefined; readonly fault: Fault };

/** The registry of references that name none. */
export const DOCKER_HUB = "docker.io";

/** Docker Hub's other name. */
const DOCKER_HUB_INDEX = "index.docker.io";

/** The GitHub Container Registry. */
export const GHCR = "ghcr.io";

const HOST =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]{1,5})?$/;
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[a-f0-9]{64}$/;
/** Something before an @ that stands before a slash: a digest never does. */
const USER_INFO = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/@]+@[^/@]+\//i;
const EXAMPLE = "write it as ghcr.io/owner/image:tag";
/** How long a registry and a repository are together, at the most. */
const MAX_NAME_LENGTH = 255;

/** Slips of `ghcr.io`, none of which is a registry. */
const LOOKS_LIKE_GHCR = /^(?:(?:ghrc|gchr|gcrh|hgcr)\.(?:io|com)|ghcr\.(?:com|oi|i|o|ip|dev))$/;

/** Parses an image reference; says what is wrong and what to do where it is none. */
export function parseImageReference(text: string): ParsedImage {
  const fault = (wrong: string, fix: string): ParsedImage => ({ fault: { wrong, fix } });
  if (text.trim() === "") return fault("is empty", EXAMPLE);
  // Not quoted: what stands there may be a token.
  if (USER_INFO.test(text)) return fault("holds a user name before the registry", `leave it out: ${EXAMPLE}`);
  if (/\s/.test(text)) return fault(`${quote(text)} contains white space`, EXAMPLE);
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  const onGitHub = gitHubFault(text.slice(scheme?.length ?? 0), quote(text));
  if (onGitHub !== undefined) return { fault: onGitHub };
  if (scheme !== undefined)
    return fault(
      `${quote(text)} starts with ${quote(scheme)}`,
      `leave the scheme out: ${quote(text.slice(scheme.length))}`,
    );

  const [beforeDigest = "", digest, ...moreDigests] = text.split("@");
  if (moreDigests.length > 0 || (digest !== undefined && !DIGEST.test(digest)))
    return fault(
      `${quote(text)} has a malformed digest`,
      "end it with @sha256: and 64 hexadecimal digits, in lower case",
    );

  const slash = beforeDigest.indexOf("/");
  const first = slash < 0 ? "" : beforeDigest.slice(0, slash);
  const namesHost = first.includes(".") || first.includes(":") || first === "localhost";
  const host = namesHost ? first.toLowerCase() : DOCKER_HUB;
  const registry = host === DOCKER_HUB_INDEX ? DOCKER_HUB : host;
  const start = namesHost ? slash + 1 : 0;
  const rest = beforeDigest.slice(start);
  // The grammar lets pass what is no address: port 99999, host 300.1.1.1.
  if (!HOST.test(registry) || !URL.canParse(`https://${registry}`))
    return fault(`${quote(text)} names the malformed registry ${quote(first)}`, EXAMPLE);

  const [path = "", tag, ...moreTags] = rest.split(":");
  if (isRegistryAlone(namesHost ? path : "", beforeDigest))
    return fault(`${quote(text)} names a registry without an image`, EXAMPLE.replace(GHCR, hostOf(beforeDigest)));
  if (moreTags.length > 0) return fault(`${quote(text)} has ${moreTags.length + 1} tags`, "keep one tag");
  if (tag !== undefined && !TAG.test(tag))
    return fault(
      `${quote(text)} has the malformed tag ${quote(tag)}`,
      "use 1 to 128 letters, digits, dots, dashes and underscores, not starting with a dot or a dash",
    );
  if (path !== path.toLowerCase())
    return fault(
      `${quote(text)} has upper-case letters in its repository`,
      `registries know lower case only: write ${quote(text.slice(0, start) + path.toLowerCase() + text.slice(start + path.length))}`,
    );
  if (!REPOSITORY.test(path)) return fault(`${quote(text)} has the malformed repository ${quote(path)}`, EXAMPLE);
  if (registry === GHCR && !path.includes("/")) return fault(`${quote(text)} names no image of an owner`, EXAMPLE);

  if (LOOKS_LIKE_GHCR.test(registry))
    return fault(`${quote(text)} names the registry ${quote(registry)}`, `did you mean ${quote(`${GHCR}/${rest}`)}`);
  if (tag === "undefined" || tag === "null" || tag === "NaN")
    return fault(`${quote(text)} has the tag ${quote(tag)}`, "give the variable in it a value");
  if (registry.length + 1 + path.length > MAX_NAME_LENGTH)
    return fault(
      `${quote(text)} has a name of ${registry.length + 1 + path.length} characters`,
      `use ${MAX_NAME_LENGTH} at the most, with the registry`,
    );
  const repository = registry === DOCKER_HUB && !path.includes("/") ? `library/${path}` : path;
  return {
    image: { registry, repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) },
  };
}

/** Says what is wrong with a registry's host name. */
export function checkRegistryHost(host: string): Fault | undefined {
  const alone = host.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").replace(/\/.*$/, "");
  if (alone !== host && alone !== "")
    return { wrong: `${quote(host)} is not a host name alone`, fix: `write ${quote(alone)}` };
  const { image, fault } = parseImageReference(`${host}/owner/image`);
  if (fault === undefined && image.registry === host.toLowerCase()) return undefined;
  return { wrong: `${quote(host)} is not the host name of a registry`, fix: `write it as in ${quote(GHCR)}` };
}

/** The host of a text that is a registry alone, without what is no port. */
const hostOf = (text: string): string => (text.split("/")[0] ?? "").replace(/:(?!\d+$).*$/, "");

/** `ghcr.io`, `ghcr.io/` or `localhost:5000`: no image of Docker Hub has a dot or only a port. */
function isRegistryAlone(path: string, text: string): boolean {
  if (text.includes("/")) return /^[^/]+\/+$/.test(text) && path === "";
  return /^localhost(:\d+)?$/.test(text) || /^[^:]*\.[^:]*(:[^:]*)?$/.test(text);
}

/** Addresses of GitHub that are not the registry's: its pages, and the registry that was there before. */
function gitHubFault(text: string, quoted: string): Fault | undefined {
  const old = /^docker\.pkg\.github\.com\/([^/]+)\/([^/]+)\/(.+)$/i.exec(text);
  if (old !== null) {
    const [, owner = "", repository = "", image = ""] = old;
    const moved = [`${GHCR}/${owner}/${image}`, `${GHCR}/${owner}/${repository}/${image}`].map((to) =>
      to.toLowerCase(),
    );
    return {
      wrong: `${quoted} names docker.pkg.github.com, which is closed`,
      fix: `write ${moved.map(quote).join(" or ")}`,
    };
  }
  if (/^docker\.pkg\.github\.com(\/|$)/i.test(text))
    return { wrong: `${quoted} names docker.pkg.github.com, which is closed`, fix: EXAMPLE };
  const page = /^(?:www\.)?github\.com\/(.*)$/i.exec(text)?.[1];
  if (page === undefined) return undefined;
  const packages =
    /^(?:orgs\/|users\/)?([^/]+)\/(?:[^/]+\/)?(?:packages|pkgs)\/container\/(?:package\/)?([^/?#]+)/i.exec(page);
  const [, owner = "", image = ""] = packages ?? /^([^/]+)\/([^?#]+?)\/*$/.exec(page) ?? [];
  return {
    wrong: `${quoted} is an address of a page, not of the registry`,
    fix: owner === "" ? EXAMPLE : `write ${quote(`${GHCR}/${owner}/${decodeURIComponentOr(image)}`.toLowerCase())}`,
  };
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A reference as text: registry, repository, then the tag and the digest that it has. */
export function renderImageReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

/** Whether a registry is a private one of Amazon ECR. */
export function isEcrRegistry(registry: string): boolean {
  return /^\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws)$/.test(registry);
}
