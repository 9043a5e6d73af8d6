// What ECS refuses in the network, load balancer and registries of a service or task. Wordings follow ECS's API; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const NETWORK_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "NETWORK_CONFIGURATION", page: PAGE.network }, [
    [
      /Network Configuration must be provided/,
      "the task definition has the network mode awsvpc, and the call gives no network configuration",
      "give the service or task subnets and security groups (--network-configuration awsvpcConfiguration=...; `network.subnetIds`)",
    ],
    [
      /Network Configuration is not valid for the given networkMode/,
      "the call gives a network configuration, and the task definition has another network mode than awsvpc",
      "register the task definition with networkMode awsvpc, which Fargate needs, or leave the network configuration out",
    ],
    [
      /(?<what>subnets|security ?groups) can ?not be empty/,
      "the call gives an empty list of {what}",
      "set `network.subnetIds` (and `network.securityGroupIds`), and find out why the variable or output that holds {what} is empty",
    ],
    [
      /subnets can have at most (?<limit>\d{1,3}) items/,
      "the service names more than {limit} subnets, the most that ECS takes",
      "give at most {limit} subnets in `network.subnetIds`, one for each zone is enough",
    ],
    [
      /security ?groups can have at most (?<limit>\d{1,3}) items/,
      "the service names more than {limit} security groups, the most that ECS takes",
      "give at most {limit} security groups in `network.securityGroupIds`",
    ],
    [
      /Assign ?public ?IP is not supported for this launch type/,
      "a public IP address is asked for (assignPublicIp), which only Fargate gives",
      "use the launch type FARGATE, or set assignPublicIp DISABLED and give the subnets a NAT gateway",
    ],
  ]),
  ...refusals({ code: "NETWORK_REFERENCE", page: PAGE.network }, [
    [
      /subnet (?:ID )?'?(?<id>subnet-\w{3,20})'? (?:does not|doesn't) exist/,
      "the subnet {id} does not exist (any more) in this account and Region",
      "replace {id} in `network.subnetIds` by a subnet that exists; with the CDK, delete what cdk.context.json remembers of the VPC",
    ],
    [
      /security group (?:ID )?'?(?<id>sg-\w{3,20})'? (?:does not|doesn't) exist/,
      "the security group {id} does not exist (any more) in this account and Region",
      "replace {id} in `network.securityGroupIds` by a security group that exists, of the subnets' VPC",
    ],
    [
      /Security group '?(?<id>sg-\w{3,20})'? does not appear to belong to the same VPC/,
      "the security group {id} belongs to another VPC than the subnets",
      "give a security group of the subnets' VPC in `network.securityGroupIds`",
    ],
    [
      /subnets? ?\[?(?<id>[\w, -]{0,300}?)\]? (?:must|do(?:es)? not|are not|is not).{0,30}(?:same VPC|single VPC|one VPC)/,
      "the subnets of the service belong to different VPCs",
      "give subnets of one VPC in `network.subnetIds`",
    ],
  ]),
  ...refusals({ code: "NETWORK_LOOKUP", page: PAGE.status, weight: "passing" }, [
    [
      /Error retrieving (?<what>subnet|security group) information.{0,120}(?:Unable to execute HTTP request|timed out|Rate ?exceeded|Internal ?Error|Unavailable)/,
      "ECS did not get the {what} from EC2's API in time: a failure on AWS's side",
      "wait and deploy again; if it stays so, look at AWS's status page for the Region",
    ],
    [
      /Error retrieving (?<what>subnet|security group) information.{0,160}(?:UnauthorizedOperation|not authorized|AccessDenied)/,
      "whoever deploys may not read the {what} in EC2, which ECS does in their name",
      "grant ec2:DescribeSubnets, ec2:DescribeSecurityGroups and ec2:DescribeVpcs to whoever deploys",
    ],
  ]),
  ...refusals({ code: "TARGET_GROUP_UNATTACHED", page: PAGE.loadBalancing }, [
    [
      /target group with targetGroupArn (?!.{0,300}associated load balancer)(?:arn:aws[\w-]*:elasticloadbalancing:[\w-]*:[\w*]*:targetgroup\/)?(?<name>[\w-]{1,32})[\w/]{0,20}\W{0,6}$/,
      "ECS refuses the target group {name}; the rest of the message is cut off, and says as a rule that no load balancer's listener forwards to it (yet)",
      "create the listener (or its rule) that forwards to {name} before the service (dependsOn); the whole message stands in CloudTrail",
    ],
  ]),
  ...refusals({ code: "TARGET_GROUP_IN_USE", page: PAGE.loadBalancing }, [
    [
      /Target group '?(?:arn:aws[\w-]*:elasticloadbalancing:[\w-]*:[\w*]*:targetgroup\/)?(?<name>[\w-]{1,32})[\w/]{0,20}'? is currently in use by a listener or a rule/,
      "a listener or a rule still forwards to the target group {name}, which is to be deleted or replaced",
      "delete that listener or rule first, or point it to the new target group, and deploy again (Terraform: another name for the new one, and create_before_destroy)",
    ],
  ]),
  ...refusals({ code: "TARGET_TYPE", page: PAGE.loadBalancing }, [
    [
      /target ?group (?:arn:aws[\w-]*:elasticloadbalancing:[\w:/.-]{1,200}? )?has (?:a )?target type (?<type>instance|ip|lambda|alb)?,? ?(?:which|that) is incompatible with the (?<what>[\w ]{3,60}?)(?: specified in the task definition)?(?=END)/,
      "the target type {type|} of the target group does not go with the {what}",
      "give the service a target group of the target type ip (Fargate and awsvpc), or instance (other network modes); the target type of an existing one cannot be changed",
    ],
  ]),
  ...refusals({ code: "CONTAINER_PORT", page: PAGE.loadBalancing }, [
    [
      /The container (?<container>[\w.*-]{1,255}?) did not have a container port (?<port>\d{1,5}) defined/,
      "the load balancer is to send to port {port} of the container {container}, and that container has no such port in the task definition",
      "publish port {port} in the container's port mappings (`port`), or name the port that it has in the service's load balancer (appspec: ContainerPort)",
    ],
    [
      /The container (?<container>[\w.*-]{1,255}?) does not exist in the task definition/,
      "the service's load balancer or registry names the container {container}, and the task definition has no container of this name",
      "name the container as the task definition does: containerName of the service's load balancer (Terraform: container_name; appspec: ContainerName), or rename the container",
    ],
    [
      /The container does not exist in the task definition/,
      "the service's load balancer or registry names a container that the task definition does not have",
      "name the container as the task definition does: containerName of the service's load balancer (Terraform: container_name; appspec: ContainerName)",
    ],
  ]),
  ...refusals({ code: "SERVICE_ROLE", page: PAGE.linkedRole }, [
    [
      /IAM roles? (?:are|is) only valid for services configured to use load balancers|A role was passed, but no load balancers were present/,
      "the service has an IAM role (Terraform: iam_role), and no load balancer for which it would be used",
      "take the role out of the service: ECS uses its service-linked role AWSServiceRoleForECS; or give the service its load balancer",
    ],
    [
      /cannot specify an IAM role for services that require a service ?-?linked role/,
      "the service has an IAM role (Terraform: iam_role), and with awsvpc, service discovery or several target groups ECS uses its service-linked role alone",
      "take the role out of the service: ECS uses AWSServiceRoleForECS; the roles of the task belong into the task definition",
    ],
    [
      /Unable to assume role and validate the (?:specified |listeners )?(?<what>targetGroupArn|loadBalancer(?:Name)?|listeners?)/,
      "ECS could not check {what} with the service's role: the role does not trust ecs.amazonaws.com, may not read the load balancer, or was created seconds ago; or the ARN is not that of a target group",
      "take the role out of the service (ECS uses its service-linked role), or trust ecs.amazonaws.com in it with AmazonEC2ContainerServiceRole; check that {what} is right, and deploy again",
    ],
  ]),
  ...refusals({ code: "SERVICE_DISCOVERY", page: PAGE.serviceDiscovery }, [
    [
      /The container (?<name>[\w-]{1,255}) is not valid\. ?The value for 'containerName' must already be specified in the task definition/,
      "the service's registry names the container {name}, which the task definition does not have",
      "give containerName of the registry the name of a container of the task definition, or take it out (A records with awsvpc need none)",
    ],
    [
      /service discovery (?:registry|service) (?<arn>arn:aws[\w-]*:[\w:/.-]{1,200}?) does not exist/,
      "the registry {arn} of AWS Cloud Map does not exist (any more)",
      "create it again (pulumi up --refresh), or correct `discovery`",
    ],
    [
      /Cannot enable service discovery if a Cloud ?map Namespace has not been created/,
      "the service is to be registered in AWS Cloud Map, and its cluster has no namespace",
      "give the cluster a namespace (CDK: addDefaultCloudMapNamespace, or defaultCloudMapNamespace), or name one in cloudMapOptions; with this library `discovery` creates one",
    ],
    [
      /ServiceDiscovery[;:,].{0,200}?(?<error>(?:Service|Namespace|Instance)NotFound)/,
      "what the stack made in AWS Cloud Map does not exist any more ({error}): it was deleted without the stack",
      "let the stack make it anew: give the resource of the template (service discovery) another logical id, or delete the stack of the service and deploy again (Copilot: copilot svc delete); pulumi up --refresh; Terraform: plan anew, which reads what is gone",
    ],
    [
      /Service contains registered instances/,
      "the registry of AWS Cloud Map still has instances: tasks of an ECS service that are not gone yet",
      "delete the ECS service first and wait until its tasks are gone; remove what is left with aws servicediscovery deregister-instance",
    ],
    [
      /values for 'containerName' and 'containerPort' must be specified from the task definition/,
      "the service's registry makes SRV records, or the network mode is host or bridge: ECS has to know container and port",
      "name container and port of the task definition in the service's registry, or use awsvpc with A records (`discovery`)",
    ],
    [
      /serviceRegistries do not require a value for '(?<what>\w{3,30})'/,
      "the service's registry gives {what}, which the network mode awsvpc with A records does not use",
      "take containerName, containerPort and port out of the service's registry",
    ],
  ]),
  ...refusals({ code: "SERVICE_CONNECT_SETTING", page: PAGE.serviceConnect }, [
    [
      /portName '?\(?(?<name>[\w-]{1,64}?)\)?'? (?:specified in the Service ?Connect configuration was not found|does not refer to any named Port ?Mapping|(?:was|is) not found)/,
      "Service Connect names the port {name}, and no port mapping of the task definition has this name",
      "give the port mapping of the task definition the `name` {name}, or correct the portName of `serviceConnect`",
    ],
    [
      /Per request timeout (?<time>\d{1,10}) can'?t be set for (?<protocol>\w{2,12}) application/,
      "Service Connect got a time-out for each request ({time}), which a port of the protocol {protocol} does not have",
      "leave perRequestTimeout (per_request_timeout_seconds) out, and set the idle time-out alone; or give the port mapping the `appProtocol` http, http2 or grpc; a tool that sends 0 where nothing was set needs a newer version",
    ],
    [
      /SC service is already used by(?: (?<arn>arn:aws[\w-]*:servicediscovery:[\w:/-]{1,120}))?/,
      "another service is registered under the same discovery name in the namespace {arn|of AWS Cloud Map}",
      "give this service another `serviceConnect.discoveryName` or namespace, or delete the old service of this name in AWS Cloud Map (a service that was deleted, or an older deployment, may have left it)",
    ],
    [
      /(?:discovery ?name|client ?alias|dns ?name|service connect service).{0,80}(?:already|duplicate|must be unique|in use)/,
      "a discovery name or client alias of Service Connect is taken already in this namespace",
      "give `serviceConnect.discoveryName` or `serviceConnect.clientAlias` another name, or delete what uses it in AWS Cloud Map",
    ],
  ]),
];
