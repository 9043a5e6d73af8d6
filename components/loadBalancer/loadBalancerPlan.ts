// The plan of the load balancer: a new one or a rule on an existing one, and every argument that another one rules out.

import type { ChildKey } from "../../model/childNames";
import type { ArgumentChecks } from "../component/argumentChecks";
import { NetworkMode, type ServiceNetwork } from "../network/networkArgs";
import { planCreatedLoadBalancer, type CreatedLoadBalancerPlan } from "./createdLoadBalancerPlan";
import { planDomain, type DomainPlan } from "./domain";
import { planListenerRule, type ListenerRulePlan } from "./listenerRule";
import { clientPorts } from "./listeners";
import type { ServiceLoadBalancer } from "./loadBalancerArgs";
import { planTargetGroup, targetPorts, type TargetGroupPlan, type TargetPort } from "./targetGroup";
import { planTargets, type ContainerPort, type TargetPlan } from "./targets";

/** What routes requests to the service: a load balancer to create, or a rule on an existing listener. */
export type RoutingPlan =
  | { readonly create: CreatedLoadBalancerPlan; readonly rule?: undefined }
  | { readonly rule: ListenerRulePlan; readonly create?: undefined };

/** The load balancer, as planned. */
export interface LoadBalancerPlan {
  /** What is called, for errors that show later: `GhcrFargateService "web"`. */
  readonly subject: string;
  readonly routing: RoutingPlan;
  readonly targetGroup: TargetGroupPlan;
  /** Further targets: other ports of the tasks. */
  readonly targets: readonly TargetPlan[];
  readonly domain: DomainPlan | undefined;
}

/** What another part of the plan says of the service behind the load balancer. */
export interface BalancedService {
  readonly port: number | undefined;
  readonly network: ServiceNetwork | undefined;
  /** The ports that the task's containers listen on. */
  readonly ports: readonly ContainerPort[];
}

/** Plans the load balancer; undefined without one. */
export function planLoadBalancer(
  checks: ArgumentChecks,
  given: ServiceLoadBalancer | undefined,
  { port = 0, network = {}, ports }: BalancedService,
): LoadBalancerPlan | undefined {
  if (given === undefined) return undefined;
  if (port === 0)
    checks.add("loadBalancer", "cannot be set without port", "set port to the port that the container listens on");
  checks.mustBeUnset(
    "network",
    { ingressCidrs: network.ingressCidrs, ingressPrefixListIds: network.ingressPrefixListIds },
    {
      wrong: "cannot be set with loadBalancer: the tasks accept traffic only from it",
      fix: "set the argument of the same name in loadBalancer",
    },
  );
  const routing = planRouting(checks, given, { port, network });
  const { create, rule } = routing;
  const listener = create?.listener.protocol;
  return {
    subject: checks.subject,
    routing,
    targetGroup: planTargetGroup(checks, "loadBalancer", { given, port, listener }),
    targets: planTargets(checks, given.targets, {
      created: create && { protocol: create.listener.protocol, ports: clientPorts(create) },
      port,
      priority: given.priority,
      authenticates: (create ?? rule).authentication !== undefined,
      ports,
    }),
    domain: planDomain(checks, given, create?.certificate !== undefined && create.certificate.arn === undefined),
  };
}

function planRouting(
  checks: ArgumentChecks,
  given: ServiceLoadBalancer,
  { port, network }: { readonly port: number; readonly network: ServiceNetwork },
): RoutingPlan {
  const rule = planListenerRule(checks, given);
  if (rule === undefined) return { create: planCreatedLoadBalancer(checks, given, { port, network }) };
  if (network.mode === NetworkMode.New)
    checks.add(
      "loadBalancer.listenerArn",
      'cannot be set with network.mode: "new": the load balancer is in another VPC',
      'set network.mode: "existing" with the VPC of the load balancer',
    );
  checks.mustBeUnset("loadBalancer", settingsOfCreated(given), {
    wrong: "cannot be set with loadBalancer.listenerArn: an existing load balancer is not modified",
    fix: "leave one of them unset",
  });
  return { rule };
}

/** The arguments that only a created load balancer has. */
function settingsOfCreated(given: ServiceLoadBalancer): Partial<ServiceLoadBalancer> {
  const { ingressCidrs, ingressSecurityGroupIds, ingressPrefixListIds, protocol, listenerPort, redirectHttp } = given;
  const { certificateArn, sslPolicy, internal, subnetIds, ipAddressType, fixedAddresses, allocationIds } = given;
  const { idleTimeoutSeconds, dropInvalidHeaderFields, webAclArn, deletionProtection, accessLogs } = given;
  return {
    ...{ ingressCidrs, ingressSecurityGroupIds, ingressPrefixListIds, protocol, listenerPort, redirectHttp },
    ...{ certificateArn, sslPolicy, internal, subnetIds, ipAddressType, fixedAddresses, allocationIds },
    ...{ idleTimeoutSeconds, dropInvalidHeaderFields, webAclArn, deletionProtection, accessLogs },
  };
}

/** The ports of the tasks that the load balancer connects to, each once. */
export function balancedPorts({ targetGroup, targets }: LoadBalancerPlan): TargetPort[] {
  const all = [targetGroup, ...targets.map((target) => target.targetGroup)].flatMap(targetPorts);
  return all.filter(
    ({ port, transport }, i) => all.findIndex((other) => other.port === port && other.transport === transport) === i,
  );
}

/** Seconds after a task's start in which ECS ignores failed health checks: the longest that a target needs. */
export function gracePeriodSeconds({ targetGroup, targets }: LoadBalancerPlan): number {
  const all = [targetGroup, ...targets.map((target) => target.targetGroup)];
  return Math.max(...all.map(({ healthCheck }) => healthCheck.gracePeriodSeconds));
}

/** The kind of the load balancer: only Application Load Balancers have listeners that services share. */
export function kindOf({ routing: { create } }: LoadBalancerPlan): "application" | "network" {
  return create?.network === true ? "network" : "application";
}

/** The load balancer, as far as deployments depend on it. */
export interface DeployedBehind {
  readonly created: boolean;
  /** The ports of a created one that clients use. */
  readonly clientPorts: readonly number[];
  /** The argument that allows rolling deployments only. */
  readonly onlyRollingWith: string | undefined;
}

/** Says what deployments depend on. */
export function deployedBehind(plan: LoadBalancerPlan): DeployedBehind {
  const { create } = plan.routing;
  return {
    created: create !== undefined,
    clientPorts: create === undefined ? [] : [...clientPorts(create), ...ownListeners(plan)],
    onlyRollingWith: onlyRollingWith(plan),
  };
}

function ownListeners({ targets }: LoadBalancerPlan): number[] {
  return targets.flatMap(({ route }) => route.listener?.port ?? []);
}

/** What ECS does not combine with a shift of traffic, or what would leave requests of the new version unauthenticated. */
function onlyRollingWith({ routing: { create, rule }, targets }: LoadBalancerPlan): string | undefined {
  if (create?.network === true) return `loadBalancer.protocol: "${create.listener.protocol}"`;
  if (targets.length > 0) return "loadBalancer.targets";
  return (create ?? rule).authentication === undefined ? undefined : "loadBalancer.authentication";
}

/** The keys of the load balancer's children, as far as their names have limits. */
export function loadBalancerChildKeys({ routing, targets }: LoadBalancerPlan): ChildKey[] {
  return [
    "targetGroup",
    ...(targets.length === 0 ? [] : (["furtherTargetGroup"] as const)),
    ...(routing.create === undefined ? [] : (["loadBalancer", "loadBalancerSecurityGroup"] as const)),
  ];
}
