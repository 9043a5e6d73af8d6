// The environment variable that turns off lookups beyond those that the program itself needs.

/** Set to 1 in the environment, it turns off registry checks and route lookups: for previews without AWS. */
export const OFFLINE = "GHCR_FARGATE_OFFLINE";

/** Whether OFFLINE is set. */
export function isOffline(): boolean {
  return process.env[OFFLINE] === "1";
}
