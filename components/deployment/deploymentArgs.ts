// What a user says about how a new version replaces the old one.

import type * as pulumi from "@pulumi/pulumi";

/** How traffic moves to the new version. */
export const DeploymentStrategy = {
  /** Tasks are replaced in batches. */
  Rolling: "ROLLING",
  /** A second set of tasks is started, then all traffic moves to it at once. */
  BlueGreen: "BLUE_GREEN",
  /** A second set of tasks is started, then traffic moves to it in equal steps. */
  Linear: "LINEAR",
  /** A second set of tasks is started, then a small share of traffic moves to it, then the rest. */
  Canary: "CANARY",
} as const;
export type DeploymentStrategy = (typeof DeploymentStrategy)[keyof typeof DeploymentStrategy];

/** The stages of a deployment: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html */
export const DeploymentLifecycleStage = {
  /** At the start, if more than one older version runs. */
  ReconcileService: "RECONCILE_SERVICE",
  /** Before the new tasks start. */
  PreScaleUp: "PRE_SCALE_UP",
  /** After the new tasks have started. */
  PostScaleUp: "POST_SCALE_UP",
  /** While test traffic moves to the new tasks. */
  TestTrafficShift: "TEST_TRAFFIC_SHIFT",
  /** After test traffic has moved. */
  PostTestTrafficShift: "POST_TEST_TRAFFIC_SHIFT",
  /** Before production traffic moves; with "LINEAR" and "CANARY" before each step. */
  PreProductionTrafficShift: "PRE_PRODUCTION_TRAFFIC_SHIFT",
  /** While production traffic moves; with "LINEAR" and "CANARY" in each step. */
  ProductionTrafficShift: "PRODUCTION_TRAFFIC_SHIFT",
  /** After all production traffic has moved. */
  PostProductionTrafficShift: "POST_PRODUCTION_TRAFFIC_SHIFT",
} as const;
export type DeploymentLifecycleStage = (typeof DeploymentLifecycleStage)[keyof typeof DeploymentLifecycleStage];

/** What a hook runs. */
export const DeploymentHookTarget = {
  /** A Lambda function, which answers `hookStatus` SUCCEEDED, FAILED or IN_PROGRESS. */
  AwsLambda: "AWS_LAMBDA",
  /** Nothing: the deployment waits until a person continues it, in the ECS console or by `aws ecs continue-service-deployment`. */
  Pause: "PAUSE",
} as const;
export type DeploymentHookTarget = (typeof DeploymentHookTarget)[keyof typeof DeploymentHookTarget];

/** What ECS does with a paused deployment at the end of its time. */
export const DeploymentHookTimeoutAction = {
  /** Returns to the version before. */
  Rollback: "ROLLBACK",
  /** Continues the deployment. */
  Continue: "CONTINUE",
} as const;
export type DeploymentHookTimeoutAction =
  (typeof DeploymentHookTimeoutAction)[keyof typeof DeploymentHookTimeoutAction];

/** A check that a deployment has to pass at some of its stages: by a Lambda function or by a person. */
export interface DeploymentLifecycleHook {
  /**
   * "AWS_LAMBDA" calls `functionArn`; "PAUSE" waits for approval by a person, and `pulumi up` waits with it. "PAUSE" cannot be used
   * at the stages TEST_TRAFFIC_SHIFT and PRODUCTION_TRAFFIC_SHIFT.
   * @default "AWS_LAMBDA"
   */
  targetType?: DeploymentHookTarget;
  /** The ARN of the Lambda function. Required unless `targetType` is "PAUSE". */
  functionArn?: pulumi.Input<string>;
  /** The stages at which the deployment waits for the hook. */
  stages: DeploymentLifecycleStage[];
  /**
   * The role that ECS calls the function with.
   * @default one is created that may invoke exactly the functions of the hooks
   */
  roleArn?: pulumi.Input<string>;
  /**
   * Minutes until a "PAUSE" ends without approval: 1 to 20160.
   * @default 1440, one day
   */
  timeoutMinutes?: number;
  /**
   * What ECS does at the end of `timeoutMinutes`: "ROLLBACK" or "CONTINUE".
   * @default "ROLLBACK"
   */
  timeoutAction?: DeploymentHookTimeoutAction;
}

/** How a new version replaces the old one. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html */
export interface ServiceDeployment {
  /**
   * "ROLLING", "BLUE_GREEN", "LINEAR" or "CANARY". All but "ROLLING" need `loadBalancer`, and run (and charge) twice the tasks
   * during a deployment. They create a second target group, a listener rule whose weights ECS changes, and the IAM role that ECS
   * changes them with. A change of strategy updates the service and keeps all other resources. After a change back to "ROLLING"
   * requests go to the first target group at once, before its new tasks are healthy: expect an interruption.
   * @default "ROLLING"
   */
  strategy?: DeploymentStrategy;
  /**
   * Minutes for which the old tasks keep running after the traffic shift, for a rollback without delay: 0 to 1440. Not with
   * "ROLLING".
   * @default 5
   */
  bakeTimeMinutes?: number;
  /**
   * The share of traffic that "CANARY" moves first, in percent: 0.1 to 100, a multiple of 0.1.
   * @default 10
   */
  canaryPercent?: number;
  /**
   * Minutes for which "CANARY" keeps that share: 0 to 1440.
   * @default 5
   */
  canaryBakeTimeMinutes?: number;
  /**
   * The share of traffic that "LINEAR" moves in each step, in percent: 3 to 100, a multiple of 0.1.
   * @default 10
   */
  stepPercent?: number;
  /**
   * Minutes between two steps of "LINEAR": 0 to 1440.
   * @default 5
   */
  stepBakeTimeMinutes?: number;
  /**
   * Checks at stages of a deployment, by Lambda functions or by approval. Not with "ROLLING". ECS keeps the last list when it is left out:
   * after taking all of them away, run `aws ecs update-service --cluster CLUSTER --service SERVICE --deployment-configuration
   * 'lifecycleHooks=[]'` once.
   * @default none
   */
  lifecycleHooks?: DeploymentLifecycleHook[];
  /**
   * A further port of the created load balancer that leads to the new tasks before production traffic does: 1 to 65535. Its
   * protocol is that of the load balancer. Needs `testIngressCidrs`. Not with "ROLLING".
   * @default none
   */
  testPort?: number;
  /** The IPv4 or IPv6 CIDR blocks that may connect to `testPort`. */
  testIngressCidrs?: string[];
  /**
   * Instead of `testPort`, with `loadBalancer.listenerArn`: a further listener of that load balancer. A rule for the same hosts
   * and paths is created on it, which leads to the new tasks.
   * @default none
   */
  testListenerArn?: pulumi.Input<string>;
  /**
   * The names of CloudWatch alarms that fail a deployment when one of them goes off; ECS then returns to the version before. ECS keeps
   * the last list when it is left out: after taking all of them away, run `aws ecs update-service --cluster CLUSTER --service SERVICE
   * --deployment-configuration 'alarms={alarmNames=[],enable=false,rollback=false}'` once.
   * @default none
   */
  alarmNames?: pulumi.Input<string>[];
  /**
   * The share of the desired tasks that keeps running during a deployment, in percent: 0 to 100.
   * @default 100
   */
  minimumHealthyPercent?: number;
  /**
   * The number of tasks that may run during a deployment, in percent of the desired count: 100 to 400.
   * @default 200
   */
  maximumPercent?: number;
  /**
   * Whether ECS's circuit breaker fails a deployment whose tasks keep failing, and returns to the version before. ECS counts
   * failures up to 50 % of the desired count, at least 3 and at most 200; a task that becomes healthy resets the count.
   * @default true
   */
  circuitBreaker?: boolean;
  /**
   * Whether ECS moves tasks that are spread unevenly over Availability Zones. Needs a `maximumPercent` above 100.
   * @default true if `maximumPercent` is above 100
   */
  availabilityZoneRebalancing?: boolean;
}
