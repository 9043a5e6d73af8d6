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
    says: ["freeaddresses", "insufficientfreeaddress", "insufficientprivateipaddress"],
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
    when: ({ text }) => !text.compact.includes("invalidparametervalue"),
    cause: "a tag policy of the organization refuses the tags of the task's network interface",
    fix: "give `tags` the keys and values that the policy asks for, or take ec2:network-interface out of what the policy enforces",
    page: PAGE.network,
  },
  {
    code: "NETWORK_INTERFACE_TAGS",
    weight: "start",
    stage: "networkInterface",
    says: ["totagthenetworkinterface"],
    cause: "Amazon EC2 does not take the tags that the task's network interface gets from the task",
    fix: "correct the tags of the task and of what passes its tags on (service, task definition): at most 50, none of them empty or beginning with aws: and of letters, digits, blanks and `_.:/=+-@` alone",
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
    says: ["networkinterfacelimit", "enilimitexceeded", "limitofnetworkinterfaces", "maximumnumberofnetworkinterfaces"],
    cause: "the account has reached its quota of network interfaces in this Region",
    fix: "ask for more in Service Quotas (Amazon VPC, network interfaces per Region), or remove interfaces that are not used",
    page: PAGE.network,
  },
  {
    code: "NETWORK_INTERFACE",
    weight: "passing",
    stage: "networkInterface",
    says: ["unuseddeviceindex"],
    cause:
      "the container instance has no place for another network interface: each task with the network mode awsvpc takes one",
    fix: "turn on ENI trunking (account setting awsvpcTrunking, with an instance type that has it), use larger or more instances, or another network mode; ECS tries again",
    page: PAGE.network,
  },
  {
    code: "NETWORK_INTERFACE",
    weight: "passing",
    stage: "networkInterface",
    says: ["withhardwareaddress", "withmacaddress", "macaddressofdevice", "invalidmacaddress"],
    cause:
      "the network interface of the task did not appear on the container instance: it was not attached in time, or another program of the instance renamed or took it",
    fix: "deploy again; if it stays so, use a current ECS-optimized AMI and agent, let nothing else on the instance manage network interfaces (ec2-net-utils, NetworkManager), and look at how many interfaces its type has; replace the instance if one alone fails",
    page: PAGE.network,
  },
  {
    code: "NO_FREE_ADDRESS",
    weight: "passing",
    says: ["availableipfromthedb", "availableipaddressesinthesubnet"],
    cause:
      "the agent's own list of addresses on the container instance has none free: those of stopped tasks were not given back",
    fix: "bring the agent up to date (sudo yum update -y ecs-init), and restart or replace the instance, which clears the list; the subnet need not be at fault",
    page: PAGE.network,
  },
  {
    code: "NETWORK_INTERFACE",
    weight: "passing",
    stage: "networkInterface",
    says: ["pausecontainernamespace", "vethpair"],
    cause:
      "the agent could not set up the task's network on the container instance: the rest of an earlier task is in its way, or the agent is old",
    fix: "deploy again; if one instance keeps failing, restart its agent or replace it, with a current ECS-optimized AMI",
    page: PAGE.network,
  },
  {
    code: "NETWORK_INTERFACE",
    weight: "passing",
    stage: "networkInterface",
    says: ["tocreatenetworkinterface", "tocreateanetworkinterface"],
    cause:
      "Amazon EC2 refused to create the task's network interface[[ in {subnet}]], and the message does not say why or is cut off: most often the subnet has no free IP addresses, a quota is reached, or a policy denies it",
    fix: "look at the free addresses of the subnets (aws ec2 describe-subnets: AvailableIpAddressCount) and use larger ones or more (`network.subnetIds`), at the quota of network interfaces, and in CloudTrail for CreateNetworkInterface (errorMessage)",
    page: PAGE.network,
  },
  {
    code: "NETWORK_INTERFACE",
    weight: "passing",
    stage: "networkInterface",
    cause: "the task got no network interface in time, or lost it",
    fix: "deploy again; if it stays so, check the free addresses of the subnets, the limit of network interfaces in this Region, that ECS's service-linked role exists, and AWS's status page; on container instances how many interfaces the instance type has, and replace an instance that keeps failing",
    page: PAGE.network,
  },
];
