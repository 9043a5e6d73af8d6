// Reminders that a registry token expires: one-time schedules of EventBridge Scheduler that publish to a topic.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { reminderRolePolicy, reminderTrustPolicy } from "../../model/alarmPolicies";
import { childName, childNameOf } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfResource } from "../../model/resourceCost";
import { calendarDay, expiryWarning, remindersAfter, renderReminder } from "../../model/tokenExpiry";
import type { AlarmTopic } from "./alarmTopic";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { GhcrFargateServiceArgs } from "../ghcrFargateServiceArgs";
import type { ChildContext } from "../component/childContext";

/** A token's last day, as planned. */
export interface ExpiryPlan {
  /** The argument that says it: `sidecars[0].credentials.expiresOn`. */
  readonly path: string;
  readonly expiresOn: string;
  /** What tells the schedules of one token from another's; empty for the component's own. */
  readonly keys: readonly string[];
}

/** What AWS allows the name of a schedule, less Pulumi's suffix and the longest of our own. */
const MAX_PREFIX_LENGTH = 64 - 8 - "-expiry-14".length;

/** Plans the reminders of one token; none where its last day is not given. */
export function planExpiry(
  checks: ArgumentChecks,
  given: { readonly path: string; readonly expiresOn: string | undefined; readonly keys: readonly string[] },
  component: string,
): ExpiryPlan[] {
  const { path, expiresOn, keys } = given;
  if (expiresOn === undefined) return [];
  checks.shape(path, expiresOn, calendarDay);
  const prefix = [component, ...keys].join("-");
  if (prefix.length > MAX_PREFIX_LENGTH)
    checks.add(
      path,
      `needs schedules named "${prefix}-expiry-14", which is too long`,
      `use names that have ${MAX_PREFIX_LENGTH} characters together`,
    );
  return [{ path, expiresOn, keys }];
}

/** Plans the reminders of a service's tokens, its own and its sidecars'. */
export function planExpiries(
  checks: ArgumentChecks,
  component: string,
  { credentials, sidecars = [] }: Pick<GhcrFargateServiceArgs, "credentials" | "sidecars">,
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

/** Says which tokens expire within 14 days. `now` is in milliseconds since 1970. */
export function warnOfExpiries(plans: readonly ExpiryPlan[], now: number, parent: pulumi.Resource): void {
  for (const { path, expiresOn } of plans) {
    const warning = expiryWarning(expiresOn, now);
    if (warning !== undefined) void pulumi.log.warn(`${path}: ${warning}`, parent);
  }
}

/**
 * Creates the schedules that are still to come, and the role that they publish with. `now` decides which those are, since AWS
 * refuses a one-time schedule whose time has passed: an update after a reminder removes its schedule, and `warnOfExpiries` says
 * what the reminder said.
 */
export function createExpiryReminders(
  name: string,
  plans: readonly ExpiryPlan[],
  { topic, now }: ReminderConnections,
  context: ChildContext,
): void {
  const { options } = context;
  const due = plans.map((plan) => ({ ...plan, reminders: remindersAfter(plan.expiresOn, now) }));
  if (due.every(({ reminders }) => reminders.length === 0)) return;
  const roleArn = createReminderRole(name, topic, context);
  for (const { path, keys, expiresOn, reminders } of due)
    for (const { daysBefore, at } of reminders)
      new aws.scheduler.Schedule(
        childNameOf([name, ...keys].join("-"), "expiry", daysBefore),
        {
          description: `Says that a registry token of ${name} expires on ${expiresOn}`,
          scheduleExpression: `at(${at})`,
          scheduleExpressionTimezone: "UTC",
          flexibleTimeWindow: { mode: "OFF" },
          target: {
            arn: topic.arn,
            roleArn,
            input: renderReminder(
              `${[name, ...keys].join(" ")} (${pulumi.getProject()}/${pulumi.getStack()})`,
              path,
              expiresOn,
              daysBefore,
            ),
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

/** What reminders take from elsewhere. */
export interface ReminderConnections {
  readonly topic: AlarmTopic;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
}

function createReminderRole(
  name: string,
  { arn, keyArn }: AlarmTopic,
  { options, awsEnvironment, tags, permissionsBoundary }: ChildContext,
): pulumi.Output<string> {
  const role = new aws.iam.Role(
    childName(name, "reminderRole"),
    {
      description: `EventBridge Scheduler sends the reminders of ${name} with it`,
      assumeRolePolicy: pulumi.jsonStringify(awsEnvironment.apply(reminderTrustPolicy)),
      permissionsBoundary,
      tags,
    },
    options,
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
