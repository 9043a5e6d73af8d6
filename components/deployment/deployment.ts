// How a new version replaces the old one: rolling, or by shifting traffic between two target groups.

import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { notEmpty, oneOf, wholeNumber, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { DeployedBehind } from "../loadBalancer/loadBalancerPlan";
import { DeploymentStrategy, type ServiceDeployment } from "./deploymentArgs";
import { pauseMinutes, planLifecycleHooks, type LifecycleHookPlan } from "./lifecycleHooks";
import { planTestTraffic, type TestTrafficPlan } from "./testTraffic";

/** How a new version replaces the old one, as planned. */
export interface DeploymentPlan {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly circuitBreaker: boolean;
  readonly availabilityZoneRebalancing: boolean;
  readonly alarmNames: readonly pulumi.Input<string>[];
  /** Undefined: rolling. */
  readonly shift: TrafficShiftPlan | undefined;
}

/** A deployment that shifts traffic, as planned. */
export interface TrafficShiftPlan {
  /** The service's `deploymentConfiguration`, without hooks. */
  readonly configuration: aws.types.input.ecs.ServiceDeploymentConfiguration;
  /** The time that a deployment waits at least or for approval, in all. */
  readonly minutes: number;
  readonly lifecycleHooks: readonly LifecycleHookPlan[];
  readonly test: TestTrafficPlan | undefined;
}

const DEFAULT_MINIMUM_HEALTHY_PERCENT = 100;
const DEFAULT_MAXIMUM_PERCENT = 200;
const DEFAULT_MINUTES = 5;
const DEFAULT_PERCENT = 10;

const minutes = wholeNumber(0, 1440, "minutes");
/** A share of traffic: AWS takes multiples of 0.1. */
const percent =
  (from: number): Check<number> =>
  (value) =>
    typeof value === "number" && value >= from && value <= 100 && Number.isInteger(Number((value * 10).toFixed(6)))
      ? undefined
      : { wrong: `${quote(value)} is not valid`, fix: `must be a multiple of 0.1 from ${from} to 100 (percent)` };

/** The strategies of each argument: with another strategy it would have no effect. */
const SHIFTING = [DeploymentStrategy.BlueGreen, DeploymentStrategy.Linear, DeploymentStrategy.Canary] as const;
const BELONGS_TO: { readonly [key in keyof ServiceDeployment]?: readonly DeploymentStrategy[] } = {
  bakeTimeMinutes: SHIFTING,
  lifecycleHooks: SHIFTING,
  testPort: SHIFTING,
  testIngressCidrs: SHIFTING,
  testListenerArn: SHIFTING,
  canaryPercent: [DeploymentStrategy.Canary],
  canaryBakeTimeMinutes: [DeploymentStrategy.Canary],
  stepPercent: [DeploymentStrategy.Linear],
  stepBakeTimeMinutes: [DeploymentStrategy.Linear],
};

/** Plans the deployment. `balancer`: the load balancer; undefined without one. */
export function planDeployment(
  checks: ArgumentChecks,
  given: ServiceDeployment = {},
  balancer: DeployedBehind | undefined,
): DeploymentPlan {
  const minimumHealthyPercent = given.minimumHealthyPercent ?? DEFAULT_MINIMUM_HEALTHY_PERCENT;
  const maximumPercent = given.maximumPercent ?? DEFAULT_MAXIMUM_PERCENT;
  checks.shape("deployment.minimumHealthyPercent", minimumHealthyPercent, wholeNumber(0, 100, "percent"));
  checks.shape("deployment.maximumPercent", maximumPercent, wholeNumber(100, 400, "percent"));
  if (minimumHealthyPercent === 100 && maximumPercent === 100)
    checks.add(
      "deployment.maximumPercent",
      "100 with deployment.minimumHealthyPercent: 100 allows no task to be replaced",
      "raise maximumPercent, or lower minimumHealthyPercent",
    );
  if (given.availabilityZoneRebalancing === true && maximumPercent <= 100)
    checks.add(
      "deployment.availabilityZoneRebalancing",
      `true cannot be set with deployment.maximumPercent: ${maximumPercent}`,
      "raise maximumPercent above 100",
    );
  return {
    minimumHealthyPercent,
    maximumPercent,
    circuitBreaker: given.circuitBreaker ?? true,
    availabilityZoneRebalancing: given.availabilityZoneRebalancing ?? maximumPercent > 100,
    alarmNames: checks.values("deployment.alarmNames", given.alarmNames ?? [], notEmpty),
    shift: planShift(checks, given, balancer),
  };
}

function planShift(
  checks: ArgumentChecks,
  given: ServiceDeployment,
  balancer: DeployedBehind | undefined,
): TrafficShiftPlan | undefined {
  const { strategy = DeploymentStrategy.Rolling } = given;
  checks.shape("deployment.strategy", strategy, oneOf(Object.values(DeploymentStrategy)));
  for (const [key, strategies] of Object.entries(BELONGS_TO))
    if (given[key as keyof ServiceDeployment] !== undefined && !strategies.includes(strategy))
      checks.add(
        `deployment.${key}`,
        `cannot be set with deployment.strategy: ${quote(strategy)}`,
        `leave it unset, or set deployment.strategy to ${strategies.map(quote).join(" or ")}`,
      );
  if (strategy === DeploymentStrategy.Rolling) return undefined;
  if (balancer === undefined)
    checks.add(
      "deployment.strategy",
      `${quote(strategy)} cannot be set without loadBalancer`,
      'set loadBalancer, or use "ROLLING"',
    );
  if (balancer?.onlyRollingWith !== undefined)
    checks.add(
      "deployment.strategy",
      `${quote(strategy)} cannot be set with ${balancer.onlyRollingWith}`,
      'use "ROLLING", or leave one of them unset',
    );
  const { bakeTimeMinutes = DEFAULT_MINUTES } = given;
  checks.shape("deployment.bakeTimeMinutes", bakeTimeMinutes, minutes);
  const canary = strategy === DeploymentStrategy.Canary ? planCanary(checks, given) : undefined;
  const linear = strategy === DeploymentStrategy.Linear ? planLinear(checks, given) : undefined;
  const lifecycleHooks = planLifecycleHooks(checks, given.lifecycleHooks ?? []);
  return {
    configuration: {
      strategy,
      bakeTimeInMinutes: String(bakeTimeMinutes),
      ...(canary && { canaryConfiguration: canary.configuration }),
      ...(linear && { linearConfiguration: linear.configuration }),
    },
    minutes: bakeTimeMinutes + (canary?.minutes ?? 0) + (linear?.minutes ?? 0) + pauseMinutes(lifecycleHooks),
    lifecycleHooks,
    test: planTestTraffic(checks, given, balancer),
  };
}

function planCanary(checks: ArgumentChecks, given: ServiceDeployment) {
  const { canaryPercent = DEFAULT_PERCENT, canaryBakeTimeMinutes = DEFAULT_MINUTES } = given;
  checks.shape("deployment.canaryPercent", canaryPercent, percent(0.1));
  checks.shape("deployment.canaryBakeTimeMinutes", canaryBakeTimeMinutes, minutes);
  return {
    configuration: { canaryPercent, canaryBakeTimeInMinutes: String(canaryBakeTimeMinutes) },
    minutes: canaryBakeTimeMinutes,
  };
}

function planLinear(checks: ArgumentChecks, given: ServiceDeployment) {
  const { stepPercent = DEFAULT_PERCENT, stepBakeTimeMinutes = DEFAULT_MINUTES } = given;
  checks.shape("deployment.stepPercent", stepPercent, percent(3));
  checks.shape("deployment.stepBakeTimeMinutes", stepBakeTimeMinutes, minutes);
  return {
    configuration: { stepPercent, stepBakeTimeInMinutes: String(stepBakeTimeMinutes) },
    minutes: Math.ceil(100 / stepPercent) * stepBakeTimeMinutes,
  };
}
