// What the tasks are started from, as far as the network has to let it through.

import type * as pulumi from "@pulumi/pulumi";

/** What the tasks are started from. */
export interface ImageSources {
  /** The registry of each image. */
  readonly registries: readonly pulumi.Input<string>[];
  /** Whether ECS reads secrets of Secrets Manager, for the images or for the containers. */
  readonly readsSecrets: boolean;
  /** Whether ECS reads parameters of SSM. */
  readonly readsParameters: boolean;
  /** Whether ECS reads environment files from S3. */
  readonly readsFiles: boolean;
}
