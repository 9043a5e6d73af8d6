// The Application Load Balancer and its security group.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, childNameOf } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfLoadBalancer } from "../../model/resourceCost";
import { failLate } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { createIngressRules, tcpRule, type IngressPlan } from "../network/ingress";
import type { Network } from "../network/vpc";
import type { ServiceLoadBalancer } from "./loadBalancerArgs";

/** A load balancer to create. */
export interface ApplicationLoadBalancerPlan {
  readonly ingress: IngressPlan;
  readonly https:
    { readonly certificateArn: pulumi.Input<string> | undefined; readonly sslPolicy: pulumi.Input<string> } | undefined;
  readonly internal: boolean;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]> | undefined;
  readonly dualstack: boolean;
  readonly idleTimeoutSeconds: number;
  readonly dropInvalidHeaderFields: boolean;
  readonly deletionProtection: boolean;
  readonly accessLogs: ServiceLoadBalancer["accessLogs"];
}

/** A load balancer, created or existing. */
export interface ApplicationLoadBalancer {
  readonly arn: pulumi.Output<string>;
  readonly arnSuffix: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  /** The Route 53 zone of `dnsName`, for alias records. */
  readonly zoneId: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
}

/** Creates a load balancer, closed until a port is opened. */
export function createApplicationLoadBalancer(
  name: string,
  { plan, network }: { readonly plan: ApplicationLoadBalancerPlan; readonly network: Network },
  { options, tags }: ChildContext,
): ApplicationLoadBalancer {
  const group = new aws.ec2.SecurityGroup(
    childName(name, "loadBalancerSecurityGroup"),
    { description: `Load balancer of ${name}`, vpcId: network.vpcId, tags },
    options,
  );
  // To anywhere: services that share the load balancer bring their own tasks, and it connects to nothing else.
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
  const loadBalancer = new aws.lb.LoadBalancer(
    childName(name, "loadBalancer"),
    {
      loadBalancerType: "application",
      internal: plan.internal,
      ipAddressType: plan.dualstack ? "dualstack" : "ipv4",
      subnets: subnetIdsOf(plan, network),
      securityGroups: [group.id],
      idleTimeout: plan.idleTimeoutSeconds,
      dropInvalidHeaderFields: plan.dropInvalidHeaderFields,
      enableDeletionProtection: plan.deletionProtection,
      // Set in both cases: without it, AWS keeps the last setting.
      accessLogs:
        plan.accessLogs === undefined
          ? { bucket: "", enabled: false }
          : { bucket: plan.accessLogs.bucket, prefix: plan.accessLogs.prefix, enabled: true },
      tags,
    },
    options,
  );
  return {
    arn: loadBalancer.arn,
    arnSuffix: loadBalancer.arnSuffix,
    dnsName: loadBalancer.dnsName,
    zoneId: loadBalancer.zoneId,
    securityGroupId: group.id,
  };
}

function subnetIdsOf({ subnetIds, internal }: ApplicationLoadBalancerPlan, network: Network): pulumi.Output<string[]> {
  return pulumi.output(subnetIds ?? (internal ? undefined : network.publicSubnetIds) ?? network.subnetIds);
}

/** What a created load balancer is billed for, in so many subnets. */
export function costOfApplicationLoadBalancer(
  name: string,
  { internal }: ApplicationLoadBalancerPlan,
  subnets: number,
): BilledItem[] {
  return costOfLoadBalancer(childName(name, "loadBalancer"), {
    addresses: internal ? undefined : { quantity: subnets },
  });
}

/** Opens a port of a created load balancer to clients. */
export function openPort(
  name: string,
  {
    securityGroupId,
    port,
    plan,
  }: { readonly securityGroupId: pulumi.Input<string>; readonly port: number; readonly plan: IngressPlan },
  context: ChildContext,
): void {
  createIngressRules(
    { component: name, kind: `lb-ingress-${port}` },
    { plan, rule: { ...tcpRule(securityGroupId, port), description: "Clients of the load balancer" } },
    context,
  );
}

/** Looks up an existing load balancer. */
export function lookUpApplicationLoadBalancer(
  {
    loadBalancerArn,
    securityGroupId,
    subject,
  }: {
    readonly loadBalancerArn: pulumi.Input<string>;
    readonly securityGroupId: pulumi.Input<string> | undefined;
    readonly subject: string;
  },
  { parent }: ChildContext,
): ApplicationLoadBalancer {
  const found = aws.lb.getLoadBalancerOutput({ arn: loadBalancerArn }, { parent });
  const { arn, arnSuffix, dnsName, zoneId } = found;
  return {
    arn,
    arnSuffix,
    dnsName,
    zoneId,
    securityGroupId: pulumi.output(securityGroupId ?? found.apply((known) => firstSecurityGroup(known, subject))),
  };
}

/** Traffic from one of its groups is enough: the first in order, since AWS lists them in any. */
async function firstSecurityGroup(
  { arn, securityGroups }: aws.lb.GetLoadBalancerResult,
  subject: string,
): Promise<string> {
  const [first] = [...securityGroups].sort();
  if (first !== undefined) return first;
  const wrong = `the load balancer ${arn} has no security group`;
  return failLate(subject, [{ path: "loadBalancer.listenerArn", wrong, fix: "set loadBalancer.securityGroupId" }]);
}
