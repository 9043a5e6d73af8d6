// What can go wrong between here and a registry, as one small class.

/** Why a registry gave no usable answer. */
export const REGISTRY_ERROR = {
  /** No connection: unknown name, refused, no route. */
  UNREACHABLE: "UNREACHABLE",
  CERTIFICATE_UNTRUSTED: "CERTIFICATE_UNTRUSTED",
  /** No complete answer within the time limit. */
  TIMED_OUT: "TIMED_OUT",
  /** The connection was cut, each time it was tried. */
  CUT: "CUT",
  /** 429, each time it was tried. */
  RATE_LIMITED: "RATE_LIMITED",
  /** A status of 500 or more, each time it was tried. */
  SERVER_FAILED: "SERVER_FAILED",
  /** The registry or its token service does not take the credentials. */
  LOGIN_REFUSED: "LOGIN_REFUSED",
  /** The login stands, but not for what was asked for. */
  ACCESS_DENIED: "ACCESS_DENIED",
  NOT_FOUND: "NOT_FOUND",
  /** The registry asks for the credentials to be sent to a host of another party. */
  REALM_REFUSED: "REALM_REFUSED",
  /** An answer that does not follow the specification, or a redirect that must not be followed. */
  MALFORMED: "MALFORMED",
  TOO_LARGE: "TOO_LARGE",
  /** The content received is not the content that its digest names. */
  DIGEST_MISMATCH: "DIGEST_MISMATCH",
} as const;

export type RegistryErrorCode = (typeof REGISTRY_ERROR)[keyof typeof REGISTRY_ERROR];

/** The request that failed. Its query is never shown: signed addresses carry secrets there. */
export interface FailedRequest {
  readonly method: string;
  readonly url: URL;
}

/** What became of a failed request. */
export interface RegistryFailure {
  /** What happened, as the second half of a sentence that starts with the host: `answered 404`. */
  readonly detail: string;
  readonly status?: number;
  readonly reason?: string;
  readonly cause?: unknown;
}

/** A request that a registry did not answer as needed. Holds no credentials. */
export class RegistryError extends Error {
  override readonly name = "RegistryError";
  /** Method and address, without the query: `GET https://ghcr.io/v2/owner/image/manifests/main`. */
  readonly request: string;
  /** The host asked. */
  readonly host: string;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** The first error code in the answer's body: `MANIFEST_UNKNOWN`. */
  readonly reason?: string;
  /** What happened, as the second half of a sentence that starts with the host: `answered 404`. */
  readonly detail: string;

  constructor(
    readonly code: RegistryErrorCode,
    { method, url }: FailedRequest,
    { detail, status, reason, cause }: RegistryFailure,
  ) {
    const request = `${method} ${url.origin}${url.pathname}`;
    super(`${request}: ${url.host} ${detail}`, cause === undefined ? undefined : { cause });
    this.request = request;
    this.host = url.host;
    this.detail = detail;
    if (status !== undefined) this.status = status;
    if (reason !== undefined) this.reason = reason;
  }
}
