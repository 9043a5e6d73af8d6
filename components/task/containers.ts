// The containers of the task: the service's own and the sidecars, each with the credentials that its image is pulled with.

import * as pulumi from "@pulumi/pulumi";
import { checkComponentName } from "../../model/childNames";
import { wholeNumber } from "../../model/checks";
import { MAX_CPU, MAX_MEMORY_MIB } from "../../model/fargateSizes";
import { quote } from "../../model/problems";
import { parseSecretReference } from "../../model/secretReferences";
import { argumentPath, isPlain, type ArgumentChecks } from "../component/argumentChecks";
import {
  credentialsChildKeys,
  planImageCredentials,
  type CredentialsPlan,
  type ImageCredentials,
} from "../credentials/imageCredentials";
import type { ImageSources } from "../network/imageSources";
import type { RequiredAttestation } from "../../registry/attestation/checkAttestation";
import { checkContainers, planContainer, type ContainerPlan } from "./container";
import type { ContainerSettings, Sidecar } from "./containerArgs";
import { planAttestation, type ServiceRegistry } from "./registryArgs";

/** The name of the service's own container. */
export const MAIN_CONTAINER = "app";

/** The least memory that Docker gives a container. */
const MIN_MEMORY_MIB = 6;

/** How many containers ECS takes in a task definition. */
const MAX_CONTAINERS = 10;

/** The arguments that say which containers the task has. */
export interface ContainersArgs extends ContainerSettings {
  readonly image: pulumi.Input<string>;
  readonly port?: number;
  readonly credentials?: ImageCredentials;
  readonly sidecars?: Sidecar[];
  readonly registry?: ServiceRegistry;
}

/** A container, and how its image is pulled. */
export interface PulledContainer extends ContainerPlan {
  /** Undefined for a public image. Containers that share credentials have the same plan. */
  readonly credentials: CredentialsPlan | undefined;
  /** The argument path of the credentials. */
  readonly credentialsPath: string;
  /** The prefix of the pull-through cache that the image comes through, if it does: ECS then needs no credentials. */
  readonly cachePrefix?: pulumi.Input<string>;
  /** Who has to have built the image, where that matters. */
  readonly attestation?: RequiredAttestation;
}

/** All containers of a task; the service's own comes first. */
export type TaskContainers = readonly [PulledContainer, ...PulledContainer[]];

/** What the component and other arguments add to the containers. */
export interface ContainerAdditions {
  /** The component's name, which those of created secrets start with. */
  readonly component: string;
  /** The port's name and protocol in Service Connect. */
  readonly portMapping: ContainerPlan["portMapping"];
  /** The transport protocols of the port. */
  readonly portProtocols?: ContainerPlan["portProtocols"];
  /** The sidecars of features: their images are pulled without credentials. */
  readonly sidecars: readonly ContainerPlan[];
}

/** Plans all containers. */
export function planContainers(
  checks: ArgumentChecks,
  args: ContainersArgs,
  { component, portMapping, portProtocols, sidecars: added }: ContainerAdditions,
): TaskContainers {
  const { registry } = args;
  const own = planContainer(checks, { path: "", limits: { essential: true } }, { ...args, name: MAIN_CONTAINER });
  const main: PulledContainer = {
    ...own,
    ...(portMapping !== undefined && { portMapping }),
    ...(portProtocols !== undefined && { portProtocols }),
    credentials: planCredentials(checks, args.credentials, { container: own, name: component }),
    credentialsPath: "credentials",
    ...attestationOf(checks, registry?.attestation, { path: "", registry }),
  };
  const ofFeatures = added.map((container) => ({
    ...container,
    credentials: undefined,
    credentialsPath: argumentPath(container.path, "image"),
  }));
  const sidecars = (args.sidecars ?? []).map((sidecar, i) =>
    planSidecar(checks, sidecar, { path: `sidecars[${i}]`, main, component, registry }),
  );
  const all: TaskContainers = [main, ...ofFeatures, ...sidecars];
  const others = all.length - sidecars.length;
  if (all.length > MAX_CONTAINERS)
    checks.add(
      "sidecars",
      `has ${sidecars.length}, which makes ${all.length} containers, but a task definition takes ${MAX_CONTAINERS}`,
      `use ${MAX_CONTAINERS - others} at the most`,
    );
  checkContainers(checks, all);
  return all;
}

/** What ECS pulls a container's image with; undefined for a public image, and for one that comes through the cache. */
export function pullCredentialsOf(container: PulledContainer): CredentialsPlan | undefined {
  return isDirect(container) ? container.credentials : undefined;
}

const isDirect = ({ cachePrefix }: PulledContainer): boolean => cachePrefix === undefined;

/** What the containers are started from. A secret that is known later counts as one of Secrets Manager. */
export function imageSourcesOf(containers: TaskContainers): ImageSources {
  const secrets = containers.flatMap(({ settings }) => Object.values(settings.secrets ?? {}));
  const isParameter = (secret: pulumi.Input<string>): boolean =>
    isPlain(secret) && parseSecretReference(secret)?.store === "ssm";
  return {
    registries: containers
      .filter(isDirect)
      .map(({ image }) =>
        isPlain(image) ? image.reference.registry : pulumi.output(image).apply(({ reference }) => reference.registry),
      ),
    readsSecrets:
      containers.some((container) => pullCredentialsOf(container) !== undefined) || !secrets.every(isParameter),
    readsParameters: secrets.some(isParameter),
    readsFiles: containers.some(({ settings }) => (settings.environmentFiles ?? []).length > 0),
  };
}

/** A container and those of the others that it depends on, and that these depend on. */
export function withDependencies(
  main: PulledContainer,
  others: readonly PulledContainer[],
): [PulledContainer, ...PulledContainer[]] {
  const needed = new Set<string>();
  const add = ({ settings }: PulledContainer): void => {
    for (const { containerName } of settings.dependsOn ?? []) {
      const other = others.find(({ name }) => name === containerName);
      if (other === undefined || needed.has(containerName)) continue;
      needed.add(containerName);
      add(other);
    }
  };
  add(main);
  return [main, ...others.filter(({ name }) => needed.has(name))];
}

/** The ports that the containers listen on, and who listens on each. */
export function portsOf(containers: TaskContainers): { readonly port: number; readonly containerName: string }[] {
  return containers.flatMap(({ name, port, settings }) =>
    [port, ...(settings.portMappings ?? []).map((mapping) => mapping.port)].flatMap((known) =>
      known === undefined ? [] : [{ port: known, containerName: name }],
    ),
  );
}

function planCredentials(
  checks: ArgumentChecks,
  given: ImageCredentials | undefined,
  { container: { path, image }, name }: { readonly container: ContainerPlan; readonly name: string },
): CredentialsPlan | undefined {
  const registry = isPlain(image) ? image.reference.registry : undefined;
  return planImageCredentials(checks, given, { path: argumentPath(path, "credentials"), name, registry });
}

function attestationOf(...given: Parameters<typeof planAttestation>): Pick<PulledContainer, "attestation"> {
  const attestation = planAttestation(...given);
  return attestation === undefined ? {} : { attestation };
}

/** What a sidecar is planned with. */
interface SidecarContext {
  readonly path: string;
  readonly main: PulledContainer;
  readonly component: string;
  readonly registry: ServiceRegistry | undefined;
}

function planSidecar(
  checks: ArgumentChecks,
  { credentials, shareCredentials = false, essential = true, cpu, memory, attestation, ...given }: Sidecar,
  { path, main, component, registry }: SidecarContext,
): PulledContainer {
  const { name } = given;
  checks.required(path, { name });
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
    checks.add(
      `${path}.name`,
      `${quote(name)} is not a valid container name`,
      "use 1 to 255 letters, digits, dashes and underscores",
    );
  checks.shape(`${path}.cpu`, cpu, wholeNumber(1, MAX_CPU, "CPU units"));
  checks.shape(`${path}.memory`, memory, wholeNumber(MIN_MEMORY_MIB, MAX_MEMORY_MIB, "MiB"));
  const limits = { essential, ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
  const container = {
    ...planContainer(checks, { path, limits }, given),
    ...attestationOf(checks, attestation, { path, registry }),
  };
  if (!shareCredentials) {
    const planned = planCredentials(checks, credentials, { container, name: `${component}-${name}` });
    if (planned?.create !== undefined) {
      const keys = credentialsChildKeys(planned.create);
      checks.shape(`${path}.name`, planned.name, (prefix) => checkComponentName(prefix, keys));
    }
    return { ...container, credentials: planned, credentialsPath: `${path}.credentials` };
  }
  checks.mustBeUnset(
    path,
    { credentials },
    { wrong: "cannot be set with shareCredentials", fix: "leave one of them unset" },
  );
  if (main.credentials === undefined)
    checks.add(
      `${path}.shareCredentials`,
      "cannot be true while the service has no credentials",
      "set credentials, or leave it unset",
    );
  return { ...container, credentials: main.credentials, credentialsPath: main.credentialsPath };
}
