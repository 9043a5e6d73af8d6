// The arguments of GhcrFargateComposeProject.

import type { ImageCredentials } from "./credentials/imageCredentials";
import type { ServiceLoadBalancer } from "./loadBalancer/loadBalancerArgs";
import type { ServiceNetwork } from "./network/networkArgs";
import type { ServiceAutoscaling } from "./service/autoscaling";
import type { EfsVolume } from "./task/efsVolume";

/** A named volume of the compose file that is kept on EFS. */
export interface ComposeEfsVolume {
  /** The volume's name in the compose file. */
  name: string;
  /**
   * The file system.
   * @default one is created; the volume may then be mounted by one service only
   */
  efs?: EfsVolume;
}

/** What a service gets that the files do not say, or say otherwise. */
export interface ComposeServiceOverride {
  /** The service's name in the compose file; with ecs-params.yml, where all are one service, that of any container. */
  service: string;
  /** The image, in place of the file's: that of its container named in `service`. @default the file's */
  image?: string;
  /** The number of tasks. @default the file's, else 1 */
  desiredCount?: number;
  /** CPU units of the task. @default the smallest that fits */
  cpu?: number;
  /** Memory of the task in MiB. @default the smallest that fits */
  memory?: number;
  /** An Application Load Balancer for the service. @default none */
  loadBalancer?: ServiceLoadBalancer;
  /** Scales the number of tasks. @default none */
  autoscaling?: ServiceAutoscaling;
}

/** The arguments of `GhcrFargateComposeProject`. None is required. */
export interface GhcrFargateComposeProjectArgs {
  /**
   * The directory of the project.
   * @default the directory that the program runs in
   */
  directory?: string;
  /**
   * The compose files, in their order, relative to `directory`.
   * @default compose.yaml or docker-compose.yml, and its override
   */
  files?: string[];
  /**
   * The parameters of ecs-cli. With them, or with `registryCredentials`, all services of the compose file are containers of one
   * task, as they were with ecs-cli; without them each is a service.
   * @default ecs-params.yml where it exists
   */
  ecsParams?: string;
  /**
   * The output file of `ecs-cli registry-creds up`.
   * @default the newest ecs-registry-creds_*.yml of the directory
   */
  registryCredentials?: string;
  /**
   * Files of variables for the compose files.
   * @default .env where it exists
   */
  envFiles?: string[];
  /**
   * The active profiles; "*" is all.
   * @default none: services with profiles are left out
   */
  profiles?: string[];
  /**
   * Variables for the compose files.
   * @default the environment of the program
   */
  environment?: Record<string, string>;
  /**
   * Credentials for the images on ghcr.io that have none in the files. `username` and `token` become one secret for all services.
   * @default none: the images are public
   */
  credentials?: ImageCredentials;
  /**
   * The network of the services, where ecs-params.yml names none. Several services need "default" or "existing".
   * @default the default VPC; services reach those that share a network of the compose file
   */
  network?: ServiceNetwork;
  /**
   * The CIDR blocks that may connect to the published ports. `["0.0.0.0/0"]` opens them to the internet.
   * @default [] nobody
   */
  ingressCidrs?: string[];
  /**
   * Named volumes that are kept on EFS.
   * @default none: a volume is empty when a task starts and lost with the task
   */
  efsVolumes?: ComposeEfsVolume[];
  /**
   * What services get that the files do not say, or say otherwise.
   * @default none
   */
  overrides?: ComposeServiceOverride[];
}
