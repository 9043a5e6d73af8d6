// The policies of the role that EventBridge Scheduler acts with.

import { policyDocument, type AwsEnvironment, type PolicyDocument } from "./policies";

/**
 * Who may assume the role: EventBridge Scheduler, for schedules of this account in the default group. A single schedule cannot be
 * named. https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function schedulerTrustPolicy({ partition, region, account }: AwsEnvironment): PolicyDocument {
  return policyDocument({
    Effect: "Allow",
    Principal: { Service: "scheduler.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: {
        "aws:SourceAccount": account,
        "aws:SourceArn": `arn:${partition}:scheduler:${region}:${account}:schedule-group/default`,
      },
    },
  });
}

/** What scheduled tasks are started with. */
export interface ScheduledTask {
  /** The task definition's ARN, with its revision. */
  readonly taskDefinitionArn: string;
  readonly clusterArn: string;
  /** The roles that the task gets. */
  readonly roleArns: readonly string[];
  readonly deadLetterArn: string;
}

/**
 * What the role may do: start tasks of the family in the cluster, give them their roles and tags, and put a start that failed into
 * the queue. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export function schedulePolicy({
  taskDefinitionArn,
  clusterArn,
  roleArns,
  deadLetterArn,
}: ScheduledTask): PolicyDocument {
  const ofCluster = { ArnEquals: { "ecs:cluster": clusterArn } };
  return policyDocument(
    {
      Sid: "StartTasks",
      Effect: "Allow",
      Action: "ecs:RunTask",
      Resource: taskDefinitionArn.replace(/:\d+$/, ":*"), // of all revisions: the policy stays while they change
      Condition: ofCluster,
    },
    {
      Sid: "TagTasks",
      Effect: "Allow",
      Action: "ecs:TagResource",
      Resource: `${clusterArn.replace(":cluster/", ":task/")}/*`,
      Condition: { StringEquals: { "ecs:CreateAction": "RunTask" } },
    },
    {
      Sid: "PassTaskRoles",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: [...new Set(roleArns)],
      Condition: { StringLike: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
    { Sid: "KeepFailedStarts", Effect: "Allow", Action: "sqs:SendMessage", Resource: deadLetterArn },
  );
}
