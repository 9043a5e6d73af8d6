// The health checks of a target group, planned: HTTP requests, gRPC calls, or TCP connections.

import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { tcpPort, wholeNumber, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { TargetGroupHealthCheck } from "./targetGroupArgs";

/** The health checks, as planned. */
export interface HealthCheckPlan {
  readonly protocol: "HTTP" | "HTTPS" | "TCP";
  /** Undefined: the port of the target. */
  readonly port: number | undefined;
  /** Undefined for a TCP connection. */
  readonly request: { readonly path: pulumi.Input<string>; readonly statusCodes: pulumi.Input<string> } | undefined;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly gracePeriodSeconds: number;
}

/** What is checked. */
export interface CheckedTarget {
  /** Whether the target is behind a Network Load Balancer. */
  readonly network: boolean;
  readonly grpc: boolean;
  /** Whether the task speaks TLS. */
  readonly encrypted: boolean;
}

const DEFAULT_SETTINGS = {
  intervalSeconds: 15,
  timeoutSeconds: 5,
  healthyThreshold: 2,
  unhealthyThreshold: 3,
  gracePeriodSeconds: 60,
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html, checked 2026-11-28 */
const DEFAULT_REQUESTS = {
  http: { path: "/", statusCodes: "200" },
  grpc: { path: "/AWS.ALB/healthcheck", statusCodes: "12" },
};

const RANGES = {
  intervalSeconds: wholeNumber(5, 300, "seconds"),
  timeoutSeconds: wholeNumber(2, 120, "seconds"),
  healthyThreshold: wholeNumber(2, 10, "answers"),
  unhealthyThreshold: wholeNumber(2, 10, "failures"),
  gracePeriodSeconds: wholeNumber(0, 2147483647, "seconds"),
} as const;

const checkPath: Check<string> = (path) =>
  typeof path === "string" && /^\/\S{0,1023}$/.test(path)
    ? undefined
    : { wrong: `${quote(path)} is not a valid path`, fix: 'start with a slash, as in "/health"' };

const checkStatusCodes: Check<string> = (codes) =>
  typeof codes === "string" && /^[2-4]\d\d([,-][2-4]\d\d)*$/.test(codes)
    ? undefined
    : {
        wrong: `${quote(codes)} is not a list of status codes from 200 to 499`,
        fix: 'write "200", "200,204" or "200-399"',
      };

const checkGrpcCodes: Check<string> = (codes) =>
  typeof codes === "string" && /^\d\d?([,-]\d\d?)*$/.test(codes)
    ? undefined
    : { wrong: `${quote(codes)} is not a list of gRPC status codes from 0 to 99`, fix: 'write "0", "0,12" or "0-99"' };

/** Plans the health checks; `path` is the object of their settings. */
export function planHealthCheck(
  checks: ArgumentChecks,
  path: string,
  { given = {}, target }: { readonly given: TargetGroupHealthCheck | undefined; readonly target: CheckedTarget },
): HealthCheckPlan {
  const { port, path: requestPath, statusCodes } = given;
  const settings = {
    intervalSeconds: given.intervalSeconds ?? DEFAULT_SETTINGS.intervalSeconds,
    timeoutSeconds: given.timeoutSeconds ?? DEFAULT_SETTINGS.timeoutSeconds,
    healthyThreshold: given.healthyThreshold ?? DEFAULT_SETTINGS.healthyThreshold,
    unhealthyThreshold: given.unhealthyThreshold ?? DEFAULT_SETTINGS.unhealthyThreshold,
    gracePeriodSeconds: given.gracePeriodSeconds ?? DEFAULT_SETTINGS.gracePeriodSeconds,
  };
  for (const key of Object.keys(RANGES) as (keyof typeof RANGES)[])
    checks.shape(`${path}.${key}`, settings[key], RANGES[key]);
  checks.shape(`${path}.port`, port, tcpPort);
  if (settings.timeoutSeconds >= settings.intervalSeconds)
    checks.add(
      `${path}.timeoutSeconds`,
      `${settings.timeoutSeconds} must be less than intervalSeconds, ${settings.intervalSeconds}`,
      "lower it, or raise the interval",
    );
  const connects = target.network && requestPath === undefined;
  if (connects)
    checks.mustBeUnset(
      path,
      { statusCodes },
      { wrong: "cannot be set without path: the check is a TCP connection", fix: "set path too, or leave it unset" },
    );
  const defaults = target.grpc ? DEFAULT_REQUESTS.grpc : DEFAULT_REQUESTS.http;
  const codes = target.grpc ? checkGrpcCodes : checkStatusCodes;
  return {
    ...settings,
    protocol: connects ? "TCP" : target.encrypted ? "HTTPS" : "HTTP",
    port,
    request: connects
      ? undefined
      : {
          path: checks.value(`${path}.path`, requestPath ?? defaults.path, checkPath),
          statusCodes: checks.value(`${path}.statusCodes`, statusCodes ?? defaults.statusCodes, codes),
        },
  };
}

/** The health checks, in AWS's words. */
export function healthCheckInputs({
  protocol,
  port,
  request,
  ...settings
}: HealthCheckPlan): aws.types.input.lb.TargetGroupHealthCheck {
  return {
    protocol,
    ...(port !== undefined && { port: String(port) }),
    ...(request !== undefined && { path: request.path, matcher: request.statusCodes }),
    interval: settings.intervalSeconds,
    timeout: settings.timeoutSeconds,
    healthyThreshold: settings.healthyThreshold,
    unhealthyThreshold: settings.unhealthyThreshold,
  };
}
