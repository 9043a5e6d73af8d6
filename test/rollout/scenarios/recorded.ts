// Rollouts whose deployment ECS has on record, and what the user reads. Seconds are simulated.

import { AWS_EPOCH } from "../simulatedEcs";
import { GAVE_UP, old, oldGone, ours, ROLLING_BACK, STARTED, starting, STEADY, up, type Scenario } from "./words";

const CRASH = { code: "EssentialContainerExited", reason: "Essential container in task exited", exitCode: 3 };
const CRASHES = [20, 30, 40].map((at) => ({ at, ...CRASH }));
const CRASHED = [
  "  cause: the container web ended with exit code 3 [CONTAINER_EXITED]",
  "  fix: read the task's last log lines: npx ghcr-fargate logs --failed",
  "  evidence: Essential container in task exited; container web exited with code 3",
  "  see: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting.html",
];
const REVISION = { revision: "arn:aws:ecs:eu-central-1:123456789012:service-revision/prod/web/6" };
const WEB_6 = { ...REVISION, taskDefinition: "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:6" };
const BREAKER = "Service deployment rolled back because the circuit breaker threshold was exceeded.";
const MORE = "  more: npx ghcr-fargate diagnose --cluster prod --service web --region eu-central-1";
const NEXT = "  next: fix the cause and run pulumi up --refresh, which deploys again";
const ROLE =
  "(service web) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).";

export const RECORDED_ROLLOUTS: readonly Scenario[] = [
  {
    title: "a steady state is not the end while ECS's record says that the deployment goes on",
    frames: [[0, [up]]],
    events: [
      [1, STARTED],
      [5, STEADY],
    ],
    records: [
      [0, { status: "IN_PROGRESS" }],
      [60, { status: "SUCCESSFUL", finishedAt: AWS_EPOCH + 60_000 }],
    ],
    verdict: "steady",
    seconds: 69.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "a record that ended before our deployment began is about another",
    frames: [[0, [up]]],
    events: [
      [1, STARTED],
      [5, STEADY],
    ],
    records: [[0, { status: "ROLLBACK_SUCCESSFUL", finishedAt: AWS_EPOCH - 60_000 }]],
    verdict: "steady",
    seconds: 7.6,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "a rollback under way is not called done",
    frames: [[0, [starting, old]]],
    events: [[1, STARTED]],
    stops: CRASHES.slice(0, 2),
    records: [
      [0, { circuitBreaker: { status: "MONITORING", failureCount: 0, threshold: 3 } }],
      [45, { status: "ROLLBACK_IN_PROGRESS", statusReason: BREAKER, rollback: WEB_6 }],
    ],
    lastLines: ["connecting to db", "Error: no route to db"],
    verdict: "ERR_ROLLOUT_ROLLING_BACK",
    seconds: 49.7,
    message: [
      "rollout of ECS service web: ECS is rolling back web:7 to web:6",
      ...CRASHED,
      "  last log lines of container web (/ecs/web, web/web/00000001):",
      "    connecting to db",
      "    Error: no route to db",
      `  ECS said: ${BREAKER}`,
      NEXT,
      MORE,
    ],
  },
  {
    title: "the target of a rollback is its revision where the task definition may not be read",
    frames: [[0, [starting, old]]],
    records: [[0, { status: "ROLLBACK_REQUESTED", rollback: REVISION }]],
    verdict: "ERR_ROLLOUT_ROLLING_BACK",
    seconds: 0,
    message: ["rollout of ECS service web: ECS is rolling back web:7 to service revision 6", NEXT, MORE],
  },
  {
    title: "a rollback that has settled between two polls keeps the cause",
    frames: [
      [0, [starting, old]],
      [41, [{ ...old, createdAt: 40 }]],
    ],
    events: [
      [1, STARTED],
      [39, GAVE_UP],
      [40, ROLLING_BACK],
      [41, STEADY],
    ],
    stops: CRASHES.slice(0, 2),
    records: [
      [0, {}],
      [41, { status: "ROLLBACK_SUCCESSFUL", finishedAt: AWS_EPOCH + 41_000, rollback: WEB_6 }],
    ],
    verdict: "ERR_ROLLOUT_ROLLED_BACK",
    seconds: 49.7,
    message: [
      "rollout of ECS service web: rolled back; web:6 runs and not web:7, which this update registered",
      ...CRASHED,
      "  ECS said: (service web) (deployment ecs-svc/7) deployment failed: tasks failed to start.",
      NEXT,
      MORE,
    ],
  },
  {
    title: "a first deployment that its circuit breaker ends has nothing to go back to",
    frames: [[0, [starting]]],
    stops: CRASHES.slice(0, 2),
    records: [
      [0, {}],
      [
        40,
        {
          status: "ROLLBACK_FAILED",
          statusReason: "No rollback candidate was found to run the rollback.",
          canRollBack: false,
        },
      ],
    ],
    verdict: "ERR_ROLLOUT_ROLLBACK_FAILED",
    seconds: 49.7,
    message: [
      "rollout of ECS service web: ECS gave up deploying web:7, and could not roll back",
      ...CRASHED,
      "  ECS said: No rollback candidate was found to run the rollback.",
      "  ECS now: starts no more tasks of this deployment; what ran before it, if anything, still does",
      "  next: fix the cause, then pulumi up: it deploys this version again, also where nothing else has changed",
      MORE,
    ],
  },
  {
    title: "a deployment that somebody stopped",
    frames: [[0, [starting, old]]],
    records: [[0, { status: "STOPPED", statusReason: "Service deployment stopped because a user stopped it." }]],
    verdict: "ERR_ROLLOUT_DEPLOYMENT_FAILED",
    seconds: 0,
    message: [
      "rollout of ECS service web: ECS gave up deploying web:7",
      "  ECS said: Service deployment stopped because a user stopped it.",
      "  ECS now: starts no more tasks of this deployment; it rolls nothing back",
      "  next: fix the cause, then pulumi up: it deploys this version again, also where nothing else has changed",
      MORE,
    ],
  },
  {
    title: "a deployment that another one took the place of",
    frames: [[0, [{ ...ours, revision: 8, createdAt: 5 }]]],
    records: [
      [0, { status: "STOPPED", statusReason: "Service deployment stopped because a new service deployment started." }],
    ],
    verdict: "ERR_ROLLOUT_REPLACED",
    seconds: 0,
    message: [
      "rollout of ECS service web: another deployment replaced this one; web:8 runs and not web:7, which this update registered",
      "  ECS said: Service deployment stopped because a new service deployment started.",
      "  next: find out who else deploys this service; pulumi up --refresh deploys ours again",
      MORE,
    ],
  },
  {
    title: "onFailure rolls a certain failure back",
    frames: [[0, [starting, old]]],
    stops: CRASHES,
    records: [[0, {}]],
    request: { onFailure: "rollback" },
    rolledBack: 1,
    verdict: "ERR_ROLLOUT_TASKS_FAILED",
    seconds: 49.7,
    message: [
      "rollout of ECS service web: 3 tasks of web:7 ended for the same cause",
      ...CRASHED,
      "  ECS now: rolls back, as `rollout.onFailure` asks",
      NEXT,
      MORE,
    ],
  },
  {
    title: "onFailure does not ask for a rollback of a first deployment",
    frames: [[0, [starting]]],
    stops: CRASHES,
    records: [[0, { canRollBack: false }]],
    request: { onFailure: "rollback" },
    verdict: "ERR_ROLLOUT_TASKS_FAILED",
    seconds: 49.7,
    message: [
      "rollout of ECS service web: 3 tasks of web:7 ended for the same cause",
      ...CRASHED,
      "  ECS now: keeps starting tasks of web:7; `rollout.onFailure` could not roll back: there is no earlier version to roll back to",
      MORE,
    ],
  },
  {
    title: "onFailure says why ECS refuses",
    frames: [[0, [starting, old]]],
    stops: CRASHES,
    records: [[0, {}]],
    request: { onFailure: "rollback" },
    rollbackProblem: "the permission ecs:StopServiceDeployment is missing",
    rolledBack: 1,
    verdict: "ERR_ROLLOUT_TASKS_FAILED",
    seconds: 49.7,
    message: [
      "rollout of ECS service web: 3 tasks of web:7 ended for the same cause",
      ...CRASHED,
      "  ECS now: keeps starting tasks of web:7; `rollout.onFailure` could not roll back: the permission ecs:StopServiceDeployment is missing",
      MORE,
    ],
  },
  {
    title: "a log that may not be read is said, and no more",
    frames: [[0, [starting, old]]],
    stops: CRASHES,
    lastLines: new Error("the permission logs:GetLogEvents is missing"),
    verdict: "ERR_ROLLOUT_TASKS_FAILED",
    seconds: 49.7,
    message: [
      "rollout of ECS service web: 3 tasks of web:7 ended for the same cause",
      ...CRASHED,
      "  log: the last lines could not be read: the permission logs:GetLogEvents is missing",
      "  ECS now: keeps starting tasks of web:7 until its circuit breaker rolls back to the last deployment that completed, if there is one",
      MORE,
    ],
  },
  {
    title: "a role that ECS cannot assume, which one event alone tells",
    frames: [[0, [ours]]],
    events: [[3, ROLE]],
    circuitBreaker: false,
    verdict: "ERR_ROLLOUT_TASKS_FAILED",
    seconds: 30.1,
    message: [
      "rollout of ECS service web: ECS cannot bring up web:7",
      "  cause: ECS may not assume the role web: it does not trust ecs-tasks.amazonaws.com, does not exist, or was created seconds ago [ROLE_NOT_ASSUMABLE]",
      "  fix: create the role if it is missing (aws iam get-role), trust ecs-tasks.amazonaws.com in the role of `executionRole.arn` or `taskRole.arn`, and deploy again",
      `  evidence: ${ROLE.replace("123456789012", "<account>")}`,
      "  see: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
      '  ECS now: keeps starting tasks of web:7; this error stops nothing (`rollout.onFailure: "rollback"` would)',
      MORE,
    ],
  },
  {
    title: "a role that ECS can assume after some seconds is none",
    frames: [
      [0, [ours, old]],
      [15, [starting, old]],
      [20, [up, oldGone]],
      [30, [up]],
    ],
    events: [
      [3, ROLE],
      [15, STARTED],
      [28, STEADY],
    ],
    verdict: "steady",
    seconds: 30.1,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
];
