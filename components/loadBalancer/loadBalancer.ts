// The load balancer in front of the tasks: created with its listeners, or the one behind an existing listener.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childNameOf } from "../../model/childNames";
import { LAST_PRIORITY, urlOf, type RequestPatterns } from "../../model/listenerRules";
import { createBalancer, lookUpBalancer, openPort, type Balancer } from "./applicationLoadBalancer";
import { createAliasRecords, createCertificate, zoneIdOf } from "./domain";
import { createListenerRule, type ListenerRulePlan } from "./listenerRule";
import { clientPorts, createListeners, type ListenerSettings } from "./listeners";
import type { BalancerPlan, LoadBalancerPlan } from "./loadBalancerPlan";
import { tcpRule } from "../network/securityGroup";
import type { Network } from "../network/vpc";
import type { ChildContext } from "../component/childContext";
import { createTargetGroup } from "./targetGroup";

/** The load balancer, as its service and what watches it need it. */
export interface LoadBalancer extends Front {
  readonly dnsName: pulumi.Output<string>;
  /** The part of the balancer's ARN that CloudWatch and autoscaling name it by. */
  readonly loadBalancerArnSuffix: pulumi.Output<string>;
  readonly targetGroupArnSuffix: pulumi.Output<string>;
  readonly targetGroupArn: pulumi.Output<string>;
  /** The balancer's security group, which the tasks admit. */
  readonly securityGroupId: pulumi.Output<string>;
}

interface Front {
  /** Where clients reach the service; undefined where that cannot be known. */
  readonly url: pulumi.Output<string | undefined>;
  readonly listenerArn: pulumi.Output<string>;
  /** The requests on the listener that are the service's, and where a rule for them stands. */
  readonly patterns: RequestPatterns;
  readonly priority: number;
  /** How to make a further listener like the first; undefined where the balancer is not the service's own. */
  readonly listenerSettings: ListenerSettings | undefined;
  /** What the service waits for: ECS refuses a target group that no balancer uses. */
  readonly ready: readonly pulumi.Resource[];
}

type BalancerAndFront = Front & { readonly balancer: Balancer };

const EVERY_REQUEST: RequestPatterns = { hosts: [], paths: ["/*"] };

/** Creates the target group and what brings requests to it. */
export function createLoadBalancer(
  name: string,
  { front: plan, targetGroup: targetGroupPlan, domain }: LoadBalancerPlan,
  network: Network,
  context: ChildContext,
): LoadBalancer {
  const targetGroup = createTargetGroup(name, "targetGroup", targetGroupPlan, network.vpcId, context);
  const zoneId = domain?.zone && zoneIdOf(domain.zone, context);
  const named = domain && { domainName: domain.name, zoneId };
  const { balancer, ...front } =
    plan.create === undefined
      ? joinListener(name, plan.rule, targetGroup.arn, context)
      : createFront(name, plan.create, network, targetGroup.arn, named, context);
  if (domain?.aliasRecord && zoneId !== undefined)
    createAliasRecords(
      name,
      domain.name,
      zoneId,
      { dnsName: balancer.dnsName, zoneId: balancer.zoneId, dualstack: plan.create?.dualstack ?? false },
      context,
    );
  return {
    ...front,
    dnsName: balancer.dnsName,
    loadBalancerArnSuffix: balancer.arnSuffix,
    targetGroupArnSuffix: targetGroup.arnSuffix,
    targetGroupArn: targetGroup.arn,
    securityGroupId: balancer.securityGroupId,
  };
}

/** Creates the rule by which the tasks admit the balancer, and nobody else. */
export function admitLoadBalancer(
  name: string,
  securityGroupId: pulumi.Input<string>,
  port: number,
  loadBalancer: LoadBalancer,
  { options, tags }: ChildContext,
): void {
  new aws.vpc.SecurityGroupIngressRule(
    childNameOf(name, "ingress", "lb"),
    {
      ...tcpRule(securityGroupId, port),
      referencedSecurityGroupId: loadBalancer.securityGroupId,
      description: "Requests and health checks of the load balancer",
      tags,
    },
    options,
  );
}

function createFront(
  name: string,
  plan: BalancerPlan,
  network: Network,
  targetGroupArn: pulumi.Output<string>,
  domain: { readonly domainName: string; readonly zoneId: pulumi.Input<string> | undefined } | undefined,
  context: ChildContext,
): BalancerAndFront {
  const balancer = createBalancer(name, plan, network, context);
  for (const port of clientPorts(plan.https !== undefined))
    openPort(name, balancer.securityGroupId, port, plan.ingressCidrs, context);
  const https = plan.https && {
    sslPolicy: plan.https.sslPolicy,
    certificateArn:
      plan.https.certificateArn ?? createCertificate(name, domain?.domainName ?? "", domain?.zoneId ?? "", context),
  };
  const listenerSettings = { loadBalancerArn: balancer.arn, https, targetGroupArn };
  const listener = createListeners(name, listenerSettings, context);
  return {
    balancer,
    url: pulumi.interpolate`${https === undefined ? "http" : "https"}://${domain?.domainName ?? balancer.dnsName}`,
    listenerArn: listener.arn,
    patterns: EVERY_REQUEST,
    priority: LAST_PRIORITY,
    listenerSettings,
    ready: [listener],
  };
}

function joinListener(
  name: string,
  plan: ListenerRulePlan,
  targetGroupArn: pulumi.Output<string>,
  context: ChildContext,
): BalancerAndFront {
  const { listenerArn, patterns, priority } = plan;
  const listener = aws.lb.getListenerOutput({ arn: listenerArn }, { parent: context.parent });
  const balancer = lookUpBalancer(listener.loadBalancerArn, plan.securityGroupId, context);
  const rule = createListenerRule(
    name,
    "listenerRule",
    { listenerArn, patterns, priority, targetGroupArns: [targetGroupArn], shifted: false },
    context,
  );
  return {
    balancer,
    url: pulumi
      .all([listener, balancer.dnsName])
      .apply(([{ protocol, port }, dnsName]) => urlOf(patterns, { protocol, port, dnsName })),
    listenerArn: pulumi.output(listenerArn),
    patterns,
    priority,
    listenerSettings: undefined,
    ready: [rule],
  };
}
