// What a user says about the tasks behind a load balancer: how they are reached, and when they count as healthy.

import type * as pulumi from "@pulumi/pulumi";
import type { LoadBalancerProtocol } from "./protocols";

/** The protocol between the load balancer and the tasks. */
export const TargetProtocol = {
  /** Unencrypted. */
  Http: "HTTP",
  /** TLS up to the task. The load balancer accepts any certificate of the task, a self-signed one too. */
  Https: "HTTPS",
  /** TCP, behind a TLS listener of a Network Load Balancer. */
  Tcp: "TCP",
  /** TLS up to the task, behind a TLS listener of a Network Load Balancer. */
  Tls: "TLS",
} as const;
export type TargetProtocol = (typeof TargetProtocol)[keyof typeof TargetProtocol];

/** The version of HTTP between the load balancer and the tasks. */
export const TargetProtocolVersion = {
  /** HTTP/1.1, whatever clients use. */
  Http1: "HTTP1",
  /** HTTP/2, which clients have to use too. */
  Http2: "HTTP2",
  /** gRPC. */
  Grpc: "GRPC",
} as const;
export type TargetProtocolVersion = (typeof TargetProtocolVersion)[keyof typeof TargetProtocolVersion];

/** The health checks of a load balancer. */
export interface TargetGroupHealthCheck {
  /**
   * The path of the request; with gRPC its method, as `/package.service/method`. With a Network Load Balancer, a path makes the
   * check an HTTP request.
   * @default "/"; with gRPC "/AWS.ALB/healthcheck"; none with a Network Load Balancer
   */
  path?: pulumi.Input<string>;
  /**
   * The TCP port of the request: 1 to 65535. Required with `protocol` "UDP".
   * @default the port that gets the requests of clients
   */
  port?: number;
  /**
   * The status codes of a healthy task: "200", "200,204" or "200-399"; with gRPC its own codes, "0" or "0-99".
   * @default "200"; with gRPC "12"
   */
  statusCodes?: pulumi.Input<string>;
  /**
   * Seconds between health checks: 5 to 300.
   * @default 15
   */
  intervalSeconds?: number;
  /**
   * Seconds until a health check without an answer has failed: 2 to 120, less than the interval.
   * @default 5
   */
  timeoutSeconds?: number;
  /**
   * Consecutive successes before a task is healthy: 2 to 10.
   * @default 2
   */
  healthyThreshold?: number;
  /**
   * Consecutive failures before a task is unhealthy: 2 to 10.
   * @default 3
   */
  unhealthyThreshold?: number;
  /**
   * Seconds after a task's start in which ECS ignores failures: 0 or more. Set it to the time that the container needs to start.
   * @default 60
   */
  gracePeriodSeconds?: number;
}

/** How the load balancer reaches the tasks. */
export interface TargetGroupSettings {
  /**
   * The protocol between the load balancer and the tasks: "HTTP", or "HTTPS" for TLS up to the container, which then needs a
   * certificate of its own (a self-signed one will do); behind a listener of `protocol` "TLS", "TCP" or "TLS". A change replaces the
   * target group.
   * @default "HTTP"; behind a listener of a Network Load Balancer its protocol, without TLS
   */
  targetProtocol?: TargetProtocol;
  /**
   * The version of HTTP between the load balancer and the tasks: "HTTP1", "HTTP2" or "GRPC". The latter two need HTTPS for
   * clients. Not with a Network Load Balancer. A change replaces the target group.
   * @default "HTTP1"
   */
  protocolVersion?: TargetProtocolVersion;
  /**
   * The health checks of the load balancer.
   * @default GET / answers 200; with a Network Load Balancer, the port accepts TCP connections
   */
  healthCheck?: TargetGroupHealthCheck;
  /**
   * Seconds in which a task that is being replaced may finish its requests: 0 to 3600.
   * @default 30
   */
  deregistrationDelaySeconds?: number;
  /**
   * Seconds for which a cookie keeps a client on one task: 1 to 604800. Not with a Network Load Balancer or `crossZone: false`.
   * @default unset: each request goes to any task
   */
  stickinessSeconds?: number;
  /**
   * Seconds over which a new task gets a growing share of requests: 30 to 900. Not with a Network Load Balancer.
   * @default unset: a full share at once
   */
  slowStartSeconds?: number;
  /**
   * Whether the load balancer's address in one zone also sends requests to tasks in the other zones. If false, each zone needs
   * tasks. AWS charges a Network Load Balancer about 0.01 USD for each GB between zones.
   * @default true
   */
  crossZone?: boolean;
}

/**
 * More requests that the load balancer forwards to the tasks: to another port of them, found by `hosts` and `paths` on the listener
 * of the load balancer, or on a listener of its own. ECS allows a service five target groups.
 */
export interface LoadBalancerTarget extends TargetGroupSettings {
  /** The port of a container of the task: its `port`, or one of its `portMappings`. */
  port: number;
  /**
   * The hosts of the requests, such as `api.example.com` or `*.example.com`. With a created load balancer, its certificate has to
   * name them.
   * @default any
   */
  hosts?: string[];
  /**
   * The paths of the requests, such as `/api/*`. At most 5 hosts and paths together.
   * @default any
   */
  paths?: string[];
  /**
   * The priority of the rule, 2 to 50000: the lowest number is tried first.
   * @default derived from `hosts` and `paths`: it changes only with them
   */
  priority?: number;
  /**
   * The port of a listener for this target alone, instead of `hosts` and `paths`. Open to the same clients as the load balancer.
   * Required with a Network Load Balancer.
   * @default none: a rule on the listener of the load balancer
   */
  listenerPort?: number;
  /**
   * The protocol of that listener.
   * @default that of the load balancer
   */
  protocol?: LoadBalancerProtocol;
}
