// Errors of the AWS SDK in plain words: which permission, which setting.

import { deniedAction, isDenied, NO_CREDENTIALS, REFUSED_CREDENTIALS } from "../rollout/callFailure";
import { redact } from "../rollout/redact";

const UNREACHABLE = /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|TimeoutError|ECONNRESET/;
const UNREADABLE = /Deserialization error|is not valid JSON|Unexpected (?:token|end of)/;

/** The action that failed, as IAM names it, where the error was given one. */
const ACTION = Symbol("action");

/** Notes with an error which action failed. */
export function nameAction(error: unknown, action: string): unknown {
  return error instanceof Error ? Object.assign(error, { [ACTION]: action }) : error;
}

/** What an error is explained for. */
export interface Explained {
  /** The profile that was asked for. */
  readonly profile?: string | undefined;
  /** Whether the command has --profile and --region. @default true */
  readonly hasOptions?: boolean;
}

/** One line for an error of a call to AWS; any other error's own text. Secrets are redacted. */
export function explainAwsError(error: unknown, { profile, hasOptions = true }: Explained = {}): string {
  if (!(error instanceof Error)) return redact(String(error));
  const text = withCauses(error);
  if (/Region is missing/.test(text))
    return `no AWS Region is set; ${hasOptions ? "pass --region, or " : ""}set AWS_REGION or a region in the AWS profile`;
  if (/profile/i.test(error.message) && NO_CREDENTIALS.test(text))
    return `${redact(oneLine(error.message))}; check ${hasOptions ? "--profile or " : ""}AWS_PROFILE`;
  if (NO_CREDENTIALS.test(text))
    return profile === undefined
      ? `no AWS credentials were found; set AWS_PROFILE${hasOptions ? " or pass --profile" : ""}, or sign in: aws sso login`
      : `no AWS credentials were found for the profile "${profile}"; check its name, or sign in: aws sso login --profile ${profile}`;
  if (REFUSED_CREDENTIALS.test(text))
    return `AWS refused the credentials (${error.name}); sign in again: aws sso login`;
  if ("code" in error && error.code === "ERR_INVALID_URL")
    return `${urlOf(error)} is not a URL; check AWS_ENDPOINT_URL, which is written as https://HOST, and endpoint_url in the AWS profile`;
  const action = deniedAction(text) ?? actionOf(error);
  if (isDenied(error))
    return `permission denied${action === undefined ? "" : `: ${action} is missing`}; ${redact(oneLine(error.message))}`;
  if (UNREACHABLE.test(text)) {
    const host = /(?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)/.exec(text)?.[1];
    return `${host ?? "AWS"} cannot be reached; check the Region's name, the network and the proxy settings`;
  }
  if (UNREADABLE.test(text))
    return `${action ?? "AWS"} answered with something that is not AWS's; check the proxy settings and AWS_ENDPOINT_URL`;
  if (error.name === "ClusterNotFoundException")
    return "ECS has no such cluster in this account and Region; check --cluster and --region";
  if (error.name === "ServiceNotFoundException")
    return "ECS has no such service in this cluster; check --service, --cluster and --region";
  return redact(oneLine(error.message === "" ? error.name : error.message));
}

/** What could not be read as a URL, without what may be a password. */
function urlOf(error: Error): string {
  return "input" in error && typeof error.input === "string" ? `"${redact(error.input)}"` : "an address";
}

function actionOf(error: Error): string | undefined {
  return (error as { [ACTION]?: string })[ACTION];
}

/** An error's text with those that caused it: what fetch says is in there. */
function withCauses({ name, message, cause }: Error): string {
  return `${name}: ${message}${cause instanceof Error ? `; ${withCauses(cause)}` : ""}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
