// The component: composes what the other files plan and create.

import * as pulumi from "@pulumi/pulumi";
import { createCluster } from "./cluster";
import { containerDefinition } from "./containerDefinition";
import { deployedImage, imageTags } from "./deployedImage";
import { planFargate } from "./fargatePlan";
import { createLogGroup } from "./logs";
import { createNetwork } from "./network";
import { awaitRollout } from "./rolloutWatch";
import { createPullSecrets } from "./pullSecrets";
import { createExecutionRole, createTaskRole, executionPolicyJson } from "./roles";
import { createSecurityGroup } from "./securityGroup";
import { createService } from "./service";
import type { GhcrFargateServiceArgs } from "./serviceArgs";
import { lookUpSurroundings } from "./surroundings";
import { createTaskDefinition } from "./taskDefinition";

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
  /** The id of the created security group, if one is created. */
  public readonly securityGroupId: pulumi.Output<string | undefined>;
  /** The name of the log group. */
  public readonly logGroupName: pulumi.Output<string>;
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
    const cluster = createCluster(name, plan.cluster, surroundings);
    const logGroup = createLogGroup(name, plan.logs, surroundings);

    const policy = executionPolicyJson(
      {
        registry: [...secrets.of.values()],
        container: plan.containers.flatMap(({ container }) => Object.values(container.settings.secrets ?? {})),
        containerKeyArns: plan.secretKeyArns,
      },
      surroundings,
    );
    const executionRole = createExecutionRole(name, plan.roles, policy, surroundings);
    const taskRoleArn = createTaskRole(name, plan.roles, surroundings);

    const imageSettings = {
      subject: plan.subject,
      cpuArchitecture: plan.size.cpuArchitecture,
      registry: plan.registry,
    };
    const images = plan.containers.map((pulled) => ({
      ...pulled,
      deployed: deployedImage(pulled, imageSettings, this),
    }));
    const task = createTaskDefinition(
      name,
      plan.size,
      {
        containers: images.map(({ container, credentials, deployed }) =>
          containerDefinition(container, {
            image: deployed,
            secretArn: secrets.of.get(credentials)?.secretArn,
            logGroupName: logGroup.name,
            region: surroundings.place.region,
          }),
        ),
        executionRoleArn: executionRole.arn,
        taskRoleArn,
        tags: imageTags(images, plan.tags),
      },
      surroundings,
    );
    const service = createService(
      name,
      plan.service,
      {
        clusterArn: cluster.arn,
        taskDefinitionArn: task.arn,
        subnetIds: network.subnetIds,
        securityGroupIds: group.ids,
        assignPublicIp: plan.network.assignPublicIp,
      },
      [
        ...secrets.ready, // a task that starts before the secret has a value cannot pull
        ...executionRole.ready, // nor can one whose role may not read it yet
        ...(cluster.ready === undefined || plan.service.capacityProviders.length === 0 ? [] : [cluster.ready]),
      ],
      surroundings,
    );

    const [main] = plan.containers;
    const own = secrets.of.get(main.credentials);
    this.imageUri = pulumi.output(images[0]?.deployed ?? main.container.image);
    this.serviceName = service.name;
    this.serviceArn = service.arn;
    this.clusterArn =
      cluster.ready === undefined ? cluster.arn : pulumi.all([cluster.arn, cluster.ready.urn]).apply(([arn]) => arn);
    this.taskDefinitionArn = task.arn;
    this.secretArn = pulumi.output(own?.secretArn);
    this.keyArn = pulumi.output(own?.keyArn);
    this.executionRoleArn = executionRole.arn;
    this.executionRolePolicy = policy ?? pulumi.output(undefined);
    this.taskRoleArn = taskRoleArn;
    this.securityGroupId = group.created?.id ?? pulumi.output(undefined);
    this.logGroupName = logGroup.name;
    this.rollout = awaitRollout(this, plan.rollout, service, {
      taskDefinitionArn: task.arn,
      desiredCount: plan.service.desiredCount,
      hasLoadBalancer: false,
    });
    this.registerOutputs({
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
      securityGroupId: this.securityGroupId,
      logGroupName: this.logGroupName,
      rollout: this.rollout,
    });
  }
}
