// Whether the user asked for nothing to be looked up beyond what the program itself needs.

/** Set to 1 in the environment, it keeps the component from asking registries, and AWS for routes: previews without AWS. */
export const OFFLINE = "GHCR_FARGATE_OFFLINE";

/** Whether OFFLINE is set. */
export function isOffline(): boolean {
  return process.env[OFFLINE] === "1";
}
