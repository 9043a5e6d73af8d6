// The arguments of containers: the service's own and the sidecars.

import type * as pulumi from "@pulumi/pulumi";
import type { ImageCredentials } from "../credentials/imageCredentials";
import type { ImageAttestation } from "./registryArgs";

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

/** The transport protocol of a port. */
export const PortProtocol = {
  /** TCP. */
  Tcp: "tcp",
  /** UDP. */
  Udp: "udp",
} as const;
export type PortProtocol = (typeof PortProtocol)[keyof typeof PortProtocol];

/** The application protocol of a port. */
export const AppProtocol = {
  /** HTTP/1.1. */
  Http: "http",
  /** HTTP/2. */
  Http2: "http2",
  /** gRPC. */
  Grpc: "grpc",
} as const;
export type AppProtocol = (typeof AppProtocol)[keyof typeof AppProtocol];

/** A port that a container listens on besides its `port`. */
export interface ContainerPortMapping {
  /** The port: 1 to 65535, no other container's. */
  port: number;
  /**
   * The transport protocol: "tcp" or "udp".
   * @default "tcp"
   */
  protocol?: PortProtocol;
  /**
   * The name that ECS knows the port by: lower-case letters, digits, underscores and dashes, at most 64.
   * @default none
   */
  name?: string;
  /**
   * The application protocol: "http", "http2" or "grpc". Needs `name`.
   * @default none
   */
  appProtocol?: AppProtocol;
}

/** A limit of a resource for the processes of a container. */
export interface ContainerUlimit {
  /** Its name: "nofile", the number of open files. Fargate allows no other to be set. */
  name: string;
  /** The soft limit. */
  softLimit: number;
  /** The hard limit. */
  hardLimit: number;
}

/** A kernel parameter of the container's network namespace. */
export interface ContainerSystemControl {
  /** The parameter, as in `net.core.somaxconn`. */
  namespace: string;
  /** Its value. */
  value: string;
}

/** Whether ECS restarts a container that exits, without replacing its task. */
export interface ContainerRestartPolicy {
  /** Exit codes that the container is not restarted after: at most 50. @default none */
  ignoredExitCodes?: number[];
  /**
   * Seconds that the container has to run before it is restarted: 60 to 1800.
   * @default 300, ECS's own
   */
  restartAttemptPeriodSeconds?: number;
}

/** Whether ECS resolves the image's tag to a digest for all tasks of a deployment. */
export const ContainerVersionConsistency = {
  /** It does. */
  Enabled: "enabled",
  /** It does not: tasks of one deployment may run different images. */
  Disabled: "disabled",
} as const;
export type ContainerVersionConsistency =
  (typeof ContainerVersionConsistency)[keyof typeof ContainerVersionConsistency];

/** A part of memory that a container mounts as a file system: what is in it is gone with the container. */
export interface ContainerTmpfs {
  /** The path in the container: absolute, and below the root. */
  containerPath: string;
  /** Its greatest size in MiB. What is in it counts towards the memory of the container and the task. */
  sizeMib: number;
  /**
   * Options of the mount, such as "ro", "noexec" or "nosuid".
   * @default none
   */
  mountOptions?: string[];
}

/** The settings of every container. */
export interface ContainerSettings {
  /** Environment variables. Visible to everyone who can read the task definition: use `secrets` for secrets. */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * Environment variables whose values ECS reads when the container starts: `secretsmanager:NAME` of a Secrets Manager secret or
   * `ssm:NAME` of an SSM parameter, both of the service's own account and Region, or the ARN of either. A secret may have
   * `:json-key:version-stage:version-id` behind it, as in `secretsmanager:prod/db:password::`. A secret or parameter that does not exist
   * is refused before anything is created. The execution role may read these only, and use the customer-managed keys that encrypt
   * them: see `secretKeyArns`.
   */
  secrets?: Record<string, pulumi.Input<string>>;
  /**
   * Files of environment variables in S3: the ARNs of at most ten objects, such as `arn:aws:s3:::my-config/web.env`, whose names end
   * in ".env". Of a variable that several files have, the first one counts, and `environment` before all. ECS reads them when a task
   * starts, so that a changed file needs new tasks. The execution role may read these only; the key of a bucket that is encrypted
   * with a customer-managed one has to allow the role to decrypt.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
   * @default none
   */
  environmentFiles?: pulumi.Input<string>[];
  /**
   * More ports that the container listens on. `network` opens none of them: `loadBalancer.targets` lead to them, and other containers of the
   * task reach them at `localhost`.
   * @default none
   */
  portMappings?: ContainerPortMapping[];
  /** The command, instead of the image's. */
  command?: pulumi.Input<pulumi.Input<string>[]>;
  /** The entry point, instead of the image's. */
  entryPoint?: pulumi.Input<pulumi.Input<string>[]>;
  /** The working directory, instead of the image's. */
  workingDirectory?: pulumi.Input<string>;
  /** Labels of the container. */
  dockerLabels?: Record<string, pulumi.Input<string>>;
  /**
   * Limits of resources for the container's processes.
   * @default Fargate's own: "nofile" 65535
   */
  ulimits?: ContainerUlimit[];
  /**
   * Kernel parameters (sysctl) of the container.
   * @default none
   */
  systemControls?: ContainerSystemControl[];
  /**
   * Whether SYS_PTRACE is added to the container's capabilities, for debuggers and profilers. Fargate allows no other.
   * @default false
   */
  allowPtrace?: boolean;
  /**
   * Capabilities that the container does not get, such as "NET_RAW"; "ALL" is every one.
   * @default none
   */
  dropCapabilities?: string[];
  /**
   * File systems in memory, gone with the container: for a read-only root file system that needs a writable `/tmp`.
   * @default none
   */
  tmpfs?: ContainerTmpfs[];
  /**
   * Whether standard input stays open.
   * @default false
   */
  interactive?: pulumi.Input<boolean>;
  /**
   * Whether the container gets a terminal (TTY).
   * @default false
   */
  pseudoTerminal?: pulumi.Input<boolean>;
  /**
   * Restarts the container when it exits, without replacing the task. ECS does not count restarts: without a `healthCheck` a
   * container that restarts again and again looks like one that runs.
   * @default the container is not restarted; an essential one ends its task
   */
  restartPolicy?: ContainerRestartPolicy;
  /**
   * Whether ECS resolves the image's tag to a digest for all tasks of a deployment: "enabled" or "disabled".
   * @default "enabled", ECS's own
   */
  versionConsistency?: ContainerVersionConsistency;
  /**
   * Seconds that other containers wait for this one's condition in `dependsOn`: 2 to 120.
   * @default none: they wait as long as it takes
   */
  startTimeoutSeconds?: number;
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
   * Seconds between SIGTERM and SIGKILL when the container stops: 2 to 120.
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
  /**
   * Who has to have built this image, as `registry.attestation` says of the service's own.
   * @default none: any image is deployed
   */
  attestation?: ImageAttestation;
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
