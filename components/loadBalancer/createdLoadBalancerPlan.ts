// The plan of a load balancer to create: of which kind, for whom, on which ports.

import type * as pulumi from "@pulumi/pulumi";
import { checkBucketName, checkCertificateArn, checkWebAclArn } from "../../model/awsIds";
import { oneOf, tcpPort, wholeNumber } from "../../model/checks";
import { quote } from "../../model/problems";
import { checkSslPolicy } from "../../model/sslPolicies";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { IngressPlan } from "../network/ingress";
import { NetworkMode, type ServiceNetwork } from "../network/networkArgs";
import { checkDistinctSubnetIds } from "../network/vpc";
import { planAddresses, type AddressesPlan } from "./addresses";
import { planAuthentication, type AuthenticationPlan } from "./authentication";
import { LoadBalancerIpAddressType, type ServiceLoadBalancer } from "./loadBalancerArgs";
import { checkSubnets, planClients, portsOf } from "./clients";
import { isEncrypted, isNetworkProtocol, LoadBalancerProtocol, usualPort } from "./protocols";

/** A load balancer to create, as planned. */
export interface CreatedLoadBalancerPlan {
  readonly network: boolean;
  readonly listener: ListenerPlan;
  /** The port that redirects to an HTTPS listener; undefined without one. */
  readonly redirectPort: number | undefined;
  readonly certificate: CertificatePlan | undefined;
  readonly authentication: AuthenticationPlan | undefined;
  readonly ingress: IngressPlan;
  readonly internal: boolean;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]> | undefined;
  readonly dualstack: boolean;
  readonly addresses: AddressesPlan | undefined;
  readonly idleTimeoutSeconds: number;
  readonly dropInvalidHeaderFields: boolean;
  readonly deletionProtection: boolean;
  readonly accessLogs: ServiceLoadBalancer["accessLogs"];
  readonly webAclArn: pulumi.Input<string> | undefined;
}

/** A listener for clients. */
export interface ListenerPlan {
  readonly port: number;
  readonly protocol: LoadBalancerProtocol;
}

/** The certificate of the listeners that need one: given, or to be created. */
export interface CertificatePlan {
  readonly arn: pulumi.Input<string> | undefined;
  readonly sslPolicy: pulumi.Input<string>;
}

const DEFAULT_SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
const DEFAULT_IDLE_SECONDS = 60;
const DEFAULT_TCP_IDLE_SECONDS = 350;
export const HTTP_PORT = 80;

/** What the plan of a load balancer takes from other parts of the service. */
export interface LoadBalancerSite {
  readonly port: number;
  readonly network: ServiceNetwork;
}

/** Plans a load balancer to create. */
export function planCreatedLoadBalancer(
  checks: ArgumentChecks,
  given: ServiceLoadBalancer,
  { port, network }: LoadBalancerSite,
): CreatedLoadBalancerPlan {
  const { protocol = LoadBalancerProtocol.Https, ipAddressType = LoadBalancerIpAddressType.Ipv4, accessLogs } = given;
  const dualstack = ipAddressType === LoadBalancerIpAddressType.Dualstack;
  checks.shape("loadBalancer.protocol", protocol, oneOf(Object.values(LoadBalancerProtocol)));
  checks.shape("loadBalancer.ipAddressType", ipAddressType, oneOf(Object.values(LoadBalancerIpAddressType)));
  if (dualstack && network.mode === NetworkMode.New)
    checks.add(
      "loadBalancer.ipAddressType",
      '"dualstack" cannot be set with network.mode: "new": its subnets have no IPv6',
      'use "ipv4", or subnets of your own',
    );
  checkSubnets(checks, given, { network, fewest: isNetworkProtocol(protocol) ? 1 : 2 });
  checkKind(checks, given, protocol);
  const listening = planListener(checks, given, { protocol, port });
  return {
    network: isNetworkProtocol(protocol),
    ...listening,
    certificate: planCertificate(checks, given, protocol),
    authentication: planAuthentication(checks, given.authentication),
    ingress: planClients(checks, given, { dualstack, ports: portsOf(given, listening) }),
    internal: given.internal ?? false,
    subnetIds: checks.value("loadBalancer.subnetIds", given.subnetIds, checkDistinctSubnetIds),
    dualstack,
    addresses: planAddresses(checks, given, { protocol, network }),
    idleTimeoutSeconds: planIdleTimeout(checks, given, protocol),
    dropInvalidHeaderFields: given.dropInvalidHeaderFields ?? true,
    deletionProtection: given.deletionProtection ?? false,
    accessLogs: accessLogs && {
      bucket: checks.value("loadBalancer.accessLogs.bucket", accessLogs.bucket, checkBucketName),
      prefix: accessLogs.prefix,
    },
    webAclArn: checks.arn("loadBalancer.webAclArn", given.webAclArn, {
      check: checkWebAclArn,
      what: "a web ACL",
      shared: ["region", "account"],
    }),
  };
}

/** Refuses what the other kind of load balancer has. */
function checkKind(checks: ArgumentChecks, given: ServiceLoadBalancer, protocol: LoadBalancerProtocol): void {
  const { dropInvalidHeaderFields, webAclArn, authentication, redirectHttp, fixedAddresses, allocationIds } = given;
  const path = "loadBalancer";
  const unless = (fix: string) => ({ wrong: `cannot be set with loadBalancer.protocol: ${quote(protocol)}`, fix });
  if (isNetworkProtocol(protocol))
    checks.mustBeUnset(
      path,
      { dropInvalidHeaderFields, webAclArn },
      unless('use protocol: "HTTPS", or leave it unset: a Network Load Balancer knows no requests'),
    );
  else
    checks.mustBeUnset(
      path,
      { fixedAddresses, allocationIds },
      unless('use protocol: "TCP" or "TLS", or leave it unset: an Application Load Balancer has no fixed addresses'),
    );
  if (protocol !== LoadBalancerProtocol.Https)
    checks.mustBeUnset(path, { authentication, redirectHttp }, unless('use protocol: "HTTPS", or leave it unset'));
  if (protocol !== LoadBalancerProtocol.Tls && isNetworkProtocol(protocol))
    checks.mustBeUnset(
      path,
      { accessLogs: given.accessLogs },
      unless('use protocol: "TLS", or leave it unset: a Network Load Balancer logs TLS connections only'),
    );
}

function planListener(
  checks: ArgumentChecks,
  { listenerPort, redirectHttp = true }: ServiceLoadBalancer,
  { protocol, port: targetPort }: { readonly protocol: LoadBalancerProtocol; readonly port: number },
): Pick<CreatedLoadBalancerPlan, "listener" | "redirectPort"> {
  checks.shape("loadBalancer.listenerPort", listenerPort, tcpPort);
  const port = listenerPort ?? usualPort(protocol, targetPort);
  const redirects = protocol === LoadBalancerProtocol.Https && redirectHttp;
  if (redirects && port === HTTP_PORT)
    checks.add(
      "loadBalancer.listenerPort",
      `${HTTP_PORT} is the port that redirects to HTTPS`,
      "use another one, or set redirectHttp to false",
    );
  return { listener: { port, protocol }, redirectPort: redirects ? HTTP_PORT : undefined };
}

function planCertificate(
  checks: ArgumentChecks,
  { domainName, certificateArn, sslPolicy, targets = [] }: ServiceLoadBalancer,
  protocol: LoadBalancerProtocol,
): CertificatePlan | undefined {
  const encrypts = isEncrypted(protocol) || targets.some((target) => isEncrypted(target.protocol));
  if (!encrypts) {
    checks.mustBeUnset(
      "loadBalancer",
      { certificateArn, sslPolicy },
      { wrong: `cannot be set with loadBalancer.protocol: ${quote(protocol)}`, fix: "leave one of them unset" },
    );
    return undefined;
  }
  if (domainName === undefined && (isEncrypted(protocol) || certificateArn === undefined))
    checks.add(
      "loadBalancer.domainName",
      `is missing while loadBalancer.protocol is ${protocol}: there are no certificates for AWS's own domain names`,
      protocol === LoadBalancerProtocol.Https
        ? 'set it to the domain name that clients use, or use unencrypted HTTP with protocol: "HTTP"'
        : "set it to the domain name that clients use",
    );
  return {
    arn: checks.arn("loadBalancer.certificateArn", certificateArn, {
      check: checkCertificateArn,
      what: "a certificate",
      shared: ["region", "account"],
    }),
    sslPolicy: checks.value("loadBalancer.sslPolicy", sslPolicy ?? DEFAULT_SSL_POLICY, checkSslPolicy),
  };
}

function planIdleTimeout(
  checks: ArgumentChecks,
  { idleTimeoutSeconds }: ServiceLoadBalancer,
  protocol: LoadBalancerProtocol,
): number {
  const path = "loadBalancer.idleTimeoutSeconds";
  if (!isNetworkProtocol(protocol)) {
    checks.shape(path, idleTimeoutSeconds, wholeNumber(1, 4000, "seconds"));
    return idleTimeoutSeconds ?? DEFAULT_IDLE_SECONDS;
  }
  if (protocol === LoadBalancerProtocol.Tcp) checks.shape(path, idleTimeoutSeconds, wholeNumber(60, 6000, "seconds"));
  else
    checks.mustBeUnset(
      "loadBalancer",
      { idleTimeoutSeconds },
      {
        wrong: `cannot be set with loadBalancer.protocol: ${quote(protocol)}, whose time is AWS's own`,
        fix: "leave it unset",
      },
    );
  return idleTimeoutSeconds ?? DEFAULT_TCP_IDLE_SECONDS;
}
