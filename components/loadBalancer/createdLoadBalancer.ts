// The load balancer and its security group: created, or looked up.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, childNameOf } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfLoadBalancer, costOfResource } from "../../model/resourceCost";
import { failLate } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { createIngressRules, portRule, type IngressPlan } from "../network/ingress";
import { answered, MADE_UP } from "../component/unitTests";
import type { Network } from "../network/vpc";
import { costOfAddresses, createAddresses } from "./addresses";
import type { CreatedLoadBalancerPlan, ListenerPlan } from "./createdLoadBalancerPlan";
import { transportsOf } from "./protocols";

/** A load balancer, created or existing. */
export interface Balancer {
  readonly arn: pulumi.Output<string>;
  readonly arnSuffix: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  /** The Route 53 zone of `dnsName`, for alias records. */
  readonly zoneId: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  /** The Elastic IP addresses that are created. */
  readonly publicIps?: pulumi.Output<string[]> | undefined;
}

/** Creates a load balancer, closed until a port is opened. */
export function createBalancer(
  name: string,
  {
    plan,
    network,
    subject,
  }: { readonly plan: CreatedLoadBalancerPlan; readonly network: Network; readonly subject: string },
  context: ChildContext,
): Balancer {
  const { options, tags } = context;
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
  const subnetIds = subnetIdsOf(plan, network);
  const addresses = plan.addresses && createAddresses(name, { plan: plan.addresses, subnetIds, subject }, context);
  const loadBalancer = new aws.lb.LoadBalancer(
    childName(name, "loadBalancer"),
    {
      loadBalancerType: plan.network ? "network" : "application",
      internal: plan.internal,
      ipAddressType: plan.dualstack ? "dualstack" : "ipv4",
      ...(addresses === undefined ? { subnets: subnetIds } : { subnetMappings: addresses.mappings }),
      securityGroups: [group.id],
      ...(!plan.network && {
        idleTimeout: plan.idleTimeoutSeconds,
        dropInvalidHeaderFields: plan.dropInvalidHeaderFields,
      }),
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
  if (plan.webAclArn !== undefined)
    new aws.wafv2.WebAclAssociation(
      childName(name, "webAcl"),
      { resourceArn: loadBalancer.arn, webAclArn: plan.webAclArn },
      options,
    );
  return {
    arn: loadBalancer.arn,
    arnSuffix: loadBalancer.arnSuffix,
    dnsName: loadBalancer.dnsName,
    zoneId: loadBalancer.zoneId,
    securityGroupId: group.id,
    publicIps: addresses?.publicIps,
  };
}

function subnetIdsOf({ subnetIds, internal }: CreatedLoadBalancerPlan, network: Network): pulumi.Output<string[]> {
  return pulumi.output(subnetIds ?? (internal ? undefined : network.publicSubnetIds) ?? network.subnetIds);
}

/** What a created load balancer is billed for, in so many subnets. */
export function costOfCreatedLoadBalancer(
  name: string,
  { network, internal, addresses, webAclArn }: CreatedLoadBalancerPlan,
  subnets: number,
): BilledItem[] {
  return [
    ...costOfLoadBalancer(childName(name, "loadBalancer"), {
      network,
      addresses: internal || addresses !== undefined ? undefined : { quantity: subnets },
    }),
    ...costOfAddresses(name, addresses),
    ...(webAclArn === undefined ? [] : costOfResource(childName(name, "webAcl"), "aws:wafv2:WebAclAssociation")),
  ];
}

/** Opens a port of a created load balancer to clients. */
export function openPort(
  name: string,
  {
    securityGroupId,
    listener: { port, protocol },
    plan,
  }: { readonly securityGroupId: pulumi.Input<string>; readonly listener: ListenerPlan; readonly plan: IngressPlan },
  context: ChildContext,
): void {
  for (const transport of transportsOf(protocol)) {
    const rule = { ...portRule(securityGroupId, port, transport), description: "Clients of the load balancer" };
    const kind = transport === "tcp" ? `lb-ingress-${port}` : `lb-ingress-${transport}-${port}`;
    createIngressRules({ component: name, kind }, { plan, rule }, context);
  }
}

/** Looks up an existing load balancer. */
export function lookUpBalancer(
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
): Balancer {
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
  const [first] = [...answered(securityGroups, [MADE_UP.securityGroupId])].sort();
  if (first !== undefined) return first;
  const wrong = `the load balancer ${arn} has no security group`;
  return failLate(subject, [{ path: "loadBalancer.listenerArn", wrong, fix: "set loadBalancer.securityGroupId" }]);
}
