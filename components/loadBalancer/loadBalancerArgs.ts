// What a user says about the load balancer of a service.

import type * as pulumi from "@pulumi/pulumi";
import type { LoadBalancerAuthentication } from "./authenticationArgs";
import type { LoadBalancerProtocol } from "./protocols";
import type { LoadBalancerTarget, TargetGroupSettings } from "./targetGroupArgs";

/** The IP addresses of a load balancer. */
export const LoadBalancerIpAddressType = {
  /** IPv4 only. */
  Ipv4: "ipv4",
  /** IPv4 and IPv6; the subnets need IPv6 blocks. */
  Dualstack: "dualstack",
} as const;
export type LoadBalancerIpAddressType = (typeof LoadBalancerIpAddressType)[keyof typeof LoadBalancerIpAddressType];

/** The S3 bucket for the access logs of a load balancer. */
export interface LoadBalancerLogBucket {
  /**
   * The name of the S3 bucket. Its policy must let Elastic Load Balancing write:
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  bucket: pulumi.Input<string>;
  /**
   * The prefix of the objects' keys.
   * @default none
   */
  prefix?: pulumi.Input<string>;
}

/**
 * A load balancer for the tasks: an Application Load Balancer (HTTPS, HTTP) or a Network Load Balancer (TCP, UDP, TLS) that is
 * created (in us-east-1 about 24 USD a month with public addresses in two subnets, plus traffic), or a rule on a listener of an
 * existing Application Load Balancer. The tasks then accept traffic only from it.
 */
export interface ServiceLoadBalancer extends TargetGroupSettings {
  /**
   * The IPv4 or IPv6 CIDR blocks that may connect to the created load balancer. `["0.0.0.0/0"]` opens it to the internet, `[]`
   * to nobody. Required unless `listenerArn`, `ingressSecurityGroupIds` or `ingressPrefixListIds` is set.
   */
  ingressCidrs?: string[];
  /**
   * The security groups whose members may connect to the created load balancer.
   * @default [] none
   */
  ingressSecurityGroupIds?: pulumi.Input<string>[];
  /**
   * The prefix lists whose addresses may connect to the created load balancer, such as CloudFront's
   * `com.amazonaws.global.cloudfront.origin-facing`.
   * @default [] none
   */
  ingressPrefixListIds?: pulumi.Input<string>[];
  /**
   * The protocol for clients: "HTTPS", which needs `domainName`, or "HTTP", unencrypted. "TCP", "UDP", "TCP_UDP" and "TLS" (which
   * needs `domainName`) create a Network Load Balancer. A change between the two kinds replaces the load balancer.
   * @default "HTTPS"
   */
  protocol?: LoadBalancerProtocol;
  /**
   * The port of the listener for clients: 1 to 65535.
   * @default 443 with HTTPS and TLS, 80 with HTTP, else `port`
   */
  listenerPort?: number;
  /**
   * Whether port 80 redirects to the HTTPS listener. Before HTTPS becomes HTTP again, deploy once with `false`: the redirect has to leave
   * port 80 first.
   * @default true with HTTPS
   */
  redirectHttp?: boolean;
  /**
   * The domain name of the service, such as `app.example.com`. It gets an alias record, and a certificate unless
   * `certificateArn` is set; both need its Route 53 zone. With `listenerArn`, the default for `hosts`.
   * @default none
   */
  domainName?: string;
  /**
   * The ACM certificate for `domainName`, in the service's Region.
   * @default one is created and validated by DNS (no charge)
   */
  certificateArn?: pulumi.Input<string>;
  /**
   * The name of the public Route 53 zone of `domainName`.
   * @default `domainName` without its first label; `domainName` itself if it is the one registered, such as `example.co.uk`
   */
  hostedZoneName?: string;
  /**
   * The id of the Route 53 zone of `domainName`, instead of its name.
   * @default looked up by `hostedZoneName`
   */
  hostedZoneId?: pulumi.Input<string>;
  /**
   * Whether an alias record from `domainName` to the load balancer is created in its zone.
   * @default true
   */
  aliasRecord?: boolean;
  /**
   * The TLS security policy: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
   * @default "ELBSecurityPolicy-TLS13-1-2-2021-06": TLS 1.3 and 1.2
   */
  sslPolicy?: pulumi.Input<string>;
  /**
   * Whether the load balancer has private addresses only.
   * @default false
   */
  internal?: boolean;
  /**
   * The load balancer's subnets, in two or more zones; public ones unless it is internal. They must cover the zones of the tasks.
   * @default the subnets of the tasks
   */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Whether a Network Load Balancer gets Elastic IP addresses, one in each subnet, which stay when it is replaced (output
   * `loadBalancerIps`). The number of subnets has to be known: network mode "new", or a plain list of subnets.
   * @default false: addresses of AWS's own
   */
  fixedAddresses?: boolean;
  /**
   * Existing Elastic IP addresses for a Network Load Balancer, by their allocation ids: one for each subnet, in their order.
   * @default none
   */
  allocationIds?: pulumi.Input<string>[];
  /**
   * "ipv4" or "dualstack". The subnets of network mode "new" have no IPv6.
   * @default "ipv4"
   */
  ipAddressType?: LoadBalancerIpAddressType;
  /**
   * Seconds until an idle connection is closed: 1 to 4000; with `protocol` "TCP" 60 to 6000. Not with the other protocols of a
   * Network Load Balancer.
   * @default 60; with "TCP" 350
   */
  idleTimeoutSeconds?: number;
  /**
   * Whether headers with invalid names are dropped, which prevents request smuggling. Not with a Network Load Balancer.
   * @default true
   */
  dropInvalidHeaderFields?: boolean;
  /**
   * Requires clients to sign in with Cognito or an OpenID Connect provider. Needs HTTPS, and load balancer subnets with a route to
   * the provider.
   * @default none
   */
  authentication?: LoadBalancerAuthentication;
  /**
   * The web ACL of AWS WAF that inspects requests: a regional one (`wafv2`). WAF charges about 0.60 USD per million requests,
   * besides the web ACL itself. Not with `listenerArn`.
   * @default none
   */
  webAclArn?: pulumi.Input<string>;
  /**
   * Whether AWS refuses to delete the load balancer, in `pulumi destroy` too.
   * @default false
   */
  deletionProtection?: boolean;
  /**
   * The S3 bucket that each request is logged to; with a Network Load Balancer each TLS connection.
   * @default requests are not logged
   */
  accessLogs?: LoadBalancerLogBucket;
  /**
   * A listener of an existing load balancer, such as another service's output `listenerArn`. A rule for `hosts` and `paths` is
   * created on it instead of a load balancer. Requests that match no rule still get the listener's default action.
   * @default a load balancer is created
   */
  listenerArn?: pulumi.Input<string | undefined>;
  /**
   * The security group of the load balancer of `listenerArn`, which the tasks accept traffic from.
   * @default looked up
   */
  securityGroupId?: pulumi.Input<string>;
  /**
   * The hosts that the rule matches, such as `api.example.com` or `*.example.com`.
   * @default `domainName` if set, else any
   */
  hosts?: string[];
  /**
   * The paths that the rule matches, such as `/api/*`. The service receives them unchanged. At most 5 hosts and paths together.
   * @default any
   */
  paths?: string[];
  /**
   * The priority of the rule, 2 to 50000: of the rules that match a request, the one with the lowest number applies. Set it if
   * the order of two rules matters, or if two derived priorities are the same, which AWS refuses ("priority is currently in
   * use"). Deployment strategies other than ROLLING also use the number before it.
   * @default derived from `hosts` and `paths`: it changes only with them
   */
  priority?: number;
  /**
   * More requests that the load balancer forwards to the tasks: to other ports of them.
   * @default none: all requests go to `port`
   */
  targets?: LoadBalancerTarget[];
}
