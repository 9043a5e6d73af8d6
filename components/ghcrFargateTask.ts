// A task that runs and ends as a component: on schedules, or by hand.

import * as pulumi from "@pulumi/pulumi";
import { warnOfExpiries } from "./alarms/expiryReminders";
import { childContext } from "./component/childContext";
import type { GhcrFargateTaskArgs } from "./ghcrFargateTaskArgs";
import { planGhcrFargateTask } from "./ghcrFargateTaskPlan";
import { createCluster } from "./service/cluster";
import { createSchedules } from "./service/schedules";
import { createLogGroup } from "./task/logGroup";
import { createTaskBase, defineTask } from "./task/task";
import { createCredentials, createTaskNetwork, lookUpTaskParts, mainPullSecret } from "./taskParts";

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
    warnOfExpiries(plan.expiries, Date.now(), this);
    const { images, containerSecrets, existing, preconditions } = lookUpTaskParts(plan, this);
    const { permissionsBoundary } = plan.task.executionRole;
    const context = childContext(this, { tags: plan.tags, permissionsBoundary, preconditions });

    const credentials = createCredentials(name, plan, context);
    const { secrets } = credentials;
    const tasks = createTaskNetwork(name, { plan: plan.network, existing }, context);
    const { network, securityGroups, endpoints, placement } = tasks;

    // The task.
    const cluster = createCluster(name, { plan: plan.cluster, executeCommandConfiguration: undefined }, context);
    const logGroup = createLogGroup(name, plan.task.logs, context);
    const { fileSystems } = plan;
    const base = createTaskBase(
      name,
      { plan: plan.task, fileSystems, secrets, containerSecrets, network, securityGroups, logGroup, statements: [] },
      context,
    );
    const parts = { plan: plan.task, base, images, secrets, containerSecrets, logGroup };
    const definition = defineTask(name, parts, context);

    // When it runs.
    const executionRoleArn = base.executionRole.arn;
    const taskRoleArn = base.taskRole.arn;
    const target = {
      clusterArn: cluster.arn,
      taskDefinitionArn: definition.arn,
      roleArns: [executionRoleArn, taskRoleArn],
      ...placement,
      after: [...credentials.ready, ...base.ready, ...endpoints],
    };
    const deadLetterArn = createSchedules(name, { plan: plan.schedules, target }, context);

    const secret = mainPullSecret(plan.task, credentials);
    const outputs: Outputs = {
      imageUri: images[0].reference,
      taskDefinitionArn: definition.arn,
      clusterArn: cluster.sharedArn,
      subnetIds: network.subnetIds,
      securityGroupIds: pulumi.output(securityGroups.ids),
      assignPublicIp: pulumi.output(placement.assignPublicIp),
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
