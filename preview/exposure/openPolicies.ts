// Policies of resources that let everybody in.

import { textOf, UNKNOWN, type CapturedResource } from "../captured";
import { shortType } from "../typeNames";

/** The input that holds the policy, by type. */
const POLICY_INPUTS: Readonly<Record<string, string>> = {
  "aws:ecr:RepositoryPolicy": "policy",
  "aws:efs:FileSystemPolicy": "policy",
  "aws:kms:Key": "policy",
  "aws:kms:KeyPolicy": "policy",
  "aws:opensearch:DomainPolicy": "accessPolicies",
  "aws:s3:BucketPolicy": "policy",
  "aws:secretsmanager:SecretPolicy": "policy",
  "aws:sns:TopicPolicy": "policy",
  "aws:sqs:QueuePolicy": "policy",
};

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Condition?: unknown;
}

/** Whether the policies of a type are read. */
export function policyIsExamined(type: string): boolean {
  return type in POLICY_INPUTS;
}

/** What a resource's policy allows everybody, as phrases. */
export function openPolicies(resource: CapturedResource, all: readonly CapturedResource[]): string[] {
  const type = shortType(resource.type);
  const input = POLICY_INPUTS[type];
  const value = input === undefined ? undefined : resource.inputs[input];
  if (value === undefined) return [];
  if (value === UNKNOWN)
    return type === "aws:s3:BucketPolicy" && allowsPublicPolicies(resource, all)
      ? [
          "bucket policy, which may be for everybody: its text is known after the deployment, and public policies are not blocked",
        ]
      : [];
  return statementsOf(textOf(value) === "" ? JSON.stringify(value) : textOf(value))
    .filter(
      ({ Effect, Principal, Condition }) => Effect === "Allow" && Condition === undefined && isEverybody(Principal),
    )
    .map(({ Action = [] }) => `policy for everybody: ${[Action].flat().join(", ")}`);
}

function statementsOf(text: string): Statement[] {
  try {
    const { Statement: statements = [] } = JSON.parse(text) as { Statement?: Statement | Statement[] };
    return [statements].flat();
  } catch {
    return []; // AWS refuses it
  }
}

function isEverybody(principal: unknown): boolean {
  if (principal === "*") return true;
  const { AWS } = (principal ?? {}) as { AWS?: unknown };
  return [AWS].flat().includes("*");
}

/** S3 blocks public policies on every new bucket until a setting of its own says otherwise. */
function allowsPublicPolicies({ propertyDependencies }: CapturedResource, all: readonly CapturedResource[]): boolean {
  const buckets = propertyDependencies.bucket ?? [];
  return all.some(
    (other) =>
      shortType(other.type) === "aws:s3:BucketPublicAccessBlock" &&
      other.inputs.blockPublicPolicy !== true &&
      other.propertyDependencies.bucket?.some((urn) => buckets.includes(urn)),
  );
}
