// The arguments of containers: the service's own and the sidecars.

import type * as pulumi from "@pulumi/pulumi";
import type { ImageCredentials } from "../credentials/imageCredentials";

/** What a container has to have reached before another one starts. */
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

/** A container to wait for. */
export interface ContainerDependency {
  /** The other container: a sidecar's name, or "app", the service's own. */
  containerName: string;
  /** The state to wait for: "START", "COMPLETE", "SUCCESS" or "HEALTHY". */
  condition: ContainerCondition;
}

/** A command that ECS runs in the container to check its health. */
export interface ContainerHealthCheck {
  /** `["CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"]`, or `["CMD", "/probe"]` without a shell. */
  command: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Seconds between health checks: 5 to 300.
   * @default 30
   */
  intervalSeconds?: pulumi.Input<number>;
  /**
   * Seconds before a health check counts as failed: 2 to 60.
   * @default 5
   */
  timeoutSeconds?: pulumi.Input<number>;
  /**
   * Consecutive failures before the container is unhealthy: 1 to 10.
   * @default 3
   */
  retries?: pulumi.Input<number>;
  /**
   * Seconds after the start during which failures do not count: 0 to 300.
   * @default 0
   */
  startPeriodSeconds?: pulumi.Input<number>;
}

/** A volume mounted in a container. */
export interface ContainerMountPoint {
  /** The volume's name, as in `volumes`. */
  sourceVolume: string;
  /** The path in the container. */
  containerPath: string;
  /**
   * Whether the container may only read the volume.
   * @default false
   */
  readOnly?: boolean;
}

/** The settings of every container. */
export interface ContainerSettings {
  /** Environment variables. Visible to everyone who can read the task definition: use `secrets` for secrets. */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * Environment variables whose values ECS reads when the container starts: the ARN of a Secrets Manager secret (optionally
   * with `:json-key:version-stage:version-id`) or of an SSM parameter. The execution role may read these only.
   */
  secrets?: Record<string, pulumi.Input<string>>;
  /** The command, instead of the image's. */
  command?: pulumi.Input<pulumi.Input<string>[]>;
  /** The entry point, instead of the image's. */
  entryPoint?: pulumi.Input<pulumi.Input<string>[]>;
  /** The health check of the container. */
  healthCheck?: ContainerHealthCheck;
  /**
   * Whether the container's root file system is read-only.
   * @default false
   */
  readonlyRootFilesystem?: pulumi.Input<boolean>;
  /** The user that the container runs as: `1000`, `1000:1000` or a name. @default the image's */
  user?: pulumi.Input<string>;
  /**
   * Seconds between SIGTERM and SIGKILL when the container stops: 0 to 120.
   * @default 30, ECS's own
   */
  stopTimeoutSeconds?: pulumi.Input<number>;
  /**
   * Whether an init process (tini) runs as the first process: it reaps zombie processes and forwards signals.
   * @default false
   */
  initProcessEnabled?: pulumi.Input<boolean>;
  /** Containers that have to reach a state before this one starts. */
  dependsOn?: ContainerDependency[];
  /** The volumes of the service that the container mounts. */
  mountPoints?: ContainerMountPoint[];
}

/** A container that runs in each task beside the service's own. */
export interface Sidecar extends ContainerSettings {
  /** The container's name: unique in the task, and not "app", which is the service's own. */
  name: string;
  /** The image, as in `GhcrFargateServiceArgs.image`. */
  image: pulumi.Input<string>;
  /**
   * Credentials for this image's registry.
   * @default none: the image is public
   */
  credentials?: ImageCredentials;
  /**
   * Whether the image is pulled with the service's `credentials`.
   * @default false
   */
  shareCredentials?: boolean;
  /** The TCP port that the container listens on. */
  port?: number;
  /**
   * Whether the task stops when this container stops.
   * @default true
   */
  essential?: boolean;
  /** CPU units reserved for this container. The sidecars' reservations have to fit into the task's `cpu`. */
  cpu?: number;
  /** The memory limit of this container in MiB: at it, the container is killed. At most the task's `memory`. */
  memory?: number;
}
