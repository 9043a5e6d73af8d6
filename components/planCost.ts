// What a plan costs a month, before anything is created: each feature contributes its billed items, all of them listed here.

import * as pulumi from "@pulumi/pulumi";
import { childName } from "../model/childNames";
import { fargateCostItems, spotTasksOf } from "../model/fargateCost";
import { monthlyCost, type CostItem, type MonthlyCost } from "../model/monthlyCost";
import { ContainerInsights } from "./cluster";
import type { FargatePlan } from "./fargatePlan";
import type { CredentialsPlan } from "./imageCredentials";
import { NEW_VPC_ZONES, NatGateways, NetworkMode, type NetworkPlan } from "./network";
import { endpointName } from "./vpcEndpoints";

/** A feature's part of the cost: what is billed for it, without the Region, which is the same for all. */
type CostOf = (name: string, plan: FargatePlan, region: string) => pulumi.Input<BilledItem[]>;

type BilledItem = Omit<CostItem, "region">;

/** Every feature that is billed for. A new one adds its line. */
const FEATURES: readonly CostOf[] = [
  costOfTasks,
  costOfPullSecrets,
  costOfNatGateways,
  costOfEndpoints,
  costOfLogs,
  costOfContainerInsights,
];

/** Adds up what a plan costs a month in a Region. */
export function planCost(name: string, plan: FargatePlan, region: pulumi.Input<string>): pulumi.Output<MonthlyCost> {
  return pulumi
    .output(region)
    .apply((known) =>
      pulumi
        .all(FEATURES.map((costOf) => costOf(name, plan, known)))
        .apply((lists) => monthlyCost(lists.flat().map((item) => ({ ...item, region: known })))),
    );
}

function costOfTasks(name: string, { size, service, network, autoscaling }: FargatePlan, region: string) {
  const { cpu, memoryMiB, ephemeralStorageGiB } = size;
  return pulumi
    .output({ cpu, memoryMiB, ephemeralStorageGiB, tasks: service.desiredCount })
    .apply(({ tasks: desired, ...known }) => {
      const tasks = Math.max(desired, autoscaling?.min ?? 0);
      const scalesTo = autoscaling !== undefined && autoscaling.max > tasks ? autoscaling.max : undefined;
      return fargateCostItems({
        resource: childName(name, "service"),
        region,
        tasks,
        spotTasks: spotTasksOf(tasks, service.capacityProviders),
        vcpu: known.cpu / 1024,
        memoryGb: known.memoryMiB / 1024,
        cpuArchitecture: size.cpuArchitecture,
        ephemeralStorageGib: known.ephemeralStorageGiB,
        assignPublicIp: network.assignPublicIp,
        note: scalesTo === undefined ? undefined : `at ${tasks} tasks; scales to ${scalesTo}`,
      });
    });
}

function costOfPullSecrets(name: string, { containers: [main, ...sidecars] }: FargatePlan): BilledItem[] {
  const own = sidecars.filter(({ credentials }) => credentials !== main.credentials);
  return [
    ...costOfCredentials(name, main.credentials),
    ...own.flatMap(({ container, credentials }) => costOfCredentials(`${name}-${container.name}`, credentials)),
  ];
}

function costOfCredentials(prefix: string, credentials: CredentialsPlan | undefined): BilledItem[] {
  if (credentials?.create === undefined) return [];
  const secret = childName(prefix, "secret");
  const key = childName(prefix, "key");
  const ownKey: BilledItem[] = [
    { resource: key, price: "kmsKey" },
    { resource: key, price: "kmsRequests" },
  ];
  return [
    ...(credentials.create.keyArn === undefined ? ownKey : []),
    { resource: secret, price: "secret" },
    { resource: secret, price: "secretRequests" },
  ];
}

function costOfNatGateways(name: string, { network }: FargatePlan): BilledItem[] {
  if (network.natGateways === NatGateways.None) return [];
  const quantity = network.natGateways === NatGateways.Single ? 1 : NEW_VPC_ZONES;
  const resource = childName(name, "vpc");
  return [
    { resource, price: "natGateway", quantity },
    { resource, price: "publicIpv4", quantity },
    { resource, price: "natGatewayData" },
  ];
}

function costOfEndpoints(name: string, { network, endpoints }: FargatePlan): pulumi.Input<BilledItem[]> {
  if (endpoints === undefined) return [];
  return subnetCount(network).apply((quantity) =>
    endpoints.interfaces.flatMap((service): BilledItem[] => {
      const resource = endpointName(name, service);
      return [
        { resource, price: "interfaceEndpoint", quantity },
        { resource, price: "interfaceEndpointData" },
      ];
    }),
  );
}

/** One subnet in each zone, as an interface endpoint needs them. */
function subnetCount({ mode, subnetIds }: NetworkPlan): pulumi.Output<number> {
  return mode === NetworkMode.Existing
    ? pulumi.output(subnetIds ?? []).apply(({ length }) => length)
    : pulumi.output(NEW_VPC_ZONES);
}

function costOfLogs(name: string): BilledItem[] {
  const resource = childName(name, "logGroup");
  return [
    { resource, price: "logsIngested" },
    { resource, price: "logsStored" },
  ];
}

function costOfContainerInsights(name: string, { cluster }: FargatePlan): BilledItem[] {
  const resource = childName(name, "cluster");
  switch (cluster.containerInsights) {
    case ContainerInsights.Enabled:
      return [{ resource, price: "customMetric" }];
    case ContainerInsights.Enhanced:
      return [{ resource, price: "containerInsightsEnhanced" }];
    default:
      return [];
  }
}
