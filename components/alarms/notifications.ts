// Who is told of what: alarms and reminders, which share a topic.

import * as pulumi from "@pulumi/pulumi";
import { createAlarms } from "./alarms";
import { createAlarmTopic, type AlarmTopic } from "./alarmTopic";
import { createExpiryReminders, warnOfExpiries } from "./expiryReminders";
import type { FargatePlan } from "../ghcrFargateServicePlan";
import type { WatchedService } from "./metricAlarms";
import type { ChildContext } from "../component/childContext";

/** Creates the topic, the alarms and the reminders; undefined where nobody is to be told. */
export function createNotifications(
  name: string,
  { alarms, expiries, autoscaling, service }: FargatePlan,
  watched: Omit<WatchedService, "subject" | "leastTasks">,
  context: ChildContext,
): AlarmTopic | undefined {
  const now = Date.now();
  warnOfExpiries(expiries, now, context.parent);
  if (alarms === undefined) return undefined;
  const topic = createAlarmTopic(name, alarms.topic, context);
  const subject = `${name} (${pulumi.getProject()}/${pulumi.getStack()})`;
  const leastTasks = autoscaling?.floor ?? service.desiredCount;
  createAlarms(name, alarms, { ...watched, subject, leastTasks }, topic, context);
  createExpiryReminders(name, expiries, { topic, now }, context);
  return topic;
}
