// The component: composes what the other files plan and create.

import * as pulumi from "@pulumi/pulumi";
import { withinBudget } from "./budget";
import { createCluster } from "./service/cluster";
import { planFargate } from "./ghcrFargateServicePlan";
import { createDiscovery } from "./service/discovery";
import { createExecuteCommand } from "./service/executeCommand";
import { createLoadBalancing } from "./service/loadBalancing";
import { createLogGroup } from "./task/logGroup";
import { afterRollout, awaitRollout } from "./deployment/rollout";
import { createAlarms } from "./alarms/alarms";
import { createPullSecrets } from "./task/pullSecrets";
import { createAutoscaling } from "./service/scalableTarget";
import { createSecurityGroup } from "./network/securityGroup";
import { createService } from "./service/service";
import { createServiceConnect } from "./service/serviceConnect";
import type { GhcrFargateServiceArgs } from "./ghcrFargateServiceArgs";
import { derive, childContext, regionOf } from "./component/childContext";
import { imageSourcesOf, MAIN_CONTAINER } from "./task/containers";
import { createTask } from "./task/task";
import { createNetwork } from "./network/vpc";
import { createEndpoints } from "./network/vpcEndpoints";
import { requireInternetAccess } from "./network/internetAccess";

/**
 * A container image from a private registry, running on AWS ECS Fargate.
 *
 * Creates, unless told otherwise: a KMS key with its alias and a Secrets Manager secret for the registry token, an execution
 * role that reads exactly that secret, a task role without rights, a cluster, a log group, a security group that admits
 * nobody, a task definition, and the service. About 13 USD a month in us-east-1 for the smallest task with a public address,
 * and 1.40 for the key and the secret.
 *
 * @example
 * ```ts
 * const web = new GhcrFargateService("web", {
 *   image: "ghcr.io/octocat/web:1.0",
 *   credentials: { username: "octocat", token: config.requireSecret("token") },
 *   port: 8080,
 *   network: { ingressCidrs: ["0.0.0.0/0"] },
 * });
 * ```
 */
export class GhcrFargateService extends pulumi.ComponentResource {
  /** Where clients reach the service, if it has a load balancer; undefined where no host is known to work. */
  public readonly url!: pulumi.Output<string | undefined>;
  /** The name that AWS gave the load balancer, if there is one. */
  public readonly loadBalancerDnsName!: pulumi.Output<string | undefined>;
  /** The load balancer's security group, if there is one. */
  public readonly loadBalancerSecurityGroupId!: pulumi.Output<string | undefined>;
  /** The ARN of the listener that clients use; usable as another service's `loadBalancer.listenerArn`. */
  public readonly listenerArn!: pulumi.Output<string | undefined>;
  /** The image that the service's own container runs. */
  public readonly imageUri!: pulumi.Output<string>;
  /** The service's name. */
  public readonly serviceName!: pulumi.Output<string>;
  /** The service's ARN. */
  public readonly serviceArn!: pulumi.Output<string>;
  /** The cluster's ARN; usable as another service's `cluster.arn`. */
  public readonly clusterArn!: pulumi.Output<string>;
  /** The ARN of the task definition's current revision. */
  public readonly taskDefinitionArn!: pulumi.Output<string>;
  /** The ARN of the secret that the image is pulled with, if there is one. */
  public readonly secretArn!: pulumi.Output<string | undefined>;
  /** The ARN of the customer-managed key of that secret, if it has one. */
  public readonly keyArn!: pulumi.Output<string | undefined>;
  /** The ARN of the role that ECS starts the tasks with. */
  public readonly executionRoleArn!: pulumi.Output<string>;
  /** The policy, as JSON, that the execution role needs besides AWS's managed one; attach it to a role of your own. */
  public readonly executionRolePolicy!: pulumi.Output<string | undefined>;
  /** The ARN of the role that the containers use AWS with. */
  public readonly taskRoleArn!: pulumi.Output<string>;
  /** The policy, as JSON, of what the arguments let the containers do; attach it to a role of your own. */
  public readonly taskRolePolicy!: pulumi.Output<string | undefined>;
  /** The id of the created security group, if one is created. */
  public readonly securityGroupId!: pulumi.Output<string | undefined>;
  /** What Application Auto Scaling calls the service (`service/CLUSTER/SERVICE`), with `autoscaling`: for policies of your own. */
  public readonly scalableTargetId!: pulumi.Output<string | undefined>;
  /** The ARN of the topic that alarms are sent to, with `alarms`. */
  public readonly alarmTopicArn!: pulumi.Output<string | undefined>;
  /** The name of the log group. */
  public readonly logGroupName!: pulumi.Output<string>;
  /** The ids of the created EFS file systems, by their volume's name. */
  public readonly fileSystemIds!: pulumi.Output<Record<string, string>>;
  /** The id of the Cloud Map namespace of `discovery`; usable as another service's `discovery.namespaceId`. */
  public readonly discoveryNamespaceId!: pulumi.Output<string | undefined>;
  /** The namespace of `serviceConnect`; usable as another service's `serviceConnect.namespace`. */
  public readonly connectNamespace!: pulumi.Output<string | undefined>;
  /**
   * The ARN of the task definition that the service runs. Resolves only after the update has seen it run: whatever uses
   * it never starts before the service works.
   */
  public readonly rollout!: pulumi.Output<string>;

  constructor(name: string, args: GhcrFargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr-fargate:index:GhcrFargateService", name, {}, opts);
    const plan = planFargate(name, args);
    const located = childContext(this, {
      tags: plan.tags,
      permissionsBoundary: plan.roles.permissionsBoundary,
    });
    const plannedNetwork = createNetwork(name, plan.network.vpc, located);
    const context = withinBudget(name, plan, plannedNetwork, located);

    const secrets = createPullSecrets(name, plan.containers, context);
    const network = requireInternetAccess(
      plannedNetwork,
      { vpc: plan.network.vpc, images: imageSourcesOf(plan.containers).images },
      this,
    );
    const group = createSecurityGroup(name, { plan: plan.network.securityGroup, vpcId: network.vpcId }, context);
    const endpoints = createEndpoints(name, { plan: plan.network.endpoints, network, tasks: group }, context);
    const balancing = createLoadBalancing(
      name,
      {
        plan: plan.loadBalancer,
        shift: plan.service.deployment.shift,
        tasks: { containerName: MAIN_CONTAINER, network, securityGroups: group },
      },
      context,
    );
    const executeCommand = createExecuteCommand(name, plan.executeCommand, context);
    const cluster = createCluster(name, plan.cluster, executeCommand.configuration, context);
    const logGroup = createLogGroup(name, plan.logs, context);

    const connections = { secrets, network, group, logGroup, executeCommand };
    const { definition, imageUri, roles, fileSystems } = createTask(name, plan, connections, context);
    const discovery = createDiscovery(name, plan.discovery, network.vpcId, context);
    const logsTo = { name: logGroup.name, region: derive(context.awsEnvironment, regionOf) };
    const connected = createServiceConnect(name, plan.serviceConnect, logsTo, context);

    const service = createService(
      name,
      plan.service,
      {
        clusterArn: cluster.arn,
        taskDefinitionArn: definition.arn,
        subnetIds: network.subnetIds,
        securityGroupIds: group.ids,
        assignPublicIp: plan.network.vpc.assignPublicIp,
        loadBalancing: balancing,
        serviceRegistries: discovery?.registry,
        serviceConnect: connected?.configuration,
      },
      [
        ...secrets.ready, // a task that starts before the secret has a value cannot pull
        ...roles.ready, // nor can one whose role may not read it yet, or not mount its volumes
        ...fileSystems.ready, // nor mount a file system that has no way to it
        ...endpoints, // nor reach a service that it has no other way to
        ...(cluster.ready === undefined || plan.service.capacityProviders.length === 0 ? [] : [cluster.ready]),
      ],
      context,
    );

    const watched = {
      clusterName: cluster.name,
      clusterArn: cluster.arn,
      serviceName: service.name,
      serviceArn: service.arn,
      targetGroup: balancing?.loadBalancer,
    };
    const scalableTarget =
      plan.autoscaling && createAutoscaling(name, plan.autoscaling, watched, balancing?.loadBalancer, context);
    const leastTasks = plan.autoscaling?.floor ?? plan.service.desiredCount;
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
        desiredCount: plan.service.autoscaled ? undefined : plan.service.desiredCount,
        hasLoadBalancer: balancing !== undefined,
      },
      this,
    );

    const [main] = plan.containers;
    const own = secrets.of.get(main.credentials);
    const outputs: Outputs = {
      url: balancing === undefined ? NONE : afterRollout(rollout, balancing.loadBalancer.url),
      loadBalancerDnsName: orNone(balancing?.loadBalancer.dnsName),
      loadBalancerSecurityGroupId: orNone(balancing?.loadBalancer.securityGroupId),
      listenerArn: orNone(balancing?.loadBalancer.listenerArn),
      imageUri,
      serviceName: service.name,
      serviceArn: service.arn,
      clusterArn: cluster.sharedArn,
      taskDefinitionArn: definition.arn,
      secretArn: orNone(own?.secretArn),
      keyArn: orNone(own?.keyArn),
      executionRoleArn: roles.executionRoleArn,
      executionRolePolicy: orNone(roles.executionRolePolicy),
      taskRoleArn: roles.taskRoleArn,
      taskRolePolicy: orNone(roles.taskRolePolicy),
      securityGroupId: orNone(group.created?.id),
      scalableTargetId: orNone(scalableTarget?.resourceId),
      alarmTopicArn: orNone(topic?.arn),
      logGroupName: logGroup.name,
      fileSystemIds: pulumi.output(
        Object.fromEntries([...fileSystems.byVolume].map(([volume, { fileSystemId }]) => [volume, fileSystemId])),
      ),
      discoveryNamespaceId: orNone(discovery?.namespaceId),
      connectNamespace: orNone(connected?.namespace),
      rollout,
    };
    Object.assign(this, outputs);
    this.registerOutputs(Object.fromEntries(Object.entries(outputs).filter(([, output]) => output !== NONE)));
  }
}

/** The component's own fields, each of which is an output. */
type Outputs = Omit<GhcrFargateService, keyof pulumi.ComponentResource>;

/** What a service does not have. One for all: each Output costs dozens of promises, and a small service lacks a dozen. */
const NONE = pulumi.output(undefined);

function orNone<T>(value: pulumi.Input<T> | undefined): pulumi.Output<T | undefined> {
  if (value === undefined) return NONE;
  return pulumi.Output.isInstance(value) ? value : (pulumi.output(value) as pulumi.Output<T>);
}
