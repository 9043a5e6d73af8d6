// The IAM policies that ECS deploys with: who assumes the roles, and what a hook's role may call.

import { policyDocument, type AwsEnvironment, type PolicyDocument } from "./policies";

/**
 * Who may assume a role that ECS itself uses: ECS, for this account.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export function ecsTrustPolicy({ account }: Pick<AwsEnvironment, "account">): PolicyDocument {
  return policyDocument({
    Effect: "Allow",
    Principal: { Service: "ecs.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  });
}

/** AWS's managed policy that lets ECS move traffic: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForLoadBalancers.html */
export function trafficShiftPolicyArn({ partition }: Pick<AwsEnvironment, "partition">): string {
  return `arn:${partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers`;
}

/** Lets a deployment's hooks be called, and nothing else. */
export function invokeFunctionsPolicy(functionArns: readonly string[]): PolicyDocument {
  return policyDocument({
    Sid: "CallHooks",
    Effect: "Allow",
    Action: "lambda:InvokeFunction",
    Resource: [...new Set(functionArns)],
  });
}
