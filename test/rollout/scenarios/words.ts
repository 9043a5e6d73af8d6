// What ECS says in the scripted rollouts, and the deployments that it shows.

import type { Timeline } from "../simulatedEcs";

/** A rollout and its outcome. */
export interface Scenario extends Timeline {
  readonly title: string;
  readonly verdict: string;
  readonly seconds: number;
  /** The whole message; of a success, the last line logged. */
  readonly message: readonly string[];
  /** How often ECS was asked to roll back. */
  readonly rolledBack?: number;
}

export const STARTED = "(service web) has started 2 tasks: (task 00aa) (task 00bb).";
export const REGISTERED =
  "(service web) registered 2 targets in (target-group arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0f)";
export const STEADY = "(service web) has reached a steady state.";
export const COMPLETED = "(service web) (deployment ecs-svc/7) deployment completed.";
export const GAVE_UP = "(service web) (deployment ecs-svc/7) deployment failed: tasks failed to start.";
export const ROLLING_BACK = "(service web) rolling back to deployment ecs-svc/6.";
export const BAD_TOKEN =
  "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ghcr.io/acme/web:1: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token: 403 Forbidden";
export const UNPLACED = `(service web) was unable to place a task. Reason: ${BAD_TOKEN}.`;
export const UNHEALTHY =
  "(service web) (task 00aa) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0f) due to (reason Health checks failed with these codes: [502]).";

export const ours = { revision: 7, wanted: 2, running: 0 };
export const old = { revision: 6, wanted: 2, running: 2 };
export const oldGone = { ...old, wanted: 0, running: 0 };
export const up = { ...ours, running: 2 };
export const starting = { ...ours, pending: 2 };
export const done: Timeline["events"] = [
  [1, STARTED],
  [30, REGISTERED],
  [60, STEADY],
  [60, COMPLETED],
];
