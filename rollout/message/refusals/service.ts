// What ECS refuses in the settings of a service, a run of tasks, or a name. Wordings follow ECS's API; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

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
  ]),
  ...refusals({ code: "RESOURCE_IN_USE", page: PAGE.failureReasons }, [
    [
      /Cluster cannot be deleted while Container ?Instances are/,
      "the cluster still has container instances",
      "deregister or terminate its container instances first (an Auto Scaling group set to 0), then delete the cluster",
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
      /(?<what>Cluster|Service|Task ?Definition|Capacity ?Provider|Container ?Instance)(?: name)? must match \^.{1,60}\$, but was '?(?<given>[\w./:-]{1,255})/,
      "`{given}` is not a name that the {what} can have: letters, digits, hyphens and underscores, at most 255",
      "correct the name of the {what} (`cluster`, `serviceName` or `family`)",
    ],
    [
      /Override for container named (?<container>[\w.-]{1,255}?) is not a container in the Task ?Definition/,
      "the run overrides the container {container}, and the task definition has no container of this name",
      "name the container in containerOverrides as the task definition does (aws ecs describe-task-definition), or run the right task definition",
    ],
  ]),
  ...refusals({ code: "SERVICE_SETTING", page: PAGE.serviceSettings }, [
    [
      /Health ?check grace ?period is only valid for services configured to use load balancers/,
      "the service has a health check grace period, and no load balancer",
      "take healthCheckGracePeriodSeconds (`loadBalancer.healthCheck.gracePeriodSeconds`) out, or give the service a load balancer",
    ],
    [
      /Both maximumPercent and minimumHealthyPercent cannot be 100/,
      "maximumPercent and minimumHealthyPercent are both 100, which lets ECS neither stop an old task nor start a new one",
      "raise `deployment.maximumPercent` (200), or lower `deployment.minimumHealthyPercent`",
    ],
    [
      /minimumHealthyPercent (?:must|should) be (?:at most|less than|no more)|minimum ?healthy ?percent.{0,40}(?:greater|above).{0,20}100/,
      "minimumHealthyPercent is above 100",
      "set `deployment.minimumHealthyPercent` to 100 or less",
    ],
    [
      /Availability Zone rebalancing feature requires maximumPercent greater than 100/,
      "Availability Zone rebalancing starts a task more before it stops one, which maximumPercent 100 does not let it",
      "raise `deployment.maximumPercent` above 100, or set `deployment.availabilityZoneRebalancing: false`",
    ],
    [
      /Availability ?Zone rebalancing (?:feature )?(?<problem>(?:is not|isn't|does not|doesn't|cannot|requires).{1,120}?)(?=END)/,
      "Availability Zone rebalancing does not fit the service: it {problem}",
      "set `deployment.availabilityZoneRebalancing: false`, or change what the message names",
    ],
    [
      /daemon scheduling strategy does not support (?<what>[\w ]{3,60}?)(?=Remove|END)/,
      "the service has the scheduling strategy DAEMON, which does not go with {what}",
      "take {what} out of the service, or use the scheduling strategy REPLICA, which Fargate needs",
    ],
    [
      /deployment ?circuit ?breaker (?:feature )?(?:is not|isn't) supported (?:with|for|on|by) (?<what>[\w ]{3,60}?)(?=END)/,
      "the circuit breaker is set for a service with {what}, which does not have it",
      "take deploymentCircuitBreaker out (`deployment.circuitBreaker: false`), or {what} (a target group of an Application or Network Load Balancer goes with it)",
    ],
    [
      /deployment ?circuit ?breaker.{0,80}(?:not supported|only (?:supported|valid|available)|cannot be)/,
      "the circuit breaker is set for a service whose deployment controller is not ECS's own",
      "take deploymentCircuitBreaker out, or use the deployment controller ECS",
    ],
    [
      /service cannot be stopped while (?:it is scaled above 0|deployments? (?:are|is) active)|Update the service to 0 tasks|service cannot be deleted while/,
      "the service still has tasks that are wanted, and ECS deletes only one that is scaled to 0",
      "set the desired count to 0 first, or delete by force: aws ecs delete-service --force (Terraform: force_delete = true)",
    ],
    [
      /The load balancer (?:with name )?'?(?<name>[\w-]{1,64}?)'? (?:is not active|could not be found|does not exist|was not found)/,
      "the service names the load balancer {name}, which does not exist in this account and Region, or is not ready yet",
      "create the load balancer before the service, and check its name and Region; for an Application or Network Load Balancer name the target group, not the load balancer (`loadBalancer`)",
    ],
    [
      /loadBalancerName and targetGroupArn cannot both be specified/,
      "a load balancer of the service names both a Classic Load Balancer and a target group",
      "keep targetGroupArn alone, which Fargate needs",
    ],
    [
      /Classic Load Balancers? (?:are|is) not supported (?:with|for|on) Fargate/,
      "the service runs on Fargate with a Classic Load Balancer, which it cannot use",
      "use an Application or Network Load Balancer with a target group of the target type ip (`loadBalancer`)",
    ],
    [
      /dynamic host port.{0,200}has a health check port specified/,
      "the target group checks one fixed port, and the service's tasks have dynamic host ports",
      "set the target group's health check port to traffic-port",
    ],
    [
      /valid taskRoleArn is not being used/,
      "ECS Exec is switched on, and the task definition has no task role, with whose rights its agent works",
      "give the task definition a task role with the ssmmessages actions: leave `taskRole` unset or set `taskRole.arn`, with `executeCommand: {}`; then deploy that revision",
    ],
    [
      /service deployment is not in a state that can be (?<what>stopped|continued)/,
      "the deployment has ended already or cannot be {what} at this stage",
      "look at its status first: aws ecs describe-service-deployments, or npx ghcr-fargate status",
    ],
    [
      /ECS service (?:doesn't|does not) exist: (?<name>service\/[\w/-]{1,300})/,
      "Application Auto Scaling finds no service {name} in this Region",
      "create the scaling target after the service, with the resource id service/CLUSTER/SERVICE",
    ],
    [
      /must be INACTIVE before deletion|task definition is still in ACTIVE status/,
      "only a task definition that was deregistered can be deleted",
      "deregister it first: aws ecs deregister-task-definition",
    ],
    [
      /(?:Account ?IDs?|account id) (?:mismatch|do(?:es)? not match)/,
      "a role, cluster or other ARN of the call belongs to another account than the credentials",
      "find the ARN that names another account than the caller's (aws sts get-caller-identity), and correct it or the credentials",
    ],
  ]),
  ...refusals({ code: "SERVICE_SETTING", page: PAGE.serviceSettings, form: "apiError" }, [
    [
      /(?<what>Tasks?|Services?|Clusters?|Container ?instances?|taskArns?|Task ?sets?) (?:can ?not|must not|should not|may not) be (?:empty|null|blank)/,
      "the call names no {what}: the value or list that was given is empty, often since the call before found none",
      "give {what} to the call; if a list came back empty, nothing of the kind runs in this cluster and Region (aws ecs list-tasks shows running tasks alone; stopped ones with --desired-status STOPPED)",
    ],
    [
      /(?:count|number of tasks).{0,40}(?:at most|greater than|must be between|less than).{0,20}10\b/,
      "one call of RunTask starts at most 10 tasks",
      "call it several times, or use a service with `desiredCount`",
    ],
    [
      /DesiredCount '?(?<given>-?\d{1,9})'? must be between (?<least>\d{1,9}) and (?<most>\d{1,9})|desiredCount cannot be (?:a )?negative/,
      "the desired count {given|} is not one that a service can have",
      "set `desiredCount` to a whole number from {least|0} to {most|5000}",
    ],
    [
      /service(?:'s)? (?:name )?(?:can ?not|must not) (?:be (?:null|empty|blank))|Service name.{0,20}invalid characters/,
      "the name of the service is empty or has characters that no name has",
      "give letters, digits, hyphens and underscores alone (`serviceName`), and find out why the variable that holds it is empty",
    ],
  ]),
];
