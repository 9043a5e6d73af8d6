// What becomes of a compose project: its files are read and converted, and every argument is checked.

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { convertProject } from "../compose/convert";
import { filesOf } from "../compose/files";
import { renderFinding } from "../compose/problems";
import { planProgram } from "../compose/program/plan";
import type { Args, Data, ServiceStep, Step } from "../compose/program/program";
import type { Check } from "../model/checks";
import { quote } from "../model/problems";
import { ArgumentChecks } from "./component/argumentChecks";
import { checkArgumentShapes } from "./component/shapeCheck";
import type { ComposeServiceOverride, GhcrFargateComposeProjectArgs } from "./ghcrFargateComposeProjectArgs";

/** What a project creates, in its order, and what is said of it. */
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
