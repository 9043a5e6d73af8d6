// Alarms: the topic, the alarms on metrics, the messages of failures.
// Not proven here: that CloudWatch and EventBridge deliver; that a mail looks well.

import { deepStrictEqual, ok } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceAlarms } from "../../components/alarms/alarms";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import { createMetricAlarms } from "../../components/alarms/metricAlarms";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { childContext } from "../../components/component/childContext";
import { deploy, type Deployment } from "../support/deploy";
import { deployService, policyOf, PRIVATE, PUBLIC, refusal, TOKEN } from "./serviceFixture";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:web-alarms-a1b2c3d";
const THEIRS = "arn:aws:sns:eu-central-1:123456789012:ops";
const KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1234";
const EMAILS = ["ops@example.com"];
const DIMENSIONS = { ClusterName: "web-cluster-a1b2c3d", ServiceName: "web-service-a1b2c3d" };

const alarmed = (alarms: ServiceAlarms, more: Partial<GhcrFargateServiceArgs> = {}): Promise<Deployment> =>
  deployService({ ...PUBLIC, ...more, alarms });

const TARGETS = { loadBalancerArnSuffix: "app/lb/1", targetGroupArnSuffix: "targetgroup/tg/2", network: false };

describe("alarms", () => {
  it("add only their own resources, and change nothing else", async () => {
    const off = await deployService(PUBLIC);
    const on = await alarmed({ emails: EMAILS, dashboard: true });
    deepStrictEqual(
      on.list().filter((line) => !off.list().includes(line)),
      [
        "aws:cloudwatch/dashboard:Dashboard web-dashboard",
        "aws:cloudwatch/eventRule:EventRule web-service-failures",
        "aws:cloudwatch/eventRule:EventRule web-task-failures",
        "aws:cloudwatch/eventTarget:EventTarget web-service-failures",
        "aws:cloudwatch/eventTarget:EventTarget web-task-failures",
        `${ALARM} web-cpu-alarm`,
        `${ALARM} web-memory-alarm`,
        `${ALARM} web-running-tasks-alarm`,
        "aws:sns/topic:Topic web-alarms",
        "aws:sns/topicPolicy:TopicPolicy web-alarms-policy",
        "aws:sns/topicSubscription:TopicSubscription web-alarm-email-ops-example.com",
      ],
    );
    for (const { name, type, inputs } of off.resources)
      if (!type.startsWith("ghcr-fargate:")) deepStrictEqual(on.find(name, type).inputs, inputs);
    deepStrictEqual(on.outputs.alarmTopicArn, TOPIC_ARN);
    deepStrictEqual(off.outputs.alarmTopicArn, undefined);
  });

  it("leave no token in clear", async () => {
    const deployment = await deployService({ ...PRIVATE, alarms: { emails: EMAILS, dashboard: true } });
    deepStrictEqual(deployment.leaks(TOKEN), []);
  });

  describe("the topic", () => {
    it("is created, and tells each address", async () => {
      const deployment = await alarmed({ emails: ["a@example.com", "b@example.com"] }, { tags: { team: "web" } });
      deepStrictEqual(deployment.find("web-alarms").inputs, { tags: { team: "web" } });
      deepStrictEqual(
        deployment.ofType("aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs),
        ["a@example.com", "b@example.com"].map((endpoint) => ({ topic: TOPIC_ARN, protocol: "email", endpoint })),
      );
    });

    it("lets this account's alarms publish, and EventBridge, which allows no condition", async () => {
      const deployment = await alarmed({ emails: EMAILS });
      deepStrictEqual(deployment.find("web-alarms-policy").inputs.arn, TOPIC_ARN);
      deepStrictEqual(policyOf(deployment, "web-alarms-policy"), {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AlarmsOfThisAccount",
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: "sns:Publish",
            Resource: TOPIC_ARN,
            Condition: {
              StringEquals: { "aws:SourceAccount": "123456789012" },
              ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*" },
            },
          },
          {
            Sid: "EventsOfRules",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: TOPIC_ARN,
          },
        ],
      });
    });

    it("is encrypted with a key that is given", async () => {
      const { inputs } = (await alarmed({ emails: EMAILS, topicKeyArn: KEY_ARN })).find("web-alarms");
      deepStrictEqual(inputs, { kmsMasterKeyId: KEY_ARN });
    });

    it("is left alone where it exists", async () => {
      const deployment = await alarmed({ topicArn: pulumi.output(THEIRS) });
      deepStrictEqual(
        deployment.list().filter((line) => line.startsWith("aws:sns/")),
        [],
      );
      deepStrictEqual(deployment.outputs.alarmTopicArn, THEIRS);
      deepStrictEqual(
        deployment.ofType(ALARM).map(({ inputs }) => [inputs.alarmActions, inputs.okActions]),
        Array.from({ length: 3 }, () => [[THEIRS], [THEIRS]]),
      );
      deepStrictEqual(
        deployment.ofType("aws:cloudwatch/eventTarget:EventTarget").map(({ inputs }) => inputs.arn),
        [THEIRS, THEIRS],
      );
    });
  });

  describe("on metrics", () => {
    const common = {
      namespace: "AWS/ECS",
      dimensions: DIMENSIONS,
      alarmActions: [TOPIC_ARN],
      okActions: [TOPIC_ARN],
    };
    const utilisation = {
      ...common,
      statistic: "Average",
      period: 300,
      evaluationPeriods: 3,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
    };

    it("go off at the documented thresholds", async () => {
      const deployment = await alarmed({ emails: EMAILS });
      deepStrictEqual(deployment.find("web-cpu-alarm").inputs, {
        ...utilisation,
        metricName: "CPUUtilization",
        threshold: 90,
        alarmDescription: "CPU utilization of web (test/dev) above 90% for 15 minutes. Raise cpu or the task count.",
      });
      deepStrictEqual(deployment.find("web-memory-alarm").inputs, {
        ...utilisation,
        metricName: "MemoryUtilization",
        threshold: 90,
        alarmDescription:
          "Memory utilization of web (test/dev) above 90% for 15 minutes. Tasks are killed at 100%: raise memory.",
      });
      deepStrictEqual(deployment.find("web-running-tasks-alarm").inputs, {
        ...common,
        metricName: "CPUUtilization",
        statistic: "SampleCount",
        period: 60,
        evaluationPeriods: 5,
        threshold: 1,
        comparisonOperator: "LessThanThreshold",
        treatMissingData: "breaching",
        alarmDescription:
          "Fewer running tasks of web (test/dev) than desired for 5 minutes. See the events of the service and its stopped tasks.",
      });
    });

    it("go off at other thresholds", async () => {
      const deployment = await alarmed({ emails: EMAILS, cpuPercent: 50, memoryPercent: 100 });
      deepStrictEqual(
        ["web-cpu-alarm", "web-memory-alarm"].map((name) => deployment.find(name).inputs.threshold),
        [50, 100],
      );
    });

    for (const [title, args, threshold, treatMissingData] of [
      ["the desired count", { desiredCount: 3 }, 3, "breaching"],
      ["a desired count that is known later", { desiredCount: pulumi.output(2) }, 2, "breaching"],
      ["the scaler's min, not where it starts", { desiredCount: 4, autoscaling: { min: 2, max: 6 } }, 2, "breaching"],
      [
        "the least that a schedule lets run",
        { autoscaling: { min: 2, max: 6, schedules: [{ cron: "0 20 ? * * *", min: 0 }] } },
        0,
        "notBreaching",
      ],
      ["nothing, where no task is wanted", { desiredCount: 0 }, 0, "notBreaching"],
    ] as const)
      it(`expect as many running tasks as ${title}`, async () => {
        const { inputs } = (await alarmed({ emails: EMAILS }, args as Partial<GhcrFargateServiceArgs>)).find(
          "web-running-tasks-alarm",
        );
        deepStrictEqual([inputs.threshold, inputs.treatMissingData], [threshold, treatMissingData]);
      });

    it("watch a target group too, where there is one", async () => {
      const deployment = await deploy(() => {
        const parent = new pulumi.ComponentResource("test:index:Parent", "web");
        createMetricAlarms(
          "web",
          {
            thresholds: { cpuPercent: 90, memoryPercent: 90, http5xxCount: 10, responseTimeSeconds: 1.5 },
            service: {
              clusterName: "c",
              clusterArn: "",
              serviceName: "s",
              serviceArn: "",
              subject: "web",
              leastTasks: 1,
              targetGroup: TARGETS,
            },
            topicArn: THEIRS,
          },
          childContext(parent, { tags: undefined }),
        );
      });
      const target = {
        namespace: "AWS/ApplicationELB",
        dimensions: { LoadBalancer: "app/lb/1", TargetGroup: "targetgroup/tg/2" },
        comparisonOperator: "GreaterThanThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [THEIRS],
        okActions: [THEIRS],
      };
      deepStrictEqual(deployment.ofType(ALARM).length, 6);
      deepStrictEqual(deployment.find("web-http-5xx-alarm").inputs, {
        ...target,
        metricName: "HTTPCode_Target_5XX_Count",
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        threshold: 10,
        alarmDescription: "More than 10 responses of web in 5 minutes were server errors (5xx).",
      });
      deepStrictEqual(deployment.find("web-response-time-alarm").inputs, {
        ...target,
        metricName: "TargetResponseTime",
        extendedStatistic: "p95",
        evaluateLowSampleCountPercentiles: "ignore",
        period: 300,
        evaluationPeriods: 3,
        threshold: 1.5,
        alarmDescription: "95th percentile response time of web above 1.5 s for 15 minutes.",
      });
      deepStrictEqual(deployment.find("web-unhealthy-hosts-alarm").inputs, {
        ...target,
        metricName: "UnHealthyHostCount",
        statistic: "Maximum",
        period: 60,
        evaluationPeriods: 5,
        threshold: 0,
        alarmDescription: "A task of web has failed the load balancer's health check for 5 minutes.",
      });
    });
  });

  describe("of failures", () => {
    const SERVICE_ARN = "arn:aws:ecs:eu-central-1:123456789012:service/web-cluster-a1b2c3d/web-service-a1b2c3d";

    it("catch this service's tasks that cannot start, and say why", async () => {
      const deployment = await alarmed({ emails: EMAILS });
      deepStrictEqual(
        JSON.parse(
          String(deployment.find("web-task-failures", "aws:cloudwatch/eventRule:EventRule").inputs.eventPattern),
        ),
        {
          source: ["aws.ecs"],
          "detail-type": ["ECS Task State Change"],
          detail: {
            clusterArn: ["arn:aws:ecs:eu-central-1:123456789012:cluster/web-cluster-a1b2c3d"],
            group: ["service:web-service-a1b2c3d"],
            lastStatus: ["STOPPED"],
            $or: [
              { stopCode: ["TaskFailedToStart"] },
              { stoppedReason: [{ wildcard: "*CannotPull*" }, { prefix: "ResourceInitializationError" }] },
            ],
          },
        },
      );
      deepStrictEqual(deployment.find("web-task-failures", "aws:cloudwatch/eventTarget:EventTarget").inputs, {
        rule: "web-task-failures-a1b2c3d",
        arn: TOPIC_ARN,
        inputTransformer: {
          inputPaths: { reason: "$.detail.stoppedReason", task: "$.detail.taskArn", time: "$.time" },
          inputTemplate: [
            '"A task of web (test/dev) could not start."',
            '"Reason: <reason>"',
            '"Task: <task>, stopped at <time>. ECS keeps its details for an hour."',
          ].join("\n"),
        },
      });
    });

    it("catch the service's own failures and failed deployments", async () => {
      const deployment = await alarmed({ emails: EMAILS });
      deepStrictEqual(
        JSON.parse(
          String(deployment.find("web-service-failures", "aws:cloudwatch/eventRule:EventRule").inputs.eventPattern),
        ),
        {
          source: ["aws.ecs"],
          "detail-type": ["ECS Service Action", "ECS Deployment State Change"],
          resources: [SERVICE_ARN],
          detail: {
            eventName: [
              "SERVICE_TASK_START_IMPAIRED",
              "SERVICE_TASK_PLACEMENT_FAILURE",
              "SERVICE_TASK_CONFIGURATION_FAILURE",
              "SERVICE_DEPLOYMENT_FAILED",
            ],
          },
        },
      );
      deepStrictEqual(deployment.find("web-service-failures", "aws:cloudwatch/eventTarget:EventTarget").inputs, {
        rule: "web-service-failures-a1b2c3d",
        arn: TOPIC_ARN,
        inputTransformer: {
          inputPaths: {
            event: "$.detail.eventName",
            reason: "$.detail.reason",
            service: "$.resources[0]",
            time: "$.time",
          },
          inputTemplate: [
            '"ECS reports a failure of web (test/dev): <event>, at <time>."',
            '"Reason: <reason>"',
            '"Service: <service>. Its events and stopped tasks tell more."',
          ].join("\n"),
        },
      });
    });

    it("use no value in a message that they do not take from the event", async () => {
      const targets = (await alarmed({ emails: EMAILS })).ofType("aws:cloudwatch/eventTarget:EventTarget");
      deepStrictEqual(targets.length, 2);
      for (const { inputs } of targets) {
        const transformer = inputs.inputTransformer as { inputPaths: Record<string, string>; inputTemplate: string };
        const used = [...transformer.inputTemplate.matchAll(/<(\w+)>/g)].map(([, variable]) => variable);
        deepStrictEqual(used.sort(), Object.keys(transformer.inputPaths).sort());
        ok(transformer.inputTemplate.length <= 8192);
      }
    });
  });

  for (const [title, alarms, message] of [
    ["nobody to tell", {}, "alarms: has no recipient; set emails, or the topicArn of an existing topic"],
    ["no address", { emails: [] }, "alarms: has no recipient; set emails, or the topicArn of an existing topic"],
    [
      "addresses and a topic",
      { emails: EMAILS, topicArn: THEIRS },
      "alarms.emails: cannot be set with alarms.topicArn: an existing topic gets no subscriptions; leave one of them unset",
    ],
    [
      "a text that is no address",
      { emails: ["ops"] },
      'alarms.emails[0]: "ops" is not a valid e-mail address; write it as name@example.com',
    ],
    [
      "an address twice",
      { emails: ["ops@example.com", "ops@example.com"] },
      'alarms.emails[1]: "ops@example.com" is given twice; keep one',
    ],
    [
      "the ARN of something else",
      { topicArn: "arn:aws:sqs:eu-central-1:123456789012:ops" },
      'alarms.topicArn: "arn:aws:sqs:eu-central-1:123456789012:ops" is not a valid ARN of an SNS topic; pass an ARN like arn:aws:sns:REGION:ACCOUNT:NAME',
    ],
    [
      "a threshold beyond 100 percent",
      { emails: EMAILS, cpuPercent: 101 },
      "alarms.cpuPercent: 101 is not valid; must be a whole number from 1 to 100 (percent)",
    ],
    [
      "server errors without a load balancer",
      { emails: EMAILS, http5xxCount: 5 },
      "alarms.http5xxCount: cannot be set without loadBalancer; set loadBalancer, or leave it unset",
    ],
    [
      "a response time without a load balancer",
      { emails: EMAILS, responseTimeSeconds: 0.5 },
      "alarms.responseTimeSeconds: cannot be set without loadBalancer; set loadBalancer, or leave it unset",
    ],
  ] as const)
    it(`refuse ${title}`, async () => {
      deepStrictEqual(
        await refusal({ ...PUBLIC, alarms: alarms as ServiceAlarms }),
        `GhcrFargateService "web": ${message}`,
      );
    });

  it("refuse a name too long for an EventBridge rule", async () => {
    const name = "w".repeat(40);
    const { errors } = await deploy(
      () => {
        new GhcrFargateService(name, { ...PUBLIC, alarms: { emails: EMAILS } });
      },
      { mayFail: true },
    );
    deepStrictEqual(
      errors.map(({ message }) => message),
      [
        `GhcrFargateService "${name}": name: "${name}" has 40 characters, too many for the name of its service-failures; use 39 at the most`,
      ],
    );
  });
});
