// The calls of the ECS API that a one-off task needs, and its answers without what nobody reads.

import type {
  DescribeTaskDefinitionResponse,
  DescribeTasksResponse,
  ListTasksResponse,
  RunTaskResponse,
  StopTaskResponse,
} from "@aws-sdk/client-ecs";

/** The calls that are made. The SDK's `ECS` is one. */
export interface OneOffApi {
  runTask(input: {
    cluster: string;
    taskDefinition: string;
    launchType: "FARGATE";
    networkConfiguration: {
      awsvpcConfiguration: { subnets: string[]; securityGroups: string[]; assignPublicIp: "ENABLED" | "DISABLED" };
    };
    startedBy: string;
    clientToken: string;
    propagateTags: "TASK_DEFINITION";
    enableECSManagedTags: true;
  }): Promise<Pick<RunTaskResponse, "tasks" | "failures">>;
  listTasks(input: {
    cluster: string;
    family: string;
    desiredStatus: "STOPPED" | "RUNNING";
  }): Promise<Pick<ListTasksResponse, "taskArns">>;
  describeTasks(input: { cluster: string; tasks: string[] }): Promise<Pick<DescribeTasksResponse, "tasks">>;
  stopTask(input: { cluster: string; task: string; reason: string }): Promise<Pick<StopTaskResponse, "task">>;
  describeTaskDefinition(input: {
    taskDefinition: string;
    include?: "TAGS"[];
  }): Promise<Pick<DescribeTaskDefinitionResponse, "taskDefinition" | "tags">>;
}

/** A task as ECS describes it. */
export type OneOffTask = NonNullable<DescribeTasksResponse["tasks"]>[number];

/** What to run, and how. Every value is the one that AWS returned. */
export interface OneOffRequest {
  /** The cluster's ARN. */
  readonly clusterArn: string;
  /** The ARN of the task definition, with its revision. */
  readonly taskDefinitionArn: string;
  /** The container whose exit code counts. */
  readonly container: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly assignPublicIp: boolean;
  /** What tells this run's tasks from others. */
  readonly startedBy: string;
  /** How long to wait, in minutes. */
  readonly timeoutMinutes: number;
}
