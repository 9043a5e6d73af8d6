// Why a task stopped, from what ECS says of the task and of its containers.

import type { StoppedContainer, StoppedTask } from "./ecs";

/** Exit codes of containers that ECS itself stops once another one has ended: SIGTERM and SIGKILL. */
const STOPPED_BY_ECS: readonly number[] = [137, 143];

/** Everything ECS says about a stop, as one text for the failure catalogue. */
export function stopText({ stopCode, stoppedReason, containers }: StoppedTask): string {
  const culprit = findCulprit(containers);
  return [
    stoppedReason,
    // ECS gives a task that cannot start its container's reason as its own.
    ...containers.flatMap(({ name, reason }) =>
      reason === undefined || stoppedReason?.includes(reason) === true ? [] : [`container ${name}: ${reason}`],
    ),
    ...(stopCode === "EssentialContainerExited" && culprit?.exitCode !== undefined
      ? [`container ${culprit.name} exited with code ${culprit.exitCode}`]
      : []),
    ...(stopCode === "SpotInterruption" ? ["SpotInterruption"] : []),
  ]
    .filter((part) => part !== undefined && part !== "")
    .join("; ");
}

/** ECS does not say which container ended first: the one that ended by itself is the likeliest. */
export function findCulprit(containers: readonly StoppedContainer[]): StoppedContainer | undefined {
  const exited = containers.filter(({ exitCode }) => exitCode !== undefined);
  const failed = exited.filter(({ exitCode }) => exitCode !== 0);
  return (
    failed.find(({ reason }) => /OutOfMemory/i.test(reason ?? "")) ??
    failed.find(({ exitCode }) => !STOPPED_BY_ECS.includes(exitCode ?? 0)) ??
    (failed.length === exited.length ? failed[0] : exited.find(({ exitCode }) => exitCode === 0))
  );
}
