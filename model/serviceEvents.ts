// What ECS says of a service in events and no metric shows: the patterns to catch it, and the messages to make of it
// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html, checked 2026-11-22).

/** The service whose events are meant. */
export interface EventSource {
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly serviceName: string;
}

/** A task that could not start: no image, no secret, no network. */
export function taskFailurePattern({ clusterArn, serviceName }: EventSource): object {
  return {
    source: ["aws.ecs"],
    "detail-type": ["ECS Task State Change"],
    detail: {
      clusterArn: [clusterArn],
      group: [`service:${serviceName}`],
      lastStatus: ["STOPPED"],
      $or: [
        { stopCode: ["TaskFailedToStart"] },
        { stoppedReason: [{ wildcard: "*CannotPull*" }, { prefix: "ResourceInitializationError" }] },
      ],
    },
  };
}

/** A service that cannot start, place or configure its tasks, and a deployment that failed. */
export function serviceFailurePattern({ serviceArn }: Pick<EventSource, "serviceArn">): object {
  return {
    source: ["aws.ecs"],
    "detail-type": ["ECS Service Action", "ECS Deployment State Change"],
    resources: [serviceArn],
    detail: {
      eventName: [
        "SERVICE_TASK_START_IMPAIRED",
        "SERVICE_TASK_PLACEMENT_FAILURE",
        "SERVICE_TASK_CONFIGURATION_FAILURE",
        "SERVICE_DEPLOYMENT_FAILED",
      ],
    },
  };
}

/** How an event becomes a message: values taken from it, and the text that they are put into. */
export interface EventMessage {
  readonly inputPaths: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

/** The message of a task that could not start. `subject` is whose task it is: "web (shop/prod)". */
export function taskFailureMessage(subject: string): EventMessage {
  return {
    inputPaths: { reason: "$.detail.stoppedReason", task: "$.detail.taskArn", time: "$.time" },
    inputTemplate: lines(
      `A task of ${subject} could not start.`,
      "Reason: <reason>",
      "Task: <task>, stopped at <time>. ECS keeps its details for an hour.",
    ),
  };
}

/** The message of a service or deployment that failed. */
export function serviceFailureMessage(subject: string): EventMessage {
  return {
    inputPaths: {
      event: "$.detail.eventName",
      reason: "$.detail.reason",
      service: "$.resources[0]",
      time: "$.time",
    },
    inputTemplate: lines(
      `ECS reports a failure of ${subject}: <event>, at <time>.`,
      "Reason: <reason>",
      "Service: <service>. Its events and stopped tasks tell more.",
    ),
  };
}

/** Lines of a message: SNS gets a new line between quoted texts, and none from `\n` in one. */
function lines(...texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join("\n");
}
