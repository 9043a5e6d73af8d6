// The policies of a topic that alarms are sent to, and of the role that sends reminders to it.

import { serviceDomain } from "./arns";
import { policyDocument, type AwsEnvironment, type PolicyDocument } from "./policies";

/**
 * Who may publish to the topic: the account's CloudWatch alarms of this Region, and EventBridge. EventBridge's statement has no
 * condition since SNS and EventBridge allow none there: with one, no message arrives.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export function alarmTopicPolicy(topicArn: string, { partition, region, account }: AwsEnvironment): PolicyDocument {
  return policyDocument(
    {
      Sid: "AlarmsOfThisAccount",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
      },
    },
    {
      Sid: "EventsOfRules",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
    },
  );
}

/** What the role that sends reminders may do: publish to one topic, and use the topic's key, if it has one, for that. */
export function reminderRolePolicy(
  topic: { readonly arn: string; readonly keyArn?: string },
  { partition, region }: Pick<AwsEnvironment, "partition" | "region">,
): PolicyDocument {
  return policyDocument(
    { Sid: "Remind", Effect: "Allow", Action: "sns:Publish", Resource: topic.arn },
    ...(topic.keyArn === undefined
      ? []
      : [
          {
            Sid: "EncryptReminders",
            Effect: "Allow" as const,
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: topic.keyArn,
            Condition: { StringEquals: { "kms:ViaService": `sns.${region}.${serviceDomain(partition)}` } },
          },
        ]),
  );
}
