// How many tasks run: scale, stop and start, with autoscaling suspended and resumed.

import type { ScalableTarget } from "@aws-sdk/client-application-auto-scaling";
import type { Aws } from "./aws";
import { describeService, nameOf, type ServiceRef } from "./service";

/** What changed. */
export interface Scaled {
  readonly from: number;
  readonly to: number;
  /** What happened to autoscaling, if the service has it. */
  readonly autoscaling?: "suspended" | "resumed" | "unchanged";
  /** Its limits, if the service has it. */
  readonly limits?: { readonly min: number; readonly max: number };
}

const DIMENSION = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" } as const;

/**
 * Sets the number of tasks. Permissions: ecs:DescribeServices, ecs:UpdateService,
 * application-autoscaling:DescribeScalableTargets; for `suspend`, application-autoscaling:RegisterScalableTarget.
 */
export async function scaleService(
  aws: Aws,
  ref: ServiceRef,
  { tasks, suspend }: { readonly tasks: number; readonly suspend?: boolean },
): Promise<Scaled> {
  const ecs = await aws.ecs();
  const service = await describeService(aws, ref);
  const target = await scalableTarget(aws, ref);
  if (target !== undefined && suspend !== undefined) await suspendScaling(aws, target, suspend);
  await ecs.updateService({ cluster: ref.cluster, service: ref.service, desiredCount: tasks });
  return {
    from: service.desiredCount ?? 0,
    to: tasks,
    ...(target !== undefined && {
      autoscaling: suspend === undefined ? "unchanged" : suspend ? "suspended" : "resumed",
      limits: { min: target.MinCapacity ?? 0, max: target.MaxCapacity ?? 0 },
    }),
  };
}

async function scalableTarget(aws: Aws, { cluster, service }: ServiceRef): Promise<ScalableTarget | undefined> {
  const autoscaling = await aws.autoscaling();
  const answer = await autoscaling.describeScalableTargets({
    ...DIMENSION,
    ResourceIds: [`service/${nameOf(cluster)}/${service}`],
  });
  return answer.ScalableTargets?.[0];
}

async function suspendScaling(aws: Aws, { ResourceId }: ScalableTarget, suspend: boolean): Promise<void> {
  const autoscaling = await aws.autoscaling();
  await autoscaling.registerScalableTarget({
    ...DIMENSION,
    ResourceId,
    SuspendedState: {
      DynamicScalingInSuspended: suspend,
      DynamicScalingOutSuspended: suspend,
      ScheduledScalingSuspended: suspend,
    },
  });
}
