// Failures of what a service has to do with its load balancer: target groups, the tasks' registration, and its health checks. Wordings
// follow ECS's service events and API errors; checked 2026-11.

import { PAGE } from "./pages";
import type { Rule } from "./rule";

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
    when: ({ facts }) => facts.healthCodes !== undefined,
    cause:
      "the program answers the load balancer's health check with status {healthCodes}, which does not count as healthy",
    fix: "let the path of `loadBalancer.healthCheck.path` answer 200 without login, redirect or host name check (the load balancer calls it by IP address), or set `loadBalancer.healthCheck.statusCodes`",
    page: PAGE.loadBalancing,
  },
  {
    code: "TARGET_UNHEALTHY",
    weight: "run",
    stage: "targetHealth",
    cause: "the load balancer's health check does not reach the container, or the program answers too late",
    fix: "check that the program listens on `port` on 0.0.0.0 (not 127.0.0.1), the path of `loadBalancer.healthCheck.path`, and that it starts within `loadBalancer.healthCheck.gracePeriodSeconds`",
    page: PAGE.loadBalancing,
  },
];
