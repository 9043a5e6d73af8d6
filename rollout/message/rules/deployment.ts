// Refused calls of ECS's API, and what ECS says of a deployment as a whole: other messages of the same failure say more. Wordings
// follow ECS's API reference and service events; checked 2026-11-22.

import { CALL_REFUSED, CALL_UNEXPLAINED } from "./call";
import { PAGE } from "../pages";
import type { Rule } from "../rule";
import { SERVICE_STATE_RULES } from "./serviceState";
import { words } from "../text";

/** Rules, the most specific first. */
export const DEPLOYMENT_RULES: readonly Rule[] = [
  ...SERVICE_STATE_RULES,
  {
    code: "PROTECTED_TASKS",
    weight: "passing",
    says: ["protectedtasks", "tasksprotected", "taskprotection", "underprotection"],
    when: ({ form }) => form !== "apiError",
    cause: "tasks that are protected from scale-in keep the deployment from ending",
    fix: "let the programs end their protection once their work is done (or wait until it expires): aws ecs update-task-protection --no-protection-enabled",
    page: PAGE.events,
  },
  {
    code: "NO_ROLLBACK",
    weight: "passing",
    says: ["norollbackcandidate"],
    cause:
      "the deployment failed, and ECS has no earlier revision that worked to roll back to: it was the service's first",
    fix: "find out why it failed, from the service's events and stopped tasks: npx ghcr-fargate diagnose; then deploy again",
    page: PAGE.breaker,
  },
  {
    code: "DEPLOYMENT_CONFIGURATION",
    weight: "passing",
    says: ["becauseoftheservicedeploymentconfiguration"],
    cause: "`minimumHealthyPercent` and `maximumPercent` leave ECS no task to stop or to start",
    fix: "let the deployment start a task more (`deployment.maximumPercent` 200) or run one less (`deployment.minimumHealthyPercent`)",
    page: PAGE.events,
  },
  {
    code: "LIFECYCLE_HOOK",
    weight: "passing",
    says: ["hookexecutionfailure", "hooktimed", "hookfail", "lifecyclehook"],
    when: ({ facts }) => facts.errorCode === undefined,
    cause: "a lifecycle hook of the deployment failed, or did not answer in time",
    fix: 'read the log of its Lambda function, which has to answer {"hookStatus":"SUCCEEDED"} in time, and check that the role of `deployment.lifecycleHooks` may invoke it',
    page: PAGE.hooks,
  },
  {
    code: "DEPLOYMENT_ALARM",
    weight: "passing",
    stage: "deployment",
    says: ["alarmdetected", "cloudwatchalarm", "alarmstate"],
    cause: "a CloudWatch alarm that guards the deployment went off, and ECS gave it up",
    fix: "see which alarm it was and what it measures: npx ghcr-fargate status; its threshold may be too tight for a deployment",
    page: PAGE.breaker,
  },
  {
    code: "CALLER_DENIED",
    weight: "start",
    stage: ["call", "role"],
    kind: "denied",
    when: ({ facts }) => facts.action !== undefined || facts.refusal === undefined,
    cause: "{caller|who deploys} may not call {action|this API}",
    fix: "grant `{action|the action}` on {resource|the resource} to {caller|whoever deploys}; if it is granted, look for {deniedBy|a permissions boundary or service control policy} that denies it",
    page: PAGE.executionRole,
  },
  {
    code: "CALLER_DENIED",
    weight: "start",
    stage: ["call", "role"],
    kind: "denied",
    when: ({ facts }) => facts.called !== undefined && /^User: ?arn:/.test(facts.refusal ?? ""),
    cause: "{caller|who deploys} may not call ecs:{called}; the rest of the message is cut off",
    fix: "grant `ecs:{called}` to whoever deploys, and what else a deployment calls: ecs:DescribeServices, ecs:DescribeTaskDefinition, ecs:RegisterTaskDefinition, ecs:UpdateService, and iam:PassRole on the task's roles",
    page: PAGE.executionRole,
  },
  {
    code: "DEPLOYMENT_STOPPED",
    weight: "passing",
    when: ({ text }) =>
      /deploymentfailed:?(?:with)?(?:status)?[:=]?stopped|deployment.{0,80}status[:=]"?stopped/.test(text.compact),
    cause:
      "the deployment was stopped before it ended: a newer deployment of the service took its place, or somebody stopped it",
    fix: "see which deployment serves now (aws ecs list-service-deployments, or npx ghcr-fargate status), and deploy again if it is not yours; let one deployment of a service end before the next begins, whoever starts it (another pipeline, --force-new-deployment)",
    page: PAGE.events,
  },
  {
    code: "DEPLOYMENT_FAILED",
    weight: "passing",
    general: "outcome",
    when: ({ facts, text }) => facts.failedTasks !== undefined && /tasks?failedtostart/.test(text.compact),
    cause: "tasks of the deployment did not start ({failedTasks})",
    fix: "read the reasons of its stopped tasks, and their last log lines: npx ghcr-fargate diagnose, npx ghcr-fargate logs --failed",
    page: PAGE.breaker,
  },
  {
    code: "NOT_STABLE",
    weight: "passing",
    says: words(`
      servicesstable didnotstabilize notstabilized reachsteadystate reachasteadystate servicestable tfstable waitingforecsservice
      resourcetimedoutwaiting creationtimeexceeded waiterhastimedout tobestable tobecomestable ecsservicedidnot servicenotstable serviceisnotstable servicewasnotstable ecsservicefailedtostabili failedtobecomestable neverbecamestable didnotbecomehealthyin timedoutwaitingfor timeoutwaitingfor maxattemptsexceeded duetotimeout notrunningwithin
    `),
    when: ({ facts, text }) =>
      facts.errorCode === undefined && !text.compact.includes("circuitbreaker:tasksfailedtostart"),
    general: "outcome",
    cause: "the service[[ {service}]] did not become stable in time",
    fix: "find out what its tasks failed for, from the service's events and stopped tasks: npx ghcr-fargate diagnose[[ --cluster {cluster}]][[ --service {service}]]",
    page: PAGE.events,
  },
  {
    code: "START_IMPAIRED",
    weight: "passing",
    general: true,
    when: ({ text }) =>
      /revisionrollout\w{0,60}primary\d{1,6}\[inprogress\]/.test(text.compact) &&
      !/\[failed\]|circuitbreaker|rollback|rolledback/.test(text.compact),
    cause: "tasks of the deployment failed, and ECS still tries",
    fix: "read why the last tasks stopped, and their last log lines: npx ghcr-fargate diagnose, npx ghcr-fargate logs --failed",
    page: PAGE.events,
  },
  {
    code: "DEPLOYMENT_FAILED",
    weight: "passing",
    stage: "deployment",
    general: "outcome",
    cause: "tasks of the deployment did not start or did not stay healthy, and ECS gave it up",
    fix: "read the reasons of its stopped tasks, and their last log lines: npx ghcr-fargate diagnose, npx ghcr-fargate logs --failed",
    page: PAGE.breaker,
  },
  {
    code: "DEPLOYMENT_FAILED",
    weight: "passing",
    form: "apiError",
    when: ({ facts, text }) =>
      facts.refused === undefined && /aws::ecs::service/.test(text.compact) && /failedhealthcheck/.test(text.compact),
    general: "outcome",
    cause:
      "the tasks of the service did not stay healthy: a health check failed, of a container or of the load balancer",
    fix: "find out which from the service's events and stopped tasks: npx ghcr-fargate diagnose; then check the program's port, the path of the check and the time that it has to start",
    page: PAGE.health,
  },
  CALL_UNEXPLAINED,
  CALL_REFUSED,
  {
    code: "START_IMPAIRED",
    weight: "passing",
    says: ["unabletoconsistentlystart", "task_start_impaired"],
    general: true,
    cause:
      "the service's tasks stop again and again[[ ({failedTasks} failed)]], and ECS waits longer and longer before it starts another",
    fix: "read why the last tasks stopped, and their last log lines: npx ghcr-fargate diagnose, npx ghcr-fargate logs --failed",
    page: PAGE.events,
  },
  {
    code: "TASK_FAILED_TO_START",
    weight: "passing",
    form: "stopReason",
    when: ({ text }) => /taskfailedtostart/.test(text.compact),
    general: true,
    cause: "the task did not start; the reason stands with its containers, not with the task",
    fix: "read each container's reason: npx ghcr-fargate diagnose, or aws ecs describe-tasks --tasks TASK --query 'tasks[].containers[].reason'",
    page: PAGE.stopped,
  },
  {
    code: "RESOURCE_INITIALIZATION",
    weight: "start",
    form: "stopReason",
    says: ["resourceinitializationerror"],
    general: true,
    cause:
      "what a task needs before its containers start (secrets, registry credentials, environment files, log driver, volumes, network) could not be prepared; the message does not say what, or is cut off",
    fix: "read the whole reason: npx ghcr-fargate diagnose, or aws ecs describe-tasks --tasks TASK --query 'tasks[].[stoppedReason,containers[].reason]'",
    page: PAGE.stopped,
  },
  {
    code: "TASK_FAILED",
    weight: "run",
    when: ({ text }) =>
      /failedtostartecstask:arn|(?:ecs|fargate)(?:task(?:execution|has)?failed|\w{0,12}?taskstoppedbefore)|taskstoppedbeforecomingonline|describeecscontainerstatus.{0,300}laststatus=stopped/.test(
        text.compact,
      ),
    general: true,
    cause: "a task failed, and the text does not say why",
    fix: "read its stopped reason, the exit codes of its containers and their last log lines: npx ghcr-fargate diagnose, npx ghcr-fargate logs --failed",
    page: PAGE.stopped,
  },
  {
    code: "TASK_NOT_PLACED",
    weight: "passing",
    when: ({ stage, text }) =>
      stage === "placement" ||
      /taskfailedtostart|waitertasksrunning|runningtasknotfound|failuretoruntask|failedto(?:run|start|launch)(?:the|an?)?(?:ecs|fargate)task/.test(
        text.compact,
      ),
    general: true,
    cause: "ECS could not start a task of the service",
    fix: "read the reason in the service's events: npx ghcr-fargate diagnose",
    page: PAGE.events,
  },
];
