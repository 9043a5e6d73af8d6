// The load balancer of a service: created with its listeners, or an existing one with a rule on its listener.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childNameOf } from "../../model/childNames";
import { LAST_PRIORITY, urlOf, type RequestPatterns } from "../../model/listenerRules";
import type { ChildContext } from "../component/childContext";
import { replacedWithPort, tcpRule } from "../network/ingress";
import type { Network } from "../network/vpc";
import {
  createApplicationLoadBalancer,
  lookUpApplicationLoadBalancer,
  openPort,
  type ApplicationLoadBalancer,
  type ApplicationLoadBalancerPlan,
} from "./applicationLoadBalancer";
import { createAliasRecords, createCertificate, zoneIdOf } from "./domain";
import { createListenerRule, type ListenerRulePlan } from "./listenerRule";
import { clientPorts, createListeners, type ListenerSettings } from "./listeners";
import type { LoadBalancerPlan } from "./loadBalancerPlan";
import { createTargetGroup } from "./targetGroup";

/** The names that CloudWatch has for a load balancer and its target group: the last parts of their ARNs. */
export interface TargetGroupMetrics {
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  readonly targetGroupArnSuffix: pulumi.Input<string>;
}

/** The load balancer, as its service and what watches it need it. */
export interface LoadBalancer extends Routing, TargetGroupMetrics {
  readonly arn: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  /** The Route 53 zone of `dnsName`. */
  readonly zoneId: pulumi.Output<string>;
  readonly targetGroupArn: pulumi.Output<string>;
  /** The load balancer's security group, which the tasks accept traffic from. */
  readonly securityGroupId: pulumi.Output<string>;
}

/** How requests reach the target group. */
interface Routing {
  /** The address of the service; undefined where it cannot be known. */
  readonly url: pulumi.Output<string | undefined>;
  readonly listenerArn: pulumi.Output<string>;
  /** The requests on the listener that are for the service, and the priority of their rule. */
  readonly patterns: RequestPatterns;
  readonly priority: number;
  /** The settings for further listeners; undefined where the load balancer is an existing one. */
  readonly listenerSettings: ListenerSettings | undefined;
  /** What the service waits for: ECS refuses a target group without a load balancer. */
  readonly ready: readonly pulumi.Resource[];
}

interface RoutedLoadBalancer {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly routing: Routing;
}

const EVERY_REQUEST: RequestPatterns = { hosts: [], paths: ["/*"] };

/** Creates the target group and what routes requests to it. */
export function createLoadBalancer(
  name: string,
  { plan, network }: { readonly plan: LoadBalancerPlan; readonly network: Network },
  context: ChildContext,
): LoadBalancer {
  const { domain } = plan;
  const targetGroup = createTargetGroup(
    { component: name, key: "targetGroup" },
    { plan: plan.targetGroup, vpcId: network.vpcId },
    context,
  );
  const targetGroupArn = targetGroup.arn;
  const zoneId = domain?.zone && zoneIdOf(domain.zone, context);
  const named = domain && { domainName: domain.name, zoneId };
  const { loadBalancer, routing } =
    plan.routing.create === undefined
      ? routeByRule(name, { plan: plan.routing.rule, targetGroupArn }, context)
      : routeByListener(name, { plan: plan.routing.create, network, targetGroupArn, domain: named }, context);
  if (domain?.aliasRecord && zoneId !== undefined)
    createAliasRecords(
      name,
      {
        domainName: domain.name,
        zoneId,
        target: { name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId },
        dualstack: plan.routing.create?.dualstack ?? false,
      },
      context,
    );
  return {
    ...routing,
    arn: loadBalancer.arn,
    dnsName: loadBalancer.dnsName,
    zoneId: loadBalancer.zoneId,
    loadBalancerArnSuffix: loadBalancer.arnSuffix,
    targetGroupArnSuffix: targetGroup.arnSuffix,
    targetGroupArn,
    securityGroupId: loadBalancer.securityGroupId,
  };
}

/** Creates the rule by which the tasks accept traffic from the load balancer. */
export function admitLoadBalancer(
  name: string,
  tasks: { readonly securityGroupId: pulumi.Input<string>; readonly port: number; readonly from: LoadBalancer },
  { options, tags }: ChildContext,
): void {
  new aws.vpc.SecurityGroupIngressRule(
    childNameOf(name, "ingress", "lb"),
    {
      ...tcpRule(tasks.securityGroupId, tasks.port),
      referencedSecurityGroupId: tasks.from.securityGroupId,
      description: "Requests and health checks of the load balancer",
      tags,
    },
    replacedWithPort(options),
  );
}

function routeByListener(
  name: string,
  {
    plan,
    network,
    targetGroupArn,
    domain,
  }: {
    readonly plan: ApplicationLoadBalancerPlan;
    readonly network: Network;
    readonly targetGroupArn: pulumi.Output<string>;
    readonly domain: { readonly domainName: string; readonly zoneId: pulumi.Input<string> | undefined } | undefined;
  },
  context: ChildContext,
): RoutedLoadBalancer {
  const loadBalancer = createApplicationLoadBalancer(name, { plan, network }, context);
  const { securityGroupId } = loadBalancer;
  for (const port of clientPorts(plan.https !== undefined))
    openPort(name, { securityGroupId, port, plan: plan.ingress }, context);
  const { domainName = "", zoneId = "" } = domain ?? {};
  const https = plan.https && {
    sslPolicy: plan.https.sslPolicy,
    certificateArn: plan.https.certificateArn ?? createCertificate(name, { domainName, zoneId }, context),
  };
  const listenerSettings = { loadBalancerArn: loadBalancer.arn, https, targetGroupArn };
  const listener = createListeners(name, listenerSettings, context);
  return {
    loadBalancer,
    routing: {
      url: pulumi.interpolate`${https === undefined ? "http" : "https"}://${domain?.domainName ?? loadBalancer.dnsName}`,
      listenerArn: listener.arn,
      patterns: EVERY_REQUEST,
      priority: LAST_PRIORITY,
      listenerSettings,
      ready: [listener],
    },
  };
}

function routeByRule(
  name: string,
  { plan, targetGroupArn }: { readonly plan: ListenerRulePlan; readonly targetGroupArn: pulumi.Output<string> },
  context: ChildContext,
): RoutedLoadBalancer {
  const { listenerArn, securityGroupId, subject, patterns, priority } = plan;
  const listener = aws.lb.getListenerOutput({ arn: listenerArn }, { parent: context.parent });
  const { loadBalancerArn } = listener;
  const loadBalancer = lookUpApplicationLoadBalancer({ loadBalancerArn, securityGroupId, subject }, context);
  const rule = createListenerRule(
    { component: name, key: "listenerRule" },
    { listenerArn, patterns, priority, targetGroupArn },
    context,
  );
  return {
    loadBalancer,
    routing: {
      url: pulumi
        .all([listener, loadBalancer.dnsName])
        .apply(([{ protocol, port }, dnsName]) => urlOf(patterns, { protocol, port, dnsName })),
      listenerArn: pulumi.output(listenerArn),
      patterns,
      priority,
      listenerSettings: undefined,
      ready: [rule],
    },
  };
}
