// What tools say that waited for a service or a task: AWS CDK, Terraform, Pulumi, the waiters of the SDKs, Airflow, ECS CLI. Wordings
// follow their sources; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const WAIT_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "NOT_STABLE", page: PAGE.events, weight: "passing", general: "outcome" }, [
    [
      /(?:waiting for ECS Service|ecs\/service:Service).{0,300}timeout while waiting for state to become '?(?:tfSTABLE|true|ACTIVE|\w{0,20}STABLE)'?.{0,80}timeout: ?(?<time>[\dhms.]{2,12})/,
      "the service[[ {service}]] did not become stable within {time}: its tasks do not start, do not stay healthy, or the old ones take too long to stop",
      "find out what its tasks failed for, from the service's events and stopped tasks: npx ghcr-fargate diagnose[[ --cluster {cluster}]][[ --service {service}]]; raise the time-out (customTimeouts; Terraform: timeouts) only if nothing failed",
    ],
    [
      /(?:Running|Desired|Deployment) count has not changed for (?<time>[\d.]{1,8} ?\w{3,8})|Deployment has not completed: ?/,
      "the service did not become stable: for {time|the time that the tool waits} no task more came up or stopped",
      "find out what its tasks failed for, from the service's events and stopped tasks: npx ghcr-fargate diagnose; let the tool wait longer (--timeout of ECS CLI) only if nothing failed",
    ],
    [
      /wait(?:ing)? (?:for )?service stable: ?(?:RequestCanceled|context)|waiter context canceled|Waiting for service deployment to complete\W{1,8}Rolling back to/,
      "the service did not become stable in the time that the tool waits for it",
      "find out what its tasks failed for, from the service's events and stopped tasks: npx ghcr-fargate diagnose; let the tool wait longer only if nothing failed",
    ],
    [
      /waiting for (?:ECS )?service \(?(?:arn:aws[\w-]*:ecs:[\w-]*:\d*:service\/)?(?:[\w-]{1,255}\/)?(?<name>[\w-]{1,255}?)\)? to (?:reach|become).{0,60}(?:timeout|timed out|deadline exceeded|ResourceNotReady|exceeded)/,
      "the service {name} did not become stable in the time that the tool waits for it",
      "find out what its tasks failed for, from the service's events and stopped tasks: npx ghcr-fargate diagnose",
    ],
  ]),
  ...refusals({ code: "CLUSTER_FAILED", page: PAGE.failureReasons }, [
    [
      /ECS Cluster \((?<name>[\w:/-]{1,255}?)\).{0,60}unexpected state '?FAILED/,
      "the cluster {name} could not be created: its status is FAILED",
      "read why: aws ecs describe-clusters --clusters {name} --include ATTACHMENTS; most often its capacity providers could not be attached or the service-linked role is missing (aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com); delete it and deploy again",
    ],
  ]),
  ...refusals({ code: "TASK_WAIT", page: PAGE.events, weight: "passing", general: "outcome" }, [
    [
      /not in the state tasks ?Stopped|ecs-run-task.{0,80}exceeded wait attempts|Waiter TasksStopped failed: Max attempts/,
      "the task did not end in the time that the tool waits for it (10 minutes by default): it still runs, or is not there",
      "look at its state and its log (aws ecs describe-tasks); let the tool wait longer, or the task end sooner",
    ],
    [
      /Timed out after [\d.]{1,20} seconds while watching task|(?:did not start within [\d.]{1,8} ?\w{3,8}|longer than the timeout of [\d.]{1,8} ?\w{3,8}? to start)(?:(?<=(?:ECS|Fargate) ?task.{0,900})|(?=.{0,200}ECS ?task))/,
      "the task did not start in the time that the tool waits for it",
      "look at its state and stopped reason (aws ecs describe-tasks; npx ghcr-fargate diagnose): most often it pulls a large image, waits for capacity or fails to start; let the tool wait longer only if nothing failed",
    ],
    [
      /Timeout waiting for ECS tasks'? ?(?:status|to)/,
      "the tasks did not start or stop in the time that the tool waits for it",
      "look at their state and stopped reason (aws ecs describe-tasks; npx ghcr-fargate diagnose): tasks that stay PENDING wait for their image, their network or the agent of the instance, whose log says more (/var/log/ecs/ecs-agent.log)",
    ],
    [
      /not in the state tasks ?Running|Waiter TasksRunning failed: Max attempts/,
      "the task did not start in the time that the tool waits for it (10 minutes by default)",
      "look at its state and stopped reason (aws ecs describe-tasks; npx ghcr-fargate diagnose)",
    ],
  ]),
  ...refusals({ code: "CONTAINER_STOPPED", page: PAGE.stopped, weight: "run", general: true }, [
    [
      /Failed to start ECS task after (?:retrying )?(?<time>\d{1,3} (?:times|attempts|tries|retries)).{0,80}Essential container in task exited/,
      "the task was started {time}, and each time an essential container ended",
      "read the exit codes of its containers (aws ecs describe-tasks) and their last log lines (eb logs on Elastic Beanstalk), and mend the program that ends",
    ],
  ]),
  ...refusals({ code: "TASK_FAILED_TO_START", page: PAGE.stopped, weight: "passing", general: true }, [
    [
      /Failed to start ECS task after (?:retrying )?(?<time>\d{1,3} (?:times|attempts|tries|retries))/,
      "the task was started {time} and did not come up, and the tool (such as Elastic Beanstalk) does not say why",
      "read the reason of the task and of each container (aws ecs describe-tasks), and the log of the agent on the instance (/var/log/ecs/ecs-agent.log): most often an image that cannot be pulled, too little memory or a port that is taken",
    ],
  ]),
  ...refusals({ code: "TASK_FAILED", page: PAGE.stopped, weight: "run", general: true }, [
    [
      /run task (?<name>[\w-]{1,100}): (?:run task [\w-]{1,100}: )?task (?<id>[0-9a-f]{8}): ?$/,
      "the task {id} ended, and the tool does not show why",
      "read its stopped reason, the exit codes of its containers and their last log lines: aws ecs describe-tasks --tasks {id}; npx ghcr-fargate logs --failed",
    ],
  ]),
  ...refusals({ code: "TASK_FAILED_TO_START", page: PAGE.stopped, weight: "start", general: true }, [
    [
      /wait for tasks to be running: ?Resource ?NotReady|to be in \W{0,4}running\W{0,4} ?state.{0,80}(?:Resource ?NotReady|failed waiting)(?<=(?:Fargate|ECS) ?task.{0,600})/,
      "the task stopped before it ran, and the tool does not show why",
      "read its stopped reason and the reasons of its containers within an hour (aws ecs describe-tasks; npx ghcr-fargate diagnose): most often the image cannot be pulled, or the task has no network route",
    ],
  ]),
  ...refusals({ code: "NOT_STABLE", page: PAGE.controllers, weight: "passing" }, [
    [
      /task set computed desired count (?<given>\d{1,5}) does not match service desired count (?<what>\d{1,5})/,
      "the service is to run {what} tasks, and the task set of its blue/green deployment computes {given}: the count was changed without the deployment that sets the task set's scale",
      "change the count together with a deployment (a new task definition), or through the controller that owns the service (CodeDeploy, the scale of the task set); or use ECS's own blue/green deployments (`deployment.strategy`)",
    ],
  ]),
  ...refusals({ code: "TASK_WAIT", page: PAGE.stopped, weight: "passing" }, [
    [
      /exitCode"?: ?0\b.{0,2000}waitUntilTasksRunning/,
      "the task did its work and ended (exit code 0) before the tool saw it run: what failed is the wait for RUNNING",
      "wait until the task has stopped (waitUntilTasksStopped, aws ecs wait tasks-stopped), and judge it by the exit code of its container",
    ],
  ]),
  ...refusals({ code: "TASK_NOT_PLACED", page: PAGE.failureReasons, weight: "passing", general: true }, [
    [
      /Waiter TasksRunning failed: ?Waiter encountered a terminal failure state.{0,160}STOPPED/,
      "the task stopped before it ran, or ended sooner than the tool looked",
      "read its stopped reason and the exit codes of its containers (aws ecs describe-tasks; npx ghcr-fargate diagnose); for a task that ends quickly wait for tasks_stopped instead",
    ],
    [
      /(?:\/ecs\.py|run_?task|\["?'?tasks'?"?\]\[0|_ecs\/|ecs_operator).{0,400}(?:IndexError: ?list index out of range|index out of range \[0\] with length 0)/,
      "ECS started no task: the answer of RunTask has none, and says why under `failures`, which the program does not show",
      "run it by hand and read the reason: aws ecs run-task ... --query failures (most often capacity of the container instances, or a cluster without any); have the program look at `failures` too",
    ],
  ]),
  ...refusals({ code: "NOT_DELETED", page: PAGE.events, weight: "passing" }, [
    [
      /timeout while waiting for (?:state to become|resource).{0,40}'?INACTIVE'?.{0,40}last state: '?(?<state>DRAINING|ACTIVE)'?(?:.{0,40}timeout: ?(?<time>[\dhms]{2,12}))?/,
      "the service was not gone within {time|the time-out}: it is still {state}, since its tasks have not stopped",
      "see which tasks still run (aws ecs list-tasks) and why: a long deregistration delay of the target group or `stopTimeoutSeconds`, task protection, or an instance that is gone; stop them, and delete again",
    ],
    [
      /ecs_service\.[\w-]{1,100}:.{0,200}timeout while waiting for state to become '?INACTIVE|Waiter ServicesInactive failed/,
      "the service was not gone in time: it is still DRAINING, since its tasks have not stopped",
      "see which tasks still run (aws ecs list-tasks) and why (deregistration delay, `stopTimeoutSeconds`, task protection); stop them, and wait again",
    ],
  ]),
];
