// What a service and a task that runs and ends have in common: what is looked up, the credentials, and the network of the tasks.

import type * as pulumi from "@pulumi/pulumi";
import { isEngineAttached } from "../rollout/engine";
import type { OwnArn } from "./component/argumentChecks";
import { awsEnvironmentOf, type ChildContext } from "./component/childContext";
import { requireOwnArns } from "./component/ownArns";
import type { CredentialsPlan } from "./credentials/imageCredentials";
import { createPullSecrets, type PullSecrets } from "./credentials/pullSecrets";
import { createPullThroughCache } from "./credentials/pullThroughCache";
import { requireInternetAccess } from "./network/internetAccess";
import type { NetworkPlan } from "./network/network";
import { NetworkMode } from "./network/networkArgs";
import { createSecurityGroup, type TaskSecurityGroups } from "./network/securityGroup";
import { createVpc, existingNetwork, type Network } from "./network/vpc";
import { createEndpoints } from "./network/vpcEndpoints";
import { findSecrets, type ContainerSecrets } from "./task/containerSecrets";
import { imageSourcesOf, pullCredentialsOf } from "./task/containers";
import type { DeployedImage } from "./task/image";
import { warnOfFirstPull } from "./task/pullThrough";
import { resolveImages, type TaskPlan } from "./task/task";

/** The parts of a plan that services and tasks have. */
export interface TaskPartsPlan {
  readonly subject: string;
  readonly ownArns: readonly OwnArn[];
  readonly credentials: readonly CredentialsPlan[];
  readonly network: NetworkPlan;
  readonly task: TaskPlan;
}

/** What only lookups show. */
export interface TaskLookups {
  /** The VPC and subnets, unless they are to be created. */
  readonly existing: Network | undefined;
  readonly images: readonly [DeployedImage, ...DeployedImage[]];
  readonly containerSecrets: ContainerSecrets;
  /** If one of these fails, no child is created. */
  readonly preconditions: readonly pulumi.Output<unknown>[];
}

/** Looks up what the tasks need. `others`: more that has to be found in order before any child is created. */
export function lookUpTaskParts(
  { subject, ownArns, network, task }: TaskPartsPlan,
  parent: pulumi.ComponentResource,
  others: (existing: Network | undefined) => readonly (pulumi.Output<unknown> | undefined)[] = () => [],
): TaskLookups {
  const existing = existingNetwork(network.vpc, parent);
  warnOfFirstPull(task.pullThrough, network.endpoints, parent);
  const images = resolveImages(task, parent);
  const containerSecrets = findSecrets(task, parent);
  const preconditions = [
    requireOwnArns(subject, ownArns, awsEnvironmentOf(parent)),
    ...others(existing),
    requireInternetAccess(existing, { plan: network, sources: imageSourcesOf(task.containers) }, parent),
    containerSecrets.exist,
    ...(isEngineAttached() ? images.map(({ reference }) => reference) : []),
    ...(network.vpc.mode === NetworkMode.Default ? [existing?.subnetIds] : []),
  ].filter((precondition) => precondition !== undefined);
  return { existing, images, containerSecrets, preconditions };
}

/** The created and existing credentials of the images. */
export interface Credentials {
  readonly secrets: PullSecrets;
  /** What has to exist before an image is pulled. */
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the registry's secrets, and the pull-through cache. */
export function createCredentials(
  name: string,
  { credentials, task }: Pick<TaskPartsPlan, "credentials" | "task">,
  context: ChildContext,
): Credentials {
  const secrets = createPullSecrets(credentials, context);
  const cached = createPullThroughCache(name, task.pullThrough?.create, context);
  return { secrets, ready: [...secrets.ready, ...cached] };
}

/** The secret of the service's own image. */
export function mainPullSecret({ containers: [main] }: TaskPlan, { secrets }: Credentials) {
  const credentials = pullCredentialsOf(main);
  return credentials && secrets.byName.get(credentials.name);
}

/** The network of the tasks, and what they are started with there. */
export interface TaskNetwork {
  readonly network: Network;
  readonly securityGroups: TaskSecurityGroups;
  readonly endpoints: readonly pulumi.Resource[];
  readonly placement: {
    readonly subnetIds: pulumi.Output<string[]>;
    readonly securityGroupIds: pulumi.Input<string>[];
    readonly assignPublicIp: boolean;
  };
}

/** Creates the VPC, unless one exists, the security group and the VPC endpoints. */
export function createTaskNetwork(
  name: string,
  { plan, existing }: { readonly plan: NetworkPlan; readonly existing: Network | undefined },
  context: ChildContext,
): TaskNetwork {
  const network = existing ?? createVpc(name, plan.vpc, context);
  const { vpcId, subnetIds } = network;
  const securityGroups = createSecurityGroup(name, { plan: plan.securityGroup, vpcId }, context);
  const endpoints = createEndpoints(name, { plan: plan.endpoints, network, tasks: securityGroups }, context);
  const { assignPublicIp } = plan.vpc;
  return {
    network,
    securityGroups,
    endpoints,
    placement: { subnetIds, securityGroupIds: securityGroups.ids, assignPublicIp },
  };
}
