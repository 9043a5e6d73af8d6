// CloudWatch alarms on the metrics of the service and of its target group.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, type ChildKey } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfResource } from "../../model/resourceCost";
import { METRICS, type Metric } from "../../model/serviceMetrics";
import type { ChildContext } from "../component/childContext";

/** What the metrics of a load balancer and its target group are found by. */
export interface FrontDoorMetrics {
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  readonly targetGroupArnSuffix: pulumi.Input<string>;
}

/** The service that is watched. */
export interface WatchedService {
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  readonly serviceArn: pulumi.Input<string>;
  /** Whose alarm it is, as a message says it: "web (shop/prod)". */
  readonly subject: string;
  /** The number of tasks below which too few are running. */
  readonly leastTasks: pulumi.Input<number>;
  readonly frontDoor: FrontDoorMetrics | undefined;
}

/** Where an alarm goes off. */
export interface AlarmThresholds {
  readonly cpuPercent: number;
  readonly memoryPercent: number;
  readonly http5xxCount: number;
  readonly responseTimeSeconds: number;
}

const TASK_ALARMS = ["cpuAlarm", "memoryAlarm", "runningTasksAlarm"] as const satisfies ChildKey[];
const TARGET_ALARMS = ["http5xxAlarm", "responseTimeAlarm", "unhealthyHostsAlarm"] as const satisfies ChildKey[];

interface AlarmRule {
  readonly key: (typeof TASK_ALARMS | typeof TARGET_ALARMS)[number];
  readonly metric: Metric;
  readonly threshold: pulumi.Input<number>;
  /** "above" the threshold, or "below" it. */
  readonly goesOff: "above" | "below";
  readonly periodSeconds: number;
  readonly periods: number;
  readonly treatMissingData: pulumi.Input<string>;
  readonly description: string;
}

/** Creates the alarms; those of the target group only if there is one. */
export function createMetricAlarms(
  name: string,
  thresholds: AlarmThresholds,
  service: WatchedService,
  topicArn: pulumi.Input<string>,
  { options, tags }: ChildContext,
): void {
  const { frontDoor } = service;
  const serviceDimensions = { ClusterName: service.clusterName, ServiceName: service.serviceName };
  for (const rule of [...taskRules(thresholds, service), ...(frontDoor ? targetRules(thresholds, service) : [])]) {
    const { namespace, metricName, statistic } = rule.metric;
    new aws.cloudwatch.MetricAlarm(
      childName(name, rule.key),
      {
        alarmDescription: rule.description,
        namespace,
        metricName,
        dimensions:
          namespace === "AWS/ECS" || frontDoor === undefined
            ? serviceDimensions
            : { LoadBalancer: frontDoor.loadBalancerArnSuffix, TargetGroup: frontDoor.targetGroupArnSuffix },
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
export function costOfMetricAlarms(name: string, hasLoadBalancer: boolean): BilledItem[] {
  const keys = [...TASK_ALARMS, ...(hasLoadBalancer ? TARGET_ALARMS : [])];
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
      description: `The tasks of ${subject} use more than ${cpuPercent} % of their CPU for 15 minutes: give them more, or run more of them.`,
    },
    {
      ...utilisation,
      key: "memoryAlarm",
      metric: METRICS.memory,
      threshold: memoryPercent,
      description: `The tasks of ${subject} use more than ${memoryPercent} % of their memory for 15 minutes: at 100 % they are killed.`,
    },
    {
      key: "runningTasksAlarm",
      metric: METRICS.runningTasks,
      threshold: leastTasks,
      goesOff: "below",
      ...FIVE_MINUTES,
      // No task at all gives no sample at all; where none is wanted, that is well.
      treatMissingData: pulumi.output(leastTasks).apply((count) => (count > 0 ? "breaching" : "notBreaching")),
      description: `Fewer tasks of ${subject} run than should for 5 minutes: the events of the service and its stopped tasks say why.`,
    },
  ];
}

function targetRules({ http5xxCount, responseTimeSeconds }: AlarmThresholds, { subject }: WatchedService): AlarmRule[] {
  const traffic = { goesOff: "above", treatMissingData: "notBreaching" } as const;
  return [
    {
      ...traffic,
      ...FIVE_MINUTES,
      periodSeconds: 300,
      periods: 1,
      key: "http5xxAlarm",
      metric: METRICS.http5xx,
      threshold: http5xxCount,
      description: `${subject} answered more than ${http5xxCount} requests of the last 5 minutes with a server error (5xx).`,
    },
    {
      ...traffic,
      ...FIFTEEN_MINUTES,
      key: "responseTimeAlarm",
      metric: METRICS.responseTime,
      threshold: responseTimeSeconds,
      description: `One request in twenty to ${subject} takes more than ${responseTimeSeconds} s for 15 minutes.`,
    },
    {
      ...traffic,
      ...FIVE_MINUTES,
      key: "unhealthyHostsAlarm",
      metric: METRICS.unhealthyHosts,
      threshold: 0,
      description: `A task of ${subject} fails the load balancer's health check for 5 minutes.`,
    },
  ];
}
