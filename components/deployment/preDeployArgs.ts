// What a user says about the task that has to succeed before the service changes.

import type * as pulumi from "@pulumi/pulumi";

/** A task of the service's image, with its secrets and its roles, that has to succeed before the service changes. */
export interface ServicePreDeploy {
  /** What the container runs instead of its command: `["npm", "run", "migrate"]`. `entryPoint` stays. */
  command: pulumi.Input<string>[];
  /**
   * Environment variables besides the service's own; the same name wins over the service's.
   * @default the service's own
   */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * CPU units of the task, as `cpu` of the service.
   * @default the service's
   */
  cpu?: pulumi.Input<number>;
  /**
   * Memory of the task in MiB, as `memory` of the service.
   * @default the service's
   */
  memory?: pulumi.Input<number>;
  /**
   * Minutes that it may take, from the start of the task on: 1 to 1440. Then it is stopped, and the update fails.
   * @default 15
   */
  timeoutMinutes?: number;
  /**
   * Whether it runs in every update, not only if the image, the command or the environment has changed since it last succeeded.
   * @default false
   */
  always?: boolean;
}
