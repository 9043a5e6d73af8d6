// How a container instance joins its cluster: the agent's start, its registration, its connection to ECS. Wordings follow
// amazon-ecs-agent (app/agent.go, api/ecsclient, acs/handler) and amazon-ecs-init; checked 2026-11.

import { AGENT_STOPPED } from "../agentWords";
import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** What the agent does while it joins. */
const JOINING =
  /registerasacontainerinstance|errorregistering:|couldnotregister(?:[:"]|module)|registeringinstancewithecs|errorre-registering|errorgettingvalidcredentials|registrationattempt|registercontainerinstance|discoverpollendpoint|connectingto[at]cs|unabletodialecs-|(?<!https:.{0,200})lookupecs(?:-\w{1,2})?\.|[at]cshandler|identitydocumentsignature(?:was|were|is)(?:not|in)valid/;

/** Whether an agent says so. */
const joining: Rule["when"] = ({ text }) => JOINING.test(text.compact);

const UNREACHABLE: Rule = {
  code: "AGENT_UNREACHABLE",
  weight: "start",
  cause:
    "the agent of the container instance does not reach ECS: the instance has no network route or name server, or a proxy or security group blocks it",
  fix: "give the instance a NAT gateway, a public IP address or the VPC endpoints ecs-agent, ecs-telemetry and ecs, with port 443 open and DNS in the VPC; then restart the agent",
  page: PAGE.events,
};

/** Rules, the most specific first. */
export const REGISTRATION_RULES: readonly Rule[] = [
  {
    code: "INSTANCE_ATTRIBUTES",
    weight: "start",
    says: ["attributevalidationfailed", "errorregisteringattributes", "withaninvalidattribute"],
    cause:
      "an attribute that the container instance gives itself (ECS_INSTANCE_ATTRIBUTES) is not valid, so that the instance does not join the cluster",
    fix: "correct ECS_INSTANCE_ATTRIBUTES in /etc/ecs/ecs.config: name and value have 1 to 128 characters: letters, digits, dots, hyphens, underscores and slashes (a value may have colons, @ and blanks too); then restart the agent (sudo systemctl restart ecs)",
    page: PAGE.events,
  },
  {
    code: "INSTANCE_TYPE_CHANGED",
    weight: "start",
    says: ["containerinstancetypechangesarenotsupported", "waspreviouslyregisteredas"],
    cause: "the container instance was registered with another instance type than it has now, which ECS does not take",
    fix: "deregister it (aws ecs deregister-container-instance --force), delete /var/lib/ecs/data on the instance, and restart the agent (sudo systemctl restart ecs); or launch a new instance",
    page: PAGE.events,
  },
  {
    code: "INSTANCE_DEREGISTERED",
    weight: "start",
    words: /containerinstance\S{0,200}?(?:isinactive|notregistered)/i,
    when: joining,
    cause:
      "the container instance was deregistered (or its cluster was deleted), and its agent registers it again under the id that it remembers",
    fix: "stop the agent, delete what it remembers (/var/lib/ecs/data), check ECS_CLUSTER in /etc/ecs/ecs.config, and start it again (sudo systemctl restart ecs); or replace the instance",
    page: PAGE.events,
  },
  {
    code: "INSTANCE_IDENTITY",
    weight: "start",
    says: ["identitydocument"],
    when: joining,
    cause:
      "ECS does not accept the document with which the container instance proves who it is: it has the credentials of another account or Region, or runs outside EC2 without being registered so",
    fix: "let the agent of an EC2 instance use its instance profile in its own Region (no AWS_ACCESS_KEY_ID and no other AWS_DEFAULT_REGION in /etc/ecs/ecs.config); register a machine outside EC2 with ECS Anywhere (ECS_EXTERNAL=true, an SSM activation); then remove /var/lib/ecs/data and restart the agent",
    page: PAGE.events,
  },
  {
    code: "INSTANCE_CREDENTIALS",
    weight: "start",
    says: ["nocredentialproviders", "novalidprovidersinchain", "noec2imdsrole", "errorgettingvalidcredentials"],
    when: joining,
    cause:
      "the agent of the container instance has no credentials: the instance has no instance profile, or the agent does not reach its metadata (169.254.169.254)",
    fix: "attach an instance profile with AmazonEC2ContainerServiceforEC2Role, let the agent reach the metadata (NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock in /etc/ecs/ecs.config, no firewall, hop limit 2), and restart the agent",
    page: PAGE.events,
  },
  {
    code: "INSTANCE_ACTIVATION",
    weight: "start",
    says: ["invalidactivation"],
    cause:
      "Systems Manager refuses the activation with which the machine outside EC2 is to be registered (ECS Anywhere): its id or code is wrong, expired, used up, or of another Region",
    fix: "make a new one in the cluster's Region (aws ssm create-activation --iam-role ROLE --registration-limit N), and run the install script again with its id and code",
    page: PAGE.events,
  },
  {
    code: "AGENT_REGION",
    weight: "start",
    says: ["scopedtoavalidregion", "scopedtocorrectregion"],
    when: joining,
    cause: "the agent of the container instance signs its calls for another Region than the one that it calls",
    fix: "set AWS_DEFAULT_REGION in /etc/ecs/ecs.config to the Region of the cluster (or leave it and ECS_BACKEND_HOST unset), and restart the agent",
    page: PAGE.events,
  },
  {
    code: "CLUSTER_NOT_FOUND",
    weight: "start",
    says: ["clusternotfound", "clusterwasinactive", "clusterisinactive"],
    when: joining,
    cause:
      "the cluster that the container instance is to join does not exist in its Region and account, or was deleted",
    fix: "correct ECS_CLUSTER in /etc/ecs/ecs.config (in the user data of the Auto Scaling group), or create the cluster; then restart the agent",
    page: PAGE.events,
  },
  {
    code: "INSTANCE_CLOCK",
    weight: "start",
    says: ["signaturenotyetcurrent", "signatureexpired", "requesttimetooskewed"],
    when: joining,
    cause: "the clock of the container instance is wrong by minutes, so that AWS refuses what its agent signs",
    fix: "set the clock by the Amazon Time Sync Service (chrony with 169.254.169.123), and restart the agent (sudo systemctl restart ecs)",
    page: PAGE.events,
  },
  { ...UNREACHABLE, kind: ["noRoute", "dns", "tls"], when: joining },
  {
    code: "INSTANCE_ROLE_DENIED",
    weight: "start",
    says: ["ecs:registercontainerinstance", "registerasacontainerinstance", "ecs:discoverpollendpoint"],
    cause:
      "{caller|the role of the container instance} may not call {action|ecs:RegisterContainerInstance}, so that the container instance does not join the cluster",
    fix: "attach the managed policy AmazonEC2ContainerServiceforEC2Role to the instance's role, and restart the agent",
    page: PAGE.events,
  },
  { ...UNREACHABLE, says: ["connectingtoacs", "connectingtotcs", "unabletodialecs-"] },
  {
    code: "AGENT_STOPPED",
    weight: "start",
    words: /savedcluster'?(?<what>[\w-]{1,255}?)'?doesnotmatchconfiguredcluster'?(?<name>[\w-]{1,255})'/di,
    cause:
      "the agent of the container instance was in the cluster {what} before, is now told to join {name}, and ends rather than move",
    fix: "delete what it remembers and restart it (sudo systemctl stop ecs; sudo rm -rf /var/lib/ecs/data/*; sudo systemctl start ecs), or correct ECS_CLUSTER in /etc/ecs/ecs.config; an AMI is to be made without that directory, and ECS_CLUSTER set before the first start (user data)",
    page: PAGE.events,
  },
  {
    code: "AGENT_STOPPED",
    weight: "start",
    when: ({ text }) => AGENT_STOPPED.test(text.compact),
    cause: "the agent of the container instance ended at its start, so that the instance takes no tasks",
    fix: "read its first error in /var/log/ecs/ecs-agent.log and ecs-init.log on the instance (Windows: C:\\ProgramData\\Amazon\\ECS\\log): most often a wrong ECS_CLUSTER or Region, an instance profile without rights, no route to ECS, or state of an older agent (/var/lib/ecs/data); mend it, and restart the agent (sudo systemctl restart ecs), or replace the instance with a current ECS-optimized AMI",
    page: PAGE.events,
  },
];
