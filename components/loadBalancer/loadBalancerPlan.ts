// The plan of the load balancer: which one, for which requests, and every argument that cannot go together with another.

import type * as pulumi from "@pulumi/pulumi";
import { checkCertificateArn } from "../../model/awsIds";
import type { ChildKey } from "../../model/childNames";
import { notEmpty, oneOf, wholeNumber } from "../../model/checks";
import { isIpv6Cidr } from "../../model/cidr";
import { quote } from "../../model/problems";
import { isPlain, type ArgumentChecks } from "../component/argumentChecks";
import { planDomain, type DomainPlan } from "./domain";
import { planListenerRule, type ListenerRulePlan } from "./listenerRule";
import { LoadBalancerIpAddressType, LoadBalancerProtocol, type ApplicationLoadBalancer } from "./loadBalancerArgs";
import { NetworkMode, type ServiceNetwork } from "../network/networkArgs";
import { checkIngressCidrs } from "../network/securityGroup";
import { planTargetGroup, type TargetGroupPlan } from "./targetGroup";

/** A load balancer to create. */
export interface BalancerPlan {
  readonly ingressCidrs: readonly string[];
  readonly https:
    { readonly certificateArn: pulumi.Input<string> | undefined; readonly sslPolicy: pulumi.Input<string> } | undefined;
  readonly internal: boolean;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]> | undefined;
  readonly dualstack: boolean;
  readonly idleTimeoutSeconds: number;
  readonly dropInvalidHeaderFields: boolean;
  readonly deletionProtection: boolean;
  readonly accessLogs: ApplicationLoadBalancer["accessLogs"];
}

/** What brings requests to the service: a balancer to create, or a rule on a listener that exists. */
export type FrontPlan =
  | { readonly create: BalancerPlan; readonly rule?: undefined }
  | { readonly rule: ListenerRulePlan; readonly create?: undefined };

/** The load balancer, as planned. */
export interface LoadBalancerPlan {
  readonly front: FrontPlan;
  readonly targetGroup: TargetGroupPlan;
  readonly domain: DomainPlan | undefined;
}

const DEFAULT_SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
const DEFAULT_IDLE_TIMEOUT_SECONDS = 60;

/** What describes a balancer that is created, and so says nothing about one that exists. */
const OF_CREATED_BALANCER = [
  "ingressCidrs",
  "protocol",
  "certificateArn",
  "sslPolicy",
  "internal",
  "subnetIds",
  "ipAddressType",
  "idleTimeoutSeconds",
  "dropInvalidHeaderFields",
  "deletionProtection",
  "accessLogs",
] as const satisfies readonly (keyof ApplicationLoadBalancer)[];

/** Plans the load balancer, if there is one. */
export function planLoadBalancer(
  checks: ArgumentChecks,
  given: ApplicationLoadBalancer | undefined,
  port: number | undefined,
  network: ServiceNetwork = {},
): LoadBalancerPlan | undefined {
  if (given === undefined) return undefined;
  if (port === undefined)
    checks.add("loadBalancer", "given while port is unset", "set port to what the container listens on");
  if (network.ingressCidrs !== undefined)
    checks.add(
      "network.ingressCidrs",
      "given together with loadBalancer: the tasks admit the balancer only",
      "say who reaches the balancer in loadBalancer.ingressCidrs",
    );
  const front = planFront(checks, given, network);
  const https = front.create?.https;
  return {
    front,
    targetGroup: planTargetGroup(checks, given, port ?? 0),
    domain: planDomain(checks, given, https !== undefined && https.certificateArn === undefined),
  };
}

function planFront(checks: ArgumentChecks, given: ApplicationLoadBalancer, network: ServiceNetwork): FrontPlan {
  const rule = planListenerRule(checks, given);
  if (rule === undefined) return { create: planBalancer(checks, given, network) };
  for (const key of OF_CREATED_BALANCER)
    if (given[key] !== undefined)
      checks.add(
        `loadBalancer.${key}`,
        "given together with loadBalancer.listenerArn, whose balancer exists",
        "leave one of them unset",
      );
  return { rule };
}

function planBalancer(checks: ArgumentChecks, given: ApplicationLoadBalancer, network: ServiceNetwork): BalancerPlan {
  const { ipAddressType = LoadBalancerIpAddressType.Ipv4, idleTimeoutSeconds = DEFAULT_IDLE_TIMEOUT_SECONDS } = given;
  const dualstack = ipAddressType === LoadBalancerIpAddressType.Dualstack;
  checks.shape("loadBalancer.ipAddressType", ipAddressType, oneOf(Object.values(LoadBalancerIpAddressType)));
  checks.shape("loadBalancer.idleTimeoutSeconds", idleTimeoutSeconds, wholeNumber(1, 4000, "seconds"));
  if (dualstack && network.mode === NetworkMode.New)
    checks.add(
      "loadBalancer.ipAddressType",
      '"dualstack" while network.mode is "new", whose subnets have no IPv6',
      'use "ipv4", or subnets of your own',
    );
  checkSubnets(checks, given, network);
  const { accessLogs } = given;
  return {
    ingressCidrs: planIngress(checks, given, dualstack),
    https: planHttps(checks, given),
    internal: given.internal ?? false,
    subnetIds: given.subnetIds,
    dualstack,
    idleTimeoutSeconds,
    dropInvalidHeaderFields: given.dropInvalidHeaderFields ?? true,
    deletionProtection: given.deletionProtection ?? false,
    accessLogs: accessLogs && {
      bucket: checks.value("loadBalancer.accessLogs.bucket", accessLogs.bucket, notEmpty),
      prefix: accessLogs.prefix,
    },
  };
}

function planIngress(checks: ArgumentChecks, given: ApplicationLoadBalancer, dualstack: boolean): readonly string[] {
  const path = "loadBalancer.ingressCidrs";
  const { ingressCidrs } = given;
  if (ingressCidrs === undefined) {
    const everybody = given.internal === true ? "10.0.0.0/8" : "0.0.0.0/0";
    checks.add(
      path,
      "missing, so nobody reaches the balancer",
      `say who does: [${quote(everybody)}], or [] for nobody`,
    );
  }
  checkIngressCidrs(checks, path, ingressCidrs ?? []);
  ingressCidrs?.forEach((cidr, i) => {
    if (isIpv6Cidr(cidr) && !dualstack)
      checks.add(
        `${path}[${i}]`,
        `${quote(cidr)} is an IPv6 block, and the balancer has IPv4 addresses only`,
        'set loadBalancer.ipAddressType: "dualstack", or leave it out',
      );
  });
  return ingressCidrs ?? [];
}

function planHttps(checks: ArgumentChecks, given: ApplicationLoadBalancer): BalancerPlan["https"] {
  const { protocol = LoadBalancerProtocol.Https, domainName, certificateArn, sslPolicy } = given;
  checks.shape("loadBalancer.protocol", protocol, oneOf(Object.values(LoadBalancerProtocol)));
  if (protocol === LoadBalancerProtocol.Http) {
    for (const [key, value] of Object.entries({ certificateArn, sslPolicy }))
      if (value !== undefined)
        checks.add(`loadBalancer.${key}`, 'given while loadBalancer.protocol is "HTTP"', "leave one of them unset");
    return undefined;
  }
  if (domainName === undefined)
    checks.add(
      "loadBalancer.domainName",
      "missing while loadBalancer.protocol is HTTPS: no certificate is for the name that AWS gives",
      'set it to the name that clients use, or accept clear text with protocol: "HTTP"',
    );
  return {
    certificateArn: checks.value("loadBalancer.certificateArn", certificateArn, checkCertificateArn),
    sslPolicy: checks.value("loadBalancer.sslPolicy", sslPolicy ?? DEFAULT_SSL_POLICY, notEmpty),
  };
}

function checkSubnets(checks: ArgumentChecks, given: ApplicationLoadBalancer, network: ServiceNetwork): void {
  const [path, subnetIds] =
    given.subnetIds === undefined
      ? ["network.subnetIds", network.subnetIds]
      : ["loadBalancer.subnetIds", given.subnetIds];
  if (subnetIds !== undefined && isPlain(subnetIds) && subnetIds.length < 2)
    checks.add(
      path,
      `has ${subnetIds.length === 0 ? "no subnet" : "one subnet"}, and a load balancer needs two zones`,
      "pass subnets in two zones or more",
    );
}

/** The keys of the children that the load balancer will have. */
export function loadBalancerChildKeys({ front }: LoadBalancerPlan): ChildKey[] {
  return [
    "targetGroup",
    ...(front.create === undefined ? [] : (["loadBalancer", "loadBalancerSecurityGroup"] as const)),
  ];
}
