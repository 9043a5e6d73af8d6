// Which service a message is about.

import type { Facts } from "./facts";
import { compactPhrase, type MessageText } from "./text";

/** The services that a task or a deployment calls. */
export type Operation =
  | "ecr"
  | "registry"
  | "secretsManager"
  | "parameterStore"
  | "s3"
  | "kms"
  | "logs"
  | "efs"
  | "sts"
  | "iam"
  | "elb"
  | "ec2"
  | "ecs";

/** The services by the prefix of their IAM actions, which their ARNs have too. */
const BY_PREFIX: Readonly<Record<string, Operation>> = {
  ecr: "ecr",
  secretsmanager: "secretsManager",
  ssm: "parameterStore",
  s3: "s3",
  kms: "kms",
  logs: "logs",
  elasticfilesystem: "efs",
  sts: "sts",
  iam: "iam",
  elasticloadbalancing: "elb",
  ec2: "ec2",
  ecs: "ecs",
};

const BY_HOST: readonly (readonly [RegExp, Operation])[] = [
  [/^secretsmanager\./, "secretsManager"],
  [/^(?:ssm|ssmmessages)\./, "parameterStore"],
  [/^kms\./, "kms"],
  [/^logs\./, "logs"],
  [/^(?:api\.ecr|ecr)(?:\.|$)|\.dkr\.ecr[.-]\S{1,60}\.amazonaws\.|^prod-\S+-starport-layer-bucket\.s3/, "ecr"],
  [/(?:^|\.)s3[.-]/, "s3"],
  [/\.efs\./, "efs"],
];

/** Words that stand for a service, the surest first. */
const BY_WORD: readonly (readonly [string, Operation])[] = (
  [
    ["from asm", "secretsManager"],
    ["secrets manager", "secretsManager"],
    ["from ssm", "parameterStore"],
    ["systems manager", "parameterStore"],
    ["parameter store", "parameterStore"],
    ["ecr registry auth", "ecr"],
    ["amazon ecr", "ecr"],
    ["access to kms", "kms"],
    ["kms", "kms"],
    ["cloudwatch", "logs"],
    ["log group", "logs"],
    ["efs", "efs"],
    ["mount.nfs", "efs"],
    ["target group", "elb"],
    ["target-group", "elb"],
    ["security group", "ec2"],
    ["network interface", "ec2"],
    ["subnet", "ec2"],
  ] as const
).map(([phrase, operation]) => [compactPhrase(phrase), operation]);

/** The service that a message is about: by the action, the host, the image, an ARN or its words. */
export function operationOf(
  { compact, line }: MessageText,
  { action, host = "", image, registry }: Facts,
): Operation | undefined {
  const byAction = BY_PREFIX[action?.split(":")[0]?.toLowerCase() ?? ""];
  if (byAction !== undefined) return byAction;
  const byHost = BY_HOST.find(([pattern]) => pattern.test(host))?.[1];
  if (byHost !== undefined) return byHost;
  if (/\.dkr\.ecr[.-][\w.-]{1,60}amazonaws(?:\.|$)|\.dkr\.ecr\W{0,3}$|cannotpullecr/.test(compact)) return "ecr"; // a terminal may have broken the name
  if (/^<[^>]{0,40}ecr/.test(image ?? "")) return "ecr"; // a placeholder
  if (image !== undefined || registry !== undefined) return "registry";
  if (compact.includes("cannotpull") && /\bECR\b/.test(line)) return "ecr";
  const byArn =
    BY_PREFIX[/arn:aws[\w-]{0,12}:(secretsmanager|ssm|kms|logs|elasticfilesystem):/.exec(compact)?.[1] ?? ""];
  const byWord = BY_WORD.find(([word]) => compact.includes(word))?.[1];
  return byArn ?? byWord ?? (/\bS3\b/i.test(line) ? "s3" : /\bECR\b/.test(line) ? "ecr" : undefined);
}
