// What ECS refuses to do with a service or a cluster, and names that it does not take. Wordings follow ECS's API; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";
import { SERVICE_SETTING_REFUSALS } from "./serviceSettings";

/** The service is another controller's. */
const DEPLOYMENT_CONTROLLER: Rule = {
  code: "DEPLOYMENT_CONTROLLER",
  weight: "start",
  form: "apiError",
  says: [
    "code_deploydeployment",
    "controller:code_deploy",
    "externaldeployment",
    "mustbeemptyornull",
    "deploymentcontroller",
  ],
  when: ({ text }) =>
    !/circuitbreaker(?:feature)?(?:isnot|isn't)supported|mustbeconfiguredforacode_deploy|targettypethatisincompatible|unsupporteddeploymentcontroller:ecs(?!\w)|deploymentcontrollertypeecs/.test(
      text.compact,
    ),
  cause:
    "the service belongs to another deployment controller (CodeDeploy or an external one), which alone may change it[[: {refusal}]]",
  fix: "deploy through that controller, and let your tool leave the rest alone (Terraform: ignore_changes = [task_definition, load_balancer]); or create the service anew with ECS's own controller, which has blue/green deployments too (`deployment.strategy`)",
  page: PAGE.controllers,
};

/** A limit of ECS itself, and not of what runs on Fargate. */
const CALL_QUOTA: Rule = {
  code: "CALL_QUOTA",
  weight: "start",
  form: "apiError",
  when: ({ kind, text }) =>
    (kind === "quota" || /quota.{0,60}reached/.test(text.compact)) &&
    !/vcpu|concurrently|fargate|spot/.test(text.compact),
  cause: "a quota of the account, the cluster or the service is reached[[: {refusal}]]",
  fix: "remove what is not used any more, or ask for more in Service Quotas (Amazon ECS)",
  page: PAGE.quotas,
};

/** Rules, the most specific first. */
export const SERVICE_REFUSALS: readonly Rule[] = [
  CALL_QUOTA,
  ...refusals({ code: "DEPLOYMENT_CONTROLLER", page: PAGE.controllers }, [
    [
      /(?<what>Unable to update [\w ]{3,40}|Cannot force a new deployment) on services with an? (?<controller>CODE_DEPLOY|EXTERNAL) deployment controller/,
      "the service belongs to another deployment controller ({controller}: CodeDeploy or an external one), which alone may change it: {what}",
      "deploy through that controller, and let your tool leave the rest alone (Terraform: ignore_changes = [task_definition, load_balancer]); or create the service anew with ECS's own controller, which has blue/green deployments too (`deployment.strategy`)",
    ],
  ]),
  DEPLOYMENT_CONTROLLER,
  ...refusals({ code: "CALL_QUOTA", page: PAGE.quotas }, [
    [
      /Desired ?count exceeds (?:the )?limit/,
      "the service is to have more tasks than the quota of tasks per service allows",
      "lower `desiredCount`, spread the tasks over several services, or ask for more in Service Quotas (Amazon ECS, Tasks per service)",
    ],
  ]),
  ...refusals({ code: "CALL_THROTTLED", page: PAGE.throttling, weight: "passing" }, [
    [
      /(?<what>Service|Cluster|Task ?set) cannot be updated more than (?<limit>\d{1,4}) times in (?<time>\d{1,4} ?\w{3,10})/,
      "the {what} was updated more than {limit} times in {time}, the most that ECS allows",
      "wait and deploy again; put several changes into one update",
    ],
  ]),
  ...refusals({ code: "RESOURCE_BUSY", page: PAGE.events, weight: "passing" }, [
    [
      /Too many concurrent attempts to create a new revision/,
      "two deployments register a task definition of the same family at the same moment",
      "deploy again; let deployments of one family run one after the other",
    ],
    [
      /(?<what>\d{1,3}) active deployments exist, unable to create/,
      "the service has {what} deployments that have not ended, and takes no further one",
      "wait until they have ended, and see what keeps them (tasks that do not become healthy or do not stop): npx ghcr-fargate diagnose; deploy less often, one deployment after the other",
    ],
  ]),
  ...refusals({ code: "RESOURCE_IN_USE", page: PAGE.failureReasons }, [
    [
      /Cluster cannot be deleted while Container ?Instances are/,
      "the cluster still has container instances",
      "deregister or terminate its container instances first (an Auto Scaling group set to 0), then delete the cluster",
    ],
    [
      /Found running tasks on the (?:container )?instance/,
      "the container instance still runs tasks, and ECS does not let it go with them",
      "drain it first and wait (aws ecs update-container-instances-state --status DRAINING), or stop its tasks; aws ecs deregister-container-instance --force leaves them running outside of ECS",
    ],
    [
      /Cluster cannot be deleted while Services are/,
      "the cluster still has services",
      "delete its services first (aws ecs list-services; aws ecs delete-service --force), and wait until they are gone, then delete the cluster",
    ],
    [
      /Cluster cannot be deleted (?:while Tasks are|because it contains running tasks)/,
      "the cluster still has running tasks",
      "delete the services that run them, stop the others (aws ecs list-tasks; aws ecs stop-task), then delete the cluster",
    ],
  ]),
  ...refusals({ code: "IDENTIFIER", page: PAGE.failureReasons }, [
    [
      /Invalid identifier: Identifier is for (?<what>cluster|service|task definition) (?<given>[\w-]{1,255}?)\. ?Your (?:cluster|service) is (?<other>[\w-]{1,255})/,
      "the ARN belongs to the {what} {given}, and the call names {other} (default where it names none)",
      "name the {what} {given} in the call too (--cluster {given}; `cluster.arn`)",
    ],
    [
      /Invalid identifier:? ?(?<problem>[\w ]{3,60})/,
      "the name or ARN of a cluster, service, task or task definition does not have the form that ECS takes: {problem}",
      "give the plain name or the right kind of ARN, such as arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/SERVICE, without a further slash or colon",
    ],
    [
      /task ?Id length should be one of/,
      "the call names a task whose id is none: most often the variable is empty, or null because RunTask started no task",
      "look at what RunTask answered (`failures` says why it started none), and call only with the task's id or ARN (--query 'tasks[0].taskArn' --output text)",
    ],
    [
      /(?<what>Cluster|Service|Task ?Definition|Capacity ?Provider|Container ?Instance)(?: name)? must match \^.{1,60}\$, but was '?(?<given>[\w./:-]{1,255})/,
      "`{given}` is not a name that the {what} can have: letters, digits, hyphens and underscores, at most 255",
      "correct the name of the {what} (`cluster`, `serviceName` or `family`); where it looks right, the variable that holds it ends in a blank, a line end or a quote: strip it (aws ... --output text)",
    ],
    [
      /Override for container named (?<container>[\w.-]{1,255}?) is not a container in the Task ?Definition/,
      "the run overrides the container {container}, and the task definition has no container of this name",
      "name the container in containerOverrides as the task definition does (aws ecs describe-task-definition), or run the right task definition",
    ],
  ]),
  ...SERVICE_SETTING_REFUSALS,
];
