// The wait at the end of an update: until the deployment has succeeded, or has failed and why is known.

import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { oneOf, wholeNumber } from "../../model/checks";
import { rejectApart } from "../../model/problems";
import { isEngineAttached } from "../../rollout/engine";
import { DEFAULT_TIMEOUT_MINUTES, watchRollout } from "../../rollout/watchRollout";
import type { ArgumentChecks } from "../component/argumentChecks";
import { printTaskUrls, type ReachableTasks } from "./taskUrls";

/** What to do about a deployment that is certain to fail. */
export const RolloutFailureAction = {
  /** Nothing: ECS goes on, until its circuit breaker ends the deployment. */
  None: "none",
  /** Ask ECS to stop the deployment and to roll it back. */
  Rollback: "rollback",
} as const;
export type RolloutFailureAction = (typeof RolloutFailureAction)[keyof typeof RolloutFailureAction];

/** Whether `pulumi up` waits for the deployment, and for how long. Previews and unit tests do not wait. */
export interface ServiceRollout {
  /**
   * Whether an update waits until the service runs the new version, and fails with the cause if it does not. Needs
   * `ecs:DescribeServices`. What else lets it say more is in docs/rollout.md: without, the verdict rests on less.
   * @default true
   */
  wait?: boolean;
  /**
   * Minutes that a rollout may take: 1 to 43200, and more than the bake times and pauses of `deployment` together.
   * @default 15, plus the bake times and pauses of `deployment`
   */
  timeoutMinutes?: number;
  /**
   * What to do once a deployment is certain to fail, before ECS's circuit breaker finds so too: "none", or "rollback", which
   * lets ECS stop the deployment and serve the version before alone. Needs `ecs:StopServiceDeployment`. A first deployment
   * has nothing to roll back to.
   * @default "none"
   */
  onFailure?: RolloutFailureAction;
  /**
   * Whether an update starts the deployment again that ECS gave up before it. Where the cause was removed outside of the service,
   * as a missing right or a quota, there is nothing else to deploy, and without it every update would fail as the first did.
   * Needs `ecs:UpdateService`.
   * @default true with `wait`
   */
  redeploy?: boolean;
}

/** The wait, as planned. */
export type RolloutPlan = Required<ServiceRollout>;

/** Plans the wait. `shiftMinutes`: the bake times and pauses of a deployment. */
export function planRollout(checks: ArgumentChecks, given: ServiceRollout = {}, shiftMinutes = 0): RolloutPlan {
  const {
    wait = true,
    timeoutMinutes = DEFAULT_TIMEOUT_MINUTES + shiftMinutes,
    onFailure = RolloutFailureAction.None,
    redeploy = wait,
  } = given;
  checks.shape("rollout.onFailure", given.onFailure, oneOf(Object.values(RolloutFailureAction)));
  if (!wait && onFailure === RolloutFailureAction.Rollback)
    checks.add(
      "rollout.onFailure",
      'cannot be "rollback" while rollout.wait is false: nobody sees the deployment fail',
      "leave rollout.wait unset",
    );
  checks.shape("rollout.timeoutMinutes", given.timeoutMinutes, wholeNumber(1, 43200, "minutes"));
  if (wait && shiftMinutes > 0 && timeoutMinutes <= shiftMinutes)
    checks.add(
      "rollout.timeoutMinutes",
      `${timeoutMinutes}, but the bake times and pauses of deployment take ${shiftMinutes} minutes`,
      "raise it, leave it unset, or set rollout.wait to false",
    );
  if (!wait && redeploy)
    checks.add(
      "rollout.redeploy",
      "cannot be true while rollout.wait is false: nothing watches the deployment",
      "leave rollout.wait unset",
    );
  return { wait, timeoutMinutes, onFailure, redeploy };
}

/** The ARN of the task definition that runs: known once the deployment has succeeded. */
export function awaitRollout(
  { wait, timeoutMinutes, onFailure, redeploy }: RolloutPlan,
  deployed: {
    readonly service: aws.ecs.Service;
    readonly taskDefinitionArn: pulumi.Output<string>;
    /** Undefined where autoscaling decides. */
    readonly desiredCount: pulumi.Input<number> | undefined;
    readonly hasLoadBalancer: boolean;
    /** Undefined where no client reaches the tasks themselves. */
    readonly reachable: ReachableTasks | undefined;
  },
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { service, taskDefinitionArn, desiredCount, hasLoadBalancer, reachable } = deployed;
  if (!wait || !isEngineAttached()) return taskDefinitionArn;
  // The service's own id is among the values so that the watch starts after the service has been updated.
  return pulumi
    .all([service.cluster, service.name, taskDefinitionArn, desiredCount, pulumi.output(reachable), service.id])
    .apply(async ([clusterArn, serviceName, arn, count, tasks]) => {
      await watchRollout(parent, {
        clusterArn,
        serviceName,
        taskDefinitionArn: arn,
        ...(count !== undefined && { desiredCount: count }),
        hasLoadBalancer,
        timeoutMinutes,
        onFailure,
        redeploy,
      }).catch(rejectApart);
      if (tasks !== undefined && !pulumi.runtime.isDryRun()) await printTaskUrls(tasks, parent);
      return arn;
    });
}

/** A value that resolves, in an update, only after the rollout. A preview does not wait for it. */
export function afterRollout<T>(rollout: pulumi.Output<string>, value: pulumi.Output<T>): pulumi.Output<T> {
  return pulumi.runtime.isDryRun() ? value : pulumi.all([value, rollout]).apply(([known]) => known as T);
}
