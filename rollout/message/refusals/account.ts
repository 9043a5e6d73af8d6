// What AWS refuses beside a service: its autoscaling, its alarms, and anything at all for an account. Wordings follow ECS's and Application
// Auto Scaling's APIs; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const ACCOUNT_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "AUTOSCALING", page: PAGE.autoscaling }, [
    [
      /(?:Application ?Auto ?Scaling|AutoScaling Target|ScalableTarget|scalable target).{0,300}Unable to assume IAM role:? ?arn:aws[\w-]*:iam::\w{0,12}:role\/(?<name>[\w+=,.@/-]{1,128})/,
      "Application Auto Scaling may not assume the role {name}",
      "leave the role out (the service-linked role AWSServiceRoleForApplicationAutoScaling_ECSService is used), or trust application-autoscaling.amazonaws.com in it",
    ],
    [
      /ECS.{0,200}Either Scaling ?Target ?Id or all three of/,
      "the scaling policy does not say which scalable target it belongs to",
      "give it ScalingTargetId (Ref of the AWS::ApplicationAutoScaling::ScalableTarget), or ResourceId (service/CLUSTER/SERVICE), ScalableDimension ecs:service:DesiredCount and ServiceNamespace ecs; with the CDK call autoScaleTaskCount of the service and add the policy to what it returns",
    ],
    [
      /No scalable target registered for service namespace: ?ecs, ?resource ID: ?(?<name>service\/[\w/-]{1,300})/,
      "the scaling policy is made for {name}, which is not registered as a scalable target (yet)",
      "register the scalable target before the policy (dependsOn), with the same resource id service/CLUSTER/SERVICE (`autoscaling` makes both)",
    ],
  ]),
  ...refusals({ code: "ARN_PARTITION", page: PAGE.arns, form: "apiError" }, [
    [
      /MalformedPolicyDocument.{0,60}Partition "(?<what>aws[\w-]{0,10}?)" is not valid for resource "?(?<arn>arn:aws[\w-]{0,10}:ecs:[\w:/*.-]{1,200})/,
      "the policy names {arn}, in the partition {what}, and the account is in another one (aws-cn in China, aws-us-gov in GovCloud)",
      "write the account's partition into each ARN: ${AWS::Partition} of CloudFormation, Aws.PARTITION of the CDK, data.aws_partition.current.partition of Terraform, aws.getPartition of Pulumi",
    ],
  ]),
  ...refusals({ code: "DEPLOYMENT_ALARM", page: PAGE.breaker, form: "apiError" }, [
    [
      /CloudWatch alarms? '?\[?(?<name>[\w.-]{1,255}?)\]?'? (?:does not|doesn't|do not) exist/,
      "the CloudWatch alarm {name} that should guard the deployment does not exist in this account and Region",
      "create the alarm before the service, or correct `deployment.alarmNames`",
    ],
  ]),
  ...refusals({ code: "ACCOUNT_BLOCKED", page: PAGE.support }, [
    [
      /(?:Your )?(?:AWS )?account (?:\d{12} )?(?:is|has been|was)(?: currently)? (?:blocked|suspended)(?! from public)|currently blocked by/,
      "AWS has blocked the account",
      "open a case with AWS Support, who alone can unblock it: new accounts are checked first, and others are blocked for unpaid bills or abuse",
    ],
    [
      /account currently does not support creating load ?balancers/,
      "AWS does not let this account create load balancers (yet), as it does with many new accounts",
      "open a case with AWS Support (account and billing) and ask for load balancers; until then deploy without `loadBalancer`",
    ],
    [
      /(?:account|request).{0,40}(?:currently|is) being verified|pending ?verification/,
      "AWS still checks the account, and refuses the call until it has",
      "wait (minutes to hours) and deploy again; open a case with AWS Support if it takes longer than a day",
    ],
    [
      /(?:OptInRequired|SubscriptionRequiredException|not subscribed to (?:this|the) service|needs a subscription for the service)/,
      "the account has not signed up for this service or Region: it is new, its payment method is not verified, or the Region is off",
      "finish the account's registration, or enable the Region (AWS console, Account, Regions); then deploy again",
    ],
  ]).map((rule) => ({ ...rule, form: "apiError" as const })),
];
