// Failures of what a service has to do with its load balancer: target groups, the tasks' registration, and its health checks. Wordings
// follow ECS's service events and API errors; checked 2026-11.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** What a program answers to a health check tells what is wrong. */
const STATUS_RULES: readonly Rule[] = (
  [
    [
      /^3/,
      "redirects the load balancer's health check (status {healthCodes}), which does not count as healthy",
      "let `loadBalancer.healthCheck.path` name a page that answers 200 itself, without a redirect to HTTPS, a login or a trailing slash; or set `loadBalancer.healthCheck.statusCodes` (200-399)",
    ],
    [
      /^40[13]/,
      "refuses the load balancer's health check (status {healthCodes}): it asks for a login, or does not allow the address or host name",
      "let `loadBalancer.healthCheck.path` name a page that answers 200 to anybody, without login and host name check (the load balancer calls it by IP address), or set `loadBalancer.healthCheck.statusCodes`",
    ],
    [
      /^404/,
      "answers the load balancer's health check with status {healthCodes}: it has nothing at that path",
      "set `loadBalancer.healthCheck.path` to a path that answers 200, or let the program serve that path",
    ],
    [
      /^5/,
      "answers the load balancer's health check with status {healthCodes}: it fails itself, or what it needs (a database, a service behind it) does",
      "read the program's log lines: npx ghcr-fargate logs; let `loadBalancer.healthCheck.path` name a page that needs nothing else, and give a slow start time with `loadBalancer.healthCheck.gracePeriodSeconds`",
    ],
    [
      /./,
      "answers the load balancer's health check with status {healthCodes}, which does not count as healthy",
      "let the path of `loadBalancer.healthCheck.path` answer 200 without login, redirect or host name check (the load balancer calls it by IP address, by HTTP or HTTPS as its target group says), or set `loadBalancer.healthCheck.statusCodes`",
    ],
  ] as const
).map(([codes, answers, fix]) => ({
  code: "TARGET_STATUS",
  weight: "run",
  stage: "targetHealth",
  when: ({ facts }) => facts.healthCodes !== undefined && codes.test(facts.healthCodes),
  cause: `the program ${answers}`,
  fix,
  page: PAGE.loadBalancing,
}));

/** Rules, the most specific first. */
export const LOAD_BALANCER_RULES: readonly Rule[] = [
  {
    code: "TARGET_GROUP_UNATTACHED",
    weight: "start",
    says: ["doesnothaveanassociatedloadbalancer"],
    cause: "no listener forwards to the target group (yet)",
    fix: "create the listener before the service (dependsOn), or let this component create both",
    page: PAGE.loadBalancing,
  },
  {
    code: "TARGET_GROUP_GONE",
    weight: "start",
    says: [
      "targetgroupisnotfound",
      "targetgroupsnotfound",
      "unabletofindtargetgroup",
      "targetgroupnotfound",
      "targetgroup'doesnotexist",
      "targetgroupdoesnotexist",
    ],
    cause: "the target group of the service was deleted",
    fix: "create it again: pulumi up --refresh replaces the service's load balancing",
    page: PAGE.loadBalancing,
  },
  {
    code: "TARGET_REGISTRATION_DENIED",
    weight: "start",
    stage: ["targetHealth", "role", "call", "deployment"],
    operation: "elb",
    kind: "denied",
    when: ({ facts: { action, caller } }) =>
      action !== undefined && caller !== undefined && !/AWSServiceRoleForECS/.test(caller),
    cause: "{caller} may not call {action}, with which ECS changes the load balancer for the service",
    fix: "grant `{action}` on {resource|the target group and listeners} to {caller} (an infrastructure role needs AmazonECSInfrastructureRolePolicyForLoadBalancers); or leave the role unset so that ECS uses its service-linked role",
    page: PAGE.linkedRole,
  },
  {
    code: "TARGET_REGISTRATION_DENIED",
    weight: "start",
    stage: ["targetHealth", "role", "call"],
    operation: "elb",
    kind: "denied",
    cause: "ECS may not register the tasks with the target group",
    fix: "grant `elasticloadbalancing:RegisterTargets` and `DeregisterTargets` to ECS's service-linked role: check service control policies, and that the role exists",
    page: PAGE.linkedRole,
  },
  {
    code: "TARGET_TYPE",
    weight: "start",
    says: ["targettypeinstance", "incompatiblewiththeawsvpc"],
    cause: "the target group has the target type instance, which Fargate cannot use",
    fix: "use a target group of the target type ip",
    page: PAGE.loadBalancing,
  },
  {
    code: "TARGET_DEREGISTERED",
    weight: "passing",
    says: ["targetisnotfound"],
    cause:
      "the task is not (or no longer) registered in the target group[[ {targetGroup}]]: something else took it out, or the group was replaced",
    fix: "deploy again, so that ECS registers new tasks; find out who deregisters targets (CloudTrail: DeregisterTargets), and let one service alone use the target group",
    page: PAGE.loadBalancing,
  },
  {
    code: "LOAD_BALANCER_FAILED",
    weight: "passing",
    stage: "targetHealth",
    kind: "serverError",
    when: ({ text }) =>
      /failedto(?:describe|register|deregister)|unableto(?:describe|register|deregister)/.test(text.compact),
    cause: "ECS could not ask or change the load balancer for an error of AWS's own (internal failure)",
    fix: "wait: ECS tries again by itself; if it stays so, look at AWS's status page for the Region",
    page: PAGE.status,
  },
  {
    code: "TARGET_VPC",
    weight: "start",
    says: [
      "arenotinthetargetgroupvpc",
      "isnotinthetargetgroupvpc",
      "targetgroupvpc",
      "outsidethevpc",
      "inavpcthatisn'tthetargetgroup",
    ],
    cause: "the tasks run in another VPC than that of the target group[[ ({vpc})]]",
    fix: "put the tasks' subnets (`network.subnetIds`) and the load balancer with its target group into the same VPC",
    page: PAGE.loadBalancing,
  },
  {
    code: "TARGET_REGISTRATION",
    weight: "passing",
    words: /targetsarenotinarunningstateandcannotberegistered(?::\W{0,3}(?<what>i-[0-9a-f]{8,17}))?/di,
    cause:
      "the container instance {what|that the task runs on} does not run (any more), and a load balancer takes none that is stopped",
    fix: "let the Auto Scaling group replace the instance, and drain instances before they are terminated (managed draining of the capacity provider); deregister one that is gone: aws ecs deregister-container-instance --force; ECS then places the task on another",
    page: PAGE.loadBalancing,
  },
  {
    code: "TARGET_REGISTRATION",
    weight: "start",
    stage: ["targetHealth", "call"],
    says: ["failedtoregistertargets", "unabletoregistertargets", "toomanytargets", "toomanyregistrations"],
    cause: "the load balancer does not take the tasks as targets of the target group",
    fix: "check that the target group has the target type ip, lies in the tasks' VPC, and has not reached its quota of targets",
    page: PAGE.loadBalancing,
  },
  {
    code: "TARGET_ZONE",
    weight: "start",
    stage: "targetHealth",
    says: ["availabilityzonethatisnotenabled", "availabilityzonenotenabled", "zoneisnotenabledfortheload"],
    cause: "a task runs in an availability zone that the load balancer does not serve",
    fix: "give the load balancer a subnet in every zone of the tasks' subnets (`loadBalancer.subnetIds`), or the tasks no others (`network.subnetIds`)",
    page: PAGE.loadBalancing,
  },
  {
    code: "TARGET_STATUS",
    weight: "run",
    stage: "targetHealth",
    says: ["withthesecodes"],
    when: ({ facts }) => facts.healthCodes === undefined,
    cause:
      "the program[[ (port {port})]] answers the load balancer's health check with a status that does not count as healthy; the message is cut off before it",
    fix: "read the status in the service's events (npx ghcr-fargate diagnose) or with aws elbv2 describe-target-health; let `loadBalancer.healthCheck.path` name a page that answers 200 without login, redirect or host name check, or set `loadBalancer.healthCheck.statusCodes`",
    page: PAGE.loadBalancing,
  },
  ...STATUS_RULES,
  {
    code: "TARGET_UNHEALTHY",
    weight: "run",
    stage: "targetHealth",
    says: ["timedout", "target.timeout"],
    cause:
      "the container[[ (port {port})]] does not answer the load balancer's health check in time: the connection is blocked, or the program answers too late or is not up yet",
    fix: "let the tasks' security group accept the load balancer's on `port`[[ {port}]]; let the program listen on 0.0.0.0 (not 127.0.0.1) and answer `loadBalancer.healthCheck.path` quickly; give a slow start time with `loadBalancer.healthCheck.gracePeriodSeconds`, more `cpu` or a longer `loadBalancer.healthCheck.timeoutSeconds`",
    page: PAGE.loadBalancing,
  },
  {
    code: "TARGET_UNHEALTHY",
    weight: "run",
    stage: "targetHealth",
    cause:
      "the load balancer's health check[[ (port {port})]] does not reach the container, or the program answers wrongly or too late[[ (target group {targetGroup})]]",
    fix: "check that the program listens on `port`[[ {port}]] on 0.0.0.0 (not 127.0.0.1), that the tasks' security group accepts the load balancer's there, that `loadBalancer.healthCheck.path` answers 200, and that it starts within `loadBalancer.healthCheck.gracePeriodSeconds`",
    page: PAGE.loadBalancing,
  },
];
