// Further targets of a load balancer: other ports of the tasks, each found by a rule or on a listener of its own.

import * as pulumi from "@pulumi/pulumi";
import { childNameOf } from "../../model/childNames";
import { oneOf, tcpPort } from "../../model/checks";
import type { RequestPatterns } from "../../model/listenerRules";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { createListenerRule, planMatch } from "./listenerRule";
import { createListener, type ListenerSettings } from "./listeners";
import type { ListenerPlan } from "./createdLoadBalancerPlan";
import type { AuthenticationPlan } from "./authentication";
import { isNetworkProtocol, LoadBalancerProtocol } from "./protocols";
import { createTargetGroup, planTargetGroup, type TargetGroupPlan } from "./targetGroup";
import type { LoadBalancerTarget } from "./targetGroupArgs";

/** A further target, as planned. */
export interface TargetPlan {
  /** The container that listens on the port. */
  readonly containerName: string;
  readonly targetGroup: TargetGroupPlan;
  /** How requests reach it: a rule on the load balancer's listener, or a listener of its own. */
  readonly route: TargetRoute;
}

/** How requests reach a target. */
export type TargetRoute =
  | { readonly listener: ListenerPlan; readonly rule?: undefined }
  | { readonly rule: { readonly patterns: RequestPatterns; readonly priority: number }; readonly listener?: undefined };

/** A port of the tasks, and the container that listens on it. */
export interface ContainerPort {
  readonly port: number;
  readonly containerName: string;
}

/** What is in front of the targets. */
export interface Balancer {
  /** The listener of a created load balancer, and the ports that it has already; undefined for an existing one. */
  readonly created: { readonly protocol: LoadBalancerProtocol; readonly ports: readonly number[] } | undefined;
  /** The port and rule of the service's own target. */
  readonly port: number;
  readonly priority: number | undefined;
  readonly authenticates: boolean;
  readonly ports: readonly ContainerPort[];
}

/** ECS registers a service with five target groups at the most, one of which is that of `port`. */
const MAX_TARGETS = 4;
const PATH = "loadBalancer.targets";

/** Plans the further targets. */
export function planTargets(
  checks: ArgumentChecks,
  given: readonly LoadBalancerTarget[] = [],
  balancer: Balancer,
): TargetPlan[] {
  if (given.length > MAX_TARGETS)
    checks.add(
      PATH,
      `has ${given.length} targets`,
      `use at most ${MAX_TARGETS}: ECS allows a service five target groups`,
    );
  checkPorts(checks, given, balancer);
  return given.map((target, i) => {
    const path = `${PATH}[${i}]`;
    const { port } = target;
    checks.shape(`${path}.port`, port, tcpPort);
    const route = planRoute(checks, path, { target, balancer });
    const listener = route.listener?.protocol ?? balancer.created?.protocol;
    return {
      containerName: balancer.ports.find((candidate) => candidate.port === port)?.containerName ?? "",
      targetGroup: planTargetGroup(checks, path, { given: target, port, listener }),
      route,
    };
  });
}

/** A port has one target, and a container that listens on it. */
function checkPorts(
  checks: ArgumentChecks,
  given: readonly LoadBalancerTarget[],
  { port: own, ports }: Balancer,
): void {
  given.forEach(({ port }, i) => {
    const path = `${PATH}[${i}].port`;
    const earlier = [own, ...given.slice(0, i).map((target) => target.port)];
    if (earlier.includes(port)) checks.add(path, `${port} has a target already`, "give each target a port of its own");
    else if (!ports.some((candidate) => candidate.port === port))
      checks.add(path, `no container listens on ${port}`, "add it to portMappings, or set the port of a sidecar");
  });
  const listeners = given.map(({ listenerPort }) => listenerPort);
  listeners.forEach((port, i) => {
    if (port !== undefined && listeners.indexOf(port) < i)
      checks.add(`${PATH}[${i}].listenerPort`, `${port} is another target's listener`, "use another one");
  });
}

interface RoutedTarget {
  readonly target: LoadBalancerTarget;
  readonly balancer: Balancer;
}

function planRoute(checks: ArgumentChecks, path: string, routed: RoutedTarget): TargetRoute {
  const { hosts = [], paths = [], priority, listenerPort, protocol } = routed.target;
  if (listenerPort !== undefined || isNetworkProtocol(routed.balancer.created?.protocol))
    return planOwnListener(checks, path, routed);
  checks.mustBeUnset(
    path,
    { protocol },
    { wrong: "cannot be set without listenerPort", fix: "set listenerPort, or leave it unset" },
  );
  if (hosts.length + paths.length === 0)
    checks.add(path, "matches every request, as the service's own port does", "set hosts, paths or listenerPort");
  checkOrder(checks, path, routed);
  return { rule: planMatch(checks, path, { hosts, paths, priority }) };
}

/** On a listener with other rules, that of the target has to come before that of the service, which may match the same requests. */
function checkOrder(checks: ArgumentChecks, path: string, { target: { priority }, balancer }: RoutedTarget): void {
  if (balancer.created !== undefined) return;
  if (priority === undefined || balancer.priority === undefined)
    checks.add(
      `${path}.priority`,
      "is missing: on an existing listener the rule has to come before that of the service",
      "set it below loadBalancer.priority, and set that too",
    );
  else if (priority >= balancer.priority)
    checks.add(
      `${path}.priority`,
      `${priority} is not below loadBalancer.priority, ${balancer.priority}: its rule may take the requests first`,
      "lower it, or raise loadBalancer.priority",
    );
}

function planOwnListener(
  checks: ArgumentChecks,
  path: string,
  { target, balancer: { created, authenticates } }: RoutedTarget,
): TargetRoute {
  const { hosts, paths, priority, listenerPort } = target;
  checks.mustBeUnset(
    path,
    { hosts, paths, priority },
    { wrong: "cannot be set with a listener of its own: it gets all its requests", fix: "leave one of them unset" },
  );
  if (created === undefined)
    checks.add(
      `${path}.listenerPort`,
      "cannot be set with loadBalancer.listenerArn: an existing load balancer gets no further listener",
      "set hosts or paths",
    );
  checks.required(path, { listenerPort }, "set it: a Network Load Balancer has no rules");
  checks.shape(`${path}.listenerPort`, listenerPort, tcpPort);
  const port = listenerPort ?? 0;
  if (created?.ports.includes(port))
    checks.add(`${path}.listenerPort`, `${port} is already used by the listener for clients`, "use another one");
  const own = created?.protocol ?? LoadBalancerProtocol.Https;
  const { protocol = own } = target;
  const network = isNetworkProtocol(own);
  const allowed = Object.values(LoadBalancerProtocol).filter((other) => isNetworkProtocol(other) === network);
  checks.shape(`${path}.protocol`, protocol, oneOf(allowed));
  if (authenticates && protocol === LoadBalancerProtocol.Http)
    checks.add(
      `${path}.protocol`,
      `${quote(protocol)} cannot be set with loadBalancer.authentication: its requests would not be authenticated`,
      'use "HTTPS"',
    );
  return { listener: { port, protocol } };
}

/** What the targets are connected to. */
export interface TargetConnections {
  readonly plans: readonly TargetPlan[];
  readonly vpcId: pulumi.Input<string>;
  readonly listenerArn: pulumi.Output<string>;
  readonly authentication: AuthenticationPlan | undefined;
  /** Undefined where the load balancer is an existing one. */
  readonly listenerSettings: ListenerSettings | undefined;
}

/** A target that tasks are registered with. */
export interface Target {
  readonly containerName: string;
  readonly plan: TargetGroupPlan;
  readonly targetGroupArn: pulumi.Output<string>;
  /** What the service waits for: ECS refuses a target group without a load balancer. */
  readonly ready: pulumi.Resource;
}

/** Creates the target groups, and the rules or listeners that forward to them. */
export function createTargets(
  name: string,
  { plans, vpcId, listenerArn, authentication, listenerSettings: settings }: TargetConnections,
  context: ChildContext,
): Target[] {
  return plans.map(({ containerName, targetGroup: plan, route }) => {
    const { port } = plan;
    const { arn: targetGroupArn } = createTargetGroup(childNameOf(name, "tg", port), { plan, vpcId }, context);
    const ready =
      route.listener === undefined || settings === undefined
        ? createListenerRule(
            childNameOf(name, "rule", port),
            {
              listenerArn,
              patterns: { hosts: [], paths: [] },
              priority: 0,
              ...route.rule,
              targetGroupArn,
              authentication,
            },
            context,
          )
        : createListener(
            childNameOf(name, "listener", port),
            { settings, listener: { ...route.listener, targetGroupArn } },
            context,
          );
    return { containerName, plan, targetGroupArn, ready };
  });
}
