// Whether each secret of a container can be read, and has the JSON key that the container asks for. Values are not kept.

import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { parseArn } from "../model/arns";
import { parameterName } from "../model/secretReferences";
import { explainAwsError } from "./awsErrors";
import { connectAws, type Aws } from "./aws";
import { callSystemsManager } from "./signedRequest";
import type { Readers, Verdict } from "./verdict";

/** Verifies them. Permissions: secretsmanager:GetSecretValue, ssm:GetParameters, kms:Decrypt. */
export function verifySecrets(
  { account, caller, executionRole }: Readers,
  container: ContainerDefinition,
): Promise<Verdict[]> {
  const { name = "", secrets = [] } = container;
  return Promise.all(
    secrets.map(async ({ name: variable = "", valueFrom = "" }): Promise<Verdict> => {
      const subject = `secret ${variable} of ${name}`;
      try {
        return { subject, ...(await readSecret(executionRole, valueFrom, account)) };
      } catch (error) {
        const missing = error instanceof Error && error.name === "ResourceNotFoundException";
        // That the caller may not read it says nothing of the role.
        if (!missing && caller === executionRole) return { subject, state: "unknown", detail: explainAwsError(error) };
        return {
          subject,
          state: "failed",
          detail: missing ? `${valueFrom} does not exist or has no value` : explainAwsError(error),
          fix: missing
            ? "check its ARN and Region, and that a version carries AWSCURRENT"
            : "grant the execution role secretsmanager:GetSecretValue, and kms:Decrypt on its key (secretKeyArns)",
        };
      }
    }),
  );
}

/** Reads it as ECS does: in the Region of its ARN; a parameter that another account shares by its ARN alone. */
async function readSecret(aws: Aws, valueFrom: string, account: string | undefined): Promise<Omit<Verdict, "subject">> {
  const arn = parseArn(valueFrom);
  const there = arn === undefined ? aws : connectAws({ ...aws.settings, region: arn.region });
  if (arn?.service !== "secretsmanager") {
    const parameter = arn !== undefined && arn.account === account ? parameterName(valueFrom) : valueFrom;
    const answer = await callSystemsManager<{ Parameters?: unknown[] }>(there, "GetParameters", {
      Names: [parameter],
      WithDecryption: true,
    });
    if ((answer.Parameters ?? []).length > 0) return { state: "ok", detail: `parameter ${parameter}` };
    return { state: "failed", detail: `there is no parameter ${parameter}`, fix: "check its name and Region" };
  }
  // arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME:json-key:version-stage:version-id
  const parts = valueFrom.split(":");
  const [key, stage, versionId] = parts.slice(7);
  const secrets = await there.secrets();
  const { SecretString } = await secrets.getSecretValue({
    SecretId: parts.slice(0, 7).join(":"),
    ...(stage !== undefined && stage !== "" && { VersionStage: stage }),
    ...(versionId !== undefined && versionId !== "" && { VersionId: versionId }),
  });
  if (key === undefined || key === "") return { state: "ok", detail: parts[6] ?? "" };
  const keys = jsonKeys(SecretString);
  if (keys === undefined)
    return {
      state: "failed",
      detail: `${parts[6] ?? ""} is not a JSON object`,
      fix: `store an object with the key ${key}, or leave the key out`,
    };
  if (keys.includes(key)) return { state: "ok", detail: `${parts[6] ?? ""}, key ${key}` };
  return {
    state: "failed",
    detail: `${parts[6] ?? ""} has no key ${key}; it has ${keys.join(", ") || "none"}`,
    fix: "correct the key after the secret's ARN",
  };
}

function jsonKeys(text: string | undefined): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined;
  } catch {
    return undefined;
  }
}
