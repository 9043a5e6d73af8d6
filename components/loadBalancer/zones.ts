// Whether the load balancer reaches the tasks: it must be in their VPC, with a subnet in each of their Availability Zones, and an
// existing listener must be encrypted where that is needed.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { firstLineOf, quote, type Problem } from "../../model/problems";
import { isEngineAttached } from "../../rollout/engine";
import { failLate } from "../component/argumentChecks";
import { isOffline } from "../component/offline";
import type { Network } from "../network/vpc";
import type { LoadBalancerPlan } from "./loadBalancerPlan";
import { LoadBalancerProtocol } from "./protocols";
import { TargetProtocolVersion } from "./targetGroupArgs";

/**
 * Fails where tasks would run in a zone in which the load balancer has no subnet: it sends them no requests, so that they never
 * become healthy. Looked up with an engine attached, where the two have different subnets; undefined where they have not.
 */
export function requireZones(
  plan: LoadBalancerPlan | undefined,
  network: Network | undefined,
  parent: pulumi.Resource,
): pulumi.Output<void> | undefined {
  if (plan === undefined || network === undefined || !isEngineAttached() || isOffline()) return undefined;
  const { create, rule } = plan.routing;
  const subnetIds = create?.subnetIds;
  if (rule === undefined && subnetIds === undefined) return undefined;
  const balanced =
    rule === undefined
      ? pulumi.output({
          path: "loadBalancer.subnetIds",
          subnetIds: subnetIds ?? [],
          vpcId: network.vpcId,
          protocol: "",
        })
      : lookUpLoadBalancer(rule.listenerArn, parent);
  return pulumi
    .all([balanced, network.subnetIds, network.vpcId])
    .apply(async ([{ path, subnetIds, vpcId, protocol }, ids, vpc]): Promise<void> => {
      await requireHttps(plan, protocol);
      // A user's own mocks may answer nothing.
      if (!Array.isArray(subnetIds) || subnetIds.length === 0) return;
      if (vpcId !== vpc)
        return failLate(plan.subject, [
          {
            path,
            wrong: `its load balancer is in the VPC ${vpcId}, but the tasks run in ${vpc}`,
            fix: `set network.mode: "existing" with vpcId ${quote(vpcId)} and subnets of it, or use a load balancer in the VPC of the tasks`,
          },
        ]);
      const problem = problemOf(path, await tryZones(subnetIds, parent), await tryZones(ids, parent));
      if (problem !== undefined) return failLate(plan.subject, [problem]);
    });
}

function lookUpLoadBalancer(listenerArn: pulumi.Input<string>, parent: pulumi.Resource) {
  const { loadBalancerArn, protocol } = aws.lb.getListenerOutput({ arn: listenerArn }, { parent });
  const found = aws.lb.getLoadBalancerOutput({ arn: loadBalancerArn }, { parent });
  return pulumi.output({ path: "loadBalancer.listenerArn", subnetIds: found.subnets, vpcId: found.vpcId, protocol });
}

/** Fails where an existing listener is not encrypted and an argument needs that. */
async function requireHttps(
  { subject, routing, targetGroup, targets }: LoadBalancerPlan,
  protocol: string | undefined,
): Promise<void> {
  if (protocol !== LoadBalancerProtocol.Http) return;
  const paths = [
    ...(routing.rule?.authentication === undefined ? [] : ["loadBalancer.authentication"]),
    ...(targetGroup.protocolVersion === TargetProtocolVersion.Http1 ? [] : ["loadBalancer.protocolVersion"]),
    ...targets.flatMap((target, i) =>
      target.targetGroup.protocolVersion === TargetProtocolVersion.Http1
        ? []
        : [`loadBalancer.targets[${i}].protocolVersion`],
    ),
  ];
  const wrong = "needs HTTPS, but the listener of loadBalancer.listenerArn speaks HTTP";
  const fix = "use an HTTPS listener, or leave it unset";
  if (paths.length > 0)
    await failLate(
      subject,
      paths.map((path) => ({ path, wrong, fix })),
    );
}

type Zones = ReadonlyMap<string, string>;

function problemOf(path: string, balanced: Zones, tasks: Zones): Problem | undefined {
  const covered = [...new Set(balanced.values())].sort();
  const uncovered = [...tasks].filter(([, zone]) => !covered.includes(zone));
  if (covered.length === 0 || uncovered.length === 0) return undefined;
  const names = uncovered.map(([subnetId, zone]) => `${quote(subnetId)} (${zone})`).join(", ");
  return {
    path,
    wrong: `the load balancer has subnets in ${covered.join(", ")} only, but the tasks also run in ${names}`,
    fix: "remove those from network.subnetIds, or add subnets in their zones to the load balancer",
  };
}

/** The zone of each subnet; empty where that may not be looked up, which is no reason to stop. */
async function tryZones(subnetIds: readonly string[], parent: pulumi.Resource): Promise<Zones> {
  try {
    const found = await Promise.all(subnetIds.map((id) => aws.ec2.getSubnet({ id }, { parent })));
    return new Map(found.map(({ id, availabilityZone }) => [id, availabilityZone]));
  } catch (error) {
    void pulumi.log.warn(
      `loadBalancer: the Availability Zones of subnets could not be read (${firstLineOf(error)}); tasks in a zone without a ` +
        "subnet of the load balancer get no requests; allow ec2:DescribeSubnets",
      parent,
    );
    return new Map();
  }
}
