// The containers of the task: the service's own and the sidecars, each with the credentials that its image is pulled with.

import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import { checkContainers, planContainer, type ContainerPlan } from "./container";
import { planImageCredentials, type CredentialsPlan, type ImageCredentials } from "../credentials/imageCredentials";
import type { ImageSources } from "../network/internetAccess";
import type { GhcrFargateServiceArgs, Sidecar } from "../ghcrFargateServiceArgs";

/** The name of the service's own container. */
export const MAIN_CONTAINER = "app";

/** A container, and how its image is pulled. */
export interface PulledContainer {
  readonly container: ContainerPlan;
  /** Undefined for a public image. Containers that share credentials have the same plan. */
  readonly credentials: CredentialsPlan | undefined;
  /** The argument path of the credentials. */
  readonly credentialsPath: string;
}

/** What other arguments add to the containers. */
export interface ContainerAdditions {
  /** What Service Connect calls the service's port. */
  readonly portMapping: ContainerPlan["portMapping"];
  /** The sidecars of features: their images are pulled without credentials. */
  readonly sidecars: readonly ContainerPlan[];
}

/** Plans all containers; the service's own comes first. */
export function planContainers(
  checks: ArgumentChecks,
  args: GhcrFargateServiceArgs,
  { portMapping, sidecars: added }: ContainerAdditions,
): [PulledContainer, ...PulledContainer[]] {
  const { image, port, credentials, ...settings } = args;
  const own = { ...settings, name: MAIN_CONTAINER, image, ...(port !== undefined && { port }) };
  const container = planContainer(checks, "", own, { essential: true });
  const named = { ...container, ...(portMapping !== undefined && { portMapping }) };
  const main = pulled(checks, "credentials", named, credentials);
  const ofFeatures = added.map((sidecar) => pulled(checks, `${sidecar.path}image`, sidecar, undefined));
  const sidecars = (args.sidecars ?? []).map((sidecar, i) => planSidecar(checks, sidecar, `sidecars[${i}].`, main));
  const all: [PulledContainer, ...PulledContainer[]] = [main, ...ofFeatures, ...sidecars];
  checkContainers(
    checks,
    all.map(({ container }) => container),
  );
  return all;
}

/** What the containers' images are pulled with. */
export function imageSourcesOf(containers: readonly PulledContainer[]): ImageSources {
  return {
    registries: containers.flatMap(({ container }) => container.reference?.registry ?? []),
    images: containers.map(({ container }) => container.image),
    readsSecrets: containers.some(
      ({ container, credentials }) =>
        credentials !== undefined || Object.keys(container.settings.secrets ?? {}).length > 0,
    ),
  };
}

function pulled(
  checks: ArgumentChecks,
  credentialsPath: string,
  container: ContainerPlan,
  given: ImageCredentials | undefined,
): PulledContainer {
  const credentials = planImageCredentials(checks, credentialsPath, given, container.reference?.registry);
  return { container, credentials, credentialsPath };
}

function planSidecar(checks: ArgumentChecks, sidecar: Sidecar, path: string, main: PulledContainer): PulledContainer {
  const { credentials, shareCredentials = false, essential = true, cpu, memory, ...given } = sidecar;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(sidecar.name))
    checks.add(
      `${path}name`,
      `${quote(sidecar.name)} is no container name`,
      "use letters, digits, dashes and underscores",
    );
  const container = planContainer(checks, path, given, {
    essential,
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
  });
  if (!shareCredentials) return pulled(checks, `${path}credentials`, container, credentials);
  if (credentials !== undefined)
    checks.add(`${path}credentials`, "given together with shareCredentials", "leave one of them unset");
  if (main.credentials === undefined)
    checks.add(
      `${path}shareCredentials`,
      "true while the service has no credentials",
      "set credentials, or leave it unset",
    );
  return { container, credentials: main.credentials, credentialsPath: main.credentialsPath };
}
