// Who is told of what: alarms and reminders, which share a topic.

import * as pulumi from "@pulumi/pulumi";
import { createAlarms } from "./alarms";
import { createAlarmTopic, type AlarmTopic } from "./alarmTopic";
import { createExpiryReminders, warnOfExpiries } from "./expiryReminders";
import type { FargatePlan } from "../ghcrFargateServicePlan";
import type { WatchedService } from "./metricAlarms";
import type { Surroundings } from "../component/childContext";

/** Creates the topic, the alarms and the reminders; undefined where nobody is to be told. */
export function createNotifications(
  name: string,
  { alarms, expiries, autoscaling, service }: FargatePlan,
  watched: Omit<WatchedService, "subject" | "leastTasks">,
  surroundings: Surroundings,
): AlarmTopic | undefined {
  const now = Date.now();
  warnOfExpiries(expiries, now, surroundings.parent);
  if (alarms === undefined) return undefined;
  const topic = createAlarmTopic(name, alarms.topic, surroundings);
  const subject = `${name} (${pulumi.getProject()}/${pulumi.getStack()})`;
  const leastTasks = autoscaling?.floor ?? service.desiredCount;
  createAlarms(name, alarms, { ...watched, subject, leastTasks }, topic, surroundings);
  createExpiryReminders(name, expiries, { topic, now }, surroundings);
  return topic;
}
