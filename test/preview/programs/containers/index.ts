import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const queue = new aws.sqs.Queue("queue");
const environment = [
  { name: "QUEUE", value: queue.url },
  { name: "PASSWORD", value: new pulumi.Config().requireSecret("password") },
];
new aws.ecs.TaskDefinition("task", {
  family: "web",
  containerDefinitions: pulumi.jsonStringify([
    { name: "web", image: "nginx:1.27", environment, portMappings: [{ containerPort: 80 }] },
  ]),
});
