// Why AWS did not answer, from the error that a call ended with. Never a statement about the rollout itself.

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
const CREDENTIALS =
  /ExpiredToken|token included in the request is (?:expired|invalid)|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|Could not load credentials|No valid credential sources|CredentialsProviderError|failed to refresh cached credentials|SSO session|could not be found in (?:shared )?credentials|Could not resolve credentials|Identifier is for|accountId is/i;
const MISSING =
  /ServiceNotFound|ClusterNotFound|no matching ECS Service found|couldn['’]t find resource|empty result|\bMISSING\b/i;

/** Sorts an error of a Pulumi invoke or of the AWS SDK. `action` is what was called, as IAM names it. */
export function classifyCallFailure(error: unknown, action: string): CallFailure {
  const name = error instanceof Error ? error.name : "";
  const text = `${name}: ${error instanceof Error ? error.message : String(error)}`;
  const message = redact(error instanceof Error && error.message !== "" ? error.message : text);
  if (text.includes("Resource monitor is terminating")) return { kind: "interrupted", message };
  if (DENIED.test(text)) {
    const denied = /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(text)?.[1] ?? action;
    return { kind: "denied", action: denied, message };
  }
  if (CREDENTIALS.test(text)) return { kind: "credentials", message };
  if (MISSING.test(text)) return { kind: "missing", message };
  return { kind: "passing", message };
}

/** What a call failed for, in a few words. */
export function describeCallFailure(error: unknown, action: string): string {
  const failure = classifyCallFailure(error, action);
  return failure.kind === "denied" ? `the permission ${failure.action} is missing` : failure.message;
}
