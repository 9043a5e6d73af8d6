// One line of the failure catalogue: a wording that ECS uses, and what it means for the user.

/**
 * What a failure says about the deployment. `start`: the task never came up, and the next one will fail alike. `run`: a
 * container ran and ended. `passing`: ECS goes on by itself, and the same deployment may well become healthy.
 */
export type FailureStage = "start" | "run" | "passing";

/** A known failure. Texts may hold `{name}`: a named group of the pattern, or `{secret}`: which secret is meant. */
export interface CatalogueEntry {
  /** Stable name of the failure, for scripts and for docs/errors.md. */
  readonly code: string;
  readonly stage: FailureStage;
  /** Recognises the failure in a stopped reason, a container's reason or a service event. */
  readonly pattern: RegExp;
  /** Why it happens, naming the argument where one is to blame. */
  readonly cause: string;
  /** What to do, as an instruction. */
  readonly fix: string;
  /** The AWS (or registry's) page about it. */
  readonly page: string;
  /** Where the wording comes from. */
  readonly origin: string;
}
