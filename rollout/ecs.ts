// What the rollout reads of ECS, free of the SDK that read it. Times are AWS's own, in milliseconds: they are only ever
// compared with each other, so that the clock of this machine does not matter.

/** One deployment of a service: the tasks of one task definition (and configuration). */
export interface Deployment {
  /** `ecs-svc/1234567890123456789`. */
  readonly id: string;
  /** PRIMARY: the newest, which ECS works towards. ACTIVE: being replaced. INACTIVE: replaced. */
  readonly status: string;
  /** The task definition's ARN. */
  readonly taskDefinition: string;
  readonly createdAt: number;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  /** IN_PROGRESS, COMPLETED or FAILED; only the ECS API itself tells it. */
  readonly rolloutState?: string;
  readonly rolloutStateReason?: string;
  readonly failedTasks?: number;
}

/** One event of a service. */
export interface ServiceEvent {
  readonly id: string;
  readonly createdAt: number;
  readonly message: string;
}

/** A service at one time. */
export interface ServiceSnapshot {
  /** ACTIVE, DRAINING or INACTIVE. */
  readonly status: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly deployments: readonly Deployment[];
  /** At most the newest 100, in any order. */
  readonly events: readonly ServiceEvent[];
  /** What ECS does with a deployment whose tasks keep failing. */
  readonly circuitBreaker: CircuitBreaker;
}

export interface CircuitBreaker {
  readonly enable: boolean;
  readonly rollback: boolean;
}

/** A container of a stopped task. */
export interface StoppedContainer {
  readonly name: string;
  readonly exitCode?: number;
  readonly reason?: string;
}

/** A task that has stopped; ECS remembers it for about an hour. */
export interface StoppedTask {
  readonly arn: string;
  readonly taskDefinition: string;
  /** The id of the deployment that started it. */
  readonly startedBy?: string;
  readonly stoppedAt: number;
  /** TaskFailedToStart, EssentialContainerExited, ServiceSchedulerInitiated, SpotInterruption, ... */
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containers: readonly StoppedContainer[];
}

/** The last part of an ARN: `web:7` of a task definition, `prod` of a cluster, a task's id. */
export function shortName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
