import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const key = new aws.kms.Key("registry", { enableKeyRotation: true });
const secret = new aws.secretsmanager.Secret("registry", { kmsKeyId: key.arn });
new aws.secretsmanager.SecretVersion("registry", {
  secretId: secret.id,
  secretString: pulumi.jsonStringify({ username: config.require("username"), password: config.requireSecret("token") }),
});
const region = aws.getRegionOutput().region;
const group = new aws.ec2.SecurityGroup("web", { description: pulumi.interpolate`web in ${region}` });
new aws.vpc.SecurityGroupIngressRule("web-8080", {
  securityGroupId: group.id,
  cidrIpv4: "0.0.0.0/0",
  ipProtocol: "tcp",
  fromPort: 8080,
  toPort: 8080,
});
const vpc = aws.ec2.getVpcOutput({ default: true });
const subnets = aws.ec2.getSubnetsOutput({ filters: [{ name: "vpc-id", values: [vpc.id] }] });
const logs = new aws.cloudwatch.LogGroup("web", { retentionInDays: 30 });
const cluster = new aws.ecs.Cluster("web");
const task = new aws.ecs.TaskDefinition("web", {
  family: "web",
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  containerDefinitions: pulumi.jsonStringify([
    { name: "web", image: "ghcr.io/andygol/switch2osm-mkdocs:main", logs: logs.name },
  ]),
});
const service = new aws.ecs.Service("web", {
  cluster: cluster.arn,
  taskDefinition: task.arn,
  desiredCount: 2,
  launchType: "FARGATE",
  networkConfiguration: { subnets: subnets.ids, securityGroups: [group.id], assignPublicIp: true },
});

export const serviceName = service.name;
export const subnetIds = subnets.ids;
export const token = config.requireSecret("token");
