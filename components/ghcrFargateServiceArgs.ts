// The arguments of GhcrFargateService.

import type * as pulumi from "@pulumi/pulumi";
import type { ServiceAlarms } from "./alarms/alarms";
import type { ServiceAutoscaling } from "./service/autoscaling";
import type { ServiceCluster } from "./service/cluster";
import type { ContainerSettings, Sidecar } from "./task/containerArgs";
import type { CpuArchitecture } from "./task/taskDefinition";
import type { ServiceDeployment } from "./deployment/deploymentArgs";
import type { ServicePreDeploy } from "./deployment/preDeployArgs";
import type { ServiceRegistry } from "./task/registryArgs";
import type { ServiceDiscovery } from "./service/discovery";
import type { ServiceExecuteCommand } from "./service/executeCommand";
import type { ImageCredentials } from "./credentials/imageCredentials";
import type { ServiceLoadBalancer } from "./loadBalancer/loadBalancerArgs";
import type { ServiceLogs } from "./task/logGroup";
import type { ServiceNetwork } from "./network/networkArgs";
import type { ServiceRollout } from "./deployment/rollout";
import type { ServiceExecutionRole } from "./task/executionRole";
import type { ServiceTaskRole } from "./task/taskRole";
import type { ServiceCapacityProvider } from "./service/service";
import type { ServiceConnect } from "./service/serviceConnect";
import type { ServiceTracing } from "./task/tracing";
import type { TaskVolume } from "./task/volumes";

/** The arguments of `GhcrFargateService`. Only `image` is required. */
export interface GhcrFargateServiceArgs extends ContainerSettings {
  /**
   * The image: `ghcr.io/owner/image:tag`, or with `@sha256:...` at its end. Any registry that ECS can reach works.
   * Without a tag, `latest` is deployed, with a warning.
   */
  image: pulumi.Input<string>;
  /**
   * Credentials for the image's registry: `username` and `token`, or the `secretArn` of a secret that holds them.
   * @default none: the image is public
   */
  credentials?: ImageCredentials;
  /**
   * The TCP port that the container listens on: 1 to 65535.
   * @default none: the service accepts no connections
   */
  port?: number;
  /**
   * The family of the task definition. Services of one family number their revisions together. A change creates the first revision
   * of the new family, and deploys it.
   * @default the names of project, stack and component
   */
  family?: string;
  /**
   * CPU units: 256, 512, 1024 (one vCPU), 2048, 4096, 8192, 16384 or 32768.
   * @default the least that goes with `memory`; without both, 256 (about 13 USD a month in us-east-1 with a public IP address)
   */
  cpu?: pulumi.Input<number>;
  /**
   * Memory in MiB. Valid combinations with `cpu`: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
   * @default the least that goes with `cpu`; without both, 512
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
   * The number of tasks: 0 or more. With `autoscaling`, the number that a new service starts with.
   * @default 1, with `autoscaling` its `min`
   */
  desiredCount?: pulumi.Input<number>;
  /**
   * The name of the ECS service. With a fixed name, a change that replaces the service, such as of its cluster, deletes it before its
   * successor exists: nobody answers meanwhile. One cluster cannot have two services of a name.
   * @default the component's name and a random suffix
   */
  serviceName?: string;
  /**
   * Scales the number of tasks by load or by schedule; deployments then leave the desired count alone. Each target adds two
   * CloudWatch alarms, about 0.20 USD a month.
   * @default off: always `desiredCount` tasks
   */
  autoscaling?: ServiceAutoscaling;
  /**
   * The customer-managed KMS keys of the secrets in `secrets`. The execution role may decrypt with these keys only. `[]`: none has one.
   * @default looked up in AWS, in previews and updates; where that is denied a warning says so
   */
  secretKeyArns?: pulumi.Input<string>[];
  /** More containers in each task. */
  sidecars?: Sidecar[];
  /**
   * The cluster that the service runs in.
   * @default one is created
   */
  cluster?: ServiceCluster;
  /**
   * The capacity providers of the tasks: FARGATE, FARGATE_SPOT, or both. With them, every change of the service deploys its tasks anew, also one
   * of `desiredCount`: AWS takes other weights only so. To go back to FARGATE alone, name it; a list that is left out again is refused.
   * @default all on FARGATE
   */
  capacityProviders?: ServiceCapacityProvider[];
  /**
   * The VPC and subnets of the tasks, and who may connect to them.
   * @default public subnets of the default VPC; no inbound connections
   */
  network?: ServiceNetwork;
  /**
   * An Application Load Balancer for the service: a new one, or a rule on an existing listener. The tasks then accept traffic
   * only from it.
   * @default none
   */
  loadBalancer?: ServiceLoadBalancer;
  /**
   * The task execution role: the permissions of ECS, such as reading the registry's secret.
   * @default one is created that may read this service's secrets only
   */
  executionRole?: ServiceExecutionRole;
  /**
   * The task role: the permissions of your code.
   * @default one is created without permissions
   */
  taskRole?: ServiceTaskRole;
  /**
   * How a new version replaces the old one.
   * @default rolling, with no fewer tasks than desired, and rolled back on failure
   */
  deployment?: ServiceDeployment;
  /**
   * A task of the same image, secrets and roles that has to succeed before the service changes: a database migration. If it does
   * not, `pulumi up` fails with its exit code and its last log lines, and the service keeps its version. Runs in the service's
   * network on FARGATE, at Fargate's price for its minutes.
   * @default none
   */
  preDeploy?: ServicePreDeploy;
  /**
   * ECS Exec: `aws ecs execute-command` opens a shell in a container. `{}` enables it; `{ audited: true }` also encrypts sessions
   * with a key (about 1 USD a month) and records them in a log group, both created.
   * @default ECS Exec is off
   */
  executeCommand?: ServiceExecuteCommand;
  /**
   * Volumes of the task: empty ones that are deleted with the task, and EFS file systems, which persist (about 0.30 USD per GB
   * and month). Containers mount them with `mountPoints`.
   * @default none
   */
  volumes?: TaskVolume[];
  /**
   * A sidecar that sends traces to AWS X-Ray (about 5 USD per million), with the permissions for it in the task role.
   * @default none
   */
  tracing?: ServiceTracing;
  /**
   * A DNS name for the service in AWS Cloud Map; a created namespace costs about 0.50 USD a month. `network` has to allow the
   * clients in.
   * @default none
   */
  discovery?: ServiceDiscovery;
  /**
   * ECS Service Connect: free, but its proxy uses part of the task's CPU and memory. `network` has to allow the clients in.
   * @default none
   */
  serviceConnect?: ServiceConnect;
  /** Whether `pulumi up` waits for the deployment, and for how long. */
  rollout?: ServiceRollout;
  /** Registry checks to run before deploying. */
  registry?: ServiceRegistry;
  /** The log group, and the log driver of the containers. */
  logs?: ServiceLogs;
  /**
   * CloudWatch alarms and failure notifications, and their recipients: high CPU and memory, fewer running tasks than
   * `desiredCount` (with `autoscaling`, than its lowest `min`), tasks that cannot start, failed deployments. Does not need
   * Container Insights. Three alarms, six with `loadBalancer`: about 0.10 USD a month each.
   * @default none
   */
  alarms?: ServiceAlarms;
  /**
   * Whether the service gets the stricter settings that security scanners ask for, where you set nothing else: tasks without public
   * addresses (network mode "new" gets a NAT gateway), a read-only root file system, deletion protection and access logs of a created load
   * balancer, flow logs and a closed default security group of a created VPC, logs for a year, and a KMS key for logs and
   * notifications. About 1 USD a month for the key, about 36.50 for the NAT gateway, and what the logs take. The bucket of access
   * and flow logs has to be emptied, and deletion protection turned off, before `pulumi destroy`.
   * @default false
   */
  hardening?: boolean;
  /**
   * The highest monthly cost in USD: a more expensive plan is refused before anything is created, with the cost of each resource.
   * Counted at AWS's list prices for resources that exist all month. Usage (data, logs, requests) is listed and not counted, nor
   * are tasks that autoscaling adds.
   * @default no limit
   */
  maxMonthlyCost?: number;
  /** Tags of all created resources and of the running tasks. */
  tags?: Record<string, pulumi.Input<string>>;
}
