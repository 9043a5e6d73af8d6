import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";

const cluster = new aws.ecs.Cluster("cluster");
const lb = new awsx.lb.ApplicationLoadBalancer("lb");
const repository = new awsx.ecr.Repository("Repo", { forceDelete: true });
const image = new awsx.ecr.Image("app", { repositoryUrl: repository.url, context: "./app", platform: "linux/amd64" });
new awsx.ecs.FargateService("web", {
  cluster: cluster.arn,
  assignPublicIp: true,
  taskDefinitionArgs: {
    container: {
      name: "web",
      image: image.imageUri,
      cpu: 512,
      memory: 1024,
      essential: true,
      portMappings: [{ containerPort: 80, targetGroup: lb.defaultTargetGroup }],
    },
  },
});
export const url = lb.loadBalancer.dnsName;
