// What each captured resource is billed for. Types that are free are named as such; the others are listed as not priced.

import type { CostItem } from "../model/monthlyCost";
import type { PriceName } from "../model/prices";
import type { CapturedResource, Value } from "./captured";
import { serviceCostItems } from "./fargateServices";
import { shortType } from "./typeNames";

/** The billed items of a program's resources. */
export interface ResourceCosts {
  readonly items: readonly CostItem[];
  /** What has a price that is not known here, as sentences. */
  readonly unpriced: readonly string[];
}

/** Lists what the resources that would be created are billed for. */
export function resourceCosts(resources: readonly CapturedResource[]): ResourceCosts {
  const items: CostItem[] = [];
  const unpriced: string[] = [];
  const unknownTypes = new Map<string, number>();
  for (const resource of resources) {
    if (!resource.custom || resource.operation === "read") continue;
    const type = shortType(resource.type);
    if (type === "aws:ecs:Service") {
      const service = serviceCostItems(resource, resources);
      items.push(...service.items);
      if (service.unpriced !== undefined) unpriced.push(service.unpriced);
    } else {
      const billed = BILLED[type]?.(resource, resources);
      for (const { price, quantity, note } of billed ?? [])
        items.push({
          resource: resource.name,
          region: resource.region,
          price,
          ...(quantity !== undefined && { quantity }),
          ...(note && { note }),
        });
      if (!billed && !isFree(type)) unknownTypes.set(type, (unknownTypes.get(type) ?? 0) + 1);
    }
  }
  for (const [type, count] of unknownTypes) unpriced.push(`${type} (${count}): not in the price table`);
  return { items, unpriced };
}

interface Billed {
  readonly price: PriceName;
  readonly quantity?: number;
  readonly note?: string;
}

type BilledFor = (resource: CapturedResource, all: readonly CapturedResource[]) => readonly Billed[];

const each =
  (...prices: readonly PriceName[]): BilledFor =>
  () =>
    prices.map((price) => ({ price }));

/** Target tracking creates two alarms of its own: one to scale out, one to scale in. */
const TARGET_TRACKING_ALARMS = 2;

const BILLED: Readonly<Record<string, BilledFor>> = {
  "aws:kms:Key": ({ inputs }) => [
    { price: "kmsKey", ...(inputs.enableKeyRotation === true && { note: "each of the first two rotations adds $1" }) },
    { price: "kmsRequests" },
  ],
  "aws:kms:ReplicaKey": each("kmsKey", "kmsRequests"),
  "aws:secretsmanager:Secret": each("secret", "secretRequests"),
  "aws:cloudwatch:LogGroup": each("logsIngested", "logsStored"),
  "aws:cloudwatch:MetricAlarm": each("alarm"),
  "aws:cloudwatch:CompositeAlarm": each("compositeAlarm"),
  "aws:cloudwatch:Dashboard": each("dashboard"),
  "aws:appautoscaling:Policy": ({ inputs }) =>
    inputs.policyType === "TargetTrackingScaling"
      ? [{ price: "alarm", quantity: TARGET_TRACKING_ALARMS, note: "alarms of target tracking" }]
      : [],
  "aws:ecs:Cluster": ({ inputs }) => containerInsights(inputs.settings),
  "aws:ec2:Eip": each("publicIpv4"),
  "aws:ec2:NatGateway": each("natGateway", "natGatewayData"),
  "aws:ec2:VpcEndpoint": (resource, all) =>
    resource.inputs.vpcEndpointType === "Interface"
      ? [{ price: "interfaceEndpoint", ...zonesOf(resource, "subnetIds", all) }, { price: "interfaceEndpointData" }]
      : [],
  "aws:lb:LoadBalancer": (resource, all) => loadBalancer(resource, all),
  "aws:ecr:Repository": each("ecrStorage"),
  "aws:efs:FileSystem": each("efsStorage"),
  "aws:s3:Bucket": each("s3Storage"),
  "aws:s3:BucketV2": each("s3Storage"),
  "aws:sns:Topic": each("snsRequests"),
  "aws:sns:TopicSubscription": ({ inputs }) => (inputs.protocol === "email" ? [{ price: "snsEmail" }] : []),
  "aws:sqs:Queue": each("sqsRequests"),
  "aws:scheduler:Schedule": each("schedulerInvocations"),
  "aws:route53:Zone": each("hostedZone", "dnsQueries"),
  "aws:servicediscovery:PrivateDnsNamespace": each("hostedZone", "dnsQueries"),
  "aws:servicediscovery:Service": each("cloudMapInstance"),
};

/** A load balancer needs subnets in two zones. */
const FEWEST_ZONES = 2;

const FREE_MODULES = ["acm", "iam", "vpc", "appautoscaling", "ecs", "lb"];
const FREE_TYPES = new Set([
  "aws:cloudwatch:EventRule",
  "aws:cloudwatch:EventTarget",
  "aws:cloudwatch:LogResourcePolicy",
  "aws:ec2:DefaultSubnet",
  "aws:ec2:DefaultVpc",
  "aws:ec2:InternetGateway",
  "aws:ec2:EgressOnlyInternetGateway",
  "aws:ec2:Route",
  "aws:ec2:RouteTable",
  "aws:ec2:RouteTableAssociation",
  "aws:ec2:SecurityGroup",
  "aws:ec2:SecurityGroupRule",
  "aws:ec2:Subnet",
  "aws:ec2:Vpc",
  "aws:ecr:LifecyclePolicy",
  "aws:ecr:PullThroughCacheRule",
  "aws:ecr:RepositoryPolicy",
  "aws:efs:AccessPoint",
  "aws:efs:FileSystemPolicy",
  "aws:efs:MountTarget",
  "aws:kms:Alias",
  "aws:kms:KeyPolicy",
  "aws:route53:Record",
  "aws:s3:BucketPolicy",
  "aws:s3:BucketPublicAccessBlock",
  "aws:scheduler:ScheduleGroup",
  "aws:secretsmanager:SecretPolicy",
  "aws:secretsmanager:SecretVersion",
  "aws:servicediscovery:HttpNamespace",
  "aws:sns:TopicPolicy",
  "aws:sqs:QueuePolicy",
]);

function isFree(type: string): boolean {
  const [provider, module = ""] = type.split(":");
  return provider === "pulumi" || FREE_TYPES.has(type) || (provider === "aws" && FREE_MODULES.includes(module));
}

function containerInsights(settings: Value | undefined): Billed[] {
  if (!Array.isArray(settings)) return [];
  const setting = (settings as { name?: Value; value?: Value }[]).find(({ name }) => name === "containerInsights");
  if (setting?.value === "enhanced") return [{ price: "containerInsightsEnhanced" }];
  return setting?.value === "enabled" ? [{ price: "customMetric" }] : [];
}

function loadBalancer(resource: CapturedResource, all: readonly CapturedResource[]): Billed[] {
  const { loadBalancerType, internal, ipAddressType } = resource.inputs;
  const network = loadBalancerType === "network";
  const billed: Billed[] = network
    ? [{ price: "networkLoadBalancer" }, { price: "networkLoadBalancerCapacity" }]
    : [{ price: "applicationLoadBalancer" }, { price: "loadBalancerCapacity" }];
  const hasPublicIpv4 = internal !== true && ipAddressType !== "dualstack-without-public-ipv4";
  return hasPublicIpv4 ? [...billed, { price: "publicIpv4", ...zonesOf(resource, "subnets", all) }] : billed;
}

/** How many zones a resource is in: one per subnet. */
function zonesOf(
  resource: CapturedResource,
  property: string,
  all: readonly CapturedResource[],
): Pick<Billed, "quantity" | "note"> {
  const given = resource.inputs[property] ?? resource.inputs.subnetMappings;
  if (Array.isArray(given)) return { quantity: given.length };
  const publicSubnets = all.filter(
    ({ type, inputs }) => type === "aws:ec2/subnet:Subnet" && inputs.mapPublicIpOnLaunch === true,
  );
  return publicSubnets.length > 0
    ? { quantity: publicSubnets.length, note: "one for each public subnet above" }
    : { quantity: FEWEST_ZONES, note: `number of subnets not known; this is for ${FEWEST_ZONES}` };
}
