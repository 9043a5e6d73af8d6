// How a service stands behind its load balancer: what it says about it, and what it waits for.

import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { TrafficShiftPlan } from "../deployment/deployment";
import { DeploymentStrategy } from "../deployment/deploymentArgs";
import { admitLoadBalancer, type LoadBalancer } from "../loadBalancer/loadBalancer";
import type { ChildContext } from "../component/childContext";
import type { TargetGroupPlan } from "../loadBalancer/targetGroup";
import { createTrafficShift } from "../deployment/trafficShift";

/** What a service behind a load balancer says besides. */
export interface ServiceFront {
  readonly inputs: Pick<
    aws.ecs.ServiceArgs,
    "loadBalancers" | "healthCheckGracePeriodSeconds" | "deploymentConfiguration"
  >;
  readonly ready: readonly pulumi.Resource[];
  /** The target group that traffic is shifted to and from, as CloudWatch names it, if the strategy has one. */
  readonly alternateTargetGroupArnSuffix: pulumi.Output<string> | undefined;
}

/** Lets the balancer reach the tasks, and creates what shifts traffic between them, if the strategy does. */
export function createServiceFront(
  name: string,
  targetGroup: TargetGroupPlan,
  shiftPlan: TrafficShiftPlan | undefined,
  loadBalancer: LoadBalancer,
  tasks: {
    readonly containerName: string;
    readonly vpcId: pulumi.Input<string>;
    readonly createdGroupId: pulumi.Input<string> | undefined;
  },
  context: ChildContext,
): ServiceFront {
  if (tasks.createdGroupId !== undefined)
    admitLoadBalancer(name, tasks.createdGroupId, targetGroup.port, loadBalancer, context);
  const shift = shiftPlan && createTrafficShift(name, shiftPlan, targetGroup, loadBalancer, tasks.vpcId, context);
  return {
    inputs: {
      loadBalancers: [
        {
          containerName: tasks.containerName,
          containerPort: targetGroup.port,
          targetGroupArn: loadBalancer.targetGroupArn,
          ...(shift !== undefined && { advancedConfiguration: shift.advancedConfiguration }),
        },
      ],
      healthCheckGracePeriodSeconds: targetGroup.healthCheck.gracePeriodSeconds,
      // Said for a rolling one too: left out, AWS keeps the strategy that the service had.
      deploymentConfiguration: shift?.deploymentConfiguration ?? { strategy: DeploymentStrategy.Rolling },
    },
    ready: [...loadBalancer.ready, ...(shift?.ready ?? [])],
    alternateTargetGroupArnSuffix: shift?.alternateTargetGroupArnSuffix,
  };
}
