// The wait at the end of an update: until ECS runs what was deployed, or the reason why it does not.

import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { wholeNumber } from "../../model/checks";
import { isEngineAttached } from "../../rollout/engine";
import { DEFAULT_TIMEOUT_MINUTES, watchRollout } from "../../rollout/watchRollout";
import type { ArgumentChecks } from "../component/argumentChecks";

/** What an update waits for. A preview and a unit test wait for nothing. */
export interface ServiceRollout {
  /**
   * Whether an update waits until the service runs what was deployed, and fails, with the cause, if it does not.
   * Needs `ecs:DescribeServices`; `ecs:ListTasks` and `ecs:DescribeTasks` let it say why tasks stop.
   * @default true
   */
  wait?: boolean;
  /**
   * How many minutes a rollout may take: 1 to 1440, and more than the waits of its `deployment` take together.
   * @default 15, and the waits of its `deployment` besides
   */
  timeoutMinutes?: number;
}

/** The wait, as planned. */
export type RolloutPlan = Required<ServiceRollout>;

/** Plans the wait. `shiftMinutes`: how long a deployment waits by itself, while it shifts traffic. */
export function planRollout(checks: ArgumentChecks, given: ServiceRollout = {}, shiftMinutes = 0): RolloutPlan {
  const { wait = true, timeoutMinutes = DEFAULT_TIMEOUT_MINUTES + shiftMinutes } = given;
  checks.shape("rollout.timeoutMinutes", given.timeoutMinutes, wholeNumber(1, 1440, "minutes"));
  if (wait && timeoutMinutes <= shiftMinutes)
    checks.add(
      "rollout.timeoutMinutes",
      `${timeoutMinutes}, while the waits of deployment take ${shiftMinutes} minutes`,
      "raise it, leave it unset, or set rollout.wait to false",
    );
  return { wait, timeoutMinutes };
}

/** The ARN of the task definition that runs: known once the service was seen to run it. */
export function awaitRollout(
  parent: pulumi.Resource,
  { wait, timeoutMinutes }: RolloutPlan,
  service: aws.ecs.Service,
  watched: {
    readonly taskDefinitionArn: pulumi.Output<string>;
    /** Undefined where autoscaling decides. */
    readonly desiredCount: pulumi.Input<number> | undefined;
    readonly hasLoadBalancer: boolean;
  },
): pulumi.Output<string> {
  const { taskDefinitionArn, desiredCount, hasLoadBalancer } = watched;
  if (!wait || !isEngineAttached()) return taskDefinitionArn;
  // The service's own id among the values: the watch starts once the change of the service is through.
  return pulumi
    .all([service.cluster, service.name, taskDefinitionArn, desiredCount, service.id])
    .apply(async ([clusterArn, serviceName, arn, count]) => {
      await watchRollout(parent, {
        clusterArn,
        serviceName,
        taskDefinitionArn: arn,
        ...(count !== undefined && { desiredCount: count }),
        hasLoadBalancer,
        timeoutMinutes,
      });
      return arn;
    });
}

/** A value that resolves, in an update, only after the rollout was seen to its end. A preview knows it as early as ever. */
export function afterRollout<T>(rollout: pulumi.Output<string>, value: pulumi.Output<T>): pulumi.Output<T> {
  return pulumi.runtime.isDryRun() ? value : pulumi.all([value, rollout]).apply(([known]) => known as T);
}
