// What ECS shifts traffic with: a second target group, the rules whose weights it changes, and the role that it uses for that.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { childName, type ChildKey } from "../../model/childNames";
import { ecsTrustPolicy, trafficShiftPolicyArn } from "../../model/deploymentPolicies";
import { derive, type ChildContext } from "../component/childContext";
import { createRole } from "../component/role";
import { NO_INGRESS } from "../network/ingress";
import { openPort } from "../loadBalancer/createdLoadBalancer";
import { createListenerRule } from "../loadBalancer/listenerRule";
import { createListener } from "../loadBalancer/listeners";
import type { LoadBalancer } from "../loadBalancer/loadBalancer";
import { createTargetGroup, type TargetGroupPlan } from "../loadBalancer/targetGroup";
import type { TrafficShiftPlan } from "./deployment";
import { createLifecycleHooks, createsHookRole } from "./lifecycleHooks";
import type { TestTrafficPlan } from "./testTraffic";

/** The settings of a service that shifts traffic. */
export interface TrafficShift {
  readonly deploymentConfiguration: aws.types.input.ecs.ServiceDeploymentConfiguration;
  readonly advancedConfiguration: aws.types.input.ecs.ServiceLoadBalancerAdvancedConfiguration;
  /** What the service waits for: the rights of the roles that it names. */
  readonly ready: readonly pulumi.Resource[];
}

/** Creates what ECS shifts traffic with. The rules come before those of the load balancer, which stay as they are. */
export function createTrafficShift(
  name: string,
  {
    plan,
    targetGroup,
    loadBalancer,
    vpcId,
  }: {
    readonly plan: TrafficShiftPlan;
    readonly targetGroup: TargetGroupPlan;
    readonly loadBalancer: LoadBalancer;
    readonly vpcId: pulumi.Input<string>;
  },
  context: ChildContext,
): TrafficShift {
  const { arn: alternateTargetGroupArn } = createTargetGroup(
    childName(name, "alternateTargetGroup"),
    { plan: targetGroup, vpcId },
    context,
  );
  const { targetGroupArn, patterns } = loadBalancer;
  const priority = loadBalancer.priority - 1;
  const createRule = (key: ChildKey, listenerArn: pulumi.Input<string>) =>
    createListenerRule(
      childName(name, key),
      { listenerArn, patterns, priority, targetGroupArn, alternateTargetGroupArn },
      context,
    );
  const productionRule = createRule("productionRule", loadBalancer.listenerArn);
  const testListenerArn = plan.test && createTestListener(name, { plan: plan.test, loadBalancer }, context);
  const testRule = testListenerArn === undefined ? undefined : createRule("testRule", testListenerArn);
  const role = createInfrastructureRole(name, context);
  const { hooks, ready } = createLifecycleHooks(name, plan.lifecycleHooks, context);
  return {
    deploymentConfiguration: { ...plan.configuration, ...(hooks.length > 0 && { lifecycleHooks: hooks }) },
    advancedConfiguration: {
      alternateTargetGroupArn,
      productionListenerRule: productionRule.arn,
      ...(testRule !== undefined && { testListenerRule: testRule.arn }),
      roleArn: role.arn,
    },
    ready: [role.ready, ...ready],
  };
}

function createTestListener(
  name: string,
  { plan, loadBalancer }: { readonly plan: TestTrafficPlan; readonly loadBalancer: LoadBalancer },
  context: ChildContext,
): pulumi.Input<string> | undefined {
  if (plan.listenerArn !== undefined) return plan.listenerArn;
  const { listenerSettings, securityGroupId } = loadBalancer;
  if (listenerSettings === undefined) return undefined;
  const { port, ingressCidrs: cidrs } = plan;
  const listener = { port, protocol: listenerSettings.listener.protocol, targetGroupArn: loadBalancer.targetGroupArn };
  openPort(name, { securityGroupId, listener, plan: { ...NO_INGRESS, cidrs } }, context);
  return createListener(childName(name, "testListener"), { settings: listenerSettings, listener }, context).arn;
}

function createInfrastructureRole(
  name: string,
  context: ChildContext,
): { readonly arn: pulumi.Output<string>; readonly ready: pulumi.Resource } {
  const role = createRole(
    { component: name, key: "infrastructureRole" },
    { description: `Traffic shifts of ${name} by ECS`, trust: ecsTrustPolicy },
    context,
  );
  const ready = new aws.iam.RolePolicyAttachment(
    childName(name, "infrastructureRoleManagedPolicy"),
    { role: role.name, policyArn: derive(context.awsEnvironment, trafficShiftPolicyArn) },
    context.options,
  );
  return { arn: role.arn, ready };
}

/** The keys of the children that a shift of traffic has, as far as their names have limits. */
export function trafficShiftChildKeys({ lifecycleHooks }: TrafficShiftPlan): ChildKey[] {
  return [
    "alternateTargetGroup",
    "infrastructureRole",
    ...(createsHookRole(lifecycleHooks) ? (["hookRole", "hookRolePolicy"] as const) : []),
  ];
}
