// The SNS topic for alarms, failures and reminders: created with its policy and subscriptions, or existing.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarmTopicPolicy } from "../../model/alarmPolicies";
import { checkKeyArn, checkTopicArn } from "../../model/awsIds";
import { childName, childNameOf } from "../../model/childNames";
import type { Check } from "../../model/checks";
import type { BilledItem } from "../../model/monthlyCost";
import { quote } from "../../model/problems";
import { costOfResource, costOfSubscription } from "../../model/resourceCost";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";

/** The topic, as planned: existing, or created with these subscriptions. */
export type AlarmTopicPlan = {
  readonly keyArn: pulumi.Input<string> | undefined;
} & (
  | { readonly existing: pulumi.Input<string>; readonly emails?: undefined }
  | { readonly existing?: undefined; readonly emails: readonly string[] }
);

/** A topic, and the customer-managed key that encrypts it, if it has one. */
export interface AlarmTopic {
  readonly arn: pulumi.Output<string>;
  readonly keyArn: pulumi.Input<string> | undefined;
}

const checkEmail: Check<string> = (email) =>
  typeof email === "string" && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
    ? undefined
    : { wrong: `${quote(email)} is not a valid e-mail address`, fix: "write it as name@example.com" };

/** Plans the topic. */
export function planAlarmTopic(
  checks: ArgumentChecks,
  {
    topicArn,
    topicKeyArn,
    emails,
  }: {
    readonly topicArn?: pulumi.Input<string>;
    readonly topicKeyArn?: pulumi.Input<string>;
    readonly emails?: readonly string[];
  },
): AlarmTopicPlan {
  const keyArn = checks.arn("alarms.topicKeyArn", topicKeyArn, {
    check: checkKeyArn,
    what: "a key",
    shared: ["region"],
  });
  if (topicArn !== undefined) {
    if (emails !== undefined)
      checks.add(
        "alarms.emails",
        "cannot be set with alarms.topicArn: an existing topic gets no subscriptions",
        "leave one of them unset",
      );
    return {
      existing: checks.arn("alarms.topicArn", topicArn, { check: checkTopicArn, what: "a topic", shared: ["region"] }),
      keyArn,
    };
  }
  if (emails === undefined || emails.length === 0)
    checks.add("alarms", "has no recipient", "set emails, or the topicArn of an existing topic");
  emails?.forEach((email, i) => {
    checks.shape(`alarms.emails[${i}]`, email, checkEmail);
  });
  checks.unique("alarms.emails", emails ?? []);
  return { emails: emails ?? [], keyArn };
}

/** Creates the topic, unless it exists. */
export function createAlarmTopic(
  name: string,
  plan: AlarmTopicPlan,
  { options, awsEnvironment, tags }: ChildContext,
): AlarmTopic {
  const { keyArn } = plan;
  if (plan.existing !== undefined) return { arn: pulumi.output(plan.existing), keyArn };
  const topic = new aws.sns.Topic(childName(name, "alarmTopic"), { kmsMasterKeyId: keyArn, tags }, options);
  new aws.sns.TopicPolicy(
    childName(name, "alarmTopicPolicy"),
    {
      arn: topic.arn,
      policy: pulumi.jsonStringify(
        pulumi.all([topic.arn, awsEnvironment]).apply(([arn, at]) => alarmTopicPolicy(arn, at)),
      ),
    },
    options,
  );
  for (const email of plan.emails)
    new aws.sns.TopicSubscription(
      subscriptionName(name, email),
      { topic: topic.arn, protocol: "email", endpoint: email },
      options,
    );
  return { arn: topic.arn, keyArn };
}

/** What a created topic and its subscriptions are billed for. */
export function costOfAlarmTopic(name: string, { emails }: AlarmTopicPlan): BilledItem[] {
  if (emails === undefined) return [];
  return [
    ...costOfResource(childName(name, "alarmTopic"), "aws:sns:Topic"),
    ...emails.flatMap((email) => costOfSubscription(subscriptionName(name, email), "email")),
  ];
}

function subscriptionName(name: string, email: string): string {
  return childNameOf(name, "alarm-email", email);
}
