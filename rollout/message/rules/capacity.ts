// Capacity and quotas: what Fargate and container instances have to offer. Wordings follow ECS's service events and API failure reasons;
// checked 2026-11-22.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const CAPACITY_RULES: readonly Rule[] = [
  {
    code: "INSTANCE_DEREGISTERED",
    weight: "passing",
    says: ["deregistrationforced"],
    cause: "somebody (or a tool) deregistered the container instance by force, and its tasks were stopped",
    fix: "drain an instance before it is deregistered (aws ecs update-container-instances-state --status DRAINING); ECS starts the service's tasks elsewhere where there is room; register the instance again if it is to stay",
    page: PAGE.stopped,
  },
  {
    code: "PROVISIONING_LIMIT",
    weight: "passing",
    says: ["provisioningcapacitylimit", "provisioninglimit"],
    cause:
      "too many tasks of the cluster wait in PROVISIONING for instances of their capacity provider (500 a cluster at most)",
    fix: "let the capacity provider get instances (its Auto Scaling group's largest size, managed scaling), start fewer tasks at once, or use FARGATE in `capacityProviders`",
    page: PAGE.quotas,
  },
  {
    code: "INSTANCE_SPOT_QUOTA",
    weight: "start",
    stage: "quota",
    says: ["maxspot"],
    cause:
      "the capacity provider[[ {capacityProvider}]] may start no more EC2 Spot instances: the account has reached its Spot limit in this Region",
    fix: "ask for more in Service Quotas (Amazon EC2: Spot instance requests), or let the capacity provider start On-Demand instances, or use FARGATE in `capacityProviders`",
    page: PAGE.quotas,
  },
  {
    code: "INSTANCE_QUOTA",
    weight: "start",
    stage: "quota",
    says: ["launchinstance"],
    cause: "the capacity provider may start no more EC2 instances: the account has reached its limit in this Region",
    fix: "ask for more in Service Quotas (Amazon EC2: On-Demand instances or Spot instance requests), or use FARGATE in `capacityProviders`",
    page: PAGE.quotas,
  },
  {
    code: "INSTANCE_CAPACITY",
    weight: "passing",
    kind: "capacity",
    says: ["launchinstance"],
    cause: "Amazon EC2 has no instance at the moment that fits what the capacity provider asks for",
    fix: "wait, let the capacity provider use more instance types and zones, or use FARGATE in `capacityProviders`",
    page: PAGE.capacity,
  },
  {
    code: "INSTANCE_LAUNCH",
    weight: "start",
    says: ["unabletolaunchinstance"],
    general: true,
    cause:
      "the capacity provider {capacityProvider|} could not launch an instance for the task, and the message does not say why or is cut off: a right of its infrastructure role, a quota, or no such capacity",
    fix: "read the whole event of the service: npx ghcr-fargate diagnose; CloudTrail has the refused call (RunInstances or CreateFleet: errorMessage)",
    page: PAGE.capacity,
  },
  {
    code: "SPOT_QUOTA",
    weight: "start",
    stage: "quota",
    when: ({ text }) => /(?<![\w/-])(?:FARGATE_)?spot(?![\w-])/i.test(text.line),
    cause: "the account has reached its limit of Fargate Spot capacity in this Region",
    fix: "ask for more in Service Quotas (Fargate Spot vCPU resource count), or add FARGATE to `capacityProviders`",
    page: PAGE.quotas,
  },
  {
    code: "QUOTA",
    weight: "start",
    stage: "quota",
    cause: "the account has reached a limit of Fargate in this Region[[ ({quota})]]; new accounts start low",
    fix: "ask for more in Service Quotas (Fargate On-Demand vCPU resource count), or stop tasks that are not needed",
    page: PAGE.quotas,
  },
  {
    code: "EC2_CAPACITY",
    weight: "start",
    when: ({ text, kind, facts }) =>
      kind !== "denied" &&
      !/ContainerInstance/.test(facts.called ?? "") &&
      /containerinstance(?!s?metadata)|amazonecsagenttostart|container-instance\/[^\s"']{1,100}(?:['"\\]{1,4},['"\\]{1,4}reason['"\\]{1,4})?:['"\\]{0,4}(?:attribute|agent|location|inactive|active|memberof)|resource:(?:cpu|memory|gpu|eni|ports)|closestmatching|alreadyusingaport|insufficient(?:memory|cpuunits)available|resourcescouldnotbefound|taskfailedtostart:(?:attribute|agent|memberof|emptycapacityprovider|noactiveinstances)|failurereasons?:\W?(?:agent|attribute)|emptycapacityprovider|missinganattribute|placementconstraintunsatisfied/.test(
        text.compact,
      ),
    cause:
      "the service runs on container instances (launch type EC2), and no container instance of the cluster[[ in {zone}]] takes the task[[: {shortage}]]",
    fix: "{remedy|add container instances with enough CPU, memory and free ports to the cluster, or use the launch type FARGATE, which needs no instances}",
    page: PAGE.events,
  },
  {
    code: "CAPACITY",
    weight: "passing",
    stage: ["placement", "networkInterface", "call"],
    kind: "capacity",
    cause: "AWS has no Fargate capacity for this task at the moment in these zones",
    fix: "wait, or give the service subnets in more zones; with Fargate Spot, add FARGATE to `capacityProviders`",
    page: PAGE.capacity,
  },
  {
    code: "SPOT_INTERRUPTION",
    weight: "passing",
    stage: "interruption",
    says: ["spot"],
    when: ({ text }) => !/hostec2\(instance/.test(text.compact) || /spottask|spotinterruption/.test(text.compact),
    cause: "AWS took a Fargate Spot task back",
    fix: "nothing, if other tasks serve meanwhile; else add FARGATE to `capacityProviders`",
    page: PAGE.spot,
  },
  {
    code: "INSTANCE_STOPPED",
    weight: "passing",
    stage: "interruption",
    says: ["hostec2"],
    when: ({ text }) => /spot(?!light)/.test(text.compact),
    cause: "AWS took back the Spot instance {instance|} that the task ran on",
    fix: "let jobs be tried again (of AWS Batch with a retry strategy for Host EC2*), and services run at least two tasks (`desiredCount`); use more instance types and zones, On-Demand instances, or the launch type FARGATE",
    page: PAGE.stopped,
  },
  {
    code: "INSTANCE_STOPPED",
    weight: "passing",
    stage: "interruption",
    says: ["hostec2"],
    cause:
      "the container instance {instance|} that the task ran on was stopped or terminated: by Auto Scaling, by somebody, or by AWS",
    fix: "let the Auto Scaling group replace it (its activity history says why it stopped, and why new ones do not start); run at least two tasks (`desiredCount`), or use the launch type FARGATE",
    page: PAGE.stopped,
  },
  {
    code: "HOST_RETIRED",
    weight: "passing",
    stage: "interruption",
    cause: "AWS replaced the machine that the task ran on",
    fix: "nothing: ECS starts another task; run at least two tasks (`desiredCount`) so that the service stays available",
    page: PAGE.stopped,
  },
];
