// Amazon Resource Names (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).

/** The parts of an ARN. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Parses an ARN; undefined if the text is none. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition = "", service = "", region = "", account = "", ...resource] = text.split(":");
  if (prefix !== "arn" || partition === "" || service === "" || resource.length === 0) return undefined;
  return { partition, service, region, account, resource: resource.join(":") };
}

/** The domain of a partition's services, as `kms:ViaService` spells it. */
export function serviceDomain(partition: string): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/** What a container's secret is read from. */
export interface SecretSource {
  readonly kind: "secretsmanager" | "ssm";
  /** What the execution role has to read: the ARN less the JSON key, version stage and version id that may follow it. */
  readonly arn: string;
}

/**
 * Parses a container secret's `valueFrom`: the ARN of a Secrets Manager secret, optionally with
 * `:json-key:version-stage:version-id`, or of an SSM parameter. Undefined if it is neither.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function parseSecretSource(valueFrom: string): SecretSource | undefined {
  const arn = parseArn(valueFrom);
  if (arn === undefined || arn.region === "" || arn.account === "") return undefined;
  if (arn.service === "ssm") return /^parameter\/.+/.test(arn.resource) ? { kind: "ssm", arn: valueFrom } : undefined;
  if (arn.service !== "secretsmanager") return undefined;
  const [type, name = "", ...suffix] = arn.resource.split(":");
  if (type !== "secret" || name === "" || ![0, 3].includes(suffix.length)) return undefined;
  return { kind: "secretsmanager", arn: valueFrom.split(":").slice(0, 7).join(":") };
}

/** Whether the ARN of a secret ends with the hyphen and the six characters that Secrets Manager added to its name. */
export function isWholeSecretArn(arn: string): boolean {
  return /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:[^:]+-[A-Za-z0-9]{6}$/.test(arn);
}
