// Why AWS did not answer, from the error that a call ended with. Never a statement about the rollout itself.

import { either } from "./message/either";
import { redact } from "./redact";

/** Why a call to AWS has no answer. */
export type CallFailure =
  | { readonly kind: "denied"; readonly action: string; readonly message: string }
  /** Credentials that are expired, invalid, absent or of another account: calling again will not help. */
  | { readonly kind: "credentials"; readonly message: string }
  /** Pulumi's engine is shutting down. */
  | { readonly kind: "interrupted"; readonly message: string }
  /** ECS does not know the service (yet, or any more). */
  | { readonly kind: "missing"; readonly message: string }
  /** Throttling, a network cut, a server error: worth calling again. */
  | { readonly kind: "passing"; readonly message: string };

const DENIED = /AccessDenied|not authorized to perform|UnauthorizedOperation/i;
/** The SDK found no credentials. */
export const NO_CREDENTIALS = new RegExp(
  either([
    /CredentialsProviderError/,
    /Could not (?:load|resolve) credentials/,
    /could not be found in (?:shared )?credentials/,
    /No valid credential sources/,
    /failed to refresh cached credentials/,
    /SSO session/,
  ]),
  "i",
);
/** AWS knows no such credentials, or not any more. */
export const REFUSED_CREDENTIALS =
  /ExpiredToken|token included in the request is (?:expired|invalid)|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|AuthFailure/i;
const OTHER_ACCOUNT = /Identifier is for|accountId is/i;
const MISSING =
  /ServiceNotFound|ClusterNotFound|no matching ECS Service found|couldn['’]t find resource|empty result|\bMISSING\b/i;

/** Sorts an error of a Pulumi invoke or of the AWS SDK. `action` is what was called, as IAM names it. */
export function classifyCallFailure(error: unknown, action: string): CallFailure {
  const name = error instanceof Error ? error.name : "";
  const text = `${name}: ${error instanceof Error ? error.message : String(error)}`;
  const message = redact(error instanceof Error && error.message !== "" ? error.message : text);
  if (text.includes("Resource monitor is terminating")) return { kind: "interrupted", message };
  if (DENIED.test(text)) return { kind: "denied", action: deniedAction(text) ?? action, message };
  if ([NO_CREDENTIALS, REFUSED_CREDENTIALS, OTHER_ACCOUNT].some((pattern) => pattern.test(text)))
    return { kind: "credentials", message };
  if (MISSING.test(text)) return { kind: "missing", message };
  return { kind: "passing", message };
}

/** What a call failed for, in a few words. */
export function describeCallFailure(error: unknown, action: string): string {
  const failure = classifyCallFailure(error, action);
  return failure.kind === "denied" ? `the permission ${failure.action} is missing` : failure.message;
}

/** Whether AWS says that a permission is missing. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && DENIED.test(`${error.name}: ${error.message}`);
}

/** The action in AWS's text about a missing permission, if it names one. */
export function deniedAction(text: string): string | undefined {
  return /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(text)?.[1];
}
