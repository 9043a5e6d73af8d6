// The policies of what `hardening` creates: the key of logs and notifications, and the bucket of access and flow logs.

import { serviceDomain } from "./arns";
import { KEY_ADMINISTRATION, policyDocument, type AwsEnvironment, type PolicyDocument } from "./policies";

/**
 * The policy of the key: IAM decides who administers it; CloudWatch Logs uses it for the log groups of this account, CloudWatch
 * alarms and EventBridge for what they publish. EventBridge allows no condition here.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function hardeningKeyPolicy({ partition, region, account }: AwsEnvironment): PolicyDocument {
  const accountIam = { AWS: `arn:${partition}:iam::${account}:root` };
  const use = ["kms:Decrypt", "kms:GenerateDataKey*"];
  return policyDocument(
    { Sid: "AdministrationByIam", Effect: "Allow", Principal: accountIam, Action: KEY_ADMINISTRATION, Resource: "*" },
    {
      Sid: "LogGroups",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.${serviceDomain(partition)}` },
      Action: ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      Resource: "*",
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:log-group:*` },
      },
    },
    {
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: use,
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
    { Sid: "Events", Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: use, Resource: "*" },
    {
      Sid: "UseThroughSns",
      Effect: "Allow",
      Principal: accountIam,
      Action: use,
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": `sns.${region}.${serviceDomain(partition)}`, "kms:CallerAccount": account },
      },
    },
  );
}

/**
 * The policy of the bucket: the load balancers and flow logs of this account write, and nobody connects without TLS.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 */
export function logBucketPolicy(bucketArn: string, { partition, region, account }: AwsEnvironment): PolicyDocument {
  const ofLoadBalancers = {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/*` },
  };
  const ofFlowLogs = {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:${partition}:logs:${region}:${account}:*` },
  };
  const delivery = { Service: "delivery.logs.amazonaws.com" };
  return policyDocument(
    {
      Sid: "AccessLogs",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${bucketArn}/AWSLogs/${account}/*`,
      Condition: ofLoadBalancers,
    },
    {
      Sid: "DeliveredLogs",
      Effect: "Allow",
      Principal: delivery,
      Action: "s3:PutObject",
      Resource: `${bucketArn}/AWSLogs/${account}/*`,
      Condition: ofFlowLogs,
    },
    {
      Sid: "DeliveryChecks",
      Effect: "Allow",
      Principal: delivery,
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn,
      Condition: ofFlowLogs,
    },
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  );
}
