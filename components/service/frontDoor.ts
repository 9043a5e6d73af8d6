// The load balancer of a service, with what the service says about it.

import type { FargatePlan } from "../ghcrFargateServicePlan";
import { createLoadBalancer, type LoadBalancer } from "../loadBalancer/loadBalancer";
import type { Network } from "../network/vpc";
import type { TaskSecurityGroups } from "../network/securityGroup";
import { createServiceFront, type ServiceFront } from "./loadBalancing";
import type { ChildContext } from "../component/childContext";

/** A load balancer, and how the service stands behind it. */
export interface FrontDoor {
  readonly balancer: LoadBalancer;
  readonly front: ServiceFront;
}

/** Creates the load balancer and lets it reach the tasks; undefined where there is to be none. */
export function createFrontDoor(
  name: string,
  { loadBalancer, service, containers: [main] }: FargatePlan,
  network: Network,
  group: TaskSecurityGroups,
  context: ChildContext,
): FrontDoor | undefined {
  if (loadBalancer === undefined) return undefined;
  const balancer = createLoadBalancer(name, loadBalancer, network, context);
  const tasks = { containerName: main.container.name, vpcId: network.vpcId, createdGroupId: group.created?.id };
  const { targetGroup } = loadBalancer;
  const front = createServiceFront(name, targetGroup, service.deployment.shift, balancer, tasks, context);
  return { balancer, front };
}
