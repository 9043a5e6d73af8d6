// Service load balancing: how the service registers its tasks with the load balancer, and shifts traffic between them.

import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ChildContext } from "../component/childContext";
import type { TrafficShiftPlan } from "../deployment/deployment";
import { createTrafficShift } from "../deployment/trafficShift";
import { admitLoadBalancer, createLoadBalancer, type LoadBalancer } from "../loadBalancer/loadBalancer";
import { balancedPorts, gracePeriodSeconds, type LoadBalancerPlan } from "../loadBalancer/loadBalancerPlan";
import type { TaskSecurityGroups } from "../network/securityGroup";
import type { Network } from "../network/vpc";

/** A load balancer, and the settings of the service for it. */
export interface LoadBalancing {
  readonly loadBalancer: LoadBalancer;
  readonly inputs: Pick<aws.ecs.ServiceArgs, "loadBalancers" | "healthCheckGracePeriodSeconds">;
  /** How traffic is shifted; undefined for a rolling deployment. */
  readonly deploymentConfiguration: aws.types.input.ecs.ServiceDeploymentConfiguration | undefined;
  /** What the service waits for. */
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the load balancer, lets it reach the tasks, and creates what shifts traffic; undefined without a load balancer. */
export function createLoadBalancing(
  name: string,
  {
    plan,
    shift: shiftPlan,
    tasks,
  }: {
    readonly plan: LoadBalancerPlan | undefined;
    readonly shift: TrafficShiftPlan | undefined;
    readonly tasks: {
      readonly containerName: string;
      readonly network: Network;
      readonly securityGroups: TaskSecurityGroups;
    };
  },
  context: ChildContext,
): LoadBalancing | undefined {
  if (plan === undefined) return undefined;
  const { network, containerName, securityGroups } = tasks;
  const { targetGroup } = plan;
  const loadBalancer = createLoadBalancer(name, { plan, network }, context);
  if (securityGroups.created !== undefined)
    admitLoadBalancer(
      name,
      { securityGroupId: securityGroups.created.id, ports: balancedPorts(plan), from: loadBalancer },
      context,
    );
  const shift =
    shiftPlan &&
    createTrafficShift(name, { plan: shiftPlan, targetGroup, loadBalancer, vpcId: network.vpcId }, context);
  return {
    loadBalancer,
    inputs: {
      loadBalancers: [
        {
          containerName,
          containerPort: targetGroup.port,
          targetGroupArn: loadBalancer.targetGroupArn,
          ...(shift !== undefined && { advancedConfiguration: shift.advancedConfiguration }),
        },
        ...loadBalancer.targets.map((target) => ({
          containerName: target.containerName,
          containerPort: target.plan.port,
          targetGroupArn: target.targetGroupArn,
        })),
      ],
      healthCheckGracePeriodSeconds: gracePeriodSeconds(plan),
    },
    deploymentConfiguration: shift?.deploymentConfiguration,
    ready: [...loadBalancer.ready, ...(shift?.ready ?? [])],
  };
}
