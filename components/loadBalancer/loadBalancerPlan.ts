// The plan of the load balancer: a new one or a rule on an existing one, and every argument that another one rules out.

import { checkBucketName, checkCertificateArn } from "../../model/awsIds";
import type { ChildKey } from "../../model/childNames";
import { oneOf, wholeNumber } from "../../model/checks";
import { isIpv6Cidr } from "../../model/cidr";
import { checkSslPolicy } from "../../model/sslPolicies";
import { quote } from "../../model/problems";
import { isPlain, type ArgumentChecks } from "../component/argumentChecks";
import { NetworkMode, type ServiceNetwork } from "../network/networkArgs";
import { countRules, MAX_RULES, planIngress, type IngressPlan } from "../network/ingress";
import { checkDistinctSubnetIds } from "../network/vpc";
import type { ApplicationLoadBalancerPlan } from "./applicationLoadBalancer";
import { planDomain, type DomainPlan } from "./domain";
import { planListenerRule, type ListenerRulePlan } from "./listenerRule";
import { LoadBalancerIpAddressType, LoadBalancerProtocol, type ServiceLoadBalancer } from "./loadBalancerArgs";
import { planTargetGroup, type TargetGroupPlan } from "./targetGroup";

/** What routes requests to the service: a load balancer to create, or a rule on an existing listener. */
export type RoutingPlan =
  | { readonly create: ApplicationLoadBalancerPlan; readonly rule?: undefined }
  | { readonly rule: ListenerRulePlan; readonly create?: undefined };

/** The load balancer, as planned. */
export interface LoadBalancerPlan {
  /** What is called, for errors that show later: `GhcrFargateService "web"`. */
  readonly subject: string;
  readonly routing: RoutingPlan;
  readonly targetGroup: TargetGroupPlan;
  readonly domain: DomainPlan | undefined;
}

const DEFAULT_SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
const DEFAULT_IDLE_TIMEOUT_SECONDS = 60;

/** What another part of the plan says of the service behind the load balancer. */
export interface BalancedService {
  readonly port: number | undefined;
  readonly network: ServiceNetwork | undefined;
}

/** Plans the load balancer; undefined without one. */
export function planLoadBalancer(
  checks: ArgumentChecks,
  given: ServiceLoadBalancer | undefined,
  { port, network = {} }: BalancedService,
): LoadBalancerPlan | undefined {
  if (given === undefined) return undefined;
  if (port === undefined)
    checks.add("loadBalancer", "cannot be set without port", "set port to the port that the container listens on");
  checks.mustBeUnset(
    "network",
    { ingressCidrs: network.ingressCidrs, ingressPrefixListIds: network.ingressPrefixListIds },
    {
      wrong: "cannot be set with loadBalancer: the tasks accept traffic only from it",
      fix: "set the argument of the same name in loadBalancer",
    },
  );
  const routing = planRouting(checks, given, network);
  const https = routing.create?.https;
  return {
    subject: checks.subject,
    routing,
    targetGroup: planTargetGroup(checks, given, port ?? 0),
    domain: planDomain(checks, given, https !== undefined && https.certificateArn === undefined),
  };
}

/** What an existing load balancer has already. */
const OF_A_CREATED_ONE = [
  "ingressCidrs",
  "ingressSecurityGroupIds",
  "ingressPrefixListIds",
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
] as const satisfies readonly (keyof ServiceLoadBalancer)[];

function planRouting(checks: ArgumentChecks, given: ServiceLoadBalancer, network: ServiceNetwork): RoutingPlan {
  const rule = planListenerRule(checks, given);
  if (rule !== undefined && network.mode === NetworkMode.New)
    checks.add(
      "loadBalancer.listenerArn",
      'cannot be set with network.mode: "new": the load balancer is in another VPC',
      'set network.mode: "existing" with the VPC of the load balancer',
    );
  if (rule === undefined) return { create: planApplicationLoadBalancer(checks, given, network) };
  checks.mustBeUnset("loadBalancer", Object.fromEntries(OF_A_CREATED_ONE.map((field) => [field, given[field]])), {
    wrong: "cannot be set with loadBalancer.listenerArn: an existing load balancer is not modified",
    fix: "leave one of them unset",
  });
  return { rule };
}

function planApplicationLoadBalancer(
  checks: ArgumentChecks,
  given: ServiceLoadBalancer,
  network: ServiceNetwork,
): ApplicationLoadBalancerPlan {
  const { ipAddressType = LoadBalancerIpAddressType.Ipv4, idleTimeoutSeconds = DEFAULT_IDLE_TIMEOUT_SECONDS } = given;
  const dualstack = ipAddressType === LoadBalancerIpAddressType.Dualstack;
  checks.shape("loadBalancer.ipAddressType", ipAddressType, oneOf(Object.values(LoadBalancerIpAddressType)));
  checks.shape("loadBalancer.idleTimeoutSeconds", idleTimeoutSeconds, wholeNumber(1, 4000, "seconds"));
  if (dualstack && network.mode === NetworkMode.New)
    checks.add(
      "loadBalancer.ipAddressType",
      '"dualstack" cannot be set with network.mode: "new": its subnets have no IPv6',
      'use "ipv4", or subnets of your own',
    );
  checkSubnets(checks, given, network);
  const { accessLogs } = given;
  return {
    ingress: planClients(checks, given, dualstack),
    https: planHttps(checks, given),
    internal: given.internal ?? false,
    subnetIds: checks.value("loadBalancer.subnetIds", given.subnetIds, checkDistinctSubnetIds),
    dualstack,
    idleTimeoutSeconds,
    dropInvalidHeaderFields: given.dropInvalidHeaderFields ?? true,
    deletionProtection: given.deletionProtection ?? false,
    accessLogs: accessLogs && {
      bucket: checks.value("loadBalancer.accessLogs.bucket", accessLogs.bucket, checkBucketName),
      prefix: accessLogs.prefix,
    },
  };
}

function planClients(checks: ArgumentChecks, given: ServiceLoadBalancer, dualstack: boolean): IngressPlan {
  const path = "loadBalancer.ingressCidrs";
  const { ingressCidrs, ingressSecurityGroupIds, ingressPrefixListIds } = given;
  if ([ingressCidrs, ingressSecurityGroupIds, ingressPrefixListIds].every((sources) => sources === undefined)) {
    const everybody = given.internal === true ? "10.0.0.0/8" : "0.0.0.0/0";
    checks.add(path, "is missing", `set it to the blocks of the clients, such as [${quote(everybody)}], or to []`);
  }
  ingressCidrs?.forEach((cidr, i) => {
    if (isIpv6Cidr(cidr) && !dualstack)
      checks.add(
        `${path}[${i}]`,
        `${quote(cidr)} is an IPv6 block, but the load balancer has IPv4 addresses only`,
        'set loadBalancer.ipAddressType: "dualstack", or remove it',
      );
  });
  const ingress = planIngress(checks, "loadBalancer", given);
  const ports = given.protocol === LoadBalancerProtocol.Http ? 1 : 2; // with HTTPS, port 80 redirects
  const rules = ports * countRules(ingress);
  if (rules > MAX_RULES)
    checks.add(
      path,
      `makes ${rules} rules${ports === 1 ? "" : ", for ports 443 and 80"}, but a security group takes ${MAX_RULES}`,
      "use wider blocks, or a prefix list in loadBalancer.ingressPrefixListIds",
    );
  return ingress;
}

function planHttps(checks: ArgumentChecks, given: ServiceLoadBalancer): ApplicationLoadBalancerPlan["https"] {
  const { protocol = LoadBalancerProtocol.Https, domainName, certificateArn, sslPolicy } = given;
  checks.shape("loadBalancer.protocol", protocol, oneOf(Object.values(LoadBalancerProtocol)));
  if (protocol === LoadBalancerProtocol.Http) {
    checks.mustBeUnset(
      "loadBalancer",
      { certificateArn, sslPolicy },
      { wrong: 'cannot be set with loadBalancer.protocol: "HTTP"', fix: "leave one of them unset" },
    );
    return undefined;
  }
  if (domainName === undefined)
    checks.add(
      "loadBalancer.domainName",
      "is missing while loadBalancer.protocol is HTTPS: there are no certificates for AWS's own domain names",
      'set it to the domain name that clients use, or use unencrypted HTTP with protocol: "HTTP"',
    );
  return {
    certificateArn: checks.arn("loadBalancer.certificateArn", certificateArn, {
      check: checkCertificateArn,
      what: "a certificate",
      shared: ["region", "account"],
    }),
    sslPolicy: checks.value("loadBalancer.sslPolicy", sslPolicy ?? DEFAULT_SSL_POLICY, checkSslPolicy),
  };
}

function checkSubnets(checks: ArgumentChecks, given: ServiceLoadBalancer, network: ServiceNetwork): void {
  const [path, subnetIds] =
    given.subnetIds === undefined
      ? ["network.subnetIds", network.subnetIds]
      : ["loadBalancer.subnetIds", given.subnetIds];
  if (subnetIds !== undefined && isPlain(subnetIds) && subnetIds.length < 2)
    checks.add(
      path,
      `has ${subnetIds.length === 0 ? "no subnet" : "one subnet"}, but a load balancer needs two zones`,
      "pass subnets in two zones or more",
    );
}

/** The keys of the load balancer's children, as far as their names have limits. */
export function loadBalancerChildKeys({ routing }: LoadBalancerPlan): ChildKey[] {
  return [
    "targetGroup",
    ...(routing.create === undefined ? [] : (["loadBalancer", "loadBalancerSecurityGroup"] as const)),
  ];
}
