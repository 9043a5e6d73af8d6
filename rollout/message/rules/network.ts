// The network interface of a task, and the subnets and security groups that it is given. Wordings follow ECS's own messages,
// CloudFormation and Terraform; checked 2026-11-22.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    code: "TEMPLATE_INVALID",
    weight: "start",
    says: ["modelvalidationfailed"],
    cause: "CloudFormation refused the properties of the service before it called ECS",
    fix: "correct the property that stands after # in the message",
    page: PAGE.template,
  },
  {
    code: "NO_FREE_ADDRESS",
    weight: "passing",
    stage: "networkInterface",
    says: ["freeaddresses", "insufficientfreeaddress"],
    cause: "a subnet[[ ({subnet})]] has no free IP addresses for the tasks",
    fix: "use larger subnets, or more of them, with `network.subnetIds`",
    page: PAGE.network,
  },
  {
    code: "NETWORK_REFERENCE",
    weight: "start",
    stage: "networkInterface",
    says: [
      "invalidsubnet",
      "invalidgroup",
      "notinthesamevpc",
      "invalidsecuritygroup",
      "belongtothesamevpc",
      "networkconfigurationmust",
      "doesnotexist",
      "assignpublicipisnotsupported",
      "doesnotbelong",
    ],
    cause:
      "a subnet or security group of the service[[ ({securityGroup})]][[ ({subnet})]] is missing, does not exist, or belongs to another VPC",
    fix: "set and check `network.subnetIds` and `network.securityGroupIds`: all of one VPC, in this Region",
    page: PAGE.network,
  },
  {
    code: "CALL_THROTTLED",
    weight: "passing",
    stage: ["networkInterface", "call", "targetHealth", "deployment", "placement"],
    kind: "throttled",
    cause: "AWS limits how often its APIs are called, and ECS or another program calls them too often",
    fix: "wait and deploy again; deploy fewer services at once",
    page: PAGE.throttling,
  },
  {
    code: "NETWORK_INTERFACE_TAGS",
    weight: "start",
    stage: "networkInterface",
    says: ["tagpolicy", "totagthenetworkinterface"],
    cause: "a tag policy of the organization refuses the tags of the task's network interface",
    fix: "give `tags` the keys and values that the policy asks for, or take ec2:network-interface out of what the policy enforces",
    page: PAGE.network,
  },
  {
    code: "NETWORK_INTERFACE_DENIED",
    weight: "start",
    stage: "networkInterface",
    kind: "denied",
    cause: "ECS may not create the task's network interface[[: {caller} may not call {action}]]",
    fix: "let ECS's service-linked role (AWSServiceRoleForECS) create network interfaces: look for a service control policy, a shared subnet or a key policy that denies ec2:CreateNetworkInterface",
    page: PAGE.linkedRole,
  },
  {
    code: "NETWORK_INTERFACE_QUOTA",
    weight: "start",
    stage: ["networkInterface", "quota"],
    says: ["networkinterfacelimit", "limitofnetworkinterfaces", "maximumnumberofnetworkinterfaces"],
    cause: "the account has reached its quota of network interfaces in this Region",
    fix: "ask for more in Service Quotas (Amazon VPC, network interfaces per Region), or remove interfaces that are not used",
    page: PAGE.network,
  },
  {
    code: "NETWORK_INTERFACE",
    weight: "passing",
    stage: "networkInterface",
    cause: "the task got no network interface in time, or lost it",
    fix: "deploy again; if it stays so, check the limit of network interfaces in this Region and AWS's status page",
    page: PAGE.network,
  },
];
