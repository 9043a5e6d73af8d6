// The component: composes what the other files plan and create.

import * as pulumi from "@pulumi/pulumi";
import { createAlarms } from "./alarms";
import { createAlarmTopic } from "./alarmTopic";
import { createCluster } from "./cluster";
import { createExpiryReminders, warnOfExpiries } from "./expiryReminders";
import { planFargate } from "./fargatePlan";
import { createLoadBalancer } from "./loadBalancer";
import { createDiscovery } from "./discovery";
import { createExecuteCommand } from "./executeCommand";
import { createLogGroup } from "./logs";
import { createNetwork } from "./network";
import { afterRollout, awaitRollout } from "./rolloutWatch";
import { createPullSecrets } from "./pullSecrets";
import { createAutoscaling } from "./scalableTarget";
import { createSecurityGroup } from "./securityGroup";
import { createService } from "./service";
import { createServiceFront } from "./serviceFront";
import { createServiceConnect } from "./serviceConnect";
import type { GhcrFargateServiceArgs } from "./serviceArgs";
import { lookUpSurroundings } from "./surroundings";
import { createTask } from "./task";

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
  public readonly url: pulumi.Output<string | undefined>;
  /** The name that AWS gave the load balancer, if there is one. */
  public readonly loadBalancerDnsName: pulumi.Output<string | undefined>;
  /** The load balancer's security group, if there is one. */
  public readonly loadBalancerSecurityGroupId: pulumi.Output<string | undefined>;
  /** The ARN of the listener that clients use; usable as another service's `loadBalancer.listenerArn`. */
  public readonly listenerArn: pulumi.Output<string | undefined>;
  /** The image that the service's own container runs. */
  public readonly imageUri: pulumi.Output<string>;
  /** The service's name. */
  public readonly serviceName: pulumi.Output<string>;
  /** The service's ARN. */
  public readonly serviceArn: pulumi.Output<string>;
  /** The cluster's ARN; usable as another service's `cluster.arn`. */
  public readonly clusterArn: pulumi.Output<string>;
  /** The ARN of the task definition's current revision. */
  public readonly taskDefinitionArn: pulumi.Output<string>;
  /** The ARN of the secret that the image is pulled with, if there is one. */
  public readonly secretArn: pulumi.Output<string | undefined>;
  /** The ARN of the customer-managed key of that secret, if it has one. */
  public readonly keyArn: pulumi.Output<string | undefined>;
  /** The ARN of the role that ECS starts the tasks with. */
  public readonly executionRoleArn: pulumi.Output<string>;
  /** The policy, as JSON, that the execution role needs besides AWS's managed one; attach it to a role of your own. */
  public readonly executionRolePolicy: pulumi.Output<string | undefined>;
  /** The ARN of the role that the containers use AWS with. */
  public readonly taskRoleArn: pulumi.Output<string>;
  /** The policy, as JSON, of what the arguments let the containers do; attach it to a role of your own. */
  public readonly taskRolePolicy: pulumi.Output<string | undefined>;
  /** The id of the created security group, if one is created. */
  public readonly securityGroupId: pulumi.Output<string | undefined>;
  /** What Application Auto Scaling calls the service (`service/CLUSTER/SERVICE`), with `autoscaling`: for policies of your own. */
  public readonly scalableTargetId: pulumi.Output<string | undefined>;
  /** The ARN of the topic that alarms are sent to, with `alarms`. */
  public readonly alarmTopicArn: pulumi.Output<string | undefined>;
  /** The name of the log group. */
  public readonly logGroupName: pulumi.Output<string>;
  /** The ids of the created EFS file systems, by their volume's name. */
  public readonly fileSystemIds: pulumi.Output<Record<string, string>>;
  /** The id of the Cloud Map namespace of `discovery`; usable as another service's `discovery.namespaceId`. */
  public readonly discoveryNamespaceId: pulumi.Output<string | undefined>;
  /** The namespace of `serviceConnect`; usable as another service's `serviceConnect.namespace`. */
  public readonly connectNamespace: pulumi.Output<string | undefined>;
  /**
   * The ARN of the task definition that the service runs. Resolves only after the update has seen it run: whatever uses
   * it never starts before the service works.
   */
  public readonly rollout: pulumi.Output<string>;

  constructor(name: string, args: GhcrFargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr-fargate:index:GhcrFargateService", name, {}, opts);
    const plan = planFargate(name, args);
    const surroundings = lookUpSurroundings(this, plan.tags);

    const secrets = createPullSecrets(name, plan.containers, surroundings);
    const network = createNetwork(name, plan.network, surroundings);
    const group = createSecurityGroup(name, plan.securityGroup, network.vpcId, surroundings);
    const loadBalancer = plan.loadBalancer && createLoadBalancer(name, plan.loadBalancer, network, surroundings);
    const front =
      plan.loadBalancer &&
      loadBalancer &&
      createServiceFront(
        name,
        plan.loadBalancer.targetGroup,
        plan.service.deployment.shift,
        loadBalancer,
        { containerName: plan.containers[0].container.name, vpcId: network.vpcId, createdGroupId: group.created?.id },
        surroundings,
      );
    const executeCommand = createExecuteCommand(name, plan.executeCommand, surroundings);
    const cluster = createCluster(name, plan.cluster, executeCommand.configuration, surroundings);
    const logGroup = createLogGroup(name, plan.logs, surroundings);

    const connections = { secrets, network, group, logGroup, executeCommand };
    const { definition, imageUri, roles, fileSystems } = createTask(name, plan, connections, surroundings);
    const discovery = createDiscovery(name, plan.discovery, network.vpcId, surroundings);
    const logsTo = { name: logGroup.name, region: surroundings.place.region };
    const connected = createServiceConnect(name, plan.serviceConnect, logsTo, surroundings);

    const service = createService(
      name,
      plan.service,
      {
        clusterArn: cluster.arn,
        taskDefinitionArn: definition.arn,
        subnetIds: network.subnetIds,
        securityGroupIds: group.ids,
        assignPublicIp: plan.network.assignPublicIp,
        front,
        serviceRegistries: discovery?.registry,
        serviceConnect: connected?.configuration,
      },
      [
        ...secrets.ready, // a task that starts before the secret has a value cannot pull
        ...roles.ready, // nor can one whose role may not read it yet, or not mount its volumes
        ...fileSystems.ready, // nor mount a file system that has no way to it
        ...(cluster.ready === undefined || plan.service.capacityProviders.length === 0 ? [] : [cluster.ready]),
      ],
      surroundings,
    );

    const watched = {
      clusterName: cluster.name,
      clusterArn: cluster.arn,
      serviceName: service.name,
      serviceArn: service.arn,
    };
    const scalableTarget =
      plan.autoscaling && createAutoscaling(name, plan.autoscaling, watched, loadBalancer, surroundings);
    const now = Date.now();
    warnOfExpiries(plan.expiries, now, this);
    const topic = plan.alarms && createAlarmTopic(name, plan.alarms.topic, surroundings);
    if (plan.alarms !== undefined && topic !== undefined) {
      const subject = `${name} (${pulumi.getProject()}/${pulumi.getStack()})`;
      const leastTasks = plan.autoscaling?.floor ?? plan.service.desiredCount;
      createAlarms(
        name,
        plan.alarms,
        { ...watched, subject, leastTasks, frontDoor: loadBalancer },
        topic,
        surroundings,
      );
      const { permissionsBoundary } = plan.roles;
      createExpiryReminders(name, plan.expiries, { topic, now, permissionsBoundary }, surroundings);
    }

    const [main] = plan.containers;
    const own = secrets.of.get(main.credentials);
    this.loadBalancerDnsName = pulumi.output(loadBalancer?.dnsName);
    this.loadBalancerSecurityGroupId = pulumi.output(loadBalancer?.securityGroupId);
    this.listenerArn = pulumi.output(loadBalancer?.listenerArn);
    this.imageUri = pulumi.output(imageUri ?? main.container.image);
    this.serviceName = service.name;
    this.serviceArn = service.arn;
    this.clusterArn =
      cluster.ready === undefined ? cluster.arn : pulumi.all([cluster.arn, cluster.ready.urn]).apply(([arn]) => arn);
    this.taskDefinitionArn = definition.arn;
    this.secretArn = pulumi.output(own?.secretArn);
    this.keyArn = pulumi.output(own?.keyArn);
    this.executionRoleArn = roles.executionRoleArn;
    this.executionRolePolicy = pulumi.output(roles.executionRolePolicy);
    this.taskRoleArn = roles.taskRoleArn;
    this.taskRolePolicy = pulumi.output(roles.taskRolePolicy);
    this.securityGroupId = pulumi.output(group.created?.id);
    this.scalableTargetId = pulumi.output(scalableTarget?.resourceId);
    this.alarmTopicArn = pulumi.output(topic?.arn);
    this.logGroupName = logGroup.name;
    this.fileSystemIds = pulumi.output(
      Object.fromEntries([...fileSystems.byVolume].map(([volume, { fileSystemId }]) => [volume, fileSystemId])),
    );
    this.discoveryNamespaceId = pulumi.output(discovery?.namespaceId);
    this.connectNamespace = pulumi.output(connected?.namespace);
    this.rollout = awaitRollout(this, plan.rollout, service, {
      taskDefinitionArn: definition.arn,
      desiredCount: plan.service.autoscaled ? undefined : plan.service.desiredCount,
      hasLoadBalancer: loadBalancer !== undefined,
    });
    this.url = afterRollout(this.rollout, pulumi.output(loadBalancer?.url));
    this.registerOutputs({
      url: this.url,
      loadBalancerDnsName: this.loadBalancerDnsName,
      loadBalancerSecurityGroupId: this.loadBalancerSecurityGroupId,
      listenerArn: this.listenerArn,
      imageUri: this.imageUri,
      serviceName: this.serviceName,
      serviceArn: this.serviceArn,
      clusterArn: this.clusterArn,
      taskDefinitionArn: this.taskDefinitionArn,
      secretArn: this.secretArn,
      keyArn: this.keyArn,
      executionRoleArn: this.executionRoleArn,
      executionRolePolicy: this.executionRolePolicy,
      taskRoleArn: this.taskRoleArn,
      taskRolePolicy: this.taskRolePolicy,
      securityGroupId: this.securityGroupId,
      scalableTargetId: this.scalableTargetId,
      alarmTopicArn: this.alarmTopicArn,
      logGroupName: this.logGroupName,
      fileSystemIds: this.fileSystemIds,
      discoveryNamespaceId: this.discoveryNamespaceId,
      connectNamespace: this.connectNamespace,
      rollout: this.rollout,
    });
  }
}
