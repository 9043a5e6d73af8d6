// What the watch needs of the world outside: a view of ECS, a clock, a place to write.

import type { ServiceSnapshot, StoppedTask } from "./ecs";

/** How the watch sees ECS. */
export interface EcsPort {
  /** The service as it is now; undefined if ECS does not know it. May reject. */
  describeService(): Promise<ServiceSnapshot | undefined>;
  /** The stopped tasks that ECS remembers, or why they cannot be had. */
  describeStoppedTasks(): Promise<StoppedTaskAnswer>;
}

/** Stopped tasks, or why they cannot be had. */
export interface StoppedTaskAnswer {
  readonly tasks: readonly StoppedTask[];
  readonly problem?: string;
}

/** Clock, chance and log. */
export interface Surroundings {
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** Resolves after some milliseconds; rejects at once when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: (line: string) => void;
}
