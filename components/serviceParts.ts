// The parts of a service, in the order in which they are created: its task, the service itself, and what scales and watches it.

import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createAlarms } from "./alarms/alarms";
import type { ChildContext } from "./component/childContext";
import { createPreDeploy } from "./deployment/preDeploy";
import { awaitRollout } from "./deployment/rollout";
import type { GhcrFargateServicePlan } from "./ghcrFargateServicePlan";
import { reachableTasks } from "./network/securityGroup";
import { createCluster, type Cluster } from "./service/cluster";
import { createDiscovery } from "./service/discovery";
import { createExecuteCommand, warnOfReadonlyContainers } from "./service/executeCommand";
import type { LoadBalancing } from "./service/loadBalancing";
import { createAutoscaling } from "./service/scalableTarget";
import { createService } from "./service/service";
import { createServiceConnect } from "./service/serviceConnect";
import { createLogGroup, type TaskLogGroup } from "./task/logGroup";
import { createTaskBase, defineTask, type TaskBase } from "./task/task";
import type { Credentials, TaskLookups, TaskNetwork } from "./taskParts";

/** What a service's task runs with and on. */
export interface ServiceTask {
  readonly cluster: Cluster;
  readonly logGroup: TaskLogGroup;
  /** The roles and file systems. */
  readonly base: TaskBase;
  readonly definition: aws.ecs.TaskDefinition;
  /** What has to exist before a task starts: its secret's value, its roles' policies, file systems and endpoints. */
  readonly after: readonly pulumi.Resource[];
}

/** Creates the cluster, the logs, the roles and the task definition, which waits for the task of `preDeploy`. */
export function createServiceTask(
  name: string,
  {
    plan,
    lookups: { images, containerSecrets },
    credentials,
    tasks: { network, securityGroups, endpoints, placement },
  }: {
    readonly plan: GhcrFargateServicePlan;
    readonly lookups: TaskLookups;
    readonly credentials: Credentials;
    readonly tasks: TaskNetwork;
  },
  context: ChildContext,
): ServiceTask {
  const { secrets } = credentials;
  warnOfReadonlyContainers(plan.executeCommand, plan.task.containers, context.parent);
  const { configuration, statements } = createExecuteCommand(name, plan.executeCommand, context);
  const cluster = createCluster(name, { plan: plan.cluster, executeCommandConfiguration: configuration }, context);
  const logGroup = createLogGroup(name, plan.task.logs, context);
  const { fileSystems } = plan;
  const base = createTaskBase(
    name,
    { plan: plan.task, fileSystems, secrets, containerSecrets, network, securityGroups, logGroup, statements },
    context,
  );
  const after = [...credentials.ready, ...base.ready, ...endpoints];
  const parts = { plan: plan.task, base, images, secrets, containerSecrets, logGroup };
  const tags = createPreDeploy(
    name,
    { preDeploy: plan.preDeploy, ...parts, ...placement, clusterArn: cluster.arn, after },
    context,
  );
  const definition = defineTask(name, { ...parts, ...(tags && { tags }) }, context);
  return { cluster, logGroup, base, definition, after };
}

/** Creates the service, with the names under which others find it. */
export function createRunningService(
  name: string,
  {
    plan,
    task: { cluster, logGroup, definition, after },
    tasks: { network, placement },
    loadBalancing,
  }: {
    readonly plan: GhcrFargateServicePlan;
    readonly task: ServiceTask;
    readonly tasks: TaskNetwork;
    readonly loadBalancing: LoadBalancing | undefined;
  },
  context: ChildContext,
) {
  const discovery = createDiscovery(name, { plan: plan.discovery, vpcId: network.vpcId }, context);
  const serviceConnect = createServiceConnect(name, { plan: plan.serviceConnect, logGroup }, context);
  const service = createService(
    name,
    {
      plan: plan.service,
      deployment: plan.deployment,
      cluster,
      taskDefinitionArn: definition.arn,
      ...placement,
      loadBalancing,
      discovery,
      serviceConnect,
      after,
    },
    context,
  );
  return { service, discovery, serviceConnect };
}

/** Creates what scales and watches the service, and waits for its rollout. */
export function watchService(
  name: string,
  {
    plan,
    task: { cluster, definition },
    tasks: { securityGroups, placement },
    loadBalancing,
    service,
  }: {
    readonly plan: GhcrFargateServicePlan;
    readonly task: ServiceTask;
    readonly tasks: TaskNetwork;
    readonly loadBalancing: LoadBalancing | undefined;
    readonly service: aws.ecs.Service;
  },
  context: ChildContext,
) {
  const { desiredCount, autoscaled } = plan.service;
  const targetGroup = loadBalancing?.loadBalancer;
  const watched = {
    clusterName: cluster.name,
    clusterArn: cluster.arn,
    serviceName: service.name,
    serviceArn: service.arn,
    targetGroup,
  };
  const scalableTarget =
    plan.autoscaling && createAutoscaling(name, { plan: plan.autoscaling, service: watched, targetGroup }, context);
  const leastTasks = plan.autoscaling?.floor ?? desiredCount;
  const topic = createAlarms(
    name,
    { plan: plan.alarms, expiries: plan.expiries, service: { ...watched, leastTasks } },
    context,
  );
  const rollout = awaitRollout(
    plan.rollout,
    {
      service,
      taskDefinitionArn: definition.arn,
      desiredCount: autoscaled ? undefined : desiredCount,
      hasLoadBalancer: targetGroup !== undefined,
      reachable: placement.assignPublicIp ? reachableTasks(plan.network.securityGroup, securityGroups) : undefined,
    },
    context.parent,
  );
  return { scalableTarget, topic, rollout };
}
