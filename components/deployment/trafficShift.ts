// What ECS shifts traffic with: a second target group, the rule whose weights it moves, and the role that it does it with.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, type ChildKey } from "../../model/childNames";
import { ecsTrustPolicy, trafficShiftPolicyArn } from "../../model/deploymentPolicies";
import { openPort } from "../loadBalancer/applicationLoadBalancer";
import type { TrafficShiftPlan } from "./deployment";
import { createLifecycleHooks } from "./lifecycleHooks";
import { createListenerRule } from "../loadBalancer/listenerRule";
import { createListener } from "../loadBalancer/listeners";
import type { LoadBalancer } from "../loadBalancer/loadBalancer";
import type { ChildContext } from "../component/childContext";
import { createTargetGroup, type TargetGroupPlan } from "../loadBalancer/targetGroup";
import type { TestTrafficPlan } from "./testTraffic";

/** What the service says about a shift of traffic. */
export interface TrafficShift {
  readonly deploymentConfiguration: aws.types.input.ecs.ServiceDeploymentConfiguration;
  readonly advancedConfiguration: aws.types.input.ecs.ServiceLoadBalancerAdvancedConfiguration;
  /** The second target group, as CloudWatch names it. */
  readonly alternateTargetGroupArnSuffix: pulumi.Output<string>;
  /** What the service waits for: the rights of the roles that it names. */
  readonly ready: readonly pulumi.Resource[];
}

/** Creates what a shift of traffic needs. The rules stand in front of what routes otherwise, which stays as it is. */
export function createTrafficShift(
  name: string,
  plan: TrafficShiftPlan,
  targetGroup: TargetGroupPlan,
  loadBalancer: LoadBalancer,
  vpcId: pulumi.Input<string>,
  context: ChildContext,
): TrafficShift {
  const alternate = createTargetGroup(name, "alternateTargetGroup", targetGroup, vpcId, context);
  const createRule = (key: ChildKey, listenerArn: pulumi.Input<string>) =>
    createListenerRule(
      name,
      key,
      {
        listenerArn,
        patterns: loadBalancer.patterns,
        priority: loadBalancer.priority - 1,
        targetGroupArns: [loadBalancer.targetGroupArn, alternate.arn],
        shifted: true,
      },
      context,
    );
  const productionRule = createRule("productionRule", loadBalancer.listenerArn);
  const testListenerArn = plan.test && createTestListener(name, plan.test, loadBalancer, context);
  const testRule = testListenerArn === undefined ? undefined : createRule("testRule", testListenerArn);
  const role = createInfrastructureRole(name, context);
  const { hooks, ready } = createLifecycleHooks(name, plan.lifecycleHooks, context);
  return {
    deploymentConfiguration: { ...plan.configuration, ...(hooks.length > 0 && { lifecycleHooks: hooks }) },
    advancedConfiguration: {
      alternateTargetGroupArn: alternate.arn,
      productionListenerRule: productionRule.arn,
      ...(testRule !== undefined && { testListenerRule: testRule.arn }),
      roleArn: role.arn,
    },
    alternateTargetGroupArnSuffix: alternate.arnSuffix,
    ready: [role.ready, ...ready],
  };
}

function createTestListener(
  name: string,
  plan: TestTrafficPlan,
  { listenerSettings, securityGroupId }: LoadBalancer,
  context: ChildContext,
): pulumi.Input<string> | undefined {
  if (plan.listenerArn !== undefined) return plan.listenerArn;
  if (listenerSettings === undefined) return undefined;
  openPort(name, securityGroupId, plan.port, plan.ingressCidrs, context);
  return createListener(name, "testListener", plan.port, listenerSettings, context).arn;
}

function createInfrastructureRole(
  name: string,
  { options, awsEnvironment, tags, permissionsBoundary }: ChildContext,
): { readonly arn: pulumi.Output<string>; readonly ready: pulumi.Resource } {
  const role = new aws.iam.Role(
    childName(name, "infrastructureRole"),
    {
      description: `ECS shifts the traffic of ${name} with it`,
      assumeRolePolicy: pulumi.jsonStringify(awsEnvironment.apply(ecsTrustPolicy)),
      permissionsBoundary,
      tags,
    },
    options,
  );
  const ready = new aws.iam.RolePolicyAttachment(
    childName(name, "infrastructureRoleManagedPolicy"),
    { role: role.name, policyArn: awsEnvironment.apply(trafficShiftPolicyArn) },
    options,
  );
  return { arn: role.arn, ready };
}

/** The keys of the children that a shift of traffic will have, as far as their names have limits. */
export function trafficShiftChildKeys({ lifecycleHooks }: TrafficShiftPlan): ChildKey[] {
  const createsHookRole = lifecycleHooks.some(({ roleArn }) => roleArn === undefined);
  return [
    "alternateTargetGroup",
    "infrastructureRole",
    ...(createsHookRole ? (["hookRole", "hookRolePolicy"] as const) : []),
  ];
}
