// The image that a container runs: from what the user wrote to what the task definition gets. Asks the registry in between.

import * as pulumi from "@pulumi/pulumi";
import { parseImageReference, renderImageReference, type ImageReference } from "../../model/imageReference";
import { quote, type Problem } from "../../model/problems";
import { isUnavailable, type Finding } from "../../registry/findings";
import { resolveImage } from "../../registry/resolveImage";
import { lateError } from "../component/argumentChecks";
import { CpuArchitecture } from "./cpuArchitecture";
import { isEngineAttached } from "../../rollout/engine";
import { isOffline, OFFLINE } from "../component/offline";
import type { Tags } from "../component/childContext";
import type { PulledContainer } from "./containers";
import type { RegistryPlan } from "./registryArgs";
import { findLogin, knownCredentials, type KnownCredentials, type RegistryLogin } from "../credentials/registryLogin";

/** What decides, besides the container, what becomes of its image. */
export interface ImageSettings {
  /** What is called: `GhcrFargateService "web"`. */
  readonly subject: string;
  readonly cpuArchitecture: CpuArchitecture;
  readonly registry: RegistryPlan;
}

type ImageToDeploy = PulledContainer & ImageSettings;

/**
 * The reference that the task definition gets. Warns, once, where it means whatever `latest` is at the moment.
 * Fails where the registry says that no task could start with it.
 */
export function deployedImage(
  pulled: PulledContainer,
  settings: ImageSettings,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const toDeploy = { ...pulled, ...settings };
  const { container, registry } = toDeploy;
  const written = pulumi.output(container.image).apply((text) => {
    warnOfLatest(container.path, text, parent);
    return text;
  });
  if (!(registry.pin || registry.preflight) || !mayAsk(parent)) return written;
  const reference = pulumi.all([written, knownCredentials(toDeploy.credentials)]).apply(async ([text, known]) => {
    const { image } = parseImageReference(text); // refused elsewhere if it is none
    return image === undefined ? text : ((await ask(image, known, toDeploy, parent)) ?? text);
  });
  return pulumi.unsecret(reference); // a reference holds nothing of the credentials that were used to find it
}

/** AWS tags that keep readable what the user wrote, where a digest took its place. */
export function imageTags(
  images: readonly { readonly container: PulledContainer["container"]; readonly deployed: pulumi.Output<string> }[],
  tags: Tags | undefined,
): pulumi.Input<Tags> | undefined {
  if (!isEngineAttached()) return tags; // nothing is pinned in a unit test
  const written = pulumi.all(
    images.map(({ container, deployed }) =>
      pulumi
        .all([container.image, deployed])
        .apply(([text, reference]): [string, string][] =>
          reference === text ? [] : [[`ghcr-fargate:image${container.path === "" ? "" : `:${container.name}`}`, text]],
        ),
    ),
  );
  return pulumi
    .all([written, tags ?? {}])
    .apply(([pairs, given]) => ({ ...given, ...Object.fromEntries(pairs.flat()) }));
}

const told = new Set<string>();

function mayAsk(parent: pulumi.Resource): boolean {
  const attached = isEngineAttached();
  if (!isOffline()) return attached;
  if (attached && !told.has(OFFLINE)) {
    told.add(OFFLINE);
    void pulumi.log.info(`${OFFLINE}=1: images are neither checked nor pinned`, parent);
  }
  return false;
}

/** Asks the registry; returns the pinned reference if there is to be one. */
async function ask(
  image: ImageReference,
  known: KnownCredentials,
  toDeploy: ImageToDeploy,
  parent: pulumi.Resource,
): Promise<string | undefined> {
  const { pin, preflight } = toDeploy.registry;
  const pins = pin && image.digest === undefined;
  if (!pins && !preflight) return undefined;
  const found = await findLogin(image, known, parent);
  if (found.missing !== undefined) {
    if (pins) refuse(toDeploy, [unreadable(toDeploy, found.missing)]);
    void pulumi.log.warn(`${toDeploy.container.path}image: not checked: ${found.missing}`, parent);
    return undefined;
  }
  const report = await resolveImage({
    image,
    ...(found.login !== undefined && { credentials: loginOf(found.login) }),
    ...(preflight && { architecture: toDeploy.cpuArchitecture === CpuArchitecture.Arm64 ? "arm64" : "amd64" }),
  });
  const isError = (finding: Finding) => finding.severity === "error" || (pins && isUnavailable(finding));
  const errors = report.findings.filter(isError);
  if (errors.length > 0)
    refuse(
      toDeploy,
      errors.map((finding) => problemOf(finding, toDeploy, pins)),
    );
  for (const finding of report.findings) {
    const { path, wrong, fix } = problemOf(finding, toDeploy, false);
    void pulumi.log.warn(`${path}: ${wrong}; ${fix}`, parent);
  }
  if (!pins || report.digest === undefined) return undefined;
  return renderImageReference({ registry: image.registry, repository: image.repository, digest: report.digest });
}

const loginOf = ({ username, password }: RegistryLogin) => ({ username, password });

function refuse({ subject }: ImageToDeploy, problems: readonly Problem[]): never {
  throw lateError(subject, problems);
}

function unreadable({ credentialsPath }: ImageToDeploy, missing: string): Problem {
  return {
    path: `${credentialsPath}.secretArn`,
    wrong: `${missing}, so that the tag cannot be pinned to a digest`,
    fix: "grant the read to whoever runs Pulumi, or deploy the tag as it is: registry.pin: false",
  };
}

/** A finding in the words of the component's arguments. */
function problemOf({ subject, wrong, fix, ...finding }: Finding, toDeploy: ImageToDeploy, pins: boolean): Problem {
  const { container, credentials, credentialsPath } = toDeploy;
  const given = credentials?.existing === undefined ? "token" : "secretArn";
  const path = {
    image: `${container.path}image`,
    registry: `${container.path}image`,
    architecture: "cpuArchitecture",
    credentials: credentials === undefined ? credentialsPath : `${credentialsPath}.${given}`,
  }[subject];
  const unpinned =
    pins && isUnavailable({ subject, wrong, fix, ...finding })
      ? ", or deploy the tag as it is: registry.pin: false"
      : "";
  return { path, wrong, fix: `${fix}${unpinned}` };
}

function warnOfLatest(path: string, text: string, parent: pulumi.Resource): void {
  const { image } = parseImageReference(text);
  if (image === undefined) return;
  const { tag, digest } = image;
  if (digest === undefined && (tag === undefined || tag === "latest"))
    void pulumi.log.warn(
      `${path}image: ${quote(text)} deploys whatever "latest" means now; name a version to know what runs`,
      parent,
    );
}
