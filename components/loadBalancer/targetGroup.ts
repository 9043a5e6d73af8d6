// The target group: the tasks that a load balancer forwards to, and its health checks.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { childName, type ChildKey } from "../../model/childNames";
import { wholeNumber, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import type { ServiceLoadBalancer, TargetGroupHealthCheck } from "./loadBalancerArgs";

/** The target group, as planned. */
export interface TargetGroupPlan {
  readonly port: number;
  readonly healthCheck: Required<TargetGroupHealthCheck>;
  readonly deregistrationDelaySeconds: number;
  readonly stickinessSeconds: number | undefined;
  readonly slowStartSeconds: number;
}

const DEFAULT_HEALTH_CHECK: Required<TargetGroupHealthCheck> = {
  path: "/",
  statusCodes: "200",
  intervalSeconds: 15,
  timeoutSeconds: 5,
  healthyThreshold: 2,
  unhealthyThreshold: 3,
  gracePeriodSeconds: 60,
};
const DEFAULT_DEREGISTRATION_DELAY_SECONDS = 30;

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

/** Plans the target group. */
export function planTargetGroup(checks: ArgumentChecks, given: ServiceLoadBalancer, port: number): TargetGroupPlan {
  const path = "loadBalancer.healthCheck";
  const health = { ...DEFAULT_HEALTH_CHECK, ...given.healthCheck };
  for (const key of Object.keys(RANGES) as (keyof typeof RANGES)[])
    checks.shape(`${path}.${key}`, health[key], RANGES[key]);
  if (health.timeoutSeconds >= health.intervalSeconds)
    checks.add(
      `${path}.timeoutSeconds`,
      `${health.timeoutSeconds} must be less than intervalSeconds, ${health.intervalSeconds}`,
      "lower it, or raise the interval",
    );
  const {
    deregistrationDelaySeconds = DEFAULT_DEREGISTRATION_DELAY_SECONDS,
    stickinessSeconds,
    slowStartSeconds,
  } = given;
  checks.shape("loadBalancer.deregistrationDelaySeconds", deregistrationDelaySeconds, wholeNumber(0, 3600, "seconds"));
  checks.shape("loadBalancer.stickinessSeconds", stickinessSeconds, wholeNumber(1, 604800, "seconds"));
  checks.shape("loadBalancer.slowStartSeconds", slowStartSeconds, wholeNumber(30, 900, "seconds"));
  return {
    port,
    healthCheck: {
      ...health,
      path: checks.value(`${path}.path`, health.path, checkPath),
      statusCodes: checks.value(`${path}.statusCodes`, health.statusCodes, checkStatusCodes),
    },
    deregistrationDelaySeconds,
    stickinessSeconds,
    slowStartSeconds: slowStartSeconds ?? 0,
  };
}

/**
 * Creates a target group for tasks. ECS registers each task with its own port: that of the group is only a default, so it stays as
 * it was created. A change of it would replace a group that a listener rule still forwards to.
 */
export function createTargetGroup(
  child: { readonly component: string; readonly key: ChildKey & ("targetGroup" | "alternateTargetGroup") },
  { plan, vpcId }: { readonly plan: TargetGroupPlan; readonly vpcId: pulumi.Input<string> },
  { options, tags }: ChildContext,
): aws.lb.TargetGroup {
  const { port, healthCheck, deregistrationDelaySeconds, stickinessSeconds, slowStartSeconds } = plan;
  return new aws.lb.TargetGroup(
    childName(child.component, child.key),
    {
      vpcId,
      targetType: "ip",
      protocol: "HTTP",
      port,
      healthCheck: {
        protocol: "HTTP",
        path: healthCheck.path,
        matcher: healthCheck.statusCodes,
        interval: healthCheck.intervalSeconds,
        timeout: healthCheck.timeoutSeconds,
        healthyThreshold: healthCheck.healthyThreshold,
        unhealthyThreshold: healthCheck.unhealthyThreshold,
      },
      deregistrationDelay: deregistrationDelaySeconds,
      stickiness: {
        type: "lb_cookie",
        enabled: stickinessSeconds !== undefined, // set in both cases: without it, AWS keeps the last setting
        ...(stickinessSeconds !== undefined && { cookieDuration: stickinessSeconds }),
      },
      slowStart: slowStartSeconds,
      tags,
    },
    { ...options, ignoreChanges: ["port"] },
  );
}
