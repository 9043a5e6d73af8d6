// The load balancer of a service: created with its listeners, or an existing one with a rule on its listener.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, childNameOf } from "../../model/childNames";
import { LAST_PRIORITY, urlOf, type RequestPatterns } from "../../model/listenerRules";
import type { ChildContext } from "../component/childContext";
import { portRule, replacedWithPort } from "../network/ingress";
import { answered } from "../component/unitTests";
import type { Network } from "../network/vpc";
import { createBalancer, lookUpBalancer, openPort, type Balancer } from "./createdLoadBalancer";
import type { CreatedLoadBalancerPlan } from "./createdLoadBalancerPlan";
import { createAliasRecords, createCertificate, zoneIdOf } from "./domain";
import { createListenerRule, type ListenerRulePlan } from "./listenerRule";
import { createListener, createRedirectListener, type ListenerSettings } from "./listeners";
import type { LoadBalancerPlan } from "./loadBalancerPlan";
import { isEncrypted, isNetworkProtocol, LoadBalancerProtocol, usualPort } from "./protocols";
import { createTargetGroup, type TargetPort } from "./targetGroup";
import { createTargets, type Target } from "./targets";

/** The names that CloudWatch has for a load balancer and its target group: the last parts of their ARNs. */
export interface TargetGroupMetrics {
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  readonly targetGroupArnSuffix: pulumi.Input<string>;
  /** Whether it is a Network Load Balancer. */
  readonly network: boolean;
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
  /** The Elastic IP addresses that are created. */
  readonly publicIps: pulumi.Output<string[]> | undefined;
  /** The further targets. */
  readonly targets: readonly Target[];
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
  readonly loadBalancer: Balancer;
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
    childName(name, "targetGroup"),
    { plan: plan.targetGroup, vpcId: network.vpcId },
    context,
  );
  const targetGroupArn = targetGroup.arn;
  const zoneId = domain?.zone && zoneIdOf(domain.zone, context);
  const named = domain && { domainName: domain.name, zoneId };
  const { loadBalancer, routing } =
    plan.routing.create === undefined
      ? routeByRule(name, { plan: plan.routing.rule, targetGroupArn }, context)
      : routeByListener(name, { plan, create: plan.routing.create, network, targetGroupArn, domain: named }, context);
  const { authentication } = plan.routing.create ?? plan.routing.rule;
  const targets = createTargets(
    name,
    {
      plans: plan.targets,
      vpcId: network.vpcId,
      listenerArn: routing.listenerArn,
      authentication,
      listenerSettings: routing.listenerSettings,
    },
    context,
  );
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
    ready: [...routing.ready, ...targets.map(({ ready }) => ready)],
    network: plan.targetGroup.network,
    publicIps: loadBalancer.publicIps,
    targets,
    arn: loadBalancer.arn,
    dnsName: loadBalancer.dnsName,
    zoneId: loadBalancer.zoneId,
    loadBalancerArnSuffix: loadBalancer.arnSuffix,
    targetGroupArnSuffix: targetGroup.arnSuffix,
    targetGroupArn,
    securityGroupId: loadBalancer.securityGroupId,
  };
}

/** Creates the rules by which the tasks accept traffic from the load balancer. */
export function admitLoadBalancer(
  name: string,
  tasks: {
    readonly securityGroupId: pulumi.Input<string>;
    readonly ports: readonly TargetPort[];
    readonly from: LoadBalancer;
  },
  { options, tags }: ChildContext,
): void {
  tasks.ports.forEach(({ port, transport }, i) => {
    // The first rule keeps its name whatever its port is: the others are told apart by theirs.
    const keys = i === 0 ? ["lb"] : transport === "tcp" ? ["lb", port] : ["lb", transport, port];
    new aws.vpc.SecurityGroupIngressRule(
      childNameOf(name, "ingress", ...keys),
      {
        ...portRule(tasks.securityGroupId, port, transport),
        referencedSecurityGroupId: tasks.from.securityGroupId,
        description: "Requests and health checks of the load balancer",
        tags,
      },
      replacedWithPort(options),
    );
  });
}

function routeByListener(
  name: string,
  {
    plan: { subject, targets },
    create,
    network,
    targetGroupArn,
    domain,
  }: {
    readonly plan: LoadBalancerPlan;
    readonly create: CreatedLoadBalancerPlan;
    readonly network: Network;
    readonly targetGroupArn: pulumi.Output<string>;
    readonly domain: { readonly domainName: string; readonly zoneId: pulumi.Input<string> | undefined } | undefined;
  },
  context: ChildContext,
): RoutedLoadBalancer {
  const loadBalancer = createBalancer(name, { plan: create, network, subject }, context);
  const { securityGroupId } = loadBalancer;
  const { listener, redirectPort, authentication, idleTimeoutSeconds } = create;
  const redirect = redirectPort === undefined ? [] : [{ port: redirectPort, protocol: LoadBalancerProtocol.Http }];
  const own = targets.flatMap(({ route }) => route.listener ?? []);
  for (const open of [listener, ...redirect, ...own])
    openPort(name, { securityGroupId, listener: open, plan: create.ingress }, context);
  const { domainName = "", zoneId = "" } = domain ?? {};
  const certificate = create.certificate && {
    sslPolicy: create.certificate.sslPolicy,
    arn: create.certificate.arn ?? createCertificate(name, { domainName, zoneId }, context),
  };
  const loadBalancerArn = loadBalancer.arn;
  const settings = { loadBalancerArn, listener, certificate, authentication, idleTimeoutSeconds };
  const created = createListener(
    childName(name, "listener"),
    { settings, listener: { ...listener, targetGroupArn } },
    context,
  );
  if (redirectPort !== undefined)
    createRedirectListener(name, { loadBalancerArn, port: redirectPort, to: listener.port, after: created }, context);
  return {
    loadBalancer,
    routing: {
      url: pulumi.output(urlOfListener(create, domain?.domainName ?? loadBalancer.dnsName)),
      listenerArn: created.arn,
      patterns: EVERY_REQUEST,
      priority: LAST_PRIORITY,
      listenerSettings: settings,
      ready: [created],
    },
  };
}

/** What a browser opens; undefined behind a Network Load Balancer, whose tasks may speak anything. */
function urlOfListener(
  { listener: { port, protocol } }: CreatedLoadBalancerPlan,
  host: pulumi.Input<string>,
): pulumi.Output<string> | undefined {
  if (isNetworkProtocol(protocol)) return undefined;
  const shown = port === usualPort(protocol, port) ? "" : `:${port}`;
  return pulumi.interpolate`${isEncrypted(protocol) ? "https" : "http"}://${host}${shown}`;
}

function routeByRule(
  name: string,
  { plan, targetGroupArn }: { readonly plan: ListenerRulePlan; readonly targetGroupArn: pulumi.Output<string> },
  context: ChildContext,
): RoutedLoadBalancer {
  const { listenerArn, securityGroupId, subject, patterns, priority, authentication } = plan;
  const listener = aws.lb.getListenerOutput({ arn: listenerArn }, { parent: context.parent });
  const { loadBalancerArn } = listener;
  const loadBalancer = lookUpBalancer({ loadBalancerArn, securityGroupId, subject }, context);
  const rule = createListenerRule(
    childName(name, "listenerRule"),
    { listenerArn, patterns, priority, targetGroupArn, authentication },
    context,
  );
  return {
    loadBalancer,
    routing: {
      url: pulumi
        .all([listener, loadBalancer.dnsName])
        .apply(([{ protocol, port }, dnsName]) =>
          urlOf(patterns, { protocol: answered(protocol, "HTTP"), port: answered(port, 80), dnsName }),
        ),
      listenerArn: pulumi.output(listenerArn),
      patterns,
      priority,
      listenerSettings: undefined,
      ready: [rule],
    },
  };
}
