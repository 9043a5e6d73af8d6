// Refused calls of ECS's API, and what ECS says of a deployment as a whole: other messages of the same failure say more. Wordings
// follow ECS's API reference and service events; checked 2026-11-22.

import { CALL_REFUSED, CALL_RULES } from "./callRules";
import { PAGE } from "./pages";
import type { Rule } from "./rule";
import { words } from "./text";

/** Rules, the most specific first. */
export const DEPLOYMENT_RULES: readonly Rule[] = [
  ...CALL_RULES,
  {
    code: "EXECUTION_ROLE_MISSING",
    weight: "start",
    says: ["executionrolearntosupport", "haveexecutionrole"],
    cause: "the task definition has no execution role, which pulling the image or reading secrets needs",
    fix: "leave `executionRole` unset so that one is created, or set `executionRole.arn`",
    page: PAGE.executionRole,
  },
  {
    code: "EXEC_DENIED",
    weight: "passing",
    kind: "denied",
    says: ["perform:ssmmessages:"],
    cause: "{caller|the task role} may not call {action|ssmmessages}, which ECS Exec needs",
    fix: "set `executeCommand: {}`, which grants it, or grant `ssmmessages:CreateControlChannel`, `CreateDataChannel`, `OpenControlChannel` and `OpenDataChannel` to the role of `taskRole.arn`",
    page: PAGE.executeCommand,
  },
  {
    code: "MISSING",
    weight: "start",
    says: [":missing", '"missing"atleastonce'],
    when: ({ text }) => /arn:aws[\w-]*:ecs:\S{1,300}:missing|"missing"atleastonce/.test(text.compact),
    cause:
      "ECS has no such service, task or container instance in this cluster and Region; stopped tasks are kept for an hour",
    fix: "check the name, the cluster and the Region; pulumi refresh if it was deleted by hand",
    page: PAGE.failureReasons,
  },
  {
    code: "EXEC_NOT_CONNECTED",
    weight: "passing",
    says: ["targetnotconnected", "executecommandwasnotenabled", "executecommandagentisn't", "executecommandfailed"],
    cause:
      "ECS Exec does not reach the container: it was off when the task started, or its agent has no rights or no route",
    fix: "set `executeCommand: {}` and deploy, so that new tasks start with it; in a network without internet access add the VPC endpoint for ssmmessages",
    page: PAGE.executeCommand,
  },
  {
    code: "TASK_SIZE_INVALID",
    weight: "start",
    says: ["nofargateconfigurationexists", "invalid'cpu'", "invalid'memory'", "invalidcpuormemory"],
    cause: "Fargate has no task of this CPU and memory size",
    fix: "choose a pair that exists for `cpu` and `memory`",
    page: PAGE.sizes,
  },
  {
    code: "SERVICE_EXISTS",
    weight: "start",
    when: ({ text }) =>
      /notidempotent|servicealreadyexists|(?:aws::ecs::service|aws_ecs_service).{0,300}alreadyexists/.test(
        text.compact,
      ),
    cause: "a service of this name is there already, made with other settings",
    fix: "delete or rename the other service, or import it: pulumi import aws:ecs/service:Service NAME CLUSTER/SERVICE",
    page: PAGE.events,
  },
  {
    code: "SERVICE_DRAINING",
    weight: "passing",
    says: ["stilldraining", "isdraining", "servicenotactive", "servicewasnotactive", "servicenotfoundexception"],
    cause: "the service is being deleted, or is no longer there",
    fix: "wait until it is gone and deploy again; pulumi refresh if it was deleted by hand",
    page: PAGE.events,
  },
  {
    code: "CLUSTER_NOT_FOUND",
    weight: "start",
    says: ["clusternotfound", "clusterisinactive", "clusterwasinactive"],
    cause: "the cluster does not exist in this Region, or was deleted",
    fix: "check `cluster.arn` and the Region; pulumi refresh if it was deleted by hand",
    page: PAGE.events,
  },
  {
    code: "TASK_DEFINITION_INACTIVE",
    weight: "start",
    says: [
      "taskdefinitionisinactive",
      "unabletodescribetaskdefinition",
      "taskdefinitiondoesnotexist",
      "taskdefinitionnotfound",
    ],
    cause: "the task definition was deregistered or does not exist",
    fix: "deploy again: pulumi up --refresh registers it anew",
    page: PAGE.events,
  },
  {
    code: "CONTAINER_PORT",
    weight: "start",
    says: [
      "didnothaveacontainerport",
      "doesnothaveacontainerport",
      "containerportdefined",
      "doesnotexistinthetaskdefinition",
      "containerportmustmatch",
    ],
    cause: "the load balancer's container or port is not in the task definition",
    fix: "set `port` to a port that the container publishes",
    page: PAGE.loadBalancing,
  },
  {
    code: "PLATFORM_VERSION",
    weight: "start",
    says: ["platformtaskdefinitionincompatib", "platformunknown", "thespecifiedplatform"],
    cause: "the platform version of Fargate does not exist, or lacks what the task definition needs",
    fix: "leave the platform version unset (LATEST), or use 1.4.0 or later",
    page: PAGE.sizes,
  },
  {
    code: "ACCOUNT_BLOCKED",
    weight: "start",
    says: ["blockedexception", "accountiscurrentlyblocked"],
    cause: "AWS has blocked the account for ECS",
    fix: "open a case with AWS Support: new accounts are checked first, and others are blocked for unpaid bills or abuse",
    page: PAGE.quotas,
  },
  {
    code: "LONG_ARN_FORMAT",
    weight: "start",
    says: ["newarnandresourceidformatmustbeenabled"],
    cause: "the account still uses ECS's old form of ARNs, with which services cannot have tags",
    fix: "opt in: aws ecs put-account-setting-default --name serviceLongArnFormat --value enabled",
    page: PAGE.quotas,
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
    fix: "grant `{action|the action}` on {resource|the resource} to whoever deploys; if they have the grant, look for {deniedBy|a permissions boundary or service control policy} that denies it",
    page: PAGE.executionRole,
  },
  {
    code: "NOT_STABLE",
    weight: "passing",
    says: words(`
      servicesstable didnotstabilize notstabilized reachsteadystate reachasteadystate servicestable tfstable waitingforecsservice
      waiterhastimedout timedoutwaitingforcompletion
    `),
    when: ({ facts }) => facts.errorCode === undefined,
    general: true,
    cause: "the service did not become stable in time",
    fix: "find out what its tasks failed for: npx ghcr-fargate diagnose, or the service's events and stopped tasks in the ECS console",
    page: PAGE.events,
  },
  {
    code: "DEPLOYMENT_FAILED",
    weight: "passing",
    stage: "deployment",
    general: true,
    cause: "tasks of the deployment did not start or did not stay healthy, and ECS gave it up",
    fix: "look at the stopped tasks of the deployment: npx ghcr-fargate diagnose",
    page: PAGE.breaker,
  },
  CALL_REFUSED,
  {
    code: "TASK_NOT_PLACED",
    weight: "passing",
    when: ({ stage, text }) => stage === "placement" || /taskfailedtostart|waitertasksrunning/.test(text.compact),
    general: true,
    cause: "ECS could not start a task of the service",
    fix: "read the reason in the service's events: npx ghcr-fargate diagnose",
    page: PAGE.events,
  },
];
