// What a user says to GhcrFargateService.

import type * as pulumi from "@pulumi/pulumi";
import type { ServiceAlarms } from "./alarms/alarms";
import type { ServiceAutoscaling } from "./service/autoscaling";
import type { ServiceCluster } from "./service/cluster";
import type { ContainerSettings, Sidecar } from "./task/containerArgs";
import type { CpuArchitecture } from "./task/taskDefinition";
import type { ServiceDeployment } from "./deployment/deploymentArgs";
import type { ServiceRegistry } from "./task/image";
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
   * The image: `ghcr.io/owner/image:tag`, or with `@sha256:...` at its end. Any registry that ECS can reach will do.
   * A reference without a tag means `latest`; a warning says so.
   */
  image: pulumi.Input<string>;
  /**
   * How to log in to the image's registry: `username` and `token`, or the `secretArn` of a secret that holds them.
   * @default none: the image is public
   */
  credentials?: ImageCredentials;
  /**
   * The TCP port that the container listens on: 1 to 65535.
   * @default none: the service is not reached from outside
   */
  port?: number;
  /**
   * CPU units: 256, 512, 1024 (one vCPU), 2048, 4096, 8192 or 16384.
   * @default 256 (with 512 MiB and an address about 13 USD a month in us-east-1)
   */
  cpu?: pulumi.Input<number>;
  /**
   * Memory in MiB; what goes with which `cpu`: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
   * @default 512
   */
  memory?: pulumi.Input<number>;
  /**
   * The processor: "X86_64" or "ARM64". The image has to be built for it.
   * @default "X86_64"
   */
  cpuArchitecture?: CpuArchitecture;
  /**
   * The task's disk in GiB: 21 to 200. Charged beyond 20 GiB.
   * @default 20, Fargate's own
   */
  ephemeralStorageGib?: pulumi.Input<number>;
  /**
   * How many tasks run: 0 or more. With `autoscaling`: how many the service starts with.
   * @default 1, with `autoscaling` its `min`
   */
  desiredCount?: pulumi.Input<number>;
  /**
   * How many tasks run, as load or the time of day demands: `desiredCount` is then left to the scaler. Each of its targets adds
   * two CloudWatch alarms, about 0.20 USD a month.
   * @default always `desiredCount`
   */
  autoscaling?: ServiceAutoscaling;
  /** The customer-managed KMS keys that encrypt what `secrets` names. The execution role may decrypt with exactly these. */
  secretKeyArns?: pulumi.Input<string>[];
  /** Further containers in the task. */
  sidecars?: Sidecar[];
  /**
   * The cluster that the service runs in.
   * @default one is created
   */
  cluster?: ServiceCluster;
  /**
   * Where tasks are placed: FARGATE, FARGATE_SPOT, or a mix. Setting or unsetting it replaces the service.
   * @default all on FARGATE
   */
  capacityProviders?: ServiceCapacityProvider[];
  /**
   * Where the tasks run, and who reaches them.
   * @default the default VPC's public subnets; nobody reaches the tasks
   */
  network?: ServiceNetwork;
  /**
   * The load balancer in front of the tasks, which then admit nobody else: an Application Load Balancer that is created, or a
   * rule on one that exists.
   * @default none
   */
  loadBalancer?: ServiceLoadBalancer;
  /**
   * The role that ECS starts the tasks with.
   * @default one is created that reads exactly this service's secrets
   */
  executionRole?: ServiceExecutionRole;
  /**
   * The role that the containers use AWS with.
   * @default one is created, without any permission
   */
  taskRole?: ServiceTaskRole;
  /**
   * How a new version replaces the old one.
   * @default rolling, never below the desired count, rolled back if it fails
   */
  deployment?: ServiceDeployment;
  /**
   * ECS Exec: `aws ecs execute-command` opens a shell in a container. `{}` enables it; `{ audited: true }` also encrypts sessions
   * with a key (about 1 USD a month) and records them in a log group, both created.
   * @default ECS Exec is off
   */
  executeCommand?: ServiceExecuteCommand;
  /**
   * The volumes that the containers share: empty ones that end with the task, and EFS file systems that stay (about 0.30 USD
   * per GB and month). A container sees them where its `mountPoints` say.
   * @default none
   */
  volumes?: TaskVolume[];
  /**
   * A sidecar that sends traces to AWS X-Ray (about 5 USD per million). The task role may do so.
   * @default none
   */
  tracing?: ServiceTracing;
  /**
   * The service's name in DNS, kept by AWS Cloud Map: a created namespace costs about 0.50 USD a month. Who calls the tasks
   * has to be let in by `network`.
   * @default none
   */
  discovery?: ServiceDiscovery;
  /**
   * The service's part in a namespace of ECS Service Connect: no charge of its own, but a proxy that takes a share of the
   * task's CPU and memory. Who calls the tasks has to be let in by `network`.
   * @default none
   */
  serviceConnect?: ServiceConnect;
  /** What an update waits for: until the service runs what was deployed, or the reason why it does not. */
  rollout?: ServiceRollout;
  /** What the image's registry is asked before AWS is. */
  registry?: ServiceRegistry;
  /** Where the containers' output goes. */
  logs?: ServiceLogs;
  /**
   * Who is told when the service is in trouble: of high CPU and memory, of fewer tasks running than `desiredCount` (with
   * `autoscaling`: than its least `min`), of tasks that cannot start and of deployments that fail. Needs no Container Insights.
   * Three CloudWatch alarms, six with `loadBalancer`: about 0.10 USD a month for each.
   * @default nobody
   */
  alarms?: ServiceAlarms;
  /**
   * The most that the plan may cost a month, in USD: a plan over it is refused, with its lines. Counted at AWS's list prices
   * for what exists all month; what traffic decides (data, logs, requests) is listed and not counted. Tasks that autoscaling
   * adds are not counted either.
   * @default no limit
   */
  maxMonthlyCost?: number;
  /** Tags of everything that is created and of the running tasks. */
  tags?: Record<string, pulumi.Input<string>>;
}
