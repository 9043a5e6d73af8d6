// Task definitions that ECS refuses, or that lack what their service asks for. Wordings follow ECS's API errors; checked 2026-11.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const DEFINITION_RULES: readonly Rule[] = [
  {
    code: "EXECUTION_ROLE_MISSING",
    weight: "start",
    says: ["executionrolearntosupport", "haveexecutionrole", "execrolemissing", "executionrolemissing"],
    cause: "the task definition has no execution role, which pulling the image or reading secrets needs",
    fix: "leave `executionRole` unset so that one is created, or set `executionRole.arn`",
    page: PAGE.executionRole,
  },
  {
    code: "TASK_SIZE_INVALID",
    weight: "start",
    says: ["invalid'cpu'", "invalid'memory'", "invalidcpuormemory"],
    cause: "Fargate has no task of this CPU and memory size[[: {cpu} CPU units with {memory} MiB]]",
    fix: "choose a pair that exists for `cpu` and `memory`[[: {memoryChoices}]]",
    page: PAGE.sizes,
  },
  {
    code: "CONTAINER_LARGER_THAN_TASK",
    weight: "start",
    when: ({ text }) =>
      /settingforcontainer.{0,80}greaterthan|(?:containers?|total).{0,60}(?:exceeds?|greaterthan|morethan)(?:the)?task/.test(
        text.compact,
      ),
    cause: "{container|a container} asks for more CPU or memory than the whole task has[[: {refused}]]",
    fix: "raise `memory` (or `cpu`) of the task, or lower the container's own",
    page: PAGE.taskDefinition,
  },
  {
    code: "TASK_DEFINITION_INACTIVE",
    weight: "start",
    when: ({ text }) => /taskdefinition[\w:-]{1,100}doesnotexist/.test(text.compact),
    cause: "the task definition[[ {taskDefinition}]] does not exist in this Region, or was deregistered",
    fix: "register it again (pulumi up --refresh does), or let the service name a revision that is active: aws ecs list-task-definitions",
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
    cause: "the task definition[[ {taskDefinition}]] was deregistered or does not exist in this Region",
    fix: "deploy again (pulumi up --refresh registers it anew), or name a revision that is active: aws ecs list-task-definitions",
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
    cause: "the load balancer's container or port is not in the task definition[[: {container} has no port {port}]]",
    fix: "add the port[[ {port}]] to the container's port mappings, or set `port` to one that[[ {containerName} has and]] the program listens on",
    page: PAGE.loadBalancing,
  },
  {
    code: "PLATFORM_VERSION",
    weight: "start",
    says: ["authorizationtoaccessthespecifiedplatform"],
    cause:
      "the account may not use the platform of Fargate that is asked for: this platform version (for Windows) or Region is not open to it",
    fix: "leave the platform version unset (LATEST; Windows has 1.0.0), check the operating system family of the task definition and the Region, and ask AWS Support where it stays so",
    page: PAGE.sizes,
  },
  {
    code: "PLATFORM_VERSION",
    weight: "start",
    says: ["platformtaskdefinitionincompatib"],
    when: ({ text }) => /windows/.test(text.compact),
    cause: "the task definition asks for something that Fargate for Windows does not have",
    fix: "take out what it lacks (environment files, EFS and EBS volumes, FireLens, Linux parameters, ephemeral storage of a size), or run the task on Linux",
    page: PAGE.sizes,
  },
  {
    code: "PLATFORM_VERSION",
    weight: "start",
    says: ["platformtaskdefinitionincompatib", "platformunknown", "thespecifiedplatform"],
    cause: "the platform version of Fargate does not exist, or lacks what the task definition needs",
    fix: "leave the platform version unset (LATEST), or use 1.4.0 or later",
    page: PAGE.sizes,
  },
];
