// What a user says about how a new version replaces the old one.

import type * as pulumi from "@pulumi/pulumi";

/** How traffic comes to the new version. */
export const DeploymentStrategy = {
  /** Tasks are replaced a few at a time. */
  Rolling: "ROLLING",
  /** A full second set of tasks is started, then all traffic is moved at once. */
  BlueGreen: "BLUE_GREEN",
  /** A second set, then traffic is moved in equal steps. */
  Linear: "LINEAR",
  /** A second set, then a small share of traffic, then the rest. */
  Canary: "CANARY",
} as const;
export type DeploymentStrategy = (typeof DeploymentStrategy)[keyof typeof DeploymentStrategy];

/** The stages of a deployment: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html */
export const DeploymentLifecycleStage = {
  /** Before anything, when more than one older version runs. */
  ReconcileService: "RECONCILE_SERVICE",
  /** Before the new version is started. */
  PreScaleUp: "PRE_SCALE_UP",
  /** Once the new version runs. */
  PostScaleUp: "POST_SCALE_UP",
  /** While test traffic is moved. */
  TestTrafficShift: "TEST_TRAFFIC_SHIFT",
  /** Once test traffic reaches the new version. */
  PostTestTrafficShift: "POST_TEST_TRAFFIC_SHIFT",
  /** While traffic is moved. */
  ProductionTrafficShift: "PRODUCTION_TRAFFIC_SHIFT",
  /** Once all traffic reaches the new version. */
  PostProductionTrafficShift: "POST_PRODUCTION_TRAFFIC_SHIFT",
} as const;
export type DeploymentLifecycleStage = (typeof DeploymentLifecycleStage)[keyof typeof DeploymentLifecycleStage];

/** A Lambda function that ECS asks whether a deployment goes on: it answers `hookStatus` SUCCEEDED, FAILED or IN_PROGRESS. */
export interface DeploymentLifecycleHook {
  /** The function's ARN. */
  functionArn: pulumi.Input<string>;
  /** The stages at which it is asked. */
  stages: DeploymentLifecycleStage[];
  /**
   * The role that ECS calls the function with.
   * @default one is created that may call exactly the functions given
   */
  roleArn?: pulumi.Input<string>;
}

/** How a new version replaces the old one. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html */
export interface ServiceDeployment {
  /**
   * "ROLLING", "BLUE_GREEN", "LINEAR" or "CANARY". All but the first need `loadBalancer`, and run (and charge) twice the tasks
   * while they deploy. They create a second target group, a listener rule whose weights ECS moves, and the role that ECS does
   * it with. A change of strategy updates the service and leaves everything else; when it is changed back to "ROLLING",
   * requests go to the first target group at once, and wait there for its new tasks: change it in a quiet hour.
   * @default "ROLLING"
   */
  strategy?: DeploymentStrategy;
  /**
   * For how many minutes after the shift the old version keeps running, to go back to: 0 to 1440. Not with "ROLLING".
   * @default 5
   */
  bakeTimeMinutes?: number;
  /**
   * The share of traffic that "CANARY" moves first, in percent: 0.1 to 100.
   * @default 10
   */
  canaryPercent?: number;
  /**
   * For how many minutes "CANARY" keeps it at that share: 0 to 1440.
   * @default 5
   */
  canaryBakeTimeMinutes?: number;
  /**
   * The share of traffic that "LINEAR" moves in each step, in percent: 3 to 100.
   * @default 10
   */
  stepPercent?: number;
  /**
   * How many minutes "LINEAR" waits after each step: 0 to 1440.
   * @default 5
   */
  stepBakeTimeMinutes?: number;
  /** Lambda functions that ECS asks at stages of a deployment whether it goes on. Not with "ROLLING". */
  lifecycleHooks?: DeploymentLifecycleHook[];
  /**
   * A further port of the created load balancer, where the new version is reached before the shift: 1 to 65535. It speaks what
   * the balancer's first port speaks. Needs `testIngressCidrs`. Not with "ROLLING".
   * @default none
   */
  testPort?: number;
  /** Who reaches `testPort`: IPv4 or IPv6 CIDR blocks. */
  testIngressCidrs?: string[];
  /**
   * Instead of `testPort`, with `loadBalancer.listenerArn`: a further listener of that balancer, where a rule for the same
   * hosts and paths leads to the new version.
   * @default none
   */
  testListenerArn?: pulumi.Input<string>;
  /**
   * The names of CloudWatch alarms that end a deployment, and return to the last version that worked, when one of them goes off.
   * @default none
   */
  alarmNames?: pulumi.Input<string>[];
  /**
   * How many of the desired tasks keep running, in percent: 0 to 100.
   * @default 100
   */
  minimumHealthyPercent?: number;
  /**
   * How many tasks may run at once, in percent of the desired count: 100 to 400.
   * @default 200
   */
  maximumPercent?: number;
  /**
   * Whether ECS's circuit breaker ends a deployment whose tasks keep failing, and returns to the last one that worked.
   * @default true
   */
  circuitBreaker?: boolean;
  /**
   * Whether ECS moves tasks when they are spread unevenly over the zones. Needs a `maximumPercent` above 100.
   * @default true if `maximumPercent` is above 100
   */
  availabilityZoneRebalancing?: boolean;
}
