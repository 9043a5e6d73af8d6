// What can be said of every container, the service's own and the sidecars.

import type * as pulumi from "@pulumi/pulumi";
import type { ImageCredentials } from "../credentials/imageCredentials";

/** When a container starts, as seen from one that it depends on. */
export const ContainerCondition = {
  /** The other container has started. */
  Start: "START",
  /** The other container has ended. */
  Complete: "COMPLETE",
  /** The other container has ended with exit code 0. */
  Success: "SUCCESS",
  /** The other container's health check has passed. */
  Healthy: "HEALTHY",
} as const;
export type ContainerCondition = (typeof ContainerCondition)[keyof typeof ContainerCondition];

/** A container that has to be there first. */
export interface ContainerDependency {
  /** The other container: a sidecar's name, or "app", the service's own. */
  containerName: string;
  /** What it has to have reached: "START", "COMPLETE", "SUCCESS" or "HEALTHY". */
  condition: ContainerCondition;
}

/** A command that ECS runs in the container to see whether it works. */
export interface ContainerHealthCheck {
  /** `["CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"]`, or `["CMD", "/probe"]` without a shell. */
  command: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Seconds between two checks: 5 to 300.
   * @default 30
   */
  intervalSeconds?: pulumi.Input<number>;
  /**
   * Seconds until a check counts as failed: 2 to 60.
   * @default 5
   */
  timeoutSeconds?: pulumi.Input<number>;
  /**
   * How many failures in a row make the container unhealthy: 1 to 10.
   * @default 3
   */
  retries?: pulumi.Input<number>;
  /**
   * Seconds after the start in which failures do not count: 0 to 300.
   * @default 0
   */
  startPeriodSeconds?: pulumi.Input<number>;
}

/** Where a container sees a volume. */
export interface ContainerMountPoint {
  /** The volume's name, as in `volumes`. */
  sourceVolume: string;
  /** The path in the container. */
  containerPath: string;
  /**
   * Whether the container only reads the volume.
   * @default false
   */
  readOnly?: boolean;
}

/** What can be said of every container. */
export interface ContainerSettings {
  /** Environment variables. Readable by everyone who can read the task definition: put secrets into `secrets`. */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * Environment variables whose values ECS reads when the container starts: the ARN of a Secrets Manager secret (optionally
   * with `:json-key:version-stage:version-id`) or of an SSM parameter. The execution role may read exactly these.
   */
  secrets?: Record<string, pulumi.Input<string>>;
  /** The command, instead of the image's. */
  command?: pulumi.Input<pulumi.Input<string>[]>;
  /** The entry point, instead of the image's. */
  entryPoint?: pulumi.Input<pulumi.Input<string>[]>;
  /** A command that tells whether the container works. */
  healthCheck?: ContainerHealthCheck;
  /**
   * Whether the container's root file system is read-only.
   * @default false
   */
  readonlyRootFilesystem?: pulumi.Input<boolean>;
  /** The user that the container runs as: `1000`, `1000:1000` or a name. @default the image's */
  user?: pulumi.Input<string>;
  /**
   * Seconds between the signal to stop and the kill: 0 to 120.
   * @default 30, ECS's own
   */
  stopTimeoutSeconds?: pulumi.Input<number>;
  /**
   * Whether an init process (tini) runs as the first process, which reaps zombies and passes signals on.
   * @default false
   */
  initProcessEnabled?: pulumi.Input<boolean>;
  /** The containers that have to be there first. */
  dependsOn?: ContainerDependency[];
  /** Where the container sees the service's `volumes`. */
  mountPoints?: ContainerMountPoint[];
}

/** A further container in the task, beside the service's own. */
export interface Sidecar extends ContainerSettings {
  /** The container's name: unique in the task, and not "app", which is the service's own. */
  name: string;
  /** The image, as in `GhcrFargateServiceArgs.image`. */
  image: pulumi.Input<string>;
  /**
   * How to log in to this image's registry.
   * @default none: the image is public
   */
  credentials?: ImageCredentials;
  /**
   * Whether the image is pulled with the service's own credentials, instead of some of its own.
   * @default false
   */
  shareCredentials?: boolean;
  /** The TCP port that the container listens on. */
  port?: number;
  /**
   * Whether the task ends when this container ends.
   * @default true
   */
  essential?: boolean;
  /** The CPU units of the task that this container gets first. */
  cpu?: number;
  /** The memory in MiB at which this container is killed. */
  memory?: number;
}
