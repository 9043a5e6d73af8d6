// Messages about failures that no metric shows: EventBridge rules that send ECS's events to a topic.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import {
  serviceFailureMessage,
  serviceFailurePattern,
  taskFailureMessage,
  taskFailurePattern,
} from "../../model/serviceEvents";
import type { ChildContext } from "../component/childContext";
import type { WatchedService } from "./metricAlarms";

/** Creates the rules: one for tasks that cannot start, one for the service and its deployments. */
export function createFailureEvents(
  name: string,
  { service, topicArn }: { readonly service: WatchedService; readonly topicArn: pulumi.Input<string> },
  { options, tags }: ChildContext,
): void {
  const { clusterArn, serviceArn, serviceName, subject } = service;
  const source = pulumi.output({ clusterArn, serviceArn, serviceName });
  const rules = [
    { key: "taskFailures", pattern: source.apply(taskFailurePattern), message: taskFailureMessage(subject) },
    { key: "serviceFailures", pattern: source.apply(serviceFailurePattern), message: serviceFailureMessage(subject) },
  ] as const;
  for (const { key, pattern, message } of rules) {
    const rule = new aws.cloudwatch.EventRule(
      childName(name, key),
      {
        description: key === "taskFailures" ? `Failed tasks of ${name}` : `Failed deployments of ${name}`,
        eventPattern: pulumi.jsonStringify(pattern),
        tags,
      },
      options,
    );
    const { inputPaths, inputTemplate } = message;
    new aws.cloudwatch.EventTarget(
      childName(name, key),
      { rule: rule.name, arn: topicArn, inputTransformer: { inputPaths: { ...inputPaths }, inputTemplate } },
      options,
    );
  }
}
