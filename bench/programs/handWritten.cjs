// The same services without the component: what a program that needs many of them would write with @pulumi/aws, in a function.
"use strict";

const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { IMAGE, PORT, SECRET_ARN, CLUSTER_ARN, VPC_ID, SUBNET_IDS, INGRESS_CIDR } = require("./shared.cjs");

module.exports = (count) => {
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  for (let i = 0; i < count; i++) service(`svc${i}`, region, accountId);
};

function service(name, region, accountId) {
  const group = new aws.ec2.SecurityGroup(`${name}-security-group`, { description: `Tasks of ${name}`, vpcId: VPC_ID });
  new aws.vpc.SecurityGroupIngressRule(`${name}-ingress`, {
    securityGroupId: group.id,
    ipProtocol: "tcp",
    fromPort: PORT,
    toPort: PORT,
    cidrIpv4: INGRESS_CIDR,
  });
  new aws.vpc.SecurityGroupEgressRule(`${name}-egress`, {
    securityGroupId: group.id,
    ipProtocol: "-1",
    cidrIpv4: "0.0.0.0/0",
  });
  const logGroup = new aws.cloudwatch.LogGroup(`${name}-logs`, { retentionInDays: 30 });

  const assumeRolePolicy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:aws:ecs:${region}:${accountId}:*` },
          StringEquals: { "aws:SourceAccount": accountId },
        },
      },
    ],
  });
  const executionRole = new aws.iam.Role(`${name}-execution-role`, {
    description: `ECS starts the tasks of ${name} with it`,
    assumeRolePolicy,
  });
  const managed = new aws.iam.RolePolicyAttachment(`${name}-execution-role-managed-policy`, {
    role: executionRole.name,
    policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
  });
  const readSecret = new aws.iam.RolePolicy(`${name}-execution-role-policy`, {
    role: executionRole.name,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Sid: "ReadSecrets", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [SECRET_ARN] },
      ],
    }),
  });
  const taskRole = new aws.iam.Role(`${name}-task-role`, {
    description: `The containers of ${name} use AWS with it`,
    assumeRolePolicy,
  });

  const task = new aws.ecs.TaskDefinition(`${name}-task`, {
    family: name,
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    cpu: "256",
    memory: "512",
    runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
    executionRoleArn: executionRole.arn,
    taskRoleArn: taskRole.arn,
    containerDefinitions: pulumi.jsonStringify([
      {
        name: "app",
        image: IMAGE,
        essential: true,
        repositoryCredentials: { credentialsParameter: SECRET_ARN },
        portMappings: [{ containerPort: PORT, hostPort: PORT, protocol: "tcp" }],
        logConfiguration: {
          logDriver: "awslogs",
          options: { "awslogs-group": logGroup.name, "awslogs-region": region, "awslogs-stream-prefix": "app" },
        },
      },
    ]),
  });
  new aws.ecs.Service(
    `${name}-service`,
    {
      cluster: CLUSTER_ARN,
      taskDefinition: task.arn,
      desiredCount: 1,
      launchType: "FARGATE",
      networkConfiguration: { subnets: SUBNET_IDS, securityGroups: [group.id], assignPublicIp: false },
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: "ENABLED",
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: false,
    },
    { dependsOn: [managed, readSecret] },
  );
}
