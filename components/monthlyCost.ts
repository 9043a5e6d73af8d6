// What a plan costs a month, before anything is created, and the limit that the user sets: each part says what it is billed for.

import * as pulumi from "@pulumi/pulumi";
import { checkBudget } from "../model/budget";
import { childName } from "../model/childNames";
import { fargateCostItems, spotTasksOf } from "../model/fargateCost";
import { monthlyCost, type BilledItem, type MonthlyCost } from "../model/monthlyCost";
import { costOfAlarms } from "./alarms/alarms";
import { costOfPreDeploy } from "./deployment/preDeploy";
import { isPlain, failLate } from "./component/argumentChecks";
import { costOfCreatedLoadBalancer } from "./loadBalancer/createdLoadBalancer";
import { costOfCluster } from "./service/cluster";
import { costOfDiscovery } from "./service/discovery";
import { costOfExecuteCommand } from "./service/executeCommand";
import { costOfExpiryReminders } from "./alarms/expiryReminders";
import { costOfHardening } from "./hardening";
import { kindOf } from "./loadBalancer/loadBalancerPlan";
import type { GhcrFargateServicePlan } from "./ghcrFargateServicePlan";
import { costOfFileSystems } from "./task/efsFileSystem";
import { costOfLogGroup } from "./task/logGroup";
import { NetworkMode } from "./network/networkArgs";
import { costOfNatGateways, NEW_VPC_ZONES, type Network } from "./network/vpc";
import { costOfPullThroughCache } from "./credentials/pullThroughCache";
import { costOfPullSecrets } from "./credentials/pullSecrets";
import { costOfAutoscaling } from "./service/scalableTarget";
import { costOfTracing } from "./task/tracing";
import { costOfEndpoints } from "./network/vpcEndpoints";

/** Where a plan is carried out, as far as prices depend on it. */
export interface Site {
  readonly region: pulumi.Input<string>;
  /** The subnets of the tasks, unless the VPC is to be created. */
  readonly subnetIds: Network["subnetIds"] | undefined;
}

/** Fails if a plan costs more than `maxMonthlyCost`; undefined without a limit. */
export function requireBudget(name: string, plan: GhcrFargateServicePlan, site: Site): pulumi.Output<void> | undefined {
  const limit = plan.maxMonthlyCost;
  if (limit === undefined) return undefined;
  return planCost(name, plan, site).apply(async (cost): Promise<void> => {
    const fault = checkBudget(limit, cost);
    if (fault !== undefined) return failLate(plan.subject, [{ path: "maxMonthlyCost", ...fault }]);
  });
}

/** Adds up what a plan costs a month. Free, and so not here: roles, security groups, certificates, Service Connect. */
export function planCost(
  name: string,
  plan: GhcrFargateServicePlan,
  { region, subnetIds }: Site,
): pulumi.Output<MonthlyCost> {
  const { loadBalancer, alarms } = plan;
  const { vpc: network, endpoints } = plan.network;
  const balancer = loadBalancer?.routing.create;
  const countSubnets = (given = network.subnetIds) =>
    countOf(given, network.mode === NetworkMode.New ? undefined : subnetIds);
  const items: pulumi.Input<BilledItem[]>[] = [
    costOfTasks(name, plan, region),
    costOfPreDeploy(name, plan.preDeploy),
    costOfPullSecrets(plan.credentials),
    costOfPullThroughCache(name, plan.task.pullThrough),
    costOfNatGateways(name, network.natGateways),
    endpoints === undefined ? [] : countSubnets().apply((count) => costOfEndpoints(name, endpoints, count)),
    balancer === undefined
      ? []
      : countSubnets(balancer.subnetIds).apply((count) => costOfCreatedLoadBalancer(name, balancer, count)),
    costOfHardening(name, plan.hardening),
    costOfLogGroup(name),
    costOfCluster(name, plan.cluster),
    costOfExecuteCommand(name, plan.executeCommand),
    costOfFileSystems(name, plan.fileSystems),
    costOfTracing(name, plan.task.tracing),
    costOfDiscovery(name, plan.discovery),
    costOfAutoscaling(name, plan.autoscaling),
    costOfAlarms(name, alarms, loadBalancer && kindOf(loadBalancer)),
    alarms === undefined ? [] : costOfExpiryReminders(name, plan.expiries),
  ];
  return pulumi
    .output({ items: pulumi.all(items), region })
    .apply((known) => monthlyCost(known.items.flat().map((item) => ({ ...item, region: known.region }))));
}

function costOfTasks(
  name: string,
  { task: { size }, service, network, autoscaling }: GhcrFargateServicePlan,
  region: pulumi.Input<string>,
): pulumi.Output<BilledItem[]> {
  const { cpu, memory, ephemeralStorageGib } = size;
  return pulumi
    .output({ cpu, memory, ephemeralStorageGib, region, tasks: service.desiredCount })
    .apply(({ tasks: desired, ...known }) => {
      const tasks = Math.max(desired, autoscaling?.min ?? 0);
      const scalesTo = autoscaling !== undefined && autoscaling.max > tasks ? autoscaling.max : undefined;
      return fargateCostItems({
        resource: childName(name, "service"),
        region: known.region,
        tasks,
        spotTasks: spotTasksOf(tasks, service.capacityProviders),
        vcpu: known.cpu / 1024,
        memoryGb: known.memory / 1024,
        cpuArchitecture: size.cpuArchitecture,
        ephemeralStorageGib: known.ephemeralStorageGib,
        assignPublicIp: network.vpc.assignPublicIp,
        note: scalesTo === undefined ? undefined : `at ${tasks} tasks; scales to ${scalesTo}`,
      });
    });
}

/** How many subnets there are: those given, or those found, or one in each zone of a new VPC. */
function countOf(
  given: pulumi.Input<pulumi.Input<string>[]> | undefined,
  found: pulumi.Output<string[]> | undefined,
): pulumi.Output<number> {
  if (given !== undefined) return isPlain(given) ? pulumi.output(given.length) : pulumi.output(given).length;
  return found?.length ?? pulumi.output(NEW_VPC_ZONES);
}
