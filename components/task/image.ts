// The image of a container: checked with its registry, and pinned to a digest.

import * as pulumi from "@pulumi/pulumi";
import { renderImageReference, type ImageReference } from "../../model/imageReference";
import { quote, type Problem } from "../../model/problems";
import { isUnavailable, type Finding } from "../../registry/findings";
import { resolveImage as resolveInRegistry } from "../../registry/resolveImage";
import { argumentPath, isPlain, failLate } from "../component/argumentChecks";
import { CpuArchitecture } from "./taskDefinition";
import { isEngineAttached } from "../../rollout/engine";
import { isOffline, OFFLINE } from "../component/offline";
import type { Tags } from "../component/childContext";
import type { PulledContainer } from "./containers";
import type { WrittenImage } from "./container";
import { cachedReference } from "./pullThrough";
import { attestationPath, type RegistryPlan } from "./registryArgs";
import { findLogin, knownCredentials, type KnownCredentials, type RegistryLogin } from "../credentials/registryLogin";

/** What the images of a task are resolved with. */
export interface ImageSettings {
  /** What is called: `GhcrFargateService "web"`. */
  readonly subject: string;
  readonly cpuArchitecture: CpuArchitecture;
  readonly registry: RegistryPlan;
}

/** An image, and the reference that the task definition gets. */
export interface DeployedImage {
  readonly container: PulledContainer;
  readonly reference: pulumi.Output<string>;
}

type ImageToDeploy = PulledContainer & ImageSettings;

/**
 * Resolves a container's image to the reference that the task definition gets. Warns, once, about the tag `latest`. The reference
 * fails where the registry says that no task could start with it.
 */
export function resolveImage(
  container: PulledContainer,
  settings: ImageSettings,
  parent: pulumi.ComponentResource,
): DeployedImage {
  const { registry } = settings;
  const { attestation } = container;
  const warned = (image: WrittenImage) => {
    warnOfLatest(container.path, image, parent);
    return image;
  };
  const { cachePrefix: prefix } = container;
  const inCache = (reference: pulumi.Output<string>): pulumi.Output<string> =>
    prefix === undefined ? reference : cachedReference(reference, { prefix, subject: settings.subject, parent });
  const image = pulumi.output(container.image);
  if (!(registry.pin || registry.preflight) || !mayCheck(parent)) {
    const unchecked = image.apply((written) => warned(written).text);
    const mustCheck = attestation !== undefined && isEngineAttached() && !pulumi.runtime.isDryRun();
    return { container, reference: mustCheck ? refuseUnverified(container, settings) : inCache(unchecked) };
  }
  const resolved = pulumi
    .all([image.apply(warned), knownCredentials(container.credentials)])
    .apply(async ([{ text, reference: written }, known]) => {
      const pinned = await checkInRegistry(written, known, { toDeploy: { ...container, ...settings }, parent });
      return pinned ?? text;
    });
  // It contains no part of the credentials, and a secret would hide every difference of the task definition.
  return { container, reference: inCache(pulumi.unsecret(resolved)) };
}

/** How many tags the task definition gets besides those of the user, at the most: one for each image that is pinned or comes through the cache. */
export function imageTagsOf({
  registry,
  containers,
}: {
  readonly registry: RegistryPlan;
  readonly containers: readonly PulledContainer[];
}): number {
  const isAsWritten = ({ image, cachePrefix }: PulledContainer) =>
    cachePrefix === undefined && (!registry.pin || (isPlain(image) && image.reference.digest !== undefined));
  return containers.filter((container) => !isAsWritten(container)).length;
}

/** AWS tags that keep readable what the user wrote, where a digest replaced it. */
export function imageTags(images: readonly DeployedImage[], tags: Tags | undefined): pulumi.Input<Tags> | undefined {
  if (!isEngineAttached()) return tags; // nothing is pinned in a unit test
  const pinned = images.map(({ container: { image, name, path }, reference }) =>
    pulumi
      .all([image, reference])
      .apply(([{ text }, deployed]): [string, string][] =>
        deployed === text ? [] : [[`ghcr-fargate:image${path === "" ? "" : `:${name}`}`, text]],
      ),
  );
  return pulumi
    .all([pulumi.all(pinned), tags ?? {}])
    .apply(([pairs, given]) => ({ ...given, ...Object.fromEntries(pairs.flat()) }));
}

let hasLoggedOffline = false;

function mayCheck(parent: pulumi.Resource): boolean {
  const attached = isEngineAttached();
  if (!isOffline()) return attached;
  if (attached && !hasLoggedOffline) {
    hasLoggedOffline = true;
    void pulumi.log.info(`${OFFLINE}=1: images are neither checked nor pinned`, parent);
  }
  return false;
}

/** Checks an image with its registry; returns the reference to pin, if there is to be one. */
async function checkInRegistry(
  image: ImageReference,
  known: KnownCredentials,
  { toDeploy, parent }: { readonly toDeploy: ImageToDeploy; readonly parent: pulumi.Resource },
): Promise<string | undefined> {
  const { pin, preflight } = toDeploy.registry;
  const pins = pin && image.digest === undefined;
  if (!pins && !preflight) return undefined;
  const { attestation } = toDeploy;
  const found = await findLogin(image, known, parent);
  if (found.missing !== undefined) {
    if (pins || attestation !== undefined) return refuse(toDeploy, [unreadable(toDeploy, found.missing)]);
    void pulumi.log.warn(`${argumentPath(toDeploy.path, "image")}: not checked: ${found.missing}`, parent);
    return undefined;
  }
  const report = await resolveInRegistry({
    image,
    ...(found.login !== undefined && { credentials: loginOf(found.login) }),
    ...(attestation !== undefined && { attestation }),
    ...(preflight && { architecture: toDeploy.cpuArchitecture === CpuArchitecture.Arm64 ? "arm64" : "amd64" }),
  });
  const mustAnswer = pins || attestation !== undefined;
  const isError = (finding: Finding) => finding.severity === "error" || (mustAnswer && isUnavailable(finding));
  const errors = report.findings.filter(isError);
  if (errors.length > 0)
    return refuse(
      toDeploy,
      errors.map((finding) => problemOf(finding, toDeploy, pins)),
    );
  for (const finding of report.findings) {
    const { path, wrong, fix } = problemOf(finding, toDeploy, false);
    void pulumi.log.warn(`${path}: ${wrong}; ${fix}`, parent);
  }
  if (report.attestedBy !== undefined)
    void pulumi.log.info(`${argumentPath(toDeploy.path, "image")}: built by ${report.attestedBy}`, parent);
  if (!pins || report.digest === undefined) return undefined;
  return renderImageReference({ registry: image.registry, repository: image.repository, digest: report.digest });
}

const loginOf = ({ username, password }: RegistryLogin) => ({ username, password });

function refuse({ subject }: ImageToDeploy, problems: readonly Problem[]): Promise<never> {
  return failLate(subject, problems);
}

function unreadable({ credentialsPath, attestation }: ImageToDeploy, missing: string): Problem {
  const allow = "allow secretsmanager:GetSecretValue where Pulumi runs";
  return {
    path: `${credentialsPath}.secretArn`,
    ...(attestation === undefined
      ? {
          wrong: `${missing}, so that the tag cannot be pinned to a digest`,
          fix: `${allow}, or deploy the tag as it is: registry.pin: false`,
        }
      : { wrong: `${missing}, so that the image's attestation cannot be read`, fix: allow }),
  };
}

/** An update that is told to ask nobody cannot keep the promise that the argument makes. */
function refuseUnverified({ path }: PulledContainer, { subject }: ImageSettings): pulumi.Output<string> {
  return pulumi.output(
    failLate(subject, [
      {
        path: attestationPath(path),
        wrong: `cannot be verified with ${OFFLINE}=1`,
        fix: `unset ${OFFLINE} for updates; previews may have it`,
      },
    ]),
  );
}

/** A finding in the words of the component's arguments. */
function problemOf(
  { subject, wrong, fix, field, ...finding }: Finding,
  toDeploy: ImageToDeploy,
  pins: boolean,
): Problem {
  const { credentials, credentialsPath } = toDeploy;
  const imagePath = argumentPath(toDeploy.path, "image");
  const given = credentials?.existing === undefined ? "token" : "secretArn";
  const path = {
    image: imagePath,
    registry: imagePath,
    architecture: "cpuArchitecture",
    attestation: `${attestationPath(toDeploy.path)}${field === undefined ? "" : `.${field}`}`,
    credentials: credentials === undefined ? credentialsPath : `${credentialsPath}.${given}`,
  }[subject];
  const unpinned =
    pins && toDeploy.attestation === undefined && isUnavailable({ subject, wrong, fix, ...finding })
      ? ", or deploy the tag as it is: registry.pin: false"
      : "";
  return { path, wrong, fix: `${fix}${unpinned}` };
}

function warnOfLatest(path: string, { text, reference }: WrittenImage, parent: pulumi.Resource): void {
  const { tag, digest } = reference;
  if (digest === undefined && (tag === undefined || tag === "latest"))
    void pulumi.log.warn(
      `${argumentPath(path, "image")}: ${quote(text)} deploys whatever "latest" is at the moment; set a version to know what runs`,
      parent,
    );
}
