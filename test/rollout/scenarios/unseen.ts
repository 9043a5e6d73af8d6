// Rollouts whose end is not seen: the time limit, AWS not answering, an interruption. Seconds are simulated.

import { STARTED, REGISTERED, UNHEALTHY, old, up, starting, type Scenario } from "./words";

export const UNSEEN_ROLLOUTS: readonly Scenario[] = [
  {
    title: "with a load balancer, running tasks are not enough",
    frames: [
      [0, [starting]],
      [20, [up]],
    ],
    events: [
      [1, STARTED],
      [25, REGISTERED],
    ],
    request: { timeoutMinutes: 2 },
    verdict: "ERR_ROLLOUT_TIMED_OUT",
    seconds: 120,
    message: [
      "rollout of ECS service web: not done within rollout.timeoutMinutes (2)",
      "  last seen: web:7: 2 of 2 tasks running; (service web) registered 2 targets in (target-group arn:aws:elasticloadbalancing:eu-central-1:<account>:targetgroup/web/0f)",
      "  next: fix the cause, or raise `rollout.timeoutMinutes`; ECS continues the deployment",
      "  more: npx ghcr-fargate diagnose --cluster prod --service web --region eu-central-1",
    ],
  },
  {
    title: "a network cut until the time limit says nothing about the rollout",
    frames: [
      [0, [starting, old]],
      [10, new Error("dial tcp: lookup ecs.eu-central-1.amazonaws.com: no such host")],
    ],
    request: { timeoutMinutes: 3 },
    verdict: "ERR_ROLLOUT_UNREACHABLE",
    seconds: 180,
    message: [
      "rollout of ECS service web: unknown, AWS did not answer until the time limit; the service may well be fine",
      "  AWS said: dial tcp: lookup ecs.eu-central-1.amazonaws.com: no such host",
      "  last seen: web:7: 0 of 2 tasks running, 2 pending, besides 2 of web:6",
      "  fix: run pulumi up again, which picks the watch up; `rollout: { wait: false }` turns the watch off",
      "  more: npx ghcr-fargate diagnose --cluster prod --service web --region eu-central-1",
    ],
  },
  {
    title: "a missing permission",
    frames: [
      [
        0,
        new Error(
          "AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/ci/1 is not authorized to perform: ecs:DescribeServices on resource: arn:aws:ecs:eu-central-1:123456789012:service/prod/web",
        ),
      ],
    ],
    verdict: "ERR_ROLLOUT_ACCESS_DENIED",
    seconds: 0,
    message: [
      "rollout of ECS service web: cannot be watched, the permission ecs:DescribeServices is missing",
      "  AWS said: AccessDeniedException: User: arn:aws:sts::<account>:assumed-role/ci/1 is not authorized to perform: ecs:DescribeServices on resource: arn:aws:ecs:eu-central-1:<account>:service/prod/web",
      "  fix: grant ecs:DescribeServices on the service to whoever runs pulumi up; `rollout: { wait: false }` turns the watch off",
      "  more: npx ghcr-fargate diagnose --cluster prod --service web --region eu-central-1",
    ],
  },
  {
    title: "credentials that expire half-way",
    frames: [
      [0, [starting, old]],
      [20, new Error("ExpiredTokenException: The security token included in the request is expired")],
    ],
    verdict: "ERR_ROLLOUT_CREDENTIALS",
    seconds: 22.5,
    message: [
      "rollout of ECS service web: cannot be watched, AWS does not accept the credentials",
      "  AWS said: ExpiredTokenException: The security token included in the request is expired",
      "  last seen: web:7: 0 of 2 tasks running, 2 pending, besides 2 of web:6",
      "  fix: renew them and run pulumi up again, which picks the watch up; `rollout: { wait: false }` turns the watch off",
      "  more: npx ghcr-fargate diagnose --cluster prod --service web --region eu-central-1",
    ],
  },
  {
    title: "a time limit with unhealthy targets",
    frames: [
      [0, [starting, old]],
      [20, [up, old]],
    ],
    events: [
      [1, STARTED],
      [100, UNHEALTHY],
    ],
    request: { timeoutMinutes: 5 },
    verdict: "ERR_ROLLOUT_TIMED_OUT",
    seconds: 300,
    message: [
      "rollout of ECS service web: not done within rollout.timeoutMinutes (5)",
      "  last seen: web:7: 2 of 2 tasks running, besides 2 of web:6; (service web) (task 00aa) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-central-1:<account>:targetgroup/web/0f) due to (reason Health checks failed with these codes: [502]).",
      "  cause: the program answers the load balancer's health check with status 502: it fails itself, or what it needs (a database, a service behind it) does [TARGET_STATUS]",
      "  fix: read the program's log lines: npx ghcr-fargate logs; let `loadBalancer.healthCheck.path` name a page that needs nothing else, and give a slow start time with `loadBalancer.healthCheck.gracePeriodSeconds`",
      "  evidence: (service web) (task 00aa) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-central-1:<account>:targetgroup/web/0f) due to (reason Health checks failed with these codes: [502]).",
      "  see: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html",
      "  next: fix the cause, or raise `rollout.timeoutMinutes`; ECS continues the deployment",
      "  more: npx ghcr-fargate diagnose --cluster prod --service web --region eu-central-1",
    ],
  },
  {
    title: "a time limit whose last look has no answer any more",
    frames: [
      [0, [starting]],
      [58, new Error("connect ETIMEDOUT")],
    ],
    request: { timeoutMinutes: 1 },
    verdict: "ERR_ROLLOUT_TIMED_OUT",
    seconds: 60,
    message: [
      "rollout of ECS service web: not done within rollout.timeoutMinutes (1)",
      "  last seen: web:7: 0 of 2 tasks running, 2 pending",
      "  next: fix the cause, or raise `rollout.timeoutMinutes`; ECS continues the deployment",
      "  more: npx ghcr-fargate diagnose --cluster prod --service web --region eu-central-1",
    ],
  },
  {
    title: "a time limit without the right to see stopped tasks",
    frames: [[0, [starting]]],
    detailsProblem: "the permission ecs:ListTasks is missing",
    request: { timeoutMinutes: 1 },
    verdict: "ERR_ROLLOUT_TIMED_OUT",
    seconds: 60,
    message: [
      "rollout of ECS service web: not done within rollout.timeoutMinutes (1)",
      "  last seen: web:7: 0 of 2 tasks running, 2 pending",
      "  next: fix the cause, or raise `rollout.timeoutMinutes`; ECS continues the deployment",
      "  why tasks stopped could not be read: the permission ecs:ListTasks is missing",
      "  more: npx ghcr-fargate diagnose --cluster prod --service web --region eu-central-1",
    ],
  },
  {
    title: "an engine that shuts down ends the watch at once",
    frames: [
      [0, [starting, old]],
      [10, new Error("Resource monitor is terminating")],
    ],
    verdict: "ERR_ROLLOUT_INTERRUPTED",
    seconds: 11.5,
    message: [
      "rollout of ECS service web: no longer watched, the update was interrupted",
      "  ECS continues the deployment; the next pulumi up picks the watch up again",
      "  more: npx ghcr-fargate diagnose --cluster prod --service web --region eu-central-1",
    ],
  },
  {
    title: "an interruption ends the watch at once",
    frames: [[0, [starting, old]]],
    interruptedAt: 17.3,
    verdict: "ERR_ROLLOUT_INTERRUPTED",
    seconds: 17.3,
    message: [
      "rollout of ECS service web: no longer watched, the update was interrupted",
      "  ECS continues the deployment; the next pulumi up picks the watch up again",
      "  more: npx ghcr-fargate diagnose --cluster prod --service web --region eu-central-1",
    ],
  },
];
