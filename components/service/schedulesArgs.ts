// What a user says about when a task runs.

import type * as pulumi from "@pulumi/pulumi";

/** A schedule that starts a task: by `cron` or by `rate`. */
export interface TaskSchedule {
  /** A name that stays, for the schedule's resource: "nightly". */
  name: string;
  /** Six cron fields: minutes, hours, day of month, month, day of week, year, as in "0 3 * * ? *". */
  cron?: string;
  /** How often, from the schedule's creation on: "5 minutes", "1 hour", "7 days". */
  rate?: string;
  /**
   * The IANA time zone of `cron`, such as "Europe/Berlin". Where the clocks go forward, a time that does not exist is left out.
   * @default "UTC"
   */
  timeZone?: string;
  /**
   * What the container runs instead of `command`.
   * @default `command`
   */
  command?: pulumi.Input<string>[];
  /** Environment variables besides the task's own; the same name wins over the task's. */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * Whether it starts tasks.
   * @default true
   */
  enabled?: boolean;
  /**
   * Minutes within which the start may be spread, to keep many schedules apart: 1 to 1440.
   * @default none: at the time itself
   */
  flexibleMinutes?: number;
  /**
   * How often a start that fails is tried again: 0 to 185. It is about the call that starts the task, not about the exit code.
   * @default 5
   */
  retryAttempts?: number;
  /**
   * Minutes after which a start that fails is given up: 1 to 1440.
   * @default 60
   */
  retryMinutes?: number;
}
