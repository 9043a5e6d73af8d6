// The service as a component: plans, checks, then creates one part after the other.

import * as pulumi from "@pulumi/pulumi";
import { awsEnvironmentOf, childContext } from "./component/childContext";
import { afterRollout } from "./deployment/rollout";
import type { GhcrFargateServiceArgs } from "./ghcrFargateServiceArgs";
import { planGhcrFargateService, type GhcrFargateServicePlan } from "./ghcrFargateServicePlan";
import { createFlowLog, createHardening, hardenedPlan } from "./hardening";
import { requireZones } from "./loadBalancer/zones";
import { requireBudget } from "./monthlyCost";
import { createLoadBalancing } from "./service/loadBalancing";
import { createRunningService, createServiceTask, watchService } from "./serviceParts";
import { MAIN_CONTAINER } from "./task/containers";
import { createCredentials, createTaskNetwork, lookUpTaskParts, mainPullSecret } from "./taskParts";

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
    const { region } = awsEnvironmentOf(this);
    const lookups = lookUpTaskParts(planned, this, (existing) => [
      requireBudget(name, planned, { region, subnetIds: existing?.subnetIds }),
      requireZones(planned.loadBalancer, existing, this),
    ]);
    const { tags } = planned;
    const { permissionsBoundary } = planned.task.executionRole;
    const context = childContext(this, { tags, permissionsBoundary, preconditions: lookups.preconditions });

    const hardening = createHardening(name, planned.hardening, context);
    const plan = hardenedPlan(planned, hardening);
    const credentials = createCredentials(name, plan, context);
    const tasks = createTaskNetwork(name, { plan: plan.network, existing: lookups.existing }, context);
    createFlowLog(name, { plan: plan.hardening, created: hardening, vpcId: tasks.network.vpcId }, context);
    const loadBalancing = createLoadBalancing(
      name,
      {
        plan: plan.loadBalancer,
        shift: plan.deployment.shift,
        tasks: { ...tasks, containerName: MAIN_CONTAINER },
      },
      context,
    );
    const task = createServiceTask(name, { plan, lookups, credentials, tasks }, context);
    const running = createRunningService(name, { plan, task, tasks, loadBalancing }, context);
    const { service } = running;
    const watch = watchService(name, { plan, task, tasks, loadBalancing, service }, context);

    const outputs = outputsOf({ plan, lookups, credentials, tasks, loadBalancing, task, ...running, ...watch });
    Object.assign(this, outputs);
    this.registerOutputs(Object.fromEntries(Object.entries(outputs).filter(([, output]) => output !== NONE)));
  }
}

/** What a service consists of. */
type Parts = {
  readonly plan: GhcrFargateServicePlan;
  readonly lookups: ReturnType<typeof lookUpTaskParts>;
  readonly credentials: ReturnType<typeof createCredentials>;
  readonly tasks: ReturnType<typeof createTaskNetwork>;
  readonly loadBalancing: ReturnType<typeof createLoadBalancing>;
  readonly task: ReturnType<typeof createServiceTask>;
} & ReturnType<typeof createRunningService> &
  ReturnType<typeof watchService>;

function outputsOf(parts: Parts): Outputs {
  const { plan, tasks, task, service, rollout } = parts;
  const { network, securityGroups } = tasks;
  const { fileSystems, executionRole, taskRole } = task.base;
  const loadBalancer = parts.loadBalancing?.loadBalancer;
  const secret = mainPullSecret(plan.task, parts.credentials);
  const fileSystemIds = [...fileSystems.byVolume].map(([volume, { fileSystemId }]) => [volume, fileSystemId] as const);
  return {
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
    imageUri: parts.lookups.images[0].reference,
    serviceName: service.name,
    serviceArn: service.arn,
    clusterName: task.cluster.name,
    clusterArn: task.cluster.sharedArn,
    taskDefinitionArn: task.definition.arn,
    secretArn: orNone(secret?.secretArn),
    keyArn: orNone(secret?.keyArn),
    executionRoleArn: executionRole.arn,
    executionRolePolicy: orNone(executionRole.policy),
    taskRoleArn: taskRole.arn,
    taskRolePolicy: orNone(taskRole.policy),
    securityGroupId: orNone(securityGroups.created?.id),
    scalableTargetId: orNone(parts.scalableTarget?.resourceId),
    alarmTopicArn: orNone(parts.topic?.arn),
    logGroupName: task.logGroup.name,
    fileSystemIds: fileSystemIds.length === 0 ? NO_FILE_SYSTEMS : pulumi.output(Object.fromEntries(fileSystemIds)),
    discoveryNamespaceId: orNone(parts.discovery?.namespaceId),
    connectNamespace: orNone(parts.serviceConnect?.namespace),
    rollout,
  };
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
