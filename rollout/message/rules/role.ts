// Roles of a service and its tasks: passing, assuming and creating them. Wordings follow IAM's denials and ECS's service events; checked
// 2026-11-22.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const ROLE_RULES: readonly Rule[] = [
  {
    code: "TASK_ROLE_DENIED",
    weight: "run",
    kind: "denied",
    when: ({ facts: { action = "" }, text }) =>
      /assumed-role\/[^/]{1,64}\/[0-9a-f]{32}isnotauthorized/.test(text.compact) &&
      !/^(?:ecr|secretsmanager|ssm|kms|logs|s3|elasticfilesystem|sts|ecs|xray|ssmmessages):/i.test(action), // the agent's own
    cause: "{caller|the task role}, with which the program of a task calls AWS, may not call {action}",
    fix: "grant `{action}` on {resource|the resource} to {caller|the role of `taskRole.arn`}, not to the execution role",
    page: PAGE.taskRole,
  },
  {
    code: "SERVICE_LINKED_ROLE_GIVEN",
    weight: "start",
    stage: "role",
    says: ["role/aws-service-role/"],
    cause: "the service-linked role {role|of ECS} was given as the task's role or execution role",
    fix: "pass another role with `executionRole.arn` or `taskRole.arn`, or leave them unset: the trust of a service-linked role cannot be changed",
    page: PAGE.linkedRole,
  },
  {
    code: "SERVICE_LINKED_ROLE_MISSING",
    weight: "start",
    says: ["iam:createservicelinkedrole"],
    cause:
      "the account has no service-linked role of ECS (or of what the service uses) yet, and {caller|who deploys} may not create it",
    fix: "let somebody create it once (aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com), or grant `iam:CreateServiceLinkedRole` on {resource|the role} to whoever deploys",
    page: PAGE.linkedRole,
  },
  {
    code: "SERVICE_LINKED_ROLE_MISSING",
    weight: "passing",
    stage: "role",
    when: ({ text }) =>
      /service-?linkedrole/.test(text.compact) &&
      /doesnotexist|notexist|unabletoassume|verify|pleasecreate|notfound|createit/.test(text.compact),
    cause: "the account has no service-linked role of ECS (yet): the first cluster of an account makes it",
    fix: "create it, and deploy again: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com",
    page: PAGE.linkedRole,
  },
  {
    code: "INSTANCE_LAUNCH_DENIED",
    weight: "start",
    says: ["launchinstance"],
    kind: "denied",
    cause:
      "the infrastructure role[[ ({caller})]] of the capacity provider[[ {capacityProvider}]] may not launch its instances: {action|a right is missing}[[ on {resource}]]",
    fix: "grant `{action|ec2:RunInstances, ec2:CreateFleet, iam:PassRole}`[[ on {resource}]] to the infrastructure role (managed policy AmazonECSInfrastructureRolePolicyForManagedInstances, and iam:PassRole on the instances' role)",
    page: PAGE.capacity,
  },
  {
    code: "INFRASTRUCTURE_ROLE_DENIED",
    weight: "start",
    kind: "denied",
    when: ({ facts: { action = "" }, text }) =>
      /assumed-role\/(?!awsservicerolefor)[^/]{1,64}\/ecs/.test(text.compact) &&
      !/^(?:iam|sts|elasticloadbalancing):/i.test(action),
    cause:
      "{caller|the infrastructure role}, which ECS assumes for the service (EBS volumes, Service Connect's TLS, VPC Lattice), may not call {action|what it has to}",
    fix: "grant `{action|the action}` on {resource|the resource} to {caller|the role}: attach AmazonECSInfrastructureRolePolicyForVolumes (EBS), AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity (TLS) or AmazonECSInfrastructureRolePolicyForVpcLattice to it",
    page: PAGE.infrastructureRole,
  },
  {
    code: "ROLE_INVALID",
    weight: "start",
    says: [":role/arn:aws"],
    cause:
      "the name of a role is given as a whole ARN, and so became part of another one: {resource|role/arn:aws:iam::...}",
    fix: "give the role's name where a name is asked for, or its ARN where an ARN is (`taskRole.arn`, `executionRole.arn`), and deploy again",
    page: PAGE.executionRole,
  },
  {
    code: "PASS_ROLE_DENIED",
    weight: "start",
    stage: ["role", "call"],
    says: ["iam:passrole"],
    cause: "{caller|who deploys} may not hand the role {role|of the task} to ECS",
    fix: "grant `iam:PassRole` on {resource|the task's roles} to whoever deploys, with iam:PassedToService ecs-tasks.amazonaws.com",
    page: PAGE.executionRole,
  },
  {
    code: "EBS_INFRASTRUCTURE_ROLE",
    weight: "start",
    stage: ["volume", "role"],
    says: ["infrastructurerole"],
    cause: "ECS may not assume or use the infrastructure role that attaches the service's EBS volume",
    fix: "trust ecs.amazonaws.com in the infrastructure role, and give it the managed policy AmazonECSInfrastructureRolePolicyForVolumes",
    page: PAGE.ebs,
  },
  {
    code: "ROLE_INVALID",
    weight: "start",
    stage: "role",
    says: ["roleisnotvalid", "invalidrole"],
    cause: "the ARN of the execution role or task role is empty, malformed or of another account",
    fix: "correct `executionRole.arn` or `taskRole.arn`, or leave them unset",
    page: PAGE.executionRole,
  },
  {
    code: "ROLE_CHANGED",
    weight: "start",
    says: ["nolongermaintainyourservice", "policieshavebeenmisconfigured", "relationshiphasbeenmisconfigured"],
    cause: "a role of the service was changed or deleted, so that ECS may not assume it any more or lacks its rights",
    fix: "restore the role: trust ecs-tasks.amazonaws.com in the execution role and task role, ecs.amazonaws.com in the service-linked and infrastructure role, and their policies; pulumi up --refresh does so for roles of this program",
    page: PAGE.linkedRole,
  },
  {
    code: "ROLE_NOT_ASSUMABLE",
    weight: "start",
    stage: "role",
    when: ({ form, text }) => form !== "apiError" || /assum|trust/.test(text.compact),
    cause:
      "ECS may not assume the role {role|of the task}: it does not trust ecs-tasks.amazonaws.com, does not exist, or was created seconds ago",
    fix: "create the role if it is missing (aws iam get-role), trust ecs-tasks.amazonaws.com in the role of `executionRole.arn` or `taskRole.arn`, and deploy again",
    page: PAGE.executionRole,
  },
];
