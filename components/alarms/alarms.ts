// What tells people that the service is in trouble: alarms on metrics, messages of failures, a dashboard.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, type ChildKey } from "../../model/childNames";
import { wholeNumber, type Check } from "../../model/checks";
import type { BilledItem } from "../../model/monthlyCost";
import { quote } from "../../model/problems";
import { costOfResource } from "../../model/resourceCost";
import {
  serviceFailureMessage,
  serviceFailurePattern,
  taskFailureMessage,
  taskFailurePattern,
  type EventMessage,
} from "../../model/serviceEvents";
import { dashboardBody } from "../../model/serviceMetrics";
import { costOfAlarmTopic, planAlarmTopic, type AlarmTopic, type AlarmTopicPlan } from "./alarmTopic";
import type { ArgumentChecks } from "../component/argumentChecks";
import { costOfMetricAlarms, createMetricAlarms, type AlarmThresholds, type WatchedService } from "./metricAlarms";
import type { ChildContext } from "../component/childContext";

/**
 * Who is told, of what: high CPU and memory, fewer tasks running than should, tasks that cannot start, deployments that fail;
 * with `loadBalancer` also server errors, slow answers and unhealthy targets. How many tasks should run is no metric without
 * Container Insights: the alarm compares with `desiredCount`, or with the least `min` of `autoscaling`. CloudWatch charges about 0.10 USD a month for each
 * of the three alarms (six with `loadBalancer`), beyond an account's first ten. A task that keeps failing to start sends one
 * message for each attempt. The alarm on running tasks may go off once while a new service starts its first ones.
 */
export interface ServiceAlarms {
  /**
   * An existing SNS topic, in the same Region. Its policy has to let `cloudwatch.amazonaws.com` and `events.amazonaws.com`
   * publish, the latter without a condition (EventBridge allows none). Instead of `emails`.
   */
  topicArn?: pulumi.Input<string>;
  /**
   * The customer-managed KMS key that encrypts the topic, created or existing. Its policy has to let
   * `cloudwatch.amazonaws.com` and `events.amazonaws.com` use `kms:Decrypt` and `kms:GenerateDataKey*`, the latter without a
   * condition. AWS's own key `alias/aws/sns` lets neither of them.
   * @default the created topic is not encrypted: its messages name resources and reasons, and hold no secret
   */
  topicKeyArn?: pulumi.Input<string>;
  /** E-mail addresses to subscribe to a topic that is created. Each gets a message first and has to confirm it. */
  emails?: string[];
  /**
   * CPU utilisation above this for 15 minutes, in percent: 1 to 100.
   * @default 90
   */
  cpuPercent?: number;
  /**
   * Memory utilisation above this for 15 minutes, in percent: 1 to 100.
   * @default 90
   */
  memoryPercent?: number;
  /**
   * More answers with a 5xx status than this in 5 minutes. Needs `loadBalancer`.
   * @default 10
   */
  http5xxCount?: number;
  /**
   * A 95th percentile of the response time above this for 15 minutes, in seconds. Needs `loadBalancer`.
   * @default 2
   */
  responseTimeSeconds?: number;
  /**
   * Whether a CloudWatch dashboard, named as the service, draws what the alarms watch (3 USD a month beyond an account's first three).
   * @default false
   */
  dashboard?: boolean;
}

/** Alarms, as planned. */
export interface AlarmsPlan {
  readonly topic: AlarmTopicPlan;
  readonly thresholds: AlarmThresholds;
  readonly dashboard: boolean;
}

const DEFAULT_CPU_PERCENT = 90;
const DEFAULT_MEMORY_PERCENT = 90;
const DEFAULT_HTTP_5XX_COUNT = 10;
const DEFAULT_RESPONSE_TIME_SECONDS = 2;

const positive: Check<number> = (value) =>
  typeof value === "number" && value > 0 && value < Infinity
    ? undefined
    : { wrong: `${quote(value)} is not valid`, fix: "must be a number above 0 (seconds)" };

/** Plans the alarms; undefined where they are off. */
export function planAlarms(
  checks: ArgumentChecks,
  given: ServiceAlarms | undefined,
  hasLoadBalancer: boolean,
): AlarmsPlan | undefined {
  if (given === undefined) return undefined;
  const { http5xxCount, responseTimeSeconds } = given;
  checks.shape("alarms.cpuPercent", given.cpuPercent, wholeNumber(1, 100, "percent"));
  checks.shape("alarms.memoryPercent", given.memoryPercent, wholeNumber(1, 100, "percent"));
  checks.shape("alarms.http5xxCount", http5xxCount, wholeNumber(0, Infinity, "answers"));
  checks.shape("alarms.responseTimeSeconds", responseTimeSeconds, positive);
  if (!hasLoadBalancer)
    for (const [key, value] of Object.entries({ http5xxCount, responseTimeSeconds }))
      if (value !== undefined)
        checks.add(`alarms.${key}`, "given while loadBalancer is unset", "set loadBalancer, or leave it unset");
  return {
    topic: planAlarmTopic(checks, given),
    thresholds: {
      cpuPercent: given.cpuPercent ?? DEFAULT_CPU_PERCENT,
      memoryPercent: given.memoryPercent ?? DEFAULT_MEMORY_PERCENT,
      http5xxCount: http5xxCount ?? DEFAULT_HTTP_5XX_COUNT,
      responseTimeSeconds: responseTimeSeconds ?? DEFAULT_RESPONSE_TIME_SECONDS,
    },
    dashboard: given.dashboard ?? false,
  };
}

/** Creates the alarms, the rules that catch failures, and the dashboard. */
export function createAlarms(
  name: string,
  plan: AlarmsPlan,
  service: WatchedService,
  topic: AlarmTopic,
  context: ChildContext,
): void {
  createMetricAlarms(name, plan.thresholds, service, topic.arn, context);
  const { clusterArn, serviceArn, serviceName, subject } = service;
  const source = pulumi.output({ clusterArn, serviceArn, serviceName });
  const messages = (key: ChildKey, pattern: pulumi.Output<object>, message: EventMessage) => {
    createFailureMessages(name, key, pattern, message, topic, context);
  };
  messages("taskFailures", source.apply(taskFailurePattern), taskFailureMessage(subject));
  messages("serviceFailures", source.apply(serviceFailurePattern), serviceFailureMessage(subject));
  if (plan.dashboard) createDashboard(name, service, context);
}

/** What alarms are billed for. The rules are not: AWS's own events cost nothing. */
export function costOfAlarms(name: string, plan: AlarmsPlan | undefined, hasLoadBalancer: boolean): BilledItem[] {
  if (plan === undefined) return [];
  return [
    ...costOfMetricAlarms(name, hasLoadBalancer),
    ...(plan.dashboard ? costOfResource(childName(name, "dashboard"), "aws:cloudwatch:Dashboard") : []),
    ...costOfAlarmTopic(name, plan.topic),
  ];
}

function createFailureMessages(
  name: string,
  key: ChildKey,
  pattern: pulumi.Output<object>,
  { inputPaths, inputTemplate }: EventMessage,
  topic: AlarmTopic,
  { options, tags }: ChildContext,
): void {
  const rule = new aws.cloudwatch.EventRule(
    childName(name, key),
    { description: `Failures of ${name}, to be told of`, eventPattern: pulumi.jsonStringify(pattern), tags },
    options,
  );
  new aws.cloudwatch.EventTarget(
    childName(name, key),
    { rule: rule.name, arn: topic.arn, inputTransformer: { inputPaths: { ...inputPaths }, inputTemplate } },
    options,
  );
}

function createDashboard(name: string, service: WatchedService, { options, awsEnvironment }: ChildContext): void {
  const { clusterName, serviceName, frontDoor } = service;
  const body = pulumi
    .output({ clusterName, serviceName, frontDoor, region: awsEnvironment.region })
    .apply(({ region, ...known }) =>
      dashboardBody(
        {
          service: { ClusterName: known.clusterName, ServiceName: known.serviceName },
          ...(known.frontDoor !== undefined && {
            targetGroup: {
              LoadBalancer: known.frontDoor.loadBalancerArnSuffix,
              TargetGroup: known.frontDoor.targetGroupArnSuffix,
            },
          }),
        },
        region,
      ),
    );
  new aws.cloudwatch.Dashboard(
    childName(name, "dashboard"),
    { dashboardName: serviceName, dashboardBody: pulumi.jsonStringify(body) },
    options,
  );
}
