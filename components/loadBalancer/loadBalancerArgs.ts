// What a user says about the load balancer in front of a service.

import type * as pulumi from "@pulumi/pulumi";

/** What the load balancer speaks with its clients. */
export const LoadBalancerProtocol = {
  /** Encrypted, on port 443; port 80 redirects there. */
  Https: "HTTPS",
  /** In clear, on port 80. */
  Http: "HTTP",
} as const;
export type LoadBalancerProtocol = (typeof LoadBalancerProtocol)[keyof typeof LoadBalancerProtocol];

/** The addresses that a load balancer has. */
export const LoadBalancerIpAddressType = {
  /** IPv4 only. */
  Ipv4: "ipv4",
  /** IPv4 and IPv6; the subnets need IPv6 blocks. */
  Dualstack: "dualstack",
} as const;
export type LoadBalancerIpAddressType = (typeof LoadBalancerIpAddressType)[keyof typeof LoadBalancerIpAddressType];

/** Where a load balancer writes a line for each request. */
export interface LoadBalancerLogBucket {
  /**
   * The name of the S3 bucket. Its policy has to let Elastic Load Balancing write:
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  bucket: pulumi.Input<string>;
  /**
   * What the names of the objects start with.
   * @default nothing
   */
  prefix?: pulumi.Input<string>;
}

/** How a load balancer finds out whether a task works. */
export interface TargetGroupHealthCheck {
  /**
   * The path that is asked for.
   * @default "/"
   */
  path?: pulumi.Input<string>;
  /**
   * The status codes of a task that works, as in "200", "200,204" or "200-399".
   * @default "200"
   */
  statusCodes?: pulumi.Input<string>;
  /**
   * Every how many seconds: 5 to 300.
   * @default 15
   */
  intervalSeconds?: number;
  /**
   * After how many seconds an answer is too late: 2 to 120, less than the interval.
   * @default 5
   */
  timeoutSeconds?: number;
  /**
   * After how many answers a task works: 2 to 10.
   * @default 2
   */
  healthyThreshold?: number;
  /**
   * After how many failures it does not: 2 to 10.
   * @default 3
   */
  unhealthyThreshold?: number;
  /**
   * For how many seconds after a task's start failures do not count: 0 or more. Set it to what the container needs to start.
   * @default 60
   */
  gracePeriodSeconds?: number;
}

/**
 * An Application Load Balancer in front of the tasks: one that is created (in us-east-1 about 24 USD a month with public
 * addresses in two subnets, and its traffic), or a rule on the listener of one that exists. The tasks then admit nobody but
 * the balancer.
 */
export interface ApplicationLoadBalancer {
  /**
   * Who reaches the created balancer: IPv4 or IPv6 CIDR blocks. `["0.0.0.0/0"]` opens it to the internet, `[]` to nobody.
   * Required unless `listenerArn` is given.
   */
  ingressCidrs?: string[];
  /**
   * What clients speak: "HTTPS", which needs `domainName`, or "HTTP", in clear.
   * @default "HTTPS"
   */
  protocol?: LoadBalancerProtocol;
  /**
   * The name that clients use, as in `app.example.com`. It gets an alias record, and a certificate unless `certificateArn` is
   * given; both need its Route 53 zone. With `listenerArn`, it is what `hosts` is unset.
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
   * @default `domainName` without its first label; `domainName` itself if it has two labels
   */
  hostedZoneName?: string;
  /**
   * The id of the Route 53 zone of `domainName`, instead of its name.
   * @default looked up by `hostedZoneName`
   */
  hostedZoneId?: pulumi.Input<string>;
  /**
   * Whether `domainName` gets an alias record to the balancer in its zone. If false, the record is yours to make.
   * @default true
   */
  aliasRecord?: boolean;
  /**
   * The TLS versions and ciphers: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
   * @default "ELBSecurityPolicy-TLS13-1-2-2021-06": TLS 1.3 and 1.2
   */
  sslPolicy?: pulumi.Input<string>;
  /**
   * Whether the balancer has private addresses only.
   * @default false
   */
  internal?: boolean;
  /**
   * The balancer's subnets, in two or more zones; public ones unless it is internal.
   * @default those of the tasks
   */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * "ipv4" or "dualstack". The subnets of network mode "new" have no IPv6.
   * @default "ipv4"
   */
  ipAddressType?: LoadBalancerIpAddressType;
  /**
   * After how many seconds an idle connection is closed: 1 to 4000.
   * @default 60
   */
  idleTimeoutSeconds?: number;
  /**
   * Whether headers with invalid names are dropped, so that they cannot smuggle a request past the balancer.
   * @default true
   */
  dropInvalidHeaderFields?: boolean;
  /**
   * Whether AWS refuses to delete the balancer, in `pulumi destroy` too.
   * @default false
   */
  deletionProtection?: boolean;
  /**
   * Where each request is logged.
   * @default nowhere
   */
  accessLogs?: LoadBalancerLogBucket;
  /**
   * The listener of a balancer that exists, such as another service's output `listenerArn`: instead of a balancer, a rule on
   * it is created, for `hosts` and `paths`. Requests that no rule matches stay with the listener's default.
   * @default a balancer is created
   */
  listenerArn?: pulumi.Input<string | undefined>;
  /**
   * The security group of the balancer that `listenerArn` belongs to, which the tasks admit.
   * @default looked up
   */
  securityGroupId?: pulumi.Input<string>;
  /**
   * The hosts whose requests the rule matches, as in `api.example.com` or `*.example.com`.
   * @default `domainName` if it is given, else any
   */
  hosts?: string[];
  /**
   * The paths that the rule matches, as in `/api/*`. The service gets them unchanged. Hosts and paths are 5 at the most.
   * @default any
   */
  paths?: string[];
  /**
   * The rule's place on the listener, 2 to 50000: the lowest that matches a request gets it. Set it where the order of two
   * rules matters, or where two derived numbers are the same, which AWS refuses ("priority is currently in use"). Strategies
   * other than ROLLING use the number before it too.
   * @default derived from `hosts` and `paths`: it changes only with them
   */
  priority?: number;
  /**
   * How the balancer finds out whether a task works.
   * @default GET / answers 200
   */
  healthCheck?: TargetGroupHealthCheck;
  /**
   * For how many seconds a task that is being replaced may finish its requests: 0 to 3600.
   * @default 30
   */
  deregistrationDelaySeconds?: number;
  /**
   * For how many seconds a client stays with one task, by a cookie: 1 to 604800.
   * @default unset: each request goes to any task
   */
  stickinessSeconds?: number;
  /**
   * Over how many seconds a new task gets its full share of requests: 30 to 900.
   * @default unset: at once
   */
  slowStartSeconds?: number;
}
