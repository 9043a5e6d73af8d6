// The target group: the tasks that a load balancer forwards to, and how it reaches them.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { oneOf, wholeNumber } from "../../model/checks";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { healthCheckInputs, planHealthCheck, type HealthCheckPlan } from "./healthCheck";
import { isNetworkProtocol, LoadBalancerProtocol, transportsOf, type Transport } from "./protocols";
import { TargetProtocol, TargetProtocolVersion, type TargetGroupSettings } from "./targetGroupArgs";

/** The target group, as planned. */
export interface TargetGroupPlan {
  readonly port: number;
  readonly network: boolean;
  readonly protocol: TargetProtocol | LoadBalancerProtocol;
  readonly protocolVersion: TargetProtocolVersion;
  readonly healthCheck: HealthCheckPlan;
  readonly deregistrationDelaySeconds: number;
  readonly stickinessSeconds: number | undefined;
  readonly slowStartSeconds: number;
  /** Undefined: the load balancer's own setting. */
  readonly crossZone: boolean | undefined;
}

/** What is in front of a target group. */
export interface TargetedBy {
  readonly port: number;
  /** The protocol of the listener; undefined for one that exists. */
  readonly listener: LoadBalancerProtocol | undefined;
}

const DEFAULT_DEREGISTRATION_DELAY_SECONDS = 30;

/** Plans the target group; `path` is the object that holds its settings. */
export function planTargetGroup(
  checks: ArgumentChecks,
  path: string,
  { given, port, listener }: TargetedBy & { readonly given: TargetGroupSettings },
): TargetGroupPlan {
  const {
    protocolVersion = TargetProtocolVersion.Http1,
    deregistrationDelaySeconds = DEFAULT_DEREGISTRATION_DELAY_SECONDS,
    stickinessSeconds,
    slowStartSeconds,
    crossZone,
  } = given;
  const network = isNetworkProtocol(listener);
  const protocol = planTargetProtocol(checks, path, { given, listener });
  checks.shape(`${path}.protocolVersion`, protocolVersion, oneOf(Object.values(TargetProtocolVersion)));
  checks.shape(`${path}.deregistrationDelaySeconds`, deregistrationDelaySeconds, wholeNumber(0, 3600, "seconds"));
  checks.shape(`${path}.stickinessSeconds`, stickinessSeconds, wholeNumber(1, 604800, "seconds"));
  checks.shape(`${path}.slowStartSeconds`, slowStartSeconds, wholeNumber(30, 900, "seconds"));
  if (network)
    checks.mustBeUnset(
      path,
      { protocolVersion: given.protocolVersion, stickinessSeconds, slowStartSeconds },
      {
        wrong: `cannot be set with protocol ${quote(listener)}: a Network Load Balancer knows no requests`,
        fix: "leave it unset",
      },
    );
  checkVersion(checks, path, { protocolVersion, listener });
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html, checked 2026-11-28
  if (crossZone === false && stickinessSeconds !== undefined)
    checks.add(
      `${path}.stickinessSeconds`,
      "cannot be set with crossZone: false: AWS does not combine them",
      "leave one of them unset",
    );
  const encrypted = protocol === TargetProtocol.Https || protocol === TargetProtocol.Tls;
  const target = { network, grpc: protocolVersion === TargetProtocolVersion.Grpc, encrypted };
  return {
    port,
    network,
    protocol,
    protocolVersion,
    healthCheck: planHealthCheck(checks, `${path}.healthCheck`, { given: given.healthCheck, target }),
    deregistrationDelaySeconds,
    stickinessSeconds,
    slowStartSeconds: slowStartSeconds ?? 0,
    crossZone: crossZone ?? (network ? true : undefined),
  };
}

/** The protocol up to the task. A Network Load Balancer passes on what it gets; only TLS may end there or go on. */
function planTargetProtocol(
  checks: ArgumentChecks,
  path: string,
  { given, listener }: { readonly given: TargetGroupSettings; readonly listener: LoadBalancerProtocol | undefined },
): TargetGroupPlan["protocol"] {
  const { targetProtocol, healthCheck } = given;
  if (!isNetworkProtocol(listener)) {
    checks.shape(
      `${path}.targetProtocol`,
      targetProtocol,
      oneOf<TargetProtocol>([TargetProtocol.Http, TargetProtocol.Https]),
    );
    return targetProtocol ?? TargetProtocol.Http;
  }
  if (listener === LoadBalancerProtocol.Tls) {
    checks.shape(
      `${path}.targetProtocol`,
      targetProtocol,
      oneOf<TargetProtocol>([TargetProtocol.Tcp, TargetProtocol.Tls]),
    );
    return targetProtocol ?? TargetProtocol.Tcp;
  }
  checks.mustBeUnset(
    path,
    { targetProtocol },
    { wrong: `cannot be set with protocol ${quote(listener)}, which the tasks get too`, fix: "leave it unset" },
  );
  if (listener === LoadBalancerProtocol.Udp)
    checks.required(
      `${path}.healthCheck`,
      { port: healthCheck?.port },
      "set it to a TCP port of the task: UDP has no health checks",
    );
  return listener ?? LoadBalancerProtocol.Tcp;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html, checked 2026-11-28 */
function checkVersion(
  checks: ArgumentChecks,
  path: string,
  plan: { readonly protocolVersion: TargetProtocolVersion; readonly listener: LoadBalancerProtocol | undefined },
): void {
  if (plan.protocolVersion === TargetProtocolVersion.Http1 || plan.listener !== LoadBalancerProtocol.Http) return;
  checks.add(
    `${path}.protocolVersion`,
    `${quote(plan.protocolVersion)} cannot be set with protocol "HTTP": AWS needs an HTTPS listener for it`,
    'use protocol: "HTTPS", or leave it unset',
  );
}

/** A port of the tasks that has to be open to the load balancer. */
export interface TargetPort {
  readonly port: number;
  readonly transport: Transport;
}

/** The ports of the tasks that a target group's load balancer connects to. */
export function targetPorts({ port, protocol, healthCheck }: TargetGroupPlan): TargetPort[] {
  const ports: TargetPort[] = transportsOf(protocol).map((transport) => ({ port, transport }));
  if (healthCheck.port !== undefined) ports.push({ port: healthCheck.port, transport: "tcp" });
  return ports;
}

/**
 * Creates a target group for tasks. ECS registers each task with its own port: that of the group is only a default, so it stays as
 * it was created. A change of it would replace a group that a listener rule still forwards to.
 */
export function createTargetGroup(
  logicalName: string,
  { plan, vpcId }: { readonly plan: TargetGroupPlan; readonly vpcId: pulumi.Input<string> },
  { options, tags }: ChildContext,
): aws.lb.TargetGroup {
  const { port, protocol, protocolVersion, healthCheck, deregistrationDelaySeconds, crossZone } = plan;
  return new aws.lb.TargetGroup(
    logicalName,
    {
      vpcId,
      targetType: "ip",
      protocol,
      ...(protocolVersion !== TargetProtocolVersion.Http1 && { protocolVersion }),
      port,
      healthCheck: healthCheckInputs(healthCheck),
      deregistrationDelay: deregistrationDelaySeconds,
      ...(!plan.network && requestSettings(plan)),
      // Set in every case, as stickiness is: without it, AWS keeps the last setting.
      loadBalancingCrossZoneEnabled: crossZone === undefined ? "use_load_balancer_configuration" : String(crossZone),
      tags,
    },
    { ...options, ignoreChanges: ["port"] },
  );
}

/** The settings of an Application Load Balancer's target group. */
function requestSettings({ stickinessSeconds, slowStartSeconds }: TargetGroupPlan): Partial<aws.lb.TargetGroupArgs> {
  return {
    stickiness: {
      type: "lb_cookie",
      enabled: stickinessSeconds !== undefined,
      ...(stickinessSeconds !== undefined && { cookieDuration: stickinessSeconds }),
    },
    slowStart: slowStartSeconds,
  };
}
