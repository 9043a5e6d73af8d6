// What an ECS Exec session that is encrypted and recorded needs
// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html, checked 2026-11-22).

import {
  KEY_ADMINISTRATION,
  policyDocument,
  type AwsEnvironment,
  type PolicyDocument,
  type Statement,
} from "./policies";

/** The policy of the key that encrypts sessions: the account's IAM policies decide who administers it and who opens sessions. */
export function sessionKeyPolicy({ partition, account }: AwsEnvironment): PolicyDocument {
  const accountIam = { AWS: `arn:${partition}:iam::${account}:root` };
  return policyDocument(
    { Sid: "AdministrationByIam", Effect: "Allow", Principal: accountIam, Action: KEY_ADMINISTRATION, Resource: "*" },
    {
      Sid: "UseByIam",
      Effect: "Allow",
      Principal: accountIam,
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
    },
  );
}

/** What the task role needs to decrypt sessions with this key. */
export function decryptSessions(keyArn: string): Statement {
  return { Sid: "DecryptSessions", Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn };
}

/** What the task role needs to find the log group of sessions: the agent lists all, so that there is none to name. */
export const FIND_SESSION_LOG: Statement = {
  Sid: "FindSessionLog",
  Effect: "Allow",
  Action: "logs:DescribeLogGroups",
  Resource: "*",
};

/** What the task role needs to record sessions in this log group. */
export function recordSessions({ partition, region, account }: AwsEnvironment, logGroupName: string): Statement {
  return {
    Sid: "RecordSessions",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}:*`,
  };
}
