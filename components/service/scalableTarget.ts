// What Application Auto Scaling gets: the service as a scalable target, with policies and scheduled actions.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, childNameOf } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfTargetTracking } from "../../model/resourceCost";
import type { AutoscalingPlan } from "./autoscaling";
import type { TargetGroupMetrics } from "../loadBalancer/loadBalancer";
import type { ChildContext } from "../component/childContext";

/** Creates the scalable target, its policies and its schedules. */
export function createAutoscaling(
  name: string,
  {
    plan,
    service,
    targetGroup,
  }: {
    readonly plan: AutoscalingPlan;
    readonly service: { readonly clusterName: pulumi.Input<string>; readonly serviceName: pulumi.Input<string> };
    readonly targetGroup: TargetGroupMetrics | undefined;
  },
  { options, tags }: ChildContext,
): aws.appautoscaling.Target {
  const target = new aws.appautoscaling.Target(
    childName(name, "scalableTarget"),
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: pulumi.interpolate`service/${service.clusterName}/${service.serviceName}`,
      minCapacity: plan.min,
      maxCapacity: plan.max,
      tags,
    },
    options,
  );
  // Taken from the target, so that it exists first.
  const { serviceNamespace, scalableDimension, resourceId } = target;
  for (const { key, metricType, targetValue } of plan.targets)
    new aws.appautoscaling.Policy(
      childName(name, key),
      {
        policyType: "TargetTrackingScaling",
        serviceNamespace,
        scalableDimension,
        resourceId,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: {
            predefinedMetricType: metricType,
            resourceLabel:
              metricType === "ALBRequestCountPerTarget" && targetGroup !== undefined
                ? pulumi.interpolate`${targetGroup.loadBalancerArnSuffix}/${targetGroup.targetGroupArnSuffix}`
                : undefined,
          },
          targetValue,
          scaleInCooldown: plan.scaleInCooldownSeconds,
          scaleOutCooldown: plan.scaleOutCooldownSeconds,
        },
      },
      options,
    );
  plan.schedules.forEach(({ cron, timeZone, min, max }, i) => {
    new aws.appautoscaling.ScheduledAction(
      childNameOf(name, "scaling-schedule", i),
      {
        serviceNamespace,
        scalableDimension,
        resourceId,
        schedule: `cron(${cron.trim().split(/\s+/).join(" ")})`,
        timezone: timeZone,
        scalableTargetAction: { minCapacity: min, maxCapacity: max },
      },
      options,
    );
  });
  return target;
}

/** What autoscaling is billed for: the alarms of its targets. */
export function costOfAutoscaling(name: string, plan: AutoscalingPlan | undefined): BilledItem[] {
  const targets = plan?.targets ?? [];
  return targets.flatMap(({ key }) => costOfTargetTracking(childName(name, key)));
}
