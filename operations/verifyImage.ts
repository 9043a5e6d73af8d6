// Whether ECS can pull a container's image: the registry is asked with the very secret that ECS reads.

import { parseImageReference } from "../model/imageReference";
import { checkImage } from "../registry/checkImage";
import type { Credentials } from "../registry/credentials";
import { isUnavailable } from "../registry/findings";
import type { RegistryOptions } from "../registry/http";
import { isDenied } from "../rollout/callFailure";
import { explainAwsError } from "./awsErrors";
import type { Readers, Verdict, VerifiedContainer } from "./verdict";

/** Verifies one image. Permission: secretsmanager:GetSecretValue on the registry's secret. */
export async function verifyImage(
  { caller, executionRole }: Readers,
  { container, architecture }: VerifiedContainer,
  options: RegistryOptions = {},
): Promise<Verdict[]> {
  const subject = `image of ${container.name ?? ""}`;
  const { image, fault } = parseImageReference(container.image ?? "");
  if (fault) return [{ subject, state: "failed", detail: `${container.image ?? ""}: ${fault.wrong}`, fix: fault.fix }];
  const secretArn = container.repositoryCredentials?.credentialsParameter;
  let credentials: Credentials | undefined;
  if (secretArn !== undefined) {
    const secretSubject = `registry secret of ${container.name ?? ""}`;
    const secrets = await executionRole.secrets();
    const answer = await secrets.getSecretValue({ SecretId: secretArn }).catch((error: unknown) => {
      // That the caller may not read it says nothing of the role.
      if (caller === executionRole || !isDenied(error)) throw error;
      return explainAwsError(error);
    });
    if (typeof answer === "string")
      return [
        {
          subject: secretSubject,
          state: "failed",
          detail: answer,
          fix: "grant the execution role secretsmanager:GetSecretValue on it, and kms:Decrypt on its key",
        },
      ];
    credentials = parseCredentials(answer.SecretString);
    if (credentials === undefined)
      return [
        {
          subject: secretSubject,
          state: "failed",
          detail: "is not a JSON object with username and password",
          fix: 'store exactly {"username":"...","password":"..."}; ghcr-fargate rotate-token does',
        },
      ];
  }
  const report = await checkImage({ image, architecture, ...(credentials && { credentials }) }, options);
  if (report.findings.length === 0)
    return [
      {
        subject,
        state: "ok",
        detail: `${container.image ?? ""} for ${architecture}${report.digest === undefined ? "" : ` is ${report.digest}`}`,
      },
    ];
  return report.findings.map((finding) => ({
    subject,
    state: isUnavailable(finding) ? "unknown" : finding.severity === "error" ? "failed" : "ok",
    detail: finding.wrong,
    fix: finding.fix,
  }));
}

function parseCredentials(text: string | undefined): Credentials | undefined {
  try {
    const { username, password } = JSON.parse(text ?? "") as Partial<Credentials>;
    return typeof username === "string" && typeof password === "string" ? { username, password } : undefined;
  } catch {
    return undefined;
  }
}
