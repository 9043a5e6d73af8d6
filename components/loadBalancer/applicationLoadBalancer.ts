// The Application Load Balancer and its security group.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, childNameOf } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfLoadBalancer } from "../../model/resourceCost";
import type { BalancerPlan } from "./loadBalancerPlan";
import type { Network } from "../network/vpc";
import { cidrSource, tcpRule } from "../network/securityGroup";
import type { ChildContext } from "../component/childContext";

/** A load balancer, created or existing. */
export interface Balancer {
  readonly arn: pulumi.Output<string>;
  readonly arnSuffix: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  /** The Route 53 zone of `dnsName`, for alias records. */
  readonly zoneId: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
}

/** Creates a load balancer, closed to everybody until a port is opened. */
export function createBalancer(
  name: string,
  plan: BalancerPlan,
  network: Network,
  { options, tags }: ChildContext,
): Balancer {
  const group = new aws.ec2.SecurityGroup(
    childName(name, "loadBalancerSecurityGroup"),
    { description: `Load balancer of ${name}`, vpcId: network.vpcId, tags },
    options,
  );
  // To anywhere: services that share the balancer bring their own tasks, and it opens no connection but to tasks.
  new aws.vpc.SecurityGroupEgressRule(
    childNameOf(name, "lb-egress"),
    {
      securityGroupId: group.id,
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
      description: "Requests and health checks to tasks",
      tags,
    },
    options,
  );
  const balancer = new aws.lb.LoadBalancer(
    childName(name, "loadBalancer"),
    {
      loadBalancerType: "application",
      internal: plan.internal,
      ipAddressType: plan.dualstack ? "dualstack" : "ipv4",
      subnets: pulumi.output(
        plan.subnetIds ?? (plan.internal ? undefined : network.publicSubnetIds) ?? network.subnetIds,
      ),
      securityGroups: [group.id],
      idleTimeout: plan.idleTimeoutSeconds,
      dropInvalidHeaderFields: plan.dropInvalidHeaderFields,
      enableDeletionProtection: plan.deletionProtection,
      // Said in both cases: left out, it stays as it was.
      accessLogs:
        plan.accessLogs === undefined
          ? { bucket: "", enabled: false }
          : { bucket: plan.accessLogs.bucket, prefix: plan.accessLogs.prefix, enabled: true },
      tags,
    },
    options,
  );
  return {
    arn: balancer.arn,
    arnSuffix: balancer.arnSuffix,
    dnsName: balancer.dnsName,
    zoneId: balancer.zoneId,
    securityGroupId: group.id,
  };
}

/** What a created load balancer is billed for, in so many subnets. */
export function costOfBalancer(name: string, { internal }: BalancerPlan, subnets: number): BilledItem[] {
  return costOfLoadBalancer(childName(name, "loadBalancer"), {
    addresses: internal ? undefined : { quantity: subnets },
  });
}

/** Opens a port of a created load balancer to these addresses. */
export function openPort(
  name: string,
  securityGroupId: pulumi.Input<string>,
  port: number,
  cidrs: readonly string[],
  { options, tags }: ChildContext,
): void {
  for (const cidr of cidrs)
    new aws.vpc.SecurityGroupIngressRule(
      childNameOf(name, "lb-ingress", port, cidr),
      { ...tcpRule(securityGroupId, port), ...cidrSource(cidr), description: "Clients of the load balancer", tags },
      options,
    );
}

/** Looks up the load balancer that a listener belongs to. */
export function lookUpBalancer(
  loadBalancerArn: pulumi.Input<string>,
  securityGroupId: pulumi.Input<string> | undefined,
  { parent }: ChildContext,
): Balancer {
  const found = aws.lb.getLoadBalancerOutput({ arn: loadBalancerArn }, { parent });
  const { arn, arnSuffix, dnsName, zoneId } = found;
  return {
    arn,
    arnSuffix,
    dnsName,
    zoneId,
    securityGroupId: pulumi.output(securityGroupId ?? found.apply(firstSecurityGroup)),
  };
}

/** One of a balancer's groups is enough to admit its requests: the first in order, since AWS lists them in any. */
function firstSecurityGroup({ arn, securityGroups }: aws.lb.GetLoadBalancerResult): string {
  const [first] = [...securityGroups].sort();
  if (first === undefined)
    throw new Error(
      `loadBalancer.listenerArn: the load balancer ${arn} has no security group; pass loadBalancer.securityGroupId`,
    );
  return first;
}
