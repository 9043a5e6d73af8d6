// What ECS refuses in the settings of a service or of a run of tasks. Wordings follow ECS's API; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const SERVICE_SETTING_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "SERVICE_SETTING", page: PAGE.serviceSettings }, [
    [
      /Target ?Group ?A(?:RN|rn) and Load ?Balancer ?Name cannot both be (?:blank|null|empty|unset)/,
      "the service has a load balancer without a target group: the ARN that should name it is empty",
      "set the target group's ARN (target_group_arn), and find out why the variable or output that holds it is empty; or take the load balancer out of the service (`loadBalancer`)",
    ],
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
      /At least one of maximumPercent or minimumHealthyPercent must be present/,
      "the deployment configuration of the service is empty",
      "leave deploymentConfiguration out, or set maximumPercent or minimumHealthyPercent in it (`deployment.maximumPercent`, `deployment.minimumHealthyPercent`)",
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
