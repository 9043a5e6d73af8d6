// What single resources are billed for, by their type: the same for a component that will create them and for a program that did.

import type { BilledItem } from "./monthlyCost";
import type { PriceName } from "./priceList";

/** What a resource of a type is billed for, where its settings make no difference. */
export const RESOURCE_PRICES = {
  "aws:cloudwatch:CompositeAlarm": ["compositeAlarm"],
  "aws:cloudwatch:Dashboard": ["dashboard"],
  "aws:cloudwatch:LogGroup": ["logsIngested", "logsStored"],
  "aws:cloudwatch:MetricAlarm": ["alarm"],
  "aws:ec2:Eip": ["publicIpv4"],
  "aws:ec2:FlowLog": ["flowLogsDelivered"],
  "aws:ec2:NatGateway": ["natGateway", "natGatewayData"],
  "aws:ecr:Repository": ["ecrStorage"],
  "aws:efs:BackupPolicy": ["efsBackup"],
  "aws:kms:ReplicaKey": ["kmsKey", "kmsRequests"],
  "aws:route53:Zone": ["hostedZone", "dnsQueries"],
  "aws:s3:Bucket": ["s3Storage"],
  "aws:s3:BucketV2": ["s3Storage"],
  "aws:scheduler:Schedule": ["schedulerInvocations"],
  "aws:secretsmanager:Secret": ["secret", "secretRequests"],
  "aws:servicediscovery:PrivateDnsNamespace": ["hostedZone", "dnsQueries"],
  "aws:servicediscovery:Service": ["cloudMapInstance"],
  "aws:sns:Topic": ["snsRequests"],
  "aws:sqs:Queue": ["sqsRequests"],
  "aws:wafv2:WebAclAssociation": ["wafRequests"],
} as const satisfies Readonly<Record<string, readonly PriceName[]>>;

/** A type that is billed the same whatever its settings. */
export type PricedType = keyof typeof RESOURCE_PRICES;

/** How many of something there are, and what a reader must know of that. */
export type Count = Pick<BilledItem, "quantity" | "note">;

/** The billed items of a resource, or of several that share a line. */
export function costOfResource(resource: string, type: PricedType, count: Count = {}): BilledItem[] {
  return RESOURCE_PRICES[type].map((price) => ({ resource, price, ...count }));
}

/** The billed items of a KMS key. */
export function costOfKey(resource: string, { rotated }: { readonly rotated: boolean }): BilledItem[] {
  return [
    { resource, price: "kmsKey", ...(rotated && { note: "each of the first two rotations adds $1" }) },
    { resource, price: "kmsRequests" },
  ];
}

/** The billed items of an Application or Network Load Balancer; `addresses` are its public IPv4 ones, one for each subnet. */
export function costOfLoadBalancer(
  resource: string,
  { network = false, addresses }: { readonly network?: boolean; readonly addresses: Count | undefined },
): BilledItem[] {
  return [
    { resource, price: network ? "networkLoadBalancer" : "applicationLoadBalancer" },
    { resource, price: network ? "networkLoadBalancerCapacity" : "loadBalancerCapacity" },
    ...(addresses === undefined ? [] : [{ resource, price: "publicIpv4", ...addresses } as const]),
  ];
}

/** The billed items of an interface endpoint with a network interface in each of its subnets. */
export function costOfInterfaceEndpoint(resource: string, subnets: Count): BilledItem[] {
  return [
    { resource, price: "interfaceEndpoint", ...subnets },
    { resource, price: "interfaceEndpointData" },
  ];
}

/** The billed items of an EFS file system. */
export function costOfFileSystem(resource: string, { elastic }: { readonly elastic: boolean }): BilledItem[] {
  const throughput = elastic ? (["efsElasticRead", "efsElasticWrite"] as const) : [];
  return (["efsStorage", ...throughput] as const).map((price) => ({ resource, price }));
}

/** The billed items of Container Insights, by the cluster's setting. */
export function costOfContainerInsights(resource: string, setting: unknown): BilledItem[] {
  if (setting === "enhanced") return [{ resource, price: "containerInsightsEnhanced" }];
  return setting === "enabled" ? [{ resource, price: "customMetric" }] : [];
}

/** The billed items of a target tracking policy: it creates two alarms of its own, one to scale out, one to scale in. */
export function costOfTargetTracking(resource: string): BilledItem[] {
  return [{ resource, price: "alarm", quantity: 2, note: "alarms of target tracking" }];
}

/** The billed items of a subscription to a topic. */
export function costOfSubscription(resource: string, protocol: unknown): BilledItem[] {
  return protocol === "email" ? [{ resource, price: "snsEmail" }] : [];
}

/** The billed items of what a policy lets its holder do, as far as its text is known. */
export function costOfPolicy(resource: string, policy: string): BilledItem[] {
  return policy.includes("xray:PutTraceSegments") ? [{ resource, price: "xrayTraces" }] : [];
}

/** The billed items of scanning a registry's images: basic scanning is free, enhanced scanning is Amazon Inspector's. */
export function costOfScanning(resource: string, scanType: unknown): BilledItem[] {
  if (scanType !== "ENHANCED") return [];
  return [
    { resource, price: "inspectorImage" },
    { resource, price: "inspectorRescan" },
  ];
}
