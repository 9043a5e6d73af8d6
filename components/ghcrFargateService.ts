// The service as a component: plans, checks, then creates one part after the other.

import * as pulumi from "@pulumi/pulumi";
import { isEngineAttached } from "../rollout/engine";
import { createAlarms } from "./alarms/alarms";
import { awsEnvironmentOf, childContext } from "./component/childContext";
import { requireOwnArns } from "./component/ownArns";
import { createPullSecrets } from "./credentials/pullSecrets";
import { createPullThroughCache } from "./credentials/pullThroughCache";
import { createPreDeploy } from "./deployment/preDeploy";
import { afterRollout, awaitRollout } from "./deployment/rollout";
import type { GhcrFargateServiceArgs } from "./ghcrFargateServiceArgs";
import { planGhcrFargateService } from "./ghcrFargateServicePlan";
import { createFlowLog, createHardening, hardenedPlan } from "./hardening";
import { requireBudget } from "./monthlyCost";
import { requireInternetAccess } from "./network/internetAccess";
import { requireZones } from "./loadBalancer/zones";
import { NetworkMode } from "./network/networkArgs";
import { createSecurityGroup, reachableTasks } from "./network/securityGroup";
import { createVpc, existingNetwork } from "./network/vpc";
import { createEndpoints } from "./network/vpcEndpoints";
import { createCluster } from "./service/cluster";
import { createDiscovery } from "./service/discovery";
import { createExecuteCommand, warnOfReadonlyContainers } from "./service/executeCommand";
import { createLoadBalancing } from "./service/loadBalancing";
import { createAutoscaling } from "./service/scalableTarget";
import { createService } from "./service/service";
import { createServiceConnect } from "./service/serviceConnect";
import { warnOfFirstPull } from "./task/pullThrough";
import { imageSourcesOf, MAIN_CONTAINER, pullCredentialsOf } from "./task/containers";
import { findSecrets } from "./task/containerSecrets";
import { createLogGroup } from "./task/logGroup";
import { createTaskBase, defineTask, resolveImages } from "./task/task";

/**
 * A container image from a private registry, running on AWS ECS Fargate.
 *
 * Creates by default: a KMS key with an alias and a Secrets Manager secret for the registry token, a task execution role that may
 * read that secret only, a task role without permissions, a cluster, a log group, a security group without inbound rules, a task
 * definition, and the service. About 13 USD a month in us-east-1 for the smallest task with a public IP address, and 1.40 for the
 * key and the secret.
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
  /** The URL of the service behind its load balancer; undefined without one, or if a shared listener matches no host. */
  public readonly url!: pulumi.Output<string | undefined>;
  /** The DNS name of the load balancer, if there is one. */
  public readonly loadBalancerDnsName!: pulumi.Output<string | undefined>;
  /** The id of the load balancer's security group, if there is one. */
  public readonly loadBalancerSecurityGroupId!: pulumi.Output<string | undefined>;
  /** The ARN of the load balancer's listener, for another service's `loadBalancer.listenerArn`. */
  public readonly listenerArn!: pulumi.Output<string | undefined>;
  /** The load balancer's ARN, if there is one. */
  public readonly loadBalancerArn!: pulumi.Output<string | undefined>;
  /** The Route 53 zone of `loadBalancerDnsName`, for alias records of your own. */
  public readonly loadBalancerZoneId!: pulumi.Output<string | undefined>;
  /** The Elastic IP addresses of `loadBalancer.fixedAddresses`. */
  public readonly loadBalancerIps!: pulumi.Output<string[] | undefined>;
  /** The ARN of the target group, if there is a load balancer. With a strategy that shifts traffic, of the first of the two. */
  public readonly targetGroupArn!: pulumi.Output<string | undefined>;
  /** `loadBalancer.domainName`. */
  public readonly domainName!: pulumi.Output<string | undefined>;
  /** The id of the VPC of the tasks; usable as another service's `network.vpcId`. */
  public readonly vpcId!: pulumi.Output<string>;
  /** The ids of the subnets of the tasks; usable as another service's `network.subnetIds`. */
  public readonly subnetIds!: pulumi.Output<string[]>;
  /** The ids of the public subnets, in the network modes "default" and "new". */
  public readonly publicSubnetIds!: pulumi.Output<string[] | undefined>;
  /** The ids of the private subnets of a new VPC with NAT gateways; for a database, say. */
  public readonly privateSubnetIds!: pulumi.Output<string[] | undefined>;
  /** The image of the service's own container, pinned to its digest unless `registry.pin` is false. */
  public readonly imageUri!: pulumi.Output<string>;
  /** The name of the ECS service. */
  public readonly serviceName!: pulumi.Output<string>;
  /** The ARN of the ECS service. */
  public readonly serviceArn!: pulumi.Output<string>;
  /** The cluster's name. */
  public readonly clusterName!: pulumi.Output<string>;
  /** The ARN of the cluster, for another service's `cluster.arn`. */
  public readonly clusterArn!: pulumi.Output<string>;
  /** The ARN of the task definition, with its revision. */
  public readonly taskDefinitionArn!: pulumi.Output<string>;
  /** The ARN of the secret with the registry credentials, if there is one. */
  public readonly secretArn!: pulumi.Output<string | undefined>;
  /** The ARN of the customer-managed KMS key of that secret, if it has one. */
  public readonly keyArn!: pulumi.Output<string | undefined>;
  /** The ARN of the task execution role. */
  public readonly executionRoleArn!: pulumi.Output<string>;
  /** The policy, as JSON, that the task execution role needs besides AWS's managed one, for a role of your own. */
  public readonly executionRolePolicy!: pulumi.Output<string | undefined>;
  /** The ARN of the task role. */
  public readonly taskRoleArn!: pulumi.Output<string>;
  /** The policy, as JSON, that the task role needs for the arguments, for a role of your own. */
  public readonly taskRolePolicy!: pulumi.Output<string | undefined>;
  /** The id of the tasks' created security group, if one is created. */
  public readonly securityGroupId!: pulumi.Output<string | undefined>;
  /** The resource id of the service in Application Auto Scaling (`service/CLUSTER/SERVICE`), with `autoscaling`: for policies of your own. */
  public readonly scalableTargetId!: pulumi.Output<string | undefined>;
  /** The ARN of the SNS topic of `alarms`. */
  public readonly alarmTopicArn!: pulumi.Output<string | undefined>;
  /** The name of the log group. */
  public readonly logGroupName!: pulumi.Output<string>;
  /** The ids of the created EFS file systems, by volume name. */
  public readonly fileSystemIds!: pulumi.Output<Record<string, string>>;
  /** The id of the Cloud Map namespace of `discovery`, for another service's `discovery.namespaceId`. */
  public readonly discoveryNamespaceId!: pulumi.Output<string | undefined>;
  /** The namespace of `serviceConnect`, for another service's `serviceConnect.namespace`. */
  public readonly connectNamespace!: pulumi.Output<string | undefined>;
  /**
   * The ARN of the task definition that the service runs. Resolves after the deployment has completed: resources that use it are
   * created after that.
   */
  public readonly rollout!: pulumi.Output<string>;

  constructor(name: string, args: GhcrFargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr-fargate:index:GhcrFargateService", name, {}, opts);
    const planned = planGhcrFargateService(name, args);
    const { vpc } = planned.network;

    // What only lookups show. If one of these fails, no child is created.
    const existing = existingNetwork(vpc, this);
    warnOfFirstPull(planned.task.pullThrough, planned.network.endpoints, this);
    const images = resolveImages(planned.task, this);
    const containerSecrets = findSecrets(planned.task, this);
    const awsEnvironment = awsEnvironmentOf(this);
    const { region } = awsEnvironment;
    const preconditions = [
      requireOwnArns(planned.subject, planned.ownArns, awsEnvironment),
      requireBudget(name, planned, { region, subnetIds: existing?.subnetIds }),
      requireInternetAccess(existing, planned.network, imageSourcesOf(planned.task.containers), this),
      requireZones(planned.loadBalancer, existing, this),
      containerSecrets.exist,
      ...(isEngineAttached() ? images.map(({ reference }) => reference) : []),
      ...(vpc.mode === NetworkMode.Default ? [existing?.subnetIds] : []),
    ].filter((precondition) => precondition !== undefined);
    const { permissionsBoundary } = planned.task.executionRole;
    const context = childContext(this, { tags: planned.tags, permissionsBoundary, preconditions });

    const hardening = createHardening(name, planned.hardening, context);
    const plan = hardenedPlan(planned, hardening);

    // Credentials and network.
    const secrets = createPullSecrets(plan.credentials, context);
    const cached = createPullThroughCache(name, plan.task.pullThrough?.create, context);
    const network = existing ?? createVpc(name, vpc, context);
    createFlowLog(name, { plan: plan.hardening, created: hardening, vpcId: network.vpcId }, context);
    const securityGroups = createSecurityGroup(
      name,
      { plan: plan.network.securityGroup, vpcId: network.vpcId },
      context,
    );
    const endpoints = createEndpoints(name, { plan: plan.network.endpoints, network, tasks: securityGroups }, context);
    const loadBalancing = createLoadBalancing(
      name,
      {
        plan: plan.loadBalancer,
        shift: plan.deployment.shift,
        tasks: { network, securityGroups, containerName: MAIN_CONTAINER },
      },
      context,
    );

    // The task.
    warnOfReadonlyContainers(plan.executeCommand, plan.task.containers, this);
    const { configuration, statements } = createExecuteCommand(name, plan.executeCommand, context);
    const cluster = createCluster(name, { plan: plan.cluster, executeCommandConfiguration: configuration }, context);
    const logGroup = createLogGroup(name, plan.task.logs, context);
    const task = createTaskBase(
      name,
      {
        plan: plan.task,
        fileSystems: plan.fileSystems,
        secrets,
        containerSecrets,
        network,
        securityGroups,
        logGroup,
        statements,
      },
      context,
    );
    // A task cannot start before its secret has a value, its roles have their policies, and file systems and endpoints exist.
    const after = [...secrets.ready, ...cached, ...task.ready, ...endpoints];
    const parts = { plan: plan.task, base: task, images, secrets, containerSecrets, logGroup };
    const { subnetIds } = network;
    const where = { subnetIds, securityGroupIds: securityGroups.ids, assignPublicIp: vpc.assignPublicIp };
    const tags = createPreDeploy(
      name,
      { preDeploy: plan.preDeploy, ...parts, ...where, clusterArn: cluster.arn, after },
      context,
    );
    const definition = defineTask(name, { ...parts, ...(tags && { tags }) }, context);

    // The service.
    const discovery = createDiscovery(name, { plan: plan.discovery, vpcId: network.vpcId }, context);
    const serviceConnect = createServiceConnect(name, { plan: plan.serviceConnect, logGroup }, context);
    const service = createService(
      name,
      {
        plan: plan.service,
        deployment: plan.deployment,
        cluster,
        taskDefinitionArn: definition.arn,
        ...where,
        loadBalancing,
        discovery,
        serviceConnect,
        after,
      },
      context,
    );

    // What scales, watches and waits for it.
    const loadBalancer = loadBalancing?.loadBalancer;
    const watched = {
      clusterName: cluster.name,
      clusterArn: cluster.arn,
      serviceName: service.name,
      serviceArn: service.arn,
      targetGroup: loadBalancer,
    };
    const scalableTarget =
      plan.autoscaling &&
      createAutoscaling(name, { plan: plan.autoscaling, service: watched, targetGroup: loadBalancer }, context);
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
        hasLoadBalancer: loadBalancer !== undefined,
        reachable: vpc.assignPublicIp ? reachableTasks(plan.network.securityGroup, securityGroups) : undefined,
      },
      this,
    );

    const fileSystemIds = Object.fromEntries(
      [...task.fileSystems.byVolume].map(([volume, { fileSystemId }]) => [volume, fileSystemId]),
    );
    const [main] = plan.task.containers;
    const credentials = pullCredentialsOf(main);
    const secret = credentials && secrets.byName.get(credentials.name);
    const outputs: Outputs = {
      url: loadBalancer === undefined ? NONE : afterRollout(rollout, loadBalancer.url),
      loadBalancerArn: orNone(loadBalancer?.arn),
      loadBalancerZoneId: orNone(loadBalancer?.zoneId),
      loadBalancerIps: orNone(loadBalancer?.publicIps),
      targetGroupArn: orNone(loadBalancer?.targetGroupArn),
      domainName: orNone(plan.loadBalancer?.domain?.name),
      vpcId: network.vpcId,
      subnetIds: network.subnetIds,
      publicSubnetIds: orNone(network.publicSubnetIds),
      privateSubnetIds: orNone(network.privateSubnetIds),
      loadBalancerDnsName: orNone(loadBalancer?.dnsName),
      loadBalancerSecurityGroupId: orNone(loadBalancer?.securityGroupId),
      listenerArn: orNone(loadBalancer?.listenerArn),
      imageUri: images[0].reference,
      serviceName: service.name,
      serviceArn: service.arn,
      clusterName: cluster.name,
      clusterArn: cluster.sharedArn,
      taskDefinitionArn: definition.arn,
      secretArn: orNone(secret?.secretArn),
      keyArn: orNone(secret?.keyArn),
      executionRoleArn: task.executionRole.arn,
      executionRolePolicy: orNone(task.executionRole.policy),
      taskRoleArn: task.taskRole.arn,
      taskRolePolicy: orNone(task.taskRole.policy),
      securityGroupId: orNone(securityGroups.created?.id),
      scalableTargetId: orNone(scalableTarget?.resourceId),
      alarmTopicArn: orNone(topic?.arn),
      logGroupName: logGroup.name,
      fileSystemIds: task.fileSystems.byVolume.size === 0 ? NO_FILE_SYSTEMS : pulumi.output(fileSystemIds),
      discoveryNamespaceId: orNone(discovery?.namespaceId),
      connectNamespace: orNone(serviceConnect?.namespace),
      rollout,
    };
    Object.assign(this, outputs);
    this.registerOutputs(Object.fromEntries(Object.entries(outputs).filter(([, output]) => output !== NONE)));
  }
}

/** The component's own fields, each of which is an output. */
type Outputs = Omit<GhcrFargateService, keyof pulumi.ComponentResource>;

/** The output of what a service does not have. Shared, since a small service lacks a dozen: that saves 350 of its 8,100 promises (`npm run bench`). */
const NONE = pulumi.output(undefined);
const NO_FILE_SYSTEMS = pulumi.output<Record<string, string>>({});

function orNone<T>(value: pulumi.Input<T> | undefined): pulumi.Output<T | undefined> {
  if (value === undefined) return NONE;
  return pulumi.Output.isInstance(value) ? value : (pulumi.output(value) as pulumi.Output<T>);
}
