// What ECS's record of a deployment decides.

import type { DeploymentRecord } from "./deploymentRecord";
import type { Deployment } from "./ecs";

/** Why a rollout failed. */
export type FailureReason =
  | "ROLLING_BACK"
  | "ROLLED_BACK"
  | "ROLLBACK_FAILED"
  | "REPLACED"
  | "DEPLOYMENT_FAILED"
  | "TASKS_FAILED"
  | "SERVICE_DELETED"
  | "SERVICE_DRAINING";

/** The reasons that a record gives. */
export type RecordedReason = Exclude<FailureReason, "TASKS_FAILED" | "SERVICE_DELETED" | "SERVICE_DRAINING">;

/** The record, unless it is about an earlier deployment of the same task definition. */
export function currentRecord(
  record: DeploymentRecord | undefined,
  ours: Pick<Deployment, "createdAt"> | undefined,
): DeploymentRecord | undefined {
  const { finishedAt } = record ?? {};
  return finishedAt !== undefined && ours !== undefined && finishedAt < ours.createdAt ? undefined : record;
}

/** Why the deployment failed; undefined while it goes on, and where it succeeded. */
export function recordedFailure({ status, statusReason = "" }: DeploymentRecord): RecordedReason | undefined {
  switch (status) {
    case "ROLLBACK_REQUESTED":
    case "ROLLBACK_IN_PROGRESS":
      return "ROLLING_BACK";
    case "ROLLBACK_SUCCESSFUL":
      return "ROLLED_BACK";
    case "ROLLBACK_FAILED":
      return "ROLLBACK_FAILED";
    case "STOP_REQUESTED":
    case "STOPPED":
      return /new service deployment/i.test(statusReason) ? "REPLACED" : "DEPLOYMENT_FAILED";
    default:
      return undefined;
  }
}
