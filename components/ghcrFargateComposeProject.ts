// A compose project as a component: its files are read when the program runs, and become services.

import { statSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { convertProject } from "../compose/convert";
import { filesOf } from "../compose/files";
import { renderFinding } from "../compose/problems";
import { planProgram } from "../compose/program/plan";
import type { Args, Data, ServiceStep, Step } from "../compose/program/program";
import type { Check } from "../model/checks";
import { GHCR, parseImageReference } from "../model/imageReference";
import { quote } from "../model/problems";
import { isEngineAttached } from "../rollout/engine";
import { resolve } from "node:path";
import { ArgumentChecks } from "./component/argumentChecks";
import { checkArgumentShapes } from "./component/shapeCheck";
import { createShared, LOOKUPS, resolveData } from "./composeSteps";
import type { ImageCredentials } from "./credentials/imageCredentials";
import { printTaskUrls } from "./deployment/taskUrls";
import { GhcrFargateService } from "./ghcrFargateService";
import type { ComposeServiceOverride, GhcrFargateComposeProjectArgs } from "./ghcrFargateComposeProjectArgs";
import type { GhcrFargateServiceArgs } from "./ghcrFargateServiceArgs";
import { RegistryCredentials } from "./registryCredentials";

const TYPE = "ghcr-fargate:index:GhcrFargateComposeProject";

/**
 * docker-compose.yml, with or without the ecs-params.yml of ecs-cli, as services on AWS Fargate.
 *
 * With ecs-params.yml the project is one task and one service, in the network of the file. Without it each service of the compose
 * file is a service in one cluster; they call each other by their names with Service Connect, reach those that share a network of
 * the file, and are created in the order of `depends_on`. What Fargate does not have is refused or dropped with a warning that
 * says why, with the file and the line: `ghcr-fargate compose check` says it before, and `compose convert` prints the program
 * that this component stands for.
 *
 * @example
 * ```ts
 * const shop = new GhcrFargateComposeProject("shop", { directory: "shop", ingressCidrs: ["0.0.0.0/0"] });
 * export const { urls } = shop;
 * ```
 */
export class GhcrFargateComposeProject extends pulumi.ComponentResource {
  /** The URLs of load balancers, by the names of services. Tasks without one have addresses that change: an update prints them. */
  public readonly urls: pulumi.Output<Record<string, string>>;
  /** The names of the ECS services, by the names of the services. */
  public readonly serviceNames: pulumi.Output<Record<string, string>>;
  /** The cluster that the services run in. */
  public readonly clusterArn: pulumi.Output<string>;

  constructor(name: string, args: GhcrFargateComposeProjectArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TYPE, name, {}, opts);
    const { steps, warnings, given } = planComposeProject(name, args);
    for (const warning of warnings) void pulumi.log.warn(warning, this);
    const credentials = shareCredentials(name, given.credentials, this);
    const made = new Map<string, object>();
    const services: [string, GhcrFargateService][] = [];
    for (const step of steps) {
      const data = resolveData(step.args, made) as Record<string, unknown>;
      if (step.kind === "lookup") made.set(step.variable, LOOKUPS[step.call](data, { parent: this }));
      else if (step.kind === "resource") made.set(step.variable, createShared(step, data, this));
      else {
        const full = withCredentials(data, credentials) as unknown as GhcrFargateServiceArgs;
        const dependsOn = step.dependsOn.map((variable) => made.get(variable) as pulumi.Resource);
        const service = new GhcrFargateService(step.name, full, { parent: this, dependsOn });
        made.set(step.variable, service);
        printAddresses(service, { port: step.args.port, group: resolveData(step.publicGroup, made) }, this);
        services.push([step.name.slice(step.name === name ? 0 : name.length + 1), service]);
      }
    }
    const outputs = (pick: (service: GhcrFargateService) => pulumi.Output<string | undefined>) =>
      pulumi
        .all(services.map(([key, service]) => pick(service).apply((value) => [key, value ?? ""] as const)))
        .apply((pairs) => Object.fromEntries(pairs));
    this.urls = outputs(({ url }) => url);
    this.serviceNames = outputs(({ serviceName }) => serviceName);
    this.clusterArn = pulumi.all(services.map(([, { clusterArn }]) => clusterArn)).apply(([arn]) => arn ?? "");
    this.registerOutputs({ urls: this.urls, serviceNames: this.serviceNames, clusterArn: this.clusterArn });
  }
}

export interface ComposeProjectPlan {
  readonly steps: readonly Step[];
  readonly warnings: readonly string[];
  readonly given: GhcrFargateComposeProjectArgs;
}

const checkDirectory: Check<string> = (directory) =>
  statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true
    ? undefined
    : {
        wrong: `${quote(directory)} is not a directory`,
        fix: `pass the path of the compose file's, from ${quote(process.cwd())}`,
      };

/** Plans a project; throws one error with every problem found. */
export function planComposeProject(name: string, args: GhcrFargateComposeProjectArgs): ComposeProjectPlan {
  const checks = new ArgumentChecks(`GhcrFargateComposeProject ${quote(name)}`);
  const given = checkArgumentShapes(checks, "GhcrFargateComposeProject", args);
  checks.shape("directory", given.directory, checkDirectory);
  checks.throwProblems();
  const converted = convertProject({
    files: filesOf(resolve(given.directory ?? ".")),
    name,
    compose: given.files,
    ecsParams: given.ecsParams,
    registryCreds: given.registryCredentials,
    envFiles: given.envFiles,
    profiles: given.profiles,
    environment: given.environment ?? process.env,
    keptVolumes: (given.efsVolumes ?? []).map((volume) => volume.name),
    serviceDiscovery: true,
  });
  const { errors, warnings } = converted.conversion;
  if (errors.length > 0)
    throw new Error(
      `GhcrFargateComposeProject ${quote(name)} cannot be deployed:\n${errors.map((error) => `  - ${renderFinding(error)}`).join("\n")}`,
    );
  const { steps, ownNotes } = planProgram(converted, {
    network: given.network as Args | undefined,
    ingressCidrs: given.ingressCidrs,
    prefix: name,
  });
  for (const [i, override] of (given.overrides ?? []).entries())
    if (!steps.some((step) => step.kind === "service" && step.containers.includes(override.service)))
      checks.add(
        `overrides[${i}].service`,
        `${quote(override.service)} is not a service of the compose file`,
        "correct or remove it",
      );
  const volumes = steps.flatMap((step) => (step.kind === "service" ? volumesOf(step) : []));
  for (const [i, volume] of (given.efsVolumes ?? []).entries()) {
    const mounting = volumes.filter((volumeName) => volumeName === volume.name).length;
    if (mounting === 0)
      checks.add(
        `efsVolumes[${i}].name`,
        `${quote(volume.name)} is not a volume that a service mounts`,
        "correct or remove it",
      );
    else if (mounting > 1 && volume.efs?.fileSystemId === undefined)
      checks.add(
        `efsVolumes[${i}].efs`,
        `${quote(volume.name)} is mounted by ${mounting} services, and one is created for each`,
        "set fileSystemId to that of a file system for all",
      );
  }
  checks.throwProblems();
  return {
    steps: steps.map((step) => (step.kind === "service" ? withOverrides(step, given) : step)),
    warnings: [...warnings, ...ownNotes].map(renderFinding),
    given,
  };
}

const volumesOf = ({ args }: ServiceStep) =>
  ((args.volumes ?? []) as readonly { readonly name: string }[]).map(({ name }) => name);

function withOverrides(
  step: ServiceStep,
  { overrides = [], efsVolumes = [] }: GhcrFargateComposeProjectArgs,
): ServiceStep {
  let args: Args = step.args;
  for (const override of overrides)
    if (step.containers.includes(override.service)) args = withOverride(args, override, step);
  const volumes = (args.volumes ?? []) as readonly { readonly name: string }[];
  const kept = volumes.map((volume) => {
    const asked = efsVolumes.find(({ name }) => name === volume.name);
    return asked ? { name: volume.name, efs: asked.efs ?? {} } : volume;
  });
  return { ...step, args: { ...args, ...(kept.length > 0 && { volumes: kept as unknown as Data }) } };
}

function withOverride(
  args: Args,
  { service, image, ...rest }: ComposeServiceOverride,
  { containers }: ServiceStep,
): Args {
  const set = rest as Args;
  if (image === undefined) return { ...args, ...set };
  if (containers[0] === service) return { ...args, ...set, image };
  const sidecars = (args.sidecars ?? []) as readonly (Args & { readonly name: string })[];
  return {
    ...args,
    ...set,
    sidecars: sidecars.map((sidecar) => (sidecar.name === service ? { ...sidecar, image } : sidecar)),
  };
}

/** Prints where the tasks are reached, after each update; a service with a group of its own does it itself. */
function printAddresses(
  { rollout }: GhcrFargateService,
  { port, group }: { readonly port: unknown; readonly group: unknown },
  parent: pulumi.Resource,
): void {
  if (typeof port !== "number" || group === undefined) return;
  if (!isEngineAttached() || pulumi.runtime.isDryRun()) return;
  pulumi
    .all([group as pulumi.Input<string>, rollout])
    .apply(([securityGroupId]) => printTaskUrls({ securityGroupId, port }, parent));
}

/** A token is stored once, for all services. */
function shareCredentials(
  name: string,
  given: ImageCredentials | undefined,
  parent: pulumi.Resource,
): ImageCredentials | undefined {
  if (given?.username === undefined || given.token === undefined) return given;
  const { username, token, keyArn } = given;
  const made = new RegistryCredentials(
    `${name}-registry`,
    { username, token, ...(keyArn !== undefined && { keyArn }) },
    { parent },
  );
  return { secretArn: made.secretArn, keyArn: made.keyArn };
}

function withCredentials(
  args: Record<string, unknown>,
  credentials: ImageCredentials | undefined,
): Record<string, unknown> {
  if (credentials === undefined) return args;
  const add = (container: Record<string, unknown>) =>
    container.credentials === undefined && isOnGhcr(String(container.image))
      ? { ...container, credentials }
      : container;
  const sidecars = args.sidecars as Record<string, unknown>[] | undefined;
  return { ...add(args), ...(sidecars && { sidecars: sidecars.map(add) }) };
}

function isOnGhcr(text: string): boolean {
  return parseImageReference(text).image?.registry === GHCR;
}
