// The arguments about the registry: what is asked there before AWS is asked to run an image.

import type * as pulumi from "@pulumi/pulumi";
import { notEmpty, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import type { RequiredAttestation } from "../../registry/attestation/checkAttestation";
import { parseTrustedRoots } from "../../registry/attestation/trustedRoots";
import { argumentPath, type ArgumentChecks } from "../component/argumentChecks";

/** Registry checks, in previews and updates; unit tests make none. */
export interface ServiceRegistry {
  /**
   * Whether the task definition gets the digest that the tag resolves to: a tag that moved is deployed, and a tag that did
   * not move changes nothing. The registry has to be reachable from where Pulumi runs.
   * @default true
   */
  pin?: boolean;
  /**
   * Whether to check first that the registry is reachable and accepts the credentials, and that the image and its tag exist and
   * are built for `cpuArchitecture`. For ghcr.io, the token's scopes and expiry are checked with GitHub.
   * @default true
   */
  preflight?: boolean;
  /**
   * Who has to have built the service's own image. An image without a sound attestation of theirs stops previews and updates.
   * @default none: any image is deployed
   */
  attestation?: ImageAttestation;
  /**
   * Whether the image of ghcr.io comes through ECR's pull-through cache: ECR fetches it with the credentials, and tasks pull it from the
   * account's own registry. Creates a rule, a template for the repositories, and a secret in place of that of `credentials` with its key: 0.40
   * USD a month and 0.10 for each GB of images, 1.00 less for the key. Sidecars that share the credentials come through it, too.
   * Follows https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
   * @default false
   */
  pullThroughCache?: boolean;
  /**
   * The prefix of a pull-through cache of ghcr.io that exists, such as `RegistryCredentials.pullThroughPrefix`. Instead of `pullThroughCache`.
   * `credentials` are then for the registry checks alone.
   * @default none
   */
  pullThroughPrefix?: pulumi.Input<string>;
}

/**
 * Who has to have built an image: proven by GitHub's artifact attestation of its digest, or by a keyless signature of cosign, that the
 * registry has. Verified with Sigstore's library against certificates that come with this package; nothing but the registry is asked.
 * Follows https://docs.github.com/actions/concepts/security/artifact-attestations
 */
export interface ImageAttestation {
  /** The GitHub repository whose workflow built the image: `owner/name`. */
  repository: string;
  /**
   * The file name of the workflow that has to have run: `release.yml`.
   * @default any workflow of the repository
   */
  workflow?: string;
  /**
   * The branch or tag that the workflow has to have run for: `refs/heads/main`, `refs/tags/v1.0`. A `*` at the end stands for any rest.
   * @default any: whoever may push a branch to the repository can build an image that is deployed
   */
  ref?: string;
  /**
   * The reusable workflow that signs, where it is not one of `repository`: `owner/name/.github/workflows/build.yml`.
   * @default a workflow of `repository`
   */
  signer?: string;
  /**
   * The trusted roots as JSON, one a line: what `gh attestation trusted-root` prints. For certificates that are newer than this package,
   * and for Sigstore instances of your own.
   * @default those of Sigstore and of GitHub that come with this package
   */
  trustedRoot?: string;
}

/** The registry checks, as planned. */
export type RegistryPlan = Required<Pick<ServiceRegistry, "pin" | "preflight">>;

/** Plans the registry checks. */
export function planRegistry({ pin = true, preflight = true }: ServiceRegistry = {}): RegistryPlan {
  return { pin, preflight };
}

/** The argument path of a container's attestation. `path` is the container's; empty for the service's own. */
export function attestationPath(path: string): string {
  return argumentPath(path === "" ? "registry" : path, "attestation");
}

/** Plans who has to have built an image; undefined where that does not matter. */
export function planAttestation(
  checks: ArgumentChecks,
  given: ImageAttestation | undefined,
  { path: containerPath, registry }: { readonly path: string; readonly registry: ServiceRegistry | undefined },
): RequiredAttestation | undefined {
  if (given === undefined) return undefined;
  const path = attestationPath(containerPath);
  const { pin, preflight } = planRegistry(registry);
  const { repository, workflow, ref, signer, trustedRoot } = given;
  const off = [...(pin ? [] : ["registry.pin: false"]), ...(preflight ? [] : ["registry.preflight: false"])];
  for (const setting of off)
    checks.add(
      path,
      `cannot be set with ${setting}: what is deployed would not be what was verified`,
      `leave ${setting.split(":")[0] ?? ""} unset`,
    );
  checks.required(path, { repository }, "set it to the GitHub repository that builds the image: owner/name");
  checks.shape(`${path}.repository`, repository, checkRepository);
  checks.shape(`${path}.workflow`, workflow, checkWorkflow);
  checks.shape(`${path}.ref`, ref, checkRef);
  checks.shape(`${path}.signer`, signer, checkSignerWorkflow);
  const trustedRoots = trustedRoot === undefined ? undefined : parseTrustedRoots(trustedRoot);
  if (trustedRoot !== undefined && trustedRoots === undefined)
    checks.add(
      `${path}.trustedRoot`,
      "is not a trusted root of Sigstore",
      "pass what `gh attestation trusted-root` prints",
    );
  return {
    repository,
    ...(workflow !== undefined && { workflow }),
    ...(ref !== undefined && { ref }),
    ...(signer !== undefined && { signer }),
    ...(trustedRoots !== undefined && { trustedRoots }),
  };
}

const NAME = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/[A-Za-z0-9._-]+";
const FILE = "[^/@\\s]+\\.ya?ml";

const checkRepository = matching(new RegExp(`^${NAME}$`), "a GitHub repository", "write it as owner/name");
const checkWorkflow = matching(
  new RegExp(`^${FILE}$`),
  "the file name of a workflow",
  "write the name alone, without a folder: release.yml",
);
const checkRef = matching(
  /^refs\/(?:heads|tags|pull)\/[^\s*]*\*?$/,
  "a Git ref",
  "write it as refs/heads/main or refs/tags/v*",
);
const checkSignerWorkflow = matching(
  new RegExp(`^${NAME}/\\.github/workflows/${FILE}$`),
  "a reusable workflow",
  "write it as owner/name/.github/workflows/build.yml",
);

function matching(pattern: RegExp, what: string, fix: string): Check<string> {
  return (value) =>
    notEmpty(value) ?? (pattern.test(value) ? undefined : { wrong: `${quote(value)} is not ${what}`, fix });
}
