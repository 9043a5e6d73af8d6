// Errors of the AWS SDK in plain words: which permission, which setting.

import { redact } from "../rollout/redact";

const CREDENTIALS =
  /CredentialsProviderError|Could not load credentials|Could not resolve credentials|could not be found in (?:shared )?credentials/i;
const REFUSED =
  /ExpiredToken|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|security token included in the request is invalid/i;
const DENIED = /AccessDenied|not authorized to perform|UnauthorizedOperation/i;
const UNREACHABLE = /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|TimeoutError|ECONNRESET/;

/** One line for an error of a call to AWS; any other error's own text. Secrets are redacted. */
export function explainAwsError(error: unknown): string {
  if (!(error instanceof Error)) return redact(String(error));
  const text = `${error.name}: ${error.message}`;
  if (/Region is missing/.test(text))
    return "no AWS Region is set; pass --region, or set AWS_REGION or a region in the AWS profile";
  if (/profile/i.test(error.message) && CREDENTIALS.test(text))
    return `${redact(oneLine(error.message))}; check --profile or AWS_PROFILE`;
  if (CREDENTIALS.test(text))
    return "no AWS credentials were found; set AWS_PROFILE or pass --profile, or sign in: aws sso login";
  if (REFUSED.test(text)) return `AWS refused the credentials (${error.name}); sign in again: aws sso login`;
  if (DENIED.test(text)) {
    const action = /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(text)?.[1];
    return `permission denied${action === undefined ? "" : `: ${action} is missing`}; ${redact(oneLine(error.message))}`;
  }
  if (UNREACHABLE.test(text))
    return "AWS could not be reached; check the network, the proxy settings and the Region's name";
  if (error.name === "ClusterNotFoundException")
    return "ECS has no such cluster in this account and Region; check --cluster and --region";
  return redact(oneLine(error.message === "" ? error.name : error.message));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
