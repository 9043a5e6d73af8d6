// What a verification says of one thing, and what its checks read with.

import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import type { Aws } from "./aws";

/** One thing that was verified. */
export interface Verdict {
  /** What was verified: `image of app`, `secret DB_PASSWORD of app`. */
  readonly subject: string;
  /** "unknown": the credentials here may not look. */
  readonly state: "ok" | "failed" | "unknown";
  /** What was found. */
  readonly detail: string;
  /** What to do, where something is wrong. */
  readonly fix?: string;
}

/** What a check reads with: the execution role where it may be assumed, else the caller. */
export interface Readers {
  /** The account of the task definition. */
  readonly account: string | undefined;
  readonly caller: Aws;
  readonly executionRole: Aws;
}

/** A container with what its checks need. */
export interface VerifiedContainer {
  readonly container: ContainerDefinition;
  readonly architecture: "amd64" | "arm64";
}
