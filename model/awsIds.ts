// Checks of ids and ARNs that users pass: of which resource, and in which form.

import { isWholeSecretArn, parseArn, type Arn } from "./arns";
import type { Check } from "./checks";
import { quote, type Fault } from "./problems";

export const checkVpcId = idOf("vpc");
export const checkSubnetId = idOf("subnet");
export const checkSecurityGroupId = idOf("sg");
export const checkPrefixListId = idOf("pl");
export const checkRouteTableId = idOf("rtb");
export const checkFileSystemId = idOf("fs");
export const checkAllocationId = idOf("eipalloc");
export const checkAccessPointId = idOf("fsap");

export const checkKeyArn = arnOf("a KMS key", "kms", "key/");
export const checkRoleArn = arnOf("an IAM role", "iam", "role/");
export const checkPolicyArn = arnOf("an IAM policy", "iam", "policy/");
export const checkClusterArn = arnOf("an ECS cluster", "ecs", "cluster/");
export const checkFunctionArn = arnOf("a Lambda function", "lambda", "function:");
export const checkListenerArn = arnOf(
  "an Application Load Balancer's listener",
  "elasticloadbalancing",
  "listener/app/",
);
export const checkCertificateArn = arnOf("an ACM certificate", "acm", "certificate/");
export const checkWebAclArn = arnOf("a regional web ACL of AWS WAF", "wafv2", "regional/webacl/");
export const checkUserPoolArn = arnOf("a Cognito user pool", "cognito-idp", "userpool/");
export const checkTopicArn = arnOf("an SNS topic", "sns", "");
export const checkQueueArn = arnOf("an SQS queue", "sqs", "");

const checkSecretForm = arnOf("a Secrets Manager secret", "secretsmanager", "secret:");

/** The whole ARN of a secret: policies and KMS's encryption context name it with the characters that AWS added. */
export const checkSecretArn: Check<string> = (value) =>
  checkSecretForm(value) ?? (isWholeSecretArn(value) ? undefined : notWhole(value));

/** The name of a Secrets Manager secret. */
export const checkSecretName: Check<string> = (name) => {
  if (typeof name === "string" && /^[\w/+=.@-]{1,512}$/.test(name)) return undefined;
  return {
    wrong: `${quote(name)} is not a valid name of a secret`,
    fix: "use 1 to 512 letters, digits and / _ + = . @ -",
  };
};

/** What is wrong with a secret's ARN that lacks its end. */
export function notWhole(arn: string): Fault {
  return {
    wrong: `${quote(arn)} lacks the hyphen and six characters that Secrets Manager adds to a secret's name`,
    fix: "pass the whole ARN (aws secretsmanager describe-secret shows it): a policy on the short one allows nothing",
  };
}

/** White space around an id or ARN that is fine without it, such as the line end of a file. */
export function whiteSpaceFault(value: string): Fault {
  const at = value.trim() === value ? "within it" : value.trimStart() === value ? "at its end" : "at its start";
  return { wrong: `${quote(value)} has white space ${at}`, fix: "pass it alone, without a line end" };
}

/** Account ids have 12 digits: one that is read as a number has lost the zeros at its start. */
function accountFault(value: string, { account }: Arn): Fault | undefined {
  if (!/^\d+$/.test(account) || account.length === 12) return undefined;
  return {
    wrong: `${quote(value)} has the account ${quote(account)}, of ${account.length} digits`,
    fix: "write the account's 12 digits, with the zeros that it may start with",
  };
}

/** An id that AWS gave: its prefix, a dash and letters and digits. */
function idOf(prefix: string): Check<string> {
  const pattern = new RegExp(`^${prefix}-[a-z0-9]+$`);
  return (value) => {
    if (typeof value === "string" && pattern.test(value.trim()))
      return value.trim() === value ? undefined : whiteSpaceFault(value);
    return { wrong: `${quote(value)} is not a valid id`, fix: `pass an id like ${prefix}-0123456789abcdef0` };
  };
}

/** The ARN of a resource: of a service, with a resource part that starts as given. `what` is as in "a KMS key". */
function arnOf(what: string, service: string, resource: string): Check<string> {
  return (value) => {
    const arn = typeof value === "string" ? parseArn(value.trim()) : undefined;
    if (arn?.service === service && arn.resource.startsWith(resource) && arn.resource !== resource) {
      if (/\s/.test(value)) return whiteSpaceFault(value);
      return accountFault(value, arn);
    }
    const region = service === "iam" ? "" : "REGION";
    return {
      wrong: `${quote(value)} is not a valid ARN of ${what}`,
      fix: `pass an ARN like arn:aws:${service}:${region}:ACCOUNT:${resource}NAME`,
    };
  };
}

/** Says what is wrong with the id of a hosted zone of Route 53: "Z" and more capital letters and digits. */
export const checkHostedZoneId: Check<string> = (id) => {
  if (typeof id === "string" && /^(?:\/hostedzone\/)?[A-Za-z0-9-]{1,32}$/.test(id)) return undefined;
  return {
    wrong: `${quote(id)} is not the id of a hosted zone`,
    fix: 'pass an id like "Z0123456789ABCDEFGHIJ"; hostedZoneName takes a name',
  };
};

/** The ARN of a standard queue: EventBridge Scheduler puts nothing into a FIFO queue. */
export const checkStandardQueueArn: Check<string> = (arn) =>
  checkQueueArn(arn) ??
  (arn.endsWith(".fifo") ? { wrong: `${quote(arn)} is a FIFO queue`, fix: "pass a standard queue" } : undefined);

/**
 * Says what is wrong with the name of an S3 bucket
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, checked 2026-11-28).
 */
export const checkBucketName: Check<string> = (name) => {
  const isName =
    typeof name === "string" &&
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|^\d+\.\d+\.\d+\.\d+$|^xn--|-s3alias$/.test(name);
  if (isName) return undefined;
  const inside = /^(?:arn:[^:]+:s3:::|s3:\/\/)([a-z0-9.-]{3,63})/.exec(typeof name === "string" ? name : "")?.[1];
  return {
    wrong: `${quote(name)} is not the name of an S3 bucket`,
    fix: inside === undefined ? "use 3 to 63 lower-case letters, digits, dots and dashes" : `write ${quote(inside)}`,
  };
};

/** Says what is wrong with the user of a container: a name or number, alone or with a group. */
export const checkUser: Check<string> = (user) =>
  typeof user === "string" && /^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?(:[A-Za-z0-9_][A-Za-z0-9_.-]*\$?)?$/.test(user)
    ? undefined
    : { wrong: `${quote(user)} is not a valid user`, fix: 'use "user", "user:group", "uid" or "uid:gid"' };
