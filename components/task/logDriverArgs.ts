// The arguments of the log driver.

import type * as pulumi from "@pulumi/pulumi";

/** The log drivers of Fargate. */
export const LogDriver = {
  /** To the service's log group in CloudWatch Logs. */
  AwsLogs: "awslogs",
  /** To a Fluent Bit sidecar, which forwards it. */
  AwsFireLens: "awsfirelens",
  /** To a Splunk HTTP event collector. */
  Splunk: "splunk",
} as const;
export type LogDriver = (typeof LogDriver)[keyof typeof LogDriver];

/** The Fluent Bit sidecar of FireLens. It uses part of the task's CPU and memory. */
export interface FireLensLogRouter {
  /**
   * The router's image: public, or in Amazon ECR.
   * @default "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable"
   */
  image?: pulumi.Input<string>;
  /**
   * A Fluent Bit configuration file in the image, which FireLens includes: `/extra.conf`.
   * @default none
   */
  configFile?: pulumi.Input<string>;
}

/** The log driver and its settings. */
export interface LogDriverSettings {
  /**
   * The log driver of every container: "awslogs", "awsfirelens" or "splunk". The log group exists with each of them: the FireLens
   * router and the Service Connect proxy write to it, and earlier logs are kept.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html
   * @default "awslogs"
   */
  driver?: LogDriver;
  /**
   * The driver's options: for "awslogs" such as `mode`, `max-buffer-size` or `awslogs-multiline-pattern`; for "awsfirelens"
   * those of the Fluent Bit output, including `Name`; for "splunk" `splunk-url` and others. Permissions that the Fluent Bit
   * output needs go into `taskRole.statements`.
   *
   * With `mode: "non-blocking"` a container runs on while CloudWatch Logs does not answer, and what does not fit into
   * `max-buffer-size`, or is still in it when the container is killed, is lost. With "blocking" no line is lost, and the container
   * waits at its next line instead. The task of `preDeploy` always writes with "blocking".
   * @default for "awslogs" `mode: "non-blocking"`, whatever the account's default is
   */
  options?: Record<string, pulumi.Input<string>>;
  /**
   * Options of "awsfirelens" and "splunk" that are secret, such as `splunk-token`: Secrets Manager secrets or SSM
   * parameters, named as in `secrets`. The execution role may read these only.
   */
  secretOptions?: Record<string, pulumi.Input<string>>;
  /**
   * The log router of the driver "awsfirelens".
   * @default AWS's image of Fluent Bit, configured by `options`
   */
  fireLens?: FireLensLogRouter;
}
