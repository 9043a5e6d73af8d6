// What the watch needs of the outside: what AWS tells, a clock, a log.

import type { DeploymentRecord } from "./deploymentRecord";
import type { ServiceSnapshot, StoppedTask } from "./ecs";
import type { FailedContainer, LastLines } from "./lastLogLines";
import type { Answer } from "./refusal";

/** What the watch reads about a service. */
export interface ServiceReader {
  /** The service as it is now; undefined if ECS does not know it. May reject. */
  describeService(): Promise<ServiceSnapshot | undefined>;
  /** The stopped tasks that ECS remembers, or why they cannot be read. */
  describeStoppedTasks(): Promise<StoppedTaskAnswer>;
  /** ECS's record of the deployment; no value where there is none yet. */
  describeDeployment(): Promise<Answer<DeploymentRecord | undefined>>;
  /** What a failed container wrote last. */
  readLastLines(container: FailedContainer): Promise<Answer<LastLines | undefined>>;
  /** Asks ECS to stop a deployment and to roll it back. Rejects where ECS refuses. */
  rollBack(deploymentArn: string): Promise<void>;
}

/** Stopped tasks, or why they cannot be read. */
export interface StoppedTaskAnswer {
  readonly tasks: readonly StoppedTask[];
  readonly problem?: string;
}

/** Clock, chance and log. */
export interface WatchContext {
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** Resolves after some milliseconds; rejects at once when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: (line: string) => void;
}

/** A watch under way: what it needs, and the signal that ends it. */
export interface Watching extends WatchContext {
  readonly interruption: AbortSignal;
}
