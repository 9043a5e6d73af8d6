// CloudWatch alarms and failure notifications of a service, the reminders of its tokens, and their recipients.

import * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { wholeNumber, type Check } from "../../model/checks";
import type { BilledItem } from "../../model/monthlyCost";
import { quote } from "../../model/problems";
import { costOfResource } from "../../model/resourceCost";
import { costOfAlarmTopic, createAlarmTopic, planAlarmTopic, type AlarmTopic, type AlarmTopicPlan } from "./alarmTopic";
import type { ArgumentChecks } from "../component/argumentChecks";
import { createDashboard } from "./dashboard";
import { createExpiryReminders, warnOfExpiries, type ExpiryPlan } from "./expiryReminders";
import { createFailureEvents } from "./failureEvents";
import {
  costOfMetricAlarms,
  createMetricAlarms,
  type AlarmedBalancer,
  type AlarmThresholds,
  type WatchedService,
} from "./metricAlarms";
import type { ChildContext } from "../component/childContext";

/**
 * CloudWatch alarms and failure notifications, and their recipients: high CPU and memory utilization, too few running tasks, tasks
 * that cannot start, failed deployments; with `loadBalancer` also server errors, slow responses and unhealthy targets. The alarm on
 * running tasks compares with `desiredCount`, or with the lowest `min` of `autoscaling`; it may go off once while a new service
 * starts. CloudWatch charges about 0.10 USD a month for each of the three alarms (six with an Application Load Balancer, four with a
 * Network Load Balancer) beyond an account's first ten. A task that keeps failing to start sends one message for each attempt.
 */
export interface ServiceAlarms {
  /**
   * An existing SNS topic in the same Region, instead of `emails`. Its policy must allow `cloudwatch.amazonaws.com` and
   * `events.amazonaws.com` to publish, the latter without a condition (EventBridge supports none).
   */
  topicArn?: pulumi.Input<string>;
  /**
   * The customer-managed KMS key that encrypts the topic, created or existing. Its policy must allow `cloudwatch.amazonaws.com`
   * and `events.amazonaws.com` to use `kms:Decrypt` and `kms:GenerateDataKey*`, the latter without a condition. AWS's own key
   * `alias/aws/sns` allows neither.
   * @default the created topic is not encrypted: its messages contain names of resources and reasons, but no secrets
   */
  topicKeyArn?: pulumi.Input<string>;
  /** E-mail addresses to subscribe to a created topic. Each recipient has to confirm the subscription. */
  emails?: string[];
  /**
   * CPU utilization that sets off an alarm after 15 minutes, in percent: 1 to 100.
   * @default 90
   */
  cpuPercent?: number;
  /**
   * Memory utilization that sets off an alarm after 15 minutes, in percent: 1 to 100.
   * @default 90
   */
  memoryPercent?: number;
  /**
   * Number of responses with a 5xx status in 5 minutes that sets off an alarm. Needs `loadBalancer`.
   * @default 10
   */
  http5xxCount?: number;
  /**
   * 95th percentile of the response time that sets off an alarm after 15 minutes, in seconds. Needs `loadBalancer`.
   * @default 2
   */
  responseTimeSeconds?: number;
  /**
   * Whether a CloudWatch dashboard with the metrics of the alarms is created, named as the service (3 USD a month beyond an account's
   * first three).
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

/** Plans the alarms; undefined without them. */
export function planAlarms(
  checks: ArgumentChecks,
  given: ServiceAlarms | undefined,
  balancer: AlarmedBalancer,
): AlarmsPlan | undefined {
  if (given === undefined) return undefined;
  const { http5xxCount, responseTimeSeconds } = given;
  checks.shape("alarms.cpuPercent", given.cpuPercent, wholeNumber(1, 100, "percent"));
  checks.shape("alarms.memoryPercent", given.memoryPercent, wholeNumber(1, 100, "percent"));
  checks.shape("alarms.http5xxCount", http5xxCount, wholeNumber(0, Infinity, "responses"));
  checks.shape("alarms.responseTimeSeconds", responseTimeSeconds, positive);
  if (balancer !== "application")
    checks.mustBeUnset(
      "alarms",
      { http5xxCount, responseTimeSeconds },
      balancer === undefined
        ? { wrong: "cannot be set without loadBalancer", fix: "set loadBalancer, or leave it unset" }
        : { wrong: "cannot be set with a Network Load Balancer, which knows no responses", fix: "leave it unset" },
    );
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

/** What alarms and reminders are about. */
export interface AlarmedService {
  readonly plan: AlarmsPlan | undefined;
  readonly expiries: readonly ExpiryPlan[];
  readonly service: Omit<WatchedService, "subject">;
}

/** Creates the topic and everything that publishes to it; undefined without alarms, where expiring tokens are only warned of. */
export function createAlarms(
  name: string,
  { plan, expiries, service }: AlarmedService,
  context: ChildContext,
): AlarmTopic | undefined {
  const now = Date.now();
  warnOfExpiries(expiries, now, context.parent);
  if (plan === undefined) return undefined;
  const topic = createAlarmTopic(name, plan.topic, context);
  const watched = { ...service, subject: `${name} (${pulumi.getProject()}/${pulumi.getStack()})` };
  createMetricAlarms(name, { thresholds: plan.thresholds, service: watched, topicArn: topic.arn }, context);
  createFailureEvents(name, { service: watched, topicArn: topic.arn }, context);
  if (plan.dashboard) createDashboard(name, watched, context);
  createExpiryReminders(name, { plans: expiries, topic, now }, context);
  return topic;
}

/** What alarms are billed for. The rules are not: AWS's own events cost nothing. */
export function costOfAlarms(name: string, plan: AlarmsPlan | undefined, balancer: AlarmedBalancer): BilledItem[] {
  if (plan === undefined) return [];
  return [
    ...costOfMetricAlarms(name, balancer),
    ...(plan.dashboard ? costOfResource(childName(name, "dashboard"), "aws:cloudwatch:Dashboard") : []),
    ...costOfAlarmTopic(name, plan.topic),
  ];
}
