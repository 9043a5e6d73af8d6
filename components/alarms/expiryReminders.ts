// Reminders of the expiry of registry tokens: one-time schedules of EventBridge Scheduler that publish to a topic.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { reminderRolePolicy } from "../../model/alarmPolicies";
import { childName, childNameOf } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfResource } from "../../model/resourceCost";
import { schedulerTrustPolicy } from "../../model/schedulePolicies";
import { calendarDay, expiryWarning, remindersAfter, renderReminder } from "../../model/tokenExpiry";
import type { AlarmTopic } from "./alarmTopic";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { createRole } from "../component/role";

/** The expiry of a token, as planned. */
export interface ExpiryPlan {
  /** The argument of the date: `sidecars[0].credentials.expiresOn`. */
  readonly path: string;
  readonly expiresOn: string;
  /** What the schedules of one token are named by, besides the component; empty for the component's own. */
  readonly keys: readonly string[];
}

/** AWS's limit for the name of a schedule, without Pulumi's suffix and our own. */
const MAX_PREFIX_LENGTH = 64 - 8 - "-expiry-14".length;

/** Plans the reminders of one token; none without its expiry date. `component`: undefined where there are only warnings. */
export function planExpiry(
  checks: ArgumentChecks,
  given: { readonly path: string; readonly expiresOn: string | undefined; readonly keys: readonly string[] },
  component: string | undefined,
): ExpiryPlan[] {
  const { path, expiresOn, keys } = given;
  if (expiresOn === undefined) return [];
  checks.shape(path, expiresOn, calendarDay);
  const prefix = [component, ...keys].join("-");
  if (component !== undefined && prefix.length > MAX_PREFIX_LENGTH)
    checks.add(
      path,
      `the name of its schedule, "${prefix}-expiry-14", is too long`,
      `use names of at most ${MAX_PREFIX_LENGTH} characters together`,
    );
  return [{ path, expiresOn, keys }];
}

/** The containers of a task, as far as their tokens expire. */
interface TokenHolders {
  readonly credentials?: { readonly expiresOn?: string };
  readonly sidecars?: readonly { readonly name: string; readonly credentials?: { readonly expiresOn?: string } }[];
}

/** Plans the reminders of all tokens, those of sidecars too. `component`: undefined where there are only warnings. */
export function planExpiries(
  checks: ArgumentChecks,
  component: string | undefined,
  { credentials, sidecars = [] }: TokenHolders,
): ExpiryPlan[] {
  const tokens = [
    { path: "credentials.expiresOn", expiresOn: credentials?.expiresOn, keys: [] },
    ...sidecars.map((sidecar, i) => ({
      path: `sidecars[${i}].credentials.expiresOn`,
      expiresOn: sidecar.credentials?.expiresOn,
      keys: [sidecar.name],
    })),
  ];
  return tokens.flatMap((token) => planExpiry(checks, token, component));
}

/** Warns of tokens that expire within 14 days. `now` is in milliseconds since 1970. */
export function warnOfExpiries(plans: readonly ExpiryPlan[], now: number, parent: pulumi.Resource): void {
  for (const { path, expiresOn } of plans) {
    const warning = expiryWarning(expiresOn, now);
    if (warning !== undefined) void pulumi.log.warn(`${path}: ${warning}`, parent);
  }
}

/**
 * Creates the schedules that are still to come, and the role that they publish with. `now` decides which those are, since AWS
 * refuses a one-time schedule whose time has passed: an update after a reminder removes its schedule, and `warnOfExpiries` gives
 * the warning instead.
 */
export function createExpiryReminders(name: string, { plans, topic, now }: Reminders, context: ChildContext): void {
  const { options } = context;
  const due = plans.map((plan) => ({ ...plan, reminders: remindersAfter(plan.expiresOn, now) }));
  if (due.every(({ reminders }) => reminders.length === 0)) return;
  const roleArn = createReminderRole(name, topic, context);
  for (const { path, keys, expiresOn, reminders } of due)
    for (const { daysBefore, at } of reminders)
      new aws.scheduler.Schedule(
        childNameOf([name, ...keys].join("-"), "expiry", daysBefore),
        {
          description: `Reminder: a registry token of ${name} expires on ${expiresOn}`,
          scheduleExpression: `at(${at})`,
          scheduleExpressionTimezone: "UTC",
          flexibleTimeWindow: { mode: "OFF" },
          target: {
            arn: topic.arn,
            roleArn,
            input: renderReminder({
              subject: `${[name, ...keys].join(" ")} (${pulumi.getProject()}/${pulumi.getStack()})`,
              argument: path,
              expiresOn,
              daysBefore,
            }),
          },
        },
        options,
      );
}

/** What reminders are billed for: each schedule for its one invocation. */
export function costOfExpiryReminders(name: string, plans: readonly ExpiryPlan[]): BilledItem[] {
  return plans.flatMap(({ keys }) =>
    costOfResource(childNameOf([name, ...keys].join("-"), "expiry"), "aws:scheduler:Schedule"),
  );
}

/** The tokens, and the topic that is told of them. */
export interface Reminders {
  readonly plans: readonly ExpiryPlan[];
  readonly topic: AlarmTopic;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
}

function createReminderRole(name: string, { arn, keyArn }: AlarmTopic, context: ChildContext): pulumi.Output<string> {
  const { options, awsEnvironment } = context;
  const role = createRole(
    { component: name, key: "reminderRole" },
    { description: `Expiry reminders of ${name}`, trust: schedulerTrustPolicy },
    context,
  );
  const policy = pulumi
    .output({ topic: { arn, keyArn }, awsEnvironment })
    .apply((known) => reminderRolePolicy(known.topic, known.awsEnvironment));
  new aws.iam.RolePolicy(
    childName(name, "reminderRolePolicy"),
    { role: role.name, policy: pulumi.jsonStringify(policy) },
    options,
  );
  return role.arn;
}
