// CloudWatch alarms on the metrics of the service and of its target group.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, type ChildKey } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfResource } from "../../model/resourceCost";
import { METRICS, type Metric } from "../../model/serviceMetrics";
import type { ChildContext } from "../component/childContext";
import type { TargetGroupMetrics } from "../loadBalancer/loadBalancer";

/** The service that is watched. */
export interface WatchedService {
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  readonly serviceArn: pulumi.Input<string>;
  /** The service as messages name it: "web (shop/prod)". */
  readonly subject: string;
  /** The number of running tasks below which the alarm goes off. */
  readonly leastTasks: pulumi.Input<number>;
  /** Undefined without a load balancer. */
  readonly targetGroup: TargetGroupMetrics | undefined;
}

/** The values at which alarms go off. */
export interface AlarmThresholds {
  readonly cpuPercent: number;
  readonly memoryPercent: number;
  readonly http5xxCount: number;
  readonly responseTimeSeconds: number;
}

const TASK_ALARMS = ["cpuAlarm", "memoryAlarm", "runningTasksAlarm"] as const satisfies ChildKey[];
const TARGET_ALARMS = ["http5xxAlarm", "responseTimeAlarm", "unhealthyHostsAlarm"] as const satisfies ChildKey[];

/** The kind of load balancer that alarms watch; undefined without one. */
export type AlarmedBalancer = "application" | "network" | undefined;

/** A Network Load Balancer knows neither responses nor their times. */
const alarmsOf = (balancer: AlarmedBalancer): readonly (typeof TARGET_ALARMS)[number][] =>
  balancer === "application" ? TARGET_ALARMS : balancer === "network" ? ["unhealthyHostsAlarm"] : [];

interface AlarmRule {
  readonly key: (typeof TASK_ALARMS | typeof TARGET_ALARMS)[number];
  readonly metric: Metric;
  readonly threshold: pulumi.Input<number>;
  /** Whether it goes off above the threshold or below it. */
  readonly goesOff: "above" | "below";
  readonly periodSeconds: number;
  readonly periods: number;
  readonly treatMissingData: pulumi.Input<string>;
  readonly description: string;
}

/** Creates the alarms; those of the target group only if there is one. */
export function createMetricAlarms(
  name: string,
  {
    thresholds,
    service,
    topicArn,
  }: {
    readonly thresholds: AlarmThresholds;
    readonly service: WatchedService;
    readonly topicArn: pulumi.Input<string>;
  },
  { options, tags }: ChildContext,
): void {
  const { targetGroup } = service;
  const serviceDimensions = { ClusterName: service.clusterName, ServiceName: service.serviceName };
  for (const rule of [
    ...taskRules(thresholds, service),
    ...(targetGroup ? targetRules(thresholds, { ...service, network: targetGroup.network }) : []),
  ]) {
    const { namespace, metricName, statistic } = rule.metric;
    new aws.cloudwatch.MetricAlarm(
      childName(name, rule.key),
      {
        alarmDescription: rule.description,
        namespace,
        metricName,
        dimensions:
          namespace === "AWS/ECS" || targetGroup === undefined
            ? serviceDimensions
            : { LoadBalancer: targetGroup.loadBalancerArnSuffix, TargetGroup: targetGroup.targetGroupArnSuffix },
        ...(/^p\d/.test(statistic)
          ? { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" }
          : { statistic }),
        period: rule.periodSeconds,
        evaluationPeriods: rule.periods,
        threshold: rule.threshold,
        comparisonOperator: rule.goesOff === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
        treatMissingData: rule.treatMissingData,
        alarmActions: [topicArn],
        okActions: [topicArn],
        tags,
      },
      options,
    );
  }
}

/** What the alarms are billed for. */
export function costOfMetricAlarms(name: string, balancer: AlarmedBalancer): BilledItem[] {
  const keys = [...TASK_ALARMS, ...alarmsOf(balancer)];
  return keys.flatMap((key) => costOfResource(childName(name, key), "aws:cloudwatch:MetricAlarm"));
}

const FIVE_MINUTES = { periodSeconds: 60, periods: 5 };
const FIFTEEN_MINUTES = { periodSeconds: 300, periods: 3 };

function taskRules(
  { cpuPercent, memoryPercent }: AlarmThresholds,
  { subject, leastTasks }: WatchedService,
): AlarmRule[] {
  const utilisation = { goesOff: "above", treatMissingData: "notBreaching", ...FIFTEEN_MINUTES } as const;
  return [
    {
      ...utilisation,
      key: "cpuAlarm",
      metric: METRICS.cpu,
      threshold: cpuPercent,
      description: `CPU utilization of ${subject} above ${cpuPercent}% for 15 minutes. Raise cpu or the task count.`,
    },
    {
      ...utilisation,
      key: "memoryAlarm",
      metric: METRICS.memory,
      threshold: memoryPercent,
      description: `Memory utilization of ${subject} above ${memoryPercent}% for 15 minutes. Tasks are killed at 100%: raise memory.`,
    },
    {
      key: "runningTasksAlarm",
      metric: METRICS.runningTasks,
      threshold: leastTasks,
      goesOff: "below",
      ...FIVE_MINUTES,
      // No task gives no sample: missing data is a failure unless no task is wanted.
      treatMissingData: pulumi.output(leastTasks).apply((count) => (count > 0 ? "breaching" : "notBreaching")),
      description: `Fewer running tasks of ${subject} than desired for 5 minutes. See the events of the service and its stopped tasks.`,
    },
  ];
}

function targetRules(
  { http5xxCount, responseTimeSeconds }: AlarmThresholds,
  { subject, network }: Pick<WatchedService, "subject"> & { readonly network: boolean },
): AlarmRule[] {
  const traffic = { goesOff: "above", treatMissingData: "notBreaching" } as const;
  const unhealthyHosts: AlarmRule = {
    ...traffic,
    ...FIVE_MINUTES,
    key: "unhealthyHostsAlarm",
    metric: network ? METRICS.unhealthyNetworkHosts : METRICS.unhealthyHosts,
    threshold: 0,
    description: `A task of ${subject} has failed the load balancer's health check for 5 minutes.`,
  };
  if (network) return [unhealthyHosts];
  return [
    {
      ...traffic,
      ...FIVE_MINUTES,
      periodSeconds: 300,
      periods: 1,
      key: "http5xxAlarm",
      metric: METRICS.http5xx,
      threshold: http5xxCount,
      description: `More than ${http5xxCount} responses of ${subject} in 5 minutes were server errors (5xx).`,
    },
    {
      ...traffic,
      ...FIFTEEN_MINUTES,
      key: "responseTimeAlarm",
      metric: METRICS.responseTime,
      threshold: responseTimeSeconds,
      description: `95th percentile response time of ${subject} above ${responseTimeSeconds} s for 15 minutes.`,
    },
    unhealthyHosts,
  ];
}
