// What the tasks' images are pulled with, as far as the network has to let it through.

import type * as pulumi from "@pulumi/pulumi";

/** What the tasks' images are pulled with. */
export interface ImageSources {
  /** The registry of each image. */
  readonly registries: readonly pulumi.Input<string>[];
  /** Whether ECS reads secrets, for the images or for the containers. */
  readonly readsSecrets: boolean;
}
