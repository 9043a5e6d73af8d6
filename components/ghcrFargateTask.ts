// A task that runs and ends as a component: on schedules, or by hand.

import * as pulumi from "@pulumi/pulumi";
import { isEngineAttached } from "../rollout/engine";
import { awsEnvironmentOf, childContext } from "./component/childContext";
import { requireOwnArns } from "./component/ownArns";
import { createPullSecrets } from "./credentials/pullSecrets";
import { createPullThroughCache } from "./credentials/pullThroughCache";
import type { GhcrFargateTaskArgs } from "./ghcrFargateTaskArgs";
import { planGhcrFargateTask } from "./ghcrFargateTaskPlan";
import { requireInternetAccess } from "./network/internetAccess";
import { NetworkMode } from "./network/networkArgs";
import { createSecurityGroup } from "./network/securityGroup";
import { createVpc, existingNetwork } from "./network/vpc";
import { createEndpoints } from "./network/vpcEndpoints";
import { createCluster } from "./service/cluster";
import { createSchedules } from "./service/schedules";
import { warnOfFirstPull } from "./task/pullThrough";
import { imageSourcesOf, pullCredentialsOf } from "./task/containers";
import { findSecrets } from "./task/containerSecrets";
import { createLogGroup } from "./task/logGroup";
import { createTaskBase, defineTask, resolveImages } from "./task/task";

/**
 * A container image from a private registry that runs on AWS ECS Fargate and ends: a job on a schedule, or one that is run by hand
 * (`npx ghcr-fargate run --task NAME`).
 *
 * Creates by default what a service has without the service: the secret with its key, the roles, a cluster, a log group, a security
 * group without inbound rules and a task definition; with `schedules` those of EventBridge Scheduler, a role that may start this
 * task only, and a queue for starts that fail. About 1.40 USD a month for the key and the secret, and Fargate's price for the
 * minutes that tasks run.
 *
 * @example
 * ```ts
 * new GhcrFargateTask("report", {
 *   image: "ghcr.io/octocat/report:1.0",
 *   credentials: { username: "octocat", token: config.requireSecret("token") },
 *   schedules: [{ name: "nightly", cron: "0 3 * * ? *", timeZone: "Europe/Berlin" }],
 * });
 * ```
 */
export class GhcrFargateTask extends pulumi.ComponentResource {
  /** The image of the task's own container, pinned to its digest unless `registry.pin` is false. */
  public readonly imageUri!: pulumi.Output<string>;
  /** The ARN of the task definition, with its revision. */
  public readonly taskDefinitionArn!: pulumi.Output<string>;
  /** The ARN of the cluster, for a service's `cluster.arn`. */
  public readonly clusterArn!: pulumi.Output<string>;
  /** The ids of the subnets of the tasks. */
  public readonly subnetIds!: pulumi.Output<string[]>;
  /** The ids of the security groups of the tasks. */
  public readonly securityGroupIds!: pulumi.Output<string[]>;
  /** Whether tasks get public addresses. */
  public readonly assignPublicIp!: pulumi.Output<boolean>;
  /** The ARN of the secret with the registry credentials, if there is one. */
  public readonly secretArn!: pulumi.Output<string | undefined>;
  /** The ARN of the task execution role. */
  public readonly executionRoleArn!: pulumi.Output<string>;
  /** The ARN of the task role. */
  public readonly taskRoleArn!: pulumi.Output<string>;
  /** The name of the log group. */
  public readonly logGroupName!: pulumi.Output<string>;
  /** The ARN of the queue for starts that fail, with `schedules`. */
  public readonly deadLetterQueueArn!: pulumi.Output<string | undefined>;

  constructor(name: string, args: GhcrFargateTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr-fargate:index:GhcrFargateTask", name, {}, opts);
    const plan = planGhcrFargateTask(name, args);
    const { vpc } = plan.network;

    // What only lookups show. If one of these fails, no child is created.
    const existing = existingNetwork(vpc, this);
    warnOfFirstPull(plan.task.pullThrough, plan.network.endpoints, this);
    const images = resolveImages(plan.task, this);
    const containerSecrets = findSecrets(plan.task, this);
    const preconditions = [
      requireOwnArns(plan.subject, plan.ownArns, awsEnvironmentOf(this)),
      requireInternetAccess(existing, plan.network, imageSourcesOf(plan.task.containers), this),
      containerSecrets.exist,
      ...(isEngineAttached() ? images.map(({ reference }) => reference) : []),
      ...(vpc.mode === NetworkMode.Default ? [existing?.subnetIds] : []),
    ].filter((precondition) => precondition !== undefined);
    const { permissionsBoundary } = plan.task.executionRole;
    const context = childContext(this, { tags: plan.tags, permissionsBoundary, preconditions });

    // Credentials and network.
    const secrets = createPullSecrets(plan.credentials, context);
    const cached = createPullThroughCache(name, plan.task.pullThrough?.create, context);
    const network = existing ?? createVpc(name, vpc, context);
    const securityGroups = createSecurityGroup(
      name,
      { plan: plan.network.securityGroup, vpcId: network.vpcId },
      context,
    );
    const endpoints = createEndpoints(name, { plan: plan.network.endpoints, network, tasks: securityGroups }, context);

    // The task.
    const cluster = createCluster(name, { plan: plan.cluster, executeCommandConfiguration: undefined }, context);
    const logGroup = createLogGroup(name, plan.task.logs, context);
    const base = createTaskBase(
      name,
      {
        plan: plan.task,
        fileSystems: plan.fileSystems,
        secrets,
        containerSecrets,
        network,
        securityGroups,
        logGroup,
        statements: [],
      },
      context,
    );
    const definition = defineTask(
      name,
      { plan: plan.task, base, images, secrets, containerSecrets, logGroup },
      context,
    );

    // When it runs.
    const executionRoleArn = base.executionRole.arn;
    const taskRoleArn = base.taskRole.arn;
    const { subnetIds } = network;
    const deadLetterArn = createSchedules(
      name,
      {
        plan: plan.schedules,
        target: {
          clusterArn: cluster.arn,
          taskDefinitionArn: definition.arn,
          roleArns: [executionRoleArn, taskRoleArn],
          subnetIds,
          securityGroupIds: securityGroups.ids,
          assignPublicIp: vpc.assignPublicIp,
          after: [...secrets.ready, ...cached, ...base.ready, ...endpoints],
        },
      },
      context,
    );

    const [main] = plan.task.containers;
    const credentials = pullCredentialsOf(main);
    const secret = credentials && secrets.byName.get(credentials.name);
    const outputs: Outputs = {
      imageUri: images[0].reference,
      taskDefinitionArn: definition.arn,
      clusterArn: cluster.sharedArn,
      subnetIds,
      securityGroupIds: pulumi.output(securityGroups.ids),
      assignPublicIp: pulumi.output(vpc.assignPublicIp),
      secretArn: pulumi.output(secret?.secretArn),
      executionRoleArn,
      taskRoleArn,
      logGroupName: logGroup.name,
      deadLetterQueueArn: pulumi.output(deadLetterArn),
    };
    Object.assign(this, outputs);
    this.registerOutputs({ ...outputs });
  }
}

/** The component's own fields, each of which is an output. */
type Outputs = Omit<GhcrFargateTask, keyof pulumi.ComponentResource>;
