// What ecs-cli and its walk-through leave in AWS, made by hand: with its names, by the same calls.

import { type Emulator, texts } from "./emulator";
import { publicNetwork } from "./seeds";

export const ECS = "AmazonEC2ContainerServiceV20141113";

/** The compose file of the walk-through. */
export const COMPOSE = `version: "3"
services:
  web:
    image: ghcr.io/andygol/switch2osm-mkdocs:main
    ports:
      - 8080:8080
`;

/** Its ecs-params.yml. */
export const paramsFile = ({
  secret,
  subnets,
  group,
}: {
  secret: string;
  subnets: readonly string[];
  group: string;
}) => `version: 1
task_definition:
  task_execution_role: ecsTaskExecutionRole
  ecs_network_mode: awsvpc
  task_size:
    mem_limit: 0.5GB
    cpu_limit: 256
  services:
    web:
      repository_credentials:
        credentials_parameter: "${secret}"
run_params:
  network_configuration:
    awsvpc_configuration:
      subnets:
${subnets.map((id) => `        - "${id}"\n`).join("")}      security_groups:
        - "${group}"
      assign_public_ip: ENABLED
`;

/** What the walk-through makes by hand before: the secret, the role, two subnets and a security group. */
export async function byHand(emulator: Emulator) {
  const ec2 = (action: string, parameters: Record<string, string> = {}) =>
    emulator.query("ec2", action, "2016-11-15", parameters);
  await publicNetwork(emulator);
  const named = { "Filter.1.Name": "tag:Name", "Filter.1.Value.1": "main" };
  const VpcId = texts(await ec2("DescribeVpcs", named), "vpcId").at(-1) ?? "";
  const inVpc = { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": VpcId };
  const subnets = texts(await ec2("DescribeSubnets", inVpc), "subnetId");
  const [group = ""] = texts(
    await ec2("CreateSecurityGroup", { GroupName: "walk-through", GroupDescription: "8080", VpcId }),
    "groupId",
  );
  const { secret } = await secretAndRole(emulator);
  return { secret, subnets: [...new Set(subnets)], group };
}

async function secretAndRole(emulator: Emulator) {
  const { ARN: secret } = await emulator.json<{ ARN: string }>("secretsmanager", "secretsmanager.CreateSecret", {
    Name: "ghcr_io_pat",
    SecretString: '{"username":"octocat","password":"t0ken"}',
    ClientRequestToken: "0123456789abcdef0123456789abcdef",
  });
  const created = await emulator.query("iam", "CreateRole", "2010-05-08", {
    RoleName: "ecsTaskExecutionRole",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const [role = ""] = texts(created, "Arn");
  return { secret, role };
}

/** The part of the stack of `ecs-cli up --launch-type FARGATE` that holds the network. */
const CLUSTER_STACK = {
  Resources: {
    Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } },
    PubSubnetAz1: { Type: "AWS::EC2::Subnet", Properties: { VpcId: { Ref: "Vpc" }, CidrBlock: "10.0.0.0/24" } },
    PubSubnetAz2: { Type: "AWS::EC2::Subnet", Properties: { VpcId: { Ref: "Vpc" }, CidrBlock: "10.0.1.0/24" } },
    InternetGateway: { Type: "AWS::EC2::InternetGateway" },
    AttachGateway: {
      Type: "AWS::EC2::VPCGatewayAttachment",
      Properties: { VpcId: { Ref: "Vpc" }, InternetGatewayId: { Ref: "InternetGateway" } },
    },
    RouteViaIgw: { Type: "AWS::EC2::RouteTable", Properties: { VpcId: { Ref: "Vpc" } } },
    PublicRouteViaIgw: {
      Type: "AWS::EC2::Route",
      Properties: {
        RouteTableId: { Ref: "RouteViaIgw" },
        DestinationCidrBlock: "0.0.0.0/0",
        GatewayId: { Ref: "InternetGateway" },
      },
    },
    PubSubnet1RouteTableAssociation: {
      Type: "AWS::EC2::SubnetRouteTableAssociation",
      Properties: { SubnetId: { Ref: "PubSubnetAz1" }, RouteTableId: { Ref: "RouteViaIgw" } },
    },
    PubSubnet2RouteTableAssociation: {
      Type: "AWS::EC2::SubnetRouteTableAssociation",
      Properties: { SubnetId: { Ref: "PubSubnetAz2" }, RouteTableId: { Ref: "RouteViaIgw" } },
    },
    EcsSecurityGroup: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: { VpcId: { Ref: "Vpc" }, GroupDescription: "ECS Allowed Ports" },
    },
  },
};

/** What `ecs-cli up` and `ecs-cli compose service up --create-log-groups` of a project leave: a service that runs. */
export async function deployedByEcsCli(emulator: Emulator, name: string) {
  const StackName = `amazon-ecs-cli-setup-${name}`;
  const cloudFormation = (action: string, parameters: Record<string, string>) =>
    emulator.query("cloudformation", action, "2010-05-15", { StackName, ...parameters });
  await cloudFormation("CreateStack", { TemplateBody: JSON.stringify(CLUSTER_STACK) });
  const resources = await cloudFormation("DescribeStackResources", {});
  const ids = new Map(
    resources
      .split("<member>")
      .map((each) => [texts(each, "LogicalResourceId")[0], texts(each, "PhysicalResourceId")[0]]),
  );
  const idOf = (logical: string) => ids.get(logical) ?? "";
  const [subnets, group] = [[idOf("PubSubnetAz1"), idOf("PubSubnetAz2")], idOf("EcsSecurityGroup")];
  const { secret, role } = await secretAndRole(emulator);
  await emulator.json("ecs", `${ECS}.CreateCluster`, { clusterName: name });
  await emulator.json("logs", "Logs_20140328.CreateLogGroup", { logGroupName: name });
  const { taskDefinition } = await emulator.json<{ taskDefinition: { taskDefinitionArn: string } }>(
    "ecs",
    `${ECS}.RegisterTaskDefinition`,
    {
      family: name,
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "0.5GB",
      executionRoleArn: role,
      containerDefinitions: [
        {
          name: "web",
          image: "ghcr.io/andygol/switch2osm-mkdocs:main",
          essential: true,
          memory: 512,
          portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }],
          repositoryCredentials: { credentialsParameter: secret },
          logConfiguration: {
            logDriver: "awslogs",
            options: { "awslogs-group": name, "awslogs-region": emulator.region, "awslogs-stream-prefix": name },
          },
        },
      ],
    },
  );
  await emulator.json("ecs", `${ECS}.CreateService`, {
    cluster: name,
    serviceName: name,
    taskDefinition: name,
    desiredCount: 2,
    launchType: "FARGATE",
    deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
    networkConfiguration: {
      awsvpcConfiguration: { subnets, securityGroups: [group], assignPublicIp: "ENABLED" },
    },
  });
  return { secret, subnets, group, taskDefinitionArn: taskDefinition.taskDefinitionArn };
}
