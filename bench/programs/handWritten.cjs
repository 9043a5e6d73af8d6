// The same services without the component: what a program that needs many of them would write with @pulumi/aws, in a function.
"use strict";

const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { IMAGE, PORT, SECRET_ARN, CLUSTER_ARN, VPC_ID, SUBNET_IDS, INGRESS_CIDR } = require("./shared.cjs");

module.exports = (count) => {
  const environment = lookUpEnvironment();
  for (let i = 0; i < count; i++) service(`svc${i}`, environment);
};
module.exports.lookUpEnvironment = lookUpEnvironment;
module.exports.service = service;

function lookUpEnvironment() {
  return { region: aws.getRegionOutput().region, accountId: aws.getCallerIdentityOutput().accountId };
}

/** The resources of one service, with these options. */
function service(name, { region, accountId }, options = {}) {
  const group = new aws.ec2.SecurityGroup(
    `${name}-security-group`,
    { description: `Tasks of ${name}`, vpcId: VPC_ID },
    options,
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-ingress`,
    {
      securityGroupId: group.id,
      ipProtocol: "tcp",
      fromPort: PORT,
      toPort: PORT,
      cidrIpv4: INGRESS_CIDR,
      description: "Clients of the service",
    },
    options,
  );
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-egress`,
    {
      securityGroupId: group.id,
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
      description: "All outbound traffic of the tasks",
    },
    options,
  );
  const logGroup = new aws.cloudwatch.LogGroup(`${name}-logs`, { retentionInDays: 30 }, options);

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
  const executionRole = new aws.iam.Role(
    `${name}-execution-role`,
    {
      description: `Task execution role of ${name}`,
      assumeRolePolicy,
    },
    options,
  );
  const managed = new aws.iam.RolePolicyAttachment(
    `${name}-execution-role-managed-policy`,
    {
      role: executionRole.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    },
    options,
  );
  const readSecret = new aws.iam.RolePolicy(
    `${name}-execution-role-policy`,
    {
      role: executionRole.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Sid: "ReadSecrets", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [SECRET_ARN] },
        ],
      }),
    },
    options,
  );
  const taskRole = new aws.iam.Role(
    `${name}-task-role`,
    {
      description: `Task role of ${name}`,
      assumeRolePolicy,
    },
    options,
  );

  const task = new aws.ecs.TaskDefinition(
    `${name}-task`,
    {
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
    },
    options,
  );
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
      deploymentConfiguration: { strategy: "ROLLING" },
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: false,
    },
    { ...options, dependsOn: [managed, readSecret] },
  );
}
