// A private image that works off an SQS queue on AWS Fargate: no port, mostly on Spot, as many tasks as the queue is long.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";

const config = new pulumi.Config();

const jobs = new aws.sqs.Queue("jobs", { visibilityTimeoutSeconds: 120, sqsManagedSseEnabled: true });

const worker = new GhcrFargateService("worker", {
  image: "ghcr.io/andygol/switch2osm-mkdocs:main",
  credentials: {
    username: config.require("username"),
    token: config.requireSecret("token"),
    expiresOn: config.require("tokenExpiresOn"),
  },
  environment: { QUEUE_URL: jobs.url },
  stopTimeoutSeconds: 110, // Spot gives two minutes' notice: time to finish a job or to give it back
  network: { mode: "new" },
  capacityProviders: [
    { capacityProvider: "FARGATE", base: 1 },
    { capacityProvider: "FARGATE_SPOT", weight: 4 },
  ],
  autoscaling: { min: 1, max: 20 }, // no target of its own: the policy below decides
  taskRole: {
    statements: [
      { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"], resources: [jobs.arn] },
    ],
  },
  alarms: { emails: [config.require("alarmEmail")] },
});

// Keeps about 100 visible messages for each running task. ECS counts the samples of CPUUtilization: one per running task and minute.
new aws.appautoscaling.Policy("jobs-per-task", {
  policyType: "TargetTrackingScaling",
  serviceNamespace: "ecs",
  scalableDimension: "ecs:service:DesiredCount",
  resourceId: pulumi.interpolate`${worker.scalableTargetId}`,
  targetTrackingScalingPolicyConfiguration: {
    targetValue: 100,
    scaleInCooldown: 300,
    scaleOutCooldown: 60,
    customizedMetricSpecification: {
      metrics: [
        {
          id: "messages",
          metricStat: {
            metric: {
              namespace: "AWS/SQS",
              metricName: "ApproximateNumberOfMessagesVisible",
              dimensions: [{ name: "QueueName", value: jobs.name }],
            },
            stat: "Maximum",
          },
          returnData: false,
        },
        {
          id: "tasks",
          metricStat: {
            metric: {
              namespace: "AWS/ECS",
              metricName: "CPUUtilization",
              dimensions: [
                { name: "ClusterName", value: worker.clusterArn.apply((arn) => arn.split("/").pop() ?? arn) },
                { name: "ServiceName", value: worker.serviceName },
              ],
            },
            stat: "SampleCount",
          },
          returnData: false,
        },
        { id: "messagesPerTask", expression: "messages / tasks", label: "Messages per task" },
      ],
    },
  },
});

export const queueUrl = jobs.url;
export const { serviceName, logGroupName, alarmTopicArn } = worker;
