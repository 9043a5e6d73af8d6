// How many tasks run: scale, stop and start, with autoscaling suspended and resumed.

import type { ScalableTarget, SuspendedState } from "@aws-sdk/client-application-auto-scaling";
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
  const suspended = suspend !== undefined && target !== undefined;
  if (suspended) await setSuspended(aws, target, suspensionOf(suspend));
  try {
    await ecs.updateService({ cluster: ref.cluster, service: ref.service, desiredCount: tasks });
  } catch (error) {
    // Nothing changed, so autoscaling stays as it was too; that the service could not be changed is what counts.
    if (suspended) await setSuspended(aws, target, target.SuspendedState ?? suspensionOf(false)).catch(() => undefined);
    throw error;
  }
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

function suspensionOf(suspend: boolean): SuspendedState {
  return {
    DynamicScalingInSuspended: suspend,
    DynamicScalingOutSuspended: suspend,
    ScheduledScalingSuspended: suspend,
  };
}

async function setSuspended(aws: Aws, { ResourceId }: ScalableTarget, state: SuspendedState): Promise<void> {
  const autoscaling = await aws.autoscaling();
  await autoscaling.registerScalableTarget({ ...DIMENSION, ResourceId, SuspendedState: state });
}
