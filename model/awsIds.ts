// Checks of ids and ARNs that users pass: of which resource, and in which form.

import { parseArn } from "./arns";
import type { Check } from "./checks";
import { quote } from "./problems";

export const checkVpcId = idOf("vpc");
export const checkSubnetId = idOf("subnet");
export const checkSecurityGroupId = idOf("sg");
export const checkPrefixListId = idOf("pl");
export const checkRouteTableId = idOf("rtb");
export const checkFileSystemId = idOf("fs");
export const checkAccessPointId = idOf("fsap");

export const checkKeyArn = arnOf("a KMS key", "kms", "key/");
export const checkSecretArn = arnOf("a Secrets Manager secret", "secretsmanager", "secret:");
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
export const checkTopicArn = arnOf("an SNS topic", "sns", "");

/** An id that AWS gave: its prefix, a dash and letters and digits. */
function idOf(prefix: string): Check<string> {
  const pattern = new RegExp(`^${prefix}-[a-z0-9]+$`);
  return (value) =>
    typeof value === "string" && pattern.test(value)
      ? undefined
      : { wrong: `${quote(value)} is not a valid id`, fix: `pass an id like ${prefix}-0123456789abcdef0` };
}

/** The ARN of a resource: of a service, with a resource part that starts as given. `what` is as in "a KMS key". */
function arnOf(what: string, service: string, resource: string): Check<string> {
  return (value) => {
    const arn = typeof value === "string" ? parseArn(value) : undefined;
    if (arn?.service === service && arn.resource.startsWith(resource)) return undefined;
    const region = service === "iam" ? "" : "REGION";
    return {
      wrong: `${quote(value)} is not a valid ARN of ${what}`,
      fix: `pass an ARN like arn:aws:${service}:${region}:ACCOUNT:${resource}NAME`,
    };
  };
}
