// Autoscaling: bounds, targets and schedules.

import type { ChildKey } from "../../model/childNames";
import { wholeNumber } from "../../model/checks";
import { checkCron, checkTimeZone } from "../../model/cron";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import { DeploymentStrategy } from "../deployment/deploymentArgs";

/** New bounds from a point in time on, until another schedule changes them. */
export interface AutoscalingSchedule {
  /** AWS's six cron fields (minutes, hours, day of month, month, day of week, year), such as "0 8 ? * MON-FRI *". */
  cron: string;
  /**
   * The time zone of `cron`: an IANA name, such as "Europe/Berlin".
   * @default "UTC"
   */
  timeZone?: string;
  /**
   * The minimum number of tasks from then on.
   * @default unchanged
   */
  min?: number;
  /**
   * The maximum number of tasks from then on.
   * @default unchanged
   */
  max?: number;
}

/**
 * Scales the number of tasks by load or by schedule. `desiredCount` is then the number that a new service starts with; later
 * deployments leave the number alone. Set one target or several (the one that needs the most tasks wins), schedules, or none of
 * them to attach policies of your own to the output `scalableTargetId`. Each target adds two CloudWatch alarms (about 0.20 USD
 * a month).
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export interface ServiceAutoscaling {
  /**
   * The minimum number of tasks: 0 or more.
   * @default 1
   */
  min?: number;
  /** The maximum number of tasks: 1 or more. */
  max: number;
  /**
   * Target for the average CPU utilization in percent: 1 to 100.
   * @default no scaling by CPU
   */
  cpuPercent?: number;
  /**
   * Target for the average memory utilization in percent: 1 to 100.
   * @default no scaling by memory
   */
  memoryPercent?: number;
  /**
   * Target for the requests per task and minute. Needs `loadBalancer` and rolling deployments.
   * @default no scaling by requests
   */
  requestsPerTarget?: number;
  /**
   * Changes of `min` and `max` at set times. An update with `--refresh` resets them to the values here until the next schedule.
   * @default none
   */
  schedules?: AutoscalingSchedule[];
  /**
   * Seconds between two scale-in activities: 0 to 3600.
   * @default 300
   */
  scaleInCooldownSeconds?: number;
  /**
   * Seconds between two scale-out activities: 0 to 3600.
   * @default 60
   */
  scaleOutCooldownSeconds?: number;
}

/** Autoscaling, as planned. */
export interface AutoscalingPlan {
  readonly min: number;
  readonly max: number;
  /** The least number of tasks that `min` or a schedule lets run. */
  readonly floor: number;
  readonly targets: readonly TargetPlan[];
  readonly schedules: readonly (AutoscalingSchedule & { readonly timeZone: string })[];
  readonly scaleInCooldownSeconds: number;
  readonly scaleOutCooldownSeconds: number;
}

interface TargetPlan {
  readonly key: ChildKey;
  readonly metricType:
    "ECSServiceAverageCPUUtilization" | "ECSServiceAverageMemoryUtilization" | "ALBRequestCountPerTarget";
  readonly targetValue: number;
}

export const DEFAULT_MIN_TASKS = 1;
const DEFAULT_TIME_ZONE = "UTC";
const DEFAULT_SCALE_IN_COOLDOWN_SECONDS = 300;
const DEFAULT_SCALE_OUT_COOLDOWN_SECONDS = 60;

/** Plans autoscaling; undefined where it is off. */
export function planAutoscaling(
  checks: ArgumentChecks,
  given: ServiceAutoscaling | undefined,
  {
    balancer,
    strategy,
  }: { readonly balancer: "application" | "network" | undefined; readonly strategy: DeploymentStrategy },
): AutoscalingPlan | undefined {
  if (given === undefined) return undefined;
  const { min = DEFAULT_MIN_TASKS, max, schedules = [] } = given;
  checks.shape("autoscaling.min", min, wholeNumber(0, Infinity, "tasks"));
  checks.required("autoscaling", { max });
  checkMax(checks, "autoscaling", { min, max });
  schedules.forEach((schedule, i) => {
    checkSchedule(checks, `autoscaling.schedules[${i}]`, schedule);
    checkBounds(checks, `autoscaling.schedules[${i}]`, { schedule, schedules, min, max });
  });
  if (given.requestsPerTarget !== undefined && balancer === undefined)
    checks.add(
      "autoscaling.requestsPerTarget",
      "cannot be set without loadBalancer",
      "set loadBalancer, or scale by cpuPercent or memoryPercent",
    );
  if (given.requestsPerTarget !== undefined && balancer === "network")
    checks.add(
      "autoscaling.requestsPerTarget",
      "cannot be set with a Network Load Balancer, which knows no requests",
      "scale by cpuPercent or memoryPercent",
    );
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html, checked 2026-11-28
  if (given.requestsPerTarget !== undefined && strategy !== DeploymentStrategy.Rolling)
    checks.add(
      "autoscaling.requestsPerTarget",
      `cannot be set with deployment.strategy: ${quote(strategy)}: AWS counts the requests of one target group, and the tasks move to the other`,
      'scale by cpuPercent or memoryPercent, or use deployment.strategy: "ROLLING"',
    );
  for (const key of ["scaleInCooldownSeconds", "scaleOutCooldownSeconds"] as const)
    checks.shape(`autoscaling.${key}`, given[key], wholeNumber(0, 3600, "seconds"));
  return {
    min,
    max,
    floor: Math.min(min, ...schedules.flatMap((schedule) => [schedule.min ?? min, schedule.max ?? min])),
    targets: planTargets(checks, given),
    schedules: schedules.map((schedule) => ({ ...schedule, timeZone: schedule.timeZone ?? DEFAULT_TIME_ZONE })),
    scaleInCooldownSeconds: given.scaleInCooldownSeconds ?? DEFAULT_SCALE_IN_COOLDOWN_SECONDS,
    scaleOutCooldownSeconds: given.scaleOutCooldownSeconds ?? DEFAULT_SCALE_OUT_COOLDOWN_SECONDS,
  };
}

function checkMax(checks: ArgumentChecks, path: string, { min = 0, max }: { min?: number; max?: number }): void {
  checks.shape(`${path}.max`, max, wholeNumber(path === "autoscaling" ? 1 : 0, Infinity, "tasks"));
  if (max !== undefined && max < min)
    checks.add(`${path}.max`, `${max} is below ${path}.min: ${min}`, "raise max, or lower min");
}

function checkSchedule(checks: ArgumentChecks, path: string, schedule: AutoscalingSchedule): void {
  checks.required(path, { cron: schedule.cron });
  checks.shape(`${path}.cron`, schedule.cron, checkCron);
  checks.shape(`${path}.timeZone`, schedule.timeZone, checkTimeZone);
  checks.shape(`${path}.min`, schedule.min, wholeNumber(0, Infinity, "tasks"));
  checkMax(checks, path, schedule);
  if (schedule.min === undefined && schedule.max === undefined)
    checks.add(path, "changes nothing", "set min, max or both");
}

/** Refuses a bound that goes with no other one, that of `autoscaling` or of a schedule: AWS would not apply it. */
function checkBounds(
  checks: ArgumentChecks,
  path: string,
  {
    schedule,
    schedules,
    ...own
  }: { schedule: AutoscalingSchedule; schedules: readonly AutoscalingSchedule[]; min: number; max: number },
): void {
  const largest = Math.max(own.max, ...schedules.map(({ max }) => max ?? own.max));
  const smallest = Math.min(own.min, ...schedules.map(({ min }) => min ?? own.min));
  if (schedule.max === undefined && schedule.min !== undefined && schedule.min > largest)
    checks.add(
      `${path}.min`,
      `${schedule.min} is over autoscaling.max: ${own.max}`,
      "give the schedule a max too, or lower its min",
    );
  if (schedule.min === undefined && schedule.max !== undefined && schedule.max < smallest)
    checks.add(
      `${path}.max`,
      `${schedule.max} is below autoscaling.min: ${own.min}`,
      "give the schedule a min too, or raise its max",
    );
}

function planTargets(checks: ArgumentChecks, given: ServiceAutoscaling): TargetPlan[] {
  const { cpuPercent, memoryPercent, requestsPerTarget } = given;
  checks.shape("autoscaling.cpuPercent", cpuPercent, wholeNumber(1, 100, "percent"));
  checks.shape("autoscaling.memoryPercent", memoryPercent, wholeNumber(1, 100, "percent"));
  checks.shape("autoscaling.requestsPerTarget", requestsPerTarget, wholeNumber(1, Infinity, "requests a minute"));
  const target = (key: ChildKey, metricType: TargetPlan["metricType"], targetValue: number | undefined) =>
    targetValue === undefined ? [] : [{ key, metricType, targetValue }];
  return [
    ...target("cpuScaling", "ECSServiceAverageCPUUtilization", cpuPercent),
    ...target("memoryScaling", "ECSServiceAverageMemoryUtilization", memoryPercent),
    ...target("requestScaling", "ALBRequestCountPerTarget", requestsPerTarget),
  ];
}
