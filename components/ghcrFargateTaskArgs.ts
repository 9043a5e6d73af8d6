// The arguments of GhcrFargateTask.

import type * as pulumi from "@pulumi/pulumi";
import type { ImageCredentials } from "./credentials/imageCredentials";
import type { ServiceNetwork } from "./network/networkArgs";
import type { ServiceCluster } from "./service/cluster";
import type { TaskSchedule } from "./service/schedulesArgs";
import type { ContainerSettings, Sidecar } from "./task/containerArgs";
import type { ServiceExecutionRole } from "./task/executionRole";
import type { ServiceRegistry } from "./task/registryArgs";
import type { ServiceLogs } from "./task/logGroup";
import type { CpuArchitecture } from "./task/taskDefinition";
import type { ServiceTaskRole } from "./task/taskRole";
import type { TaskVolume } from "./task/volumes";

/** The arguments of `GhcrFargateTask`. Only `image` is required. */
export interface GhcrFargateTaskArgs extends ContainerSettings {
  /** The image, as that of a service: `ghcr.io/owner/image:tag`, or with `@sha256:...` at its end. */
  image: pulumi.Input<string>;
  /**
   * Credentials for the image's registry: `username` and `token`, or the `secretArn` of a secret that holds them.
   * @default none: the image is public
   */
  credentials?: ImageCredentials;
  /**
   * When tasks are started. Without schedules, by hand: `npx ghcr-fargate run --task NAME`.
   * @default none
   */
  schedules?: TaskSchedule[];
  /**
   * The ARN of an SQS queue for starts that fail: EventBridge Scheduler puts there what it could not do.
   * @default with `schedules`, one is created that keeps messages for 14 days (free while nothing fails)
   */
  deadLetterArn?: pulumi.Input<string>;
  /**
   * The family of the task definition. Services of one family number their revisions together. A change creates the first revision
   * of the new family, and deploys it.
   * @default the names of project, stack and component
   */
  family?: string;
  /**
   * CPU units: 256, 512, 1024 (one vCPU), 2048, 4096, 8192, 16384 or 32768.
   * @default 256
   */
  cpu?: pulumi.Input<number>;
  /**
   * Memory in MiB, in combination with `cpu` as of a service.
   * @default 512
   */
  memory?: pulumi.Input<number>;
  /**
   * The CPU architecture: "X86_64" or "ARM64". The image has to be built for it.
   * @default "X86_64"
   */
  cpuArchitecture?: CpuArchitecture;
  /**
   * Ephemeral storage of each task in GiB: 21 to 200. The first 20 GiB are free.
   * @default 20, Fargate's own
   */
  ephemeralStorageGib?: pulumi.Input<number>;
  /**
   * The customer-managed KMS keys of the secrets in `secrets`. The execution role may decrypt with these keys only. `[]`: none has one.
   * @default looked up in AWS, in previews and updates; where that is denied a warning says so
   */
  secretKeyArns?: pulumi.Input<string>[];
  /** More containers in each task. The task ends when an essential one does. */
  sidecars?: Sidecar[];
  /**
   * Volumes of the task, as of a service.
   * @default none
   */
  volumes?: TaskVolume[];
  /**
   * The cluster that tasks run in.
   * @default one is created (free)
   */
  cluster?: ServiceCluster;
  /**
   * The VPC and subnets of the tasks.
   * @default public subnets of the default VPC; no inbound connections
   */
  network?: ServiceNetwork;
  /**
   * The task execution role: the permissions of ECS, such as reading the registry's secret.
   * @default one is created that may read this task's secrets only
   */
  executionRole?: ServiceExecutionRole;
  /**
   * The task role: the permissions of your code.
   * @default one is created without permissions
   */
  taskRole?: ServiceTaskRole;
  /** Registry checks to run before deploying. */
  registry?: ServiceRegistry;
  /** The log group, and the log driver of the containers. */
  logs?: ServiceLogs;
  /** Tags of all created resources and of the tasks. */
  tags?: Record<string, pulumi.Input<string>>;
}
