// Which tasks an ECS service will run, read from the resources around it.

import { fargateCostItems, spotTasksOf, type CapacityShare } from "../model/fargateCost";
import type { CostItem } from "../model/monthlyCost";
import { textOf, UNKNOWN, type CapturedResource, type Properties, type Value } from "./captured";

/** The billed items of an ECS service; none if its tasks do not run on Fargate, a note if their size is not known. */
export function serviceCostItems(
  service: CapturedResource,
  all: readonly CapturedResource[],
): { items: readonly CostItem[]; unpriced?: string } {
  const strategy = capacityStrategy(service.inputs);
  if (service.inputs.launchType === "EC2" || service.inputs.launchType === "EXTERNAL") return { items: [] };
  if (strategy.length > 0 && !strategy.some(({ capacityProvider }) => capacityProvider.startsWith("FARGATE")))
    return { items: [] };
  const definition = relatedTo(
    service,
    { property: "taskDefinition", type: "aws:ecs/taskDefinition:TaskDefinition" },
    all,
  );
  const vcpu = parseVcpu(definition?.inputs.cpu);
  const memoryGb = parseGb(definition?.inputs.memory);
  if (!definition || vcpu === undefined || memoryGb === undefined)
    return { items: [], unpriced: `service ${service.name}, whose size of tasks is not known here` };

  const { tasks, note } = taskCount(service, all);
  const storage = record(definition.inputs.ephemeralStorage)?.sizeInGib;
  const items = fargateCostItems({
    resource: service.name,
    region: service.region,
    tasks,
    spotTasks: spotTasksOf(tasks, strategy),
    vcpu,
    memoryGb,
    cpuArchitecture: cpuArchitectureOf(definition),
    ...(typeof storage === "number" && { ephemeralStorageGib: storage }),
    assignPublicIp: record(service.inputs.networkConfiguration)?.assignPublicIp === true,
    ...(note && { note }),
  });
  return { items };
}

/** The CPU architecture of a task definition. */
export function cpuArchitectureOf({ inputs }: CapturedResource): "X86_64" | "ARM64" {
  return record(inputs.runtimePlatform)?.cpuArchitecture === "ARM64" ? "ARM64" : "X86_64";
}

/** Whether a service runs a task definition, or it is not one of Fargate. */
export function isOfService({ urn, inputs }: CapturedResource, all: readonly CapturedResource[]): boolean {
  const { requiresCompatibilities: platforms } = inputs;
  if (!Array.isArray(platforms) || !platforms.includes("FARGATE")) return true;
  const services = all.filter(({ type }) => type === "aws:ecs/service:Service");
  return services.some(({ propertyDependencies }) => propertyDependencies.taskDefinition?.includes(urn));
}

/** The resource of a type that an input's value comes from: itself, or the component that it is a part of. */
export function relatedTo(
  resource: CapturedResource,
  { property, type }: { readonly property: string; readonly type: string },
  all: readonly CapturedResource[],
): CapturedResource | undefined {
  const urns = resource.propertyDependencies[property] ?? [];
  const candidates = all.filter((other) => other.type === type);
  const direct = candidates.find(({ urn }) => urns.includes(urn));
  return direct ?? candidates.find(({ parent }) => parent !== undefined && urns.includes(parent));
}

function taskCount(service: CapturedResource, all: readonly CapturedResource[]): { tasks: number; note?: string } {
  const desired = service.inputs.desiredCount;
  const scaling = all.find(
    ({ type, propertyDependencies }) =>
      type === "aws:appautoscaling/target:Target" && propertyDependencies.resourceId?.includes(service.urn),
  );
  const minimum = scaling?.inputs.minCapacity;
  const maximum = scaling?.inputs.maxCapacity;
  if (desired === UNKNOWN) return { tasks: 1, note: "number of tasks not known; this is one" };
  // AWS's provider takes no count for none, not for one.
  const tasks = Math.max(typeof desired === "number" ? desired : 0, typeof minimum === "number" ? minimum : 0);
  return typeof maximum === "number" && maximum > tasks
    ? { tasks, note: `at ${tasks} tasks; scales to ${maximum}` }
    : { tasks };
}

function capacityStrategy(inputs: Properties): CapacityShare[] {
  const given = inputs.capacityProviderStrategies;
  if (!Array.isArray(given)) return [];
  return (given as readonly Value[]).flatMap((share) => {
    const { capacityProvider, base, weight } = record(share) ?? {};
    if (typeof capacityProvider !== "string") return [];
    return [
      { capacityProvider, ...(typeof base === "number" && { base }), ...(typeof weight === "number" && { weight }) },
    ];
  });
}

/** `256`, `"256"` (CPU units) or `".25 vCPU"`. */
function parseVcpu(value: Value | undefined): number | undefined {
  const [, number, unit] = /^\s*([\d.]+)\s*(vcpu)?\s*$/i.exec(textOf(value)) ?? [];
  if (number === undefined) return undefined;
  return unit === undefined ? Number(number) / 1024 : Number(number);
}

/** `512`, `"512"` (MiB) or `"0.5 GB"`. */
function parseGb(value: Value | undefined): number | undefined {
  const [, number, unit] = /^\s*([\d.]+)\s*(gb)?\s*$/i.exec(textOf(value)) ?? [];
  if (number === undefined) return undefined;
  return unit === undefined ? Number(number) / 1024 : Number(number);
}

function record(value: Value | undefined): Properties | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : undefined;
}
