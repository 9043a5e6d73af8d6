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

/** Whether the ARN of a secret ends with the hyphen and the six characters that Secrets Manager added to its name. */
export function isWholeSecretArn(arn: string): boolean {
  return /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:[^:]+-[A-Za-z0-9]{6}$/.test(arn);
}
