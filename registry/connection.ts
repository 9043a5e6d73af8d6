// What a connection that failed means.

import { type FailedRequest, REGISTRY_ERROR, RegistryError, type RegistryErrorCode } from "./errors";

const CUT = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ERR_STREAM_PREMATURE_CLOSE", "HPE_INVALID_EOF_STATE"]);
const TIMED_OUT = new Set(["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** An error of the system or of an HTTP library as an error of the registry client. */
export function connectionError(request: FailedRequest, cause: unknown): RegistryError {
  if (cause instanceof RegistryError) return cause;
  const systemCode = systemCodeOf(cause);
  const [code, detail]: [RegistryErrorCode, string] = CUT.has(systemCode)
    ? [REGISTRY_ERROR.CUT, "cut the connection"]
    : TIMED_OUT.has(systemCode)
      ? [REGISTRY_ERROR.TIMED_OUT, `gave no answer (${systemCode})`]
      : UNTRUSTED.test(systemCode)
        ? [REGISTRY_ERROR.CERTIFICATE_UNTRUSTED, `shows a certificate that is not trusted here (${systemCode})`]
        : [REGISTRY_ERROR.UNREACHABLE, `cannot be reached from here (${systemCode})`];
  return new RegistryError(code, request, { detail, cause });
}

/** Libraries hide the system's error code in a chain of causes. */
function systemCodeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return "unknown cause";
}
