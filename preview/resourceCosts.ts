// What each captured resource is billed for. Types that are free are named as such; the others are listed as not priced.

import { fargateRunItems } from "../model/fargateCost";
import type { BilledItem, CostItem } from "../model/monthlyCost";
import {
  costOfContainerInsights,
  costOfFileSystem,
  costOfInterfaceEndpoint,
  costOfKey,
  costOfLoadBalancer,
  costOfPolicy,
  costOfResource,
  costOfScanning,
  costOfSubscription,
  costOfTargetTracking,
  RESOURCE_PRICES,
  type Count,
  type PricedType,
} from "../model/resourceCost";
import { textOf, type CapturedResource, type Value } from "./captured";
import { cpuArchitectureOf, isOfService, serviceCostItems } from "./fargateServices";
import { shortType } from "./typeNames";
import { billingOf, isFree, type Billing } from "./unpricedTypes";

/** The billed items of a program's resources. */
export interface ResourceCosts {
  readonly items: readonly CostItem[];
  /** What has a price that is not known here. */
  readonly unpriced: readonly Unpriced[];
}

/** Something that is billed at a price that is not known here. */
export interface Unpriced {
  /** A type with its number of resources, or a service of unknown size. */
  readonly what: string;
  /** By the hour: the largest part of a bill. */
  readonly billed: Billing;
}

/** Lists what the resources that would be created are billed for. */
export function resourceCosts(resources: readonly CapturedResource[]): ResourceCosts {
  const items: CostItem[] = [];
  const unpriced: Unpriced[] = [];
  const unknownTypes = new Map<string, number>();
  for (const resource of resources) {
    const type = shortType(resource.type);
    if (resource.unexpanded && !isFree(type)) unknownTypes.set(type, (unknownTypes.get(type) ?? 0) + 1);
    if (!resource.custom || resource.operation === "read") continue;
    if (type === "aws:ecs:Service") {
      const service = serviceCostItems(resource, resources);
      items.push(...service.items);
      if (service.unpriced !== undefined) unpriced.push({ what: service.unpriced, billed: "hour" });
    } else {
      const billed = billedItems(type, resource, resources);
      items.push(...(billed ?? []).map((item) => ({ ...item, region: resource.region })));
      if (!billed && !isFree(type)) unknownTypes.set(type, (unknownTypes.get(type) ?? 0) + 1);
    }
  }
  for (const [type, count] of unknownTypes)
    unpriced.push({ what: count > 1 ? `${type} (${count})` : type, billed: billedBy(type, resources) });
  return { items, unpriced };
}

/** A component that is not known may hold anything. */
function billedBy(type: string, resources: readonly CapturedResource[]): Billing {
  const billing = billingOf(type);
  const isComponent = resources.some((resource) => resource.unexpanded && shortType(resource.type) === type);
  return isComponent && billing === "unknown" ? "hour" : billing;
}

function billedItems(
  type: string,
  resource: CapturedResource,
  all: readonly CapturedResource[],
): BilledItem[] | undefined {
  const costOf = BY_SETTINGS[type];
  if (costOf !== undefined) return costOf(resource, all);
  return isPriced(type) ? costOfResource(resource.name, type) : undefined;
}

type CostOf = (resource: CapturedResource, all: readonly CapturedResource[]) => BilledItem[];

/** What is billed by how it is set. */
const BY_SETTINGS: Readonly<Record<string, CostOf>> = {
  "aws:appautoscaling:Policy": ({ name, inputs }) =>
    inputs.policyType === "TargetTrackingScaling" ? costOfTargetTracking(name) : [],
  "aws:ec2:VpcEndpoint": (resource, all) =>
    resource.inputs.vpcEndpointType === "Interface"
      ? costOfInterfaceEndpoint(resource.name, subnetsOf(resource, "subnetIds", all))
      : [],
  "aws:ecs:Cluster": ({ name, inputs }) => costOfContainerInsights(name, containerInsights(inputs.settings)),
  // Without a service its tasks end: they are scheduled, or run by hand or before a deployment.
  "aws:ecs:TaskDefinition": (resource, all) =>
    isOfService(resource, all) ? [] : fargateRunItems(resource.name, cpuArchitectureOf(resource)),
  "aws:efs:FileSystem": ({ name, inputs }) => costOfFileSystem(name, { elastic: inputs.throughputMode === "elastic" }),
  "aws:iam:Policy": ({ name, inputs }) => costOfPolicy(name, textOf(inputs.policy)),
  "aws:iam:RolePolicy": ({ name, inputs }) => costOfPolicy(name, textOf(inputs.policy)),
  "aws:kms:Key": ({ name, inputs }) => costOfKey(name, { rotated: inputs.enableKeyRotation === true }),
  "aws:lb:LoadBalancer": (resource, all) => {
    const { loadBalancerType, internal, ipAddressType } = resource.inputs;
    const hasPublicIpv4 = internal !== true && ipAddressType !== "dualstack-without-public-ipv4";
    return costOfLoadBalancer(resource.name, {
      network: loadBalancerType === "network",
      addresses: hasPublicIpv4 ? subnetsOf(resource, "subnets", all) : undefined,
    });
  },
  "aws:ecr:RegistryScanningConfiguration": ({ name, inputs }) => costOfScanning(name, inputs.scanType),
  "aws:ecr:RepositoryCreationTemplate": ({ name }) => costOfResource(name, "aws:ecr:Repository"),
  "aws:sns:TopicSubscription": ({ name, inputs }) => costOfSubscription(name, inputs.protocol),
};

/** A load balancer needs subnets in two zones. */
const FEWEST_ZONES = 2;

function isPriced(type: string): type is PricedType {
  return Object.hasOwn(RESOURCE_PRICES, type);
}

function containerInsights(settings: Value | undefined): Value | undefined {
  if (!Array.isArray(settings)) return undefined;
  return (settings as { name?: Value; value?: Value }[]).find(({ name }) => name === "containerInsights")?.value;
}

/** How many subnets a resource is in. */
function subnetsOf(resource: CapturedResource, property: string, all: readonly CapturedResource[]): Count {
  const given = resource.inputs[property] ?? resource.inputs.subnetMappings;
  if (Array.isArray(given)) return { quantity: given.length };
  const publicSubnets = all.filter(
    ({ type, inputs }) => type === "aws:ec2/subnet:Subnet" && inputs.mapPublicIpOnLaunch === true,
  );
  const sources = resource.propertyDependencies[property] ?? [];
  const related = publicSubnets.filter((subnet) => sources.some((urn) => isUnder(subnet, urn, all)));
  const counted = related.length > 0 ? related : publicSubnets;
  return counted.length > 0
    ? { quantity: counted.length, note: "one for each public subnet above" }
    : { quantity: FEWEST_ZONES, note: `number of subnets not known; this is for ${FEWEST_ZONES}` };
}

/** Whether a resource is another, or somewhere below it. */
function isUnder({ urn, parent }: CapturedResource, ancestor: string, all: readonly CapturedResource[]): boolean {
  if (urn === ancestor) return true;
  const above = all.find((other) => other.urn === parent);
  return above !== undefined && isUnder(above, ancestor, all);
}
