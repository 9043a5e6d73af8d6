// Failures around and after the start: capacity, network interface, log group, roles, exits, health. Wordings follow the
// ECS developer guide's pages on stopped tasks and service events, and the ECS agent; checked 2026-11-22.

import type { CatalogueEntry } from "./catalogueEntry";

const GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";
const STOPPED_PAGE = `${GUIDE}/stopped-task-error-codes.html`;
const EVENTS_PAGE = `${GUIDE}/service-event-messages-list.html`;

/** Failures of tasks around and after their start; the most specific first. */
export const TASK_FAILURES: readonly CatalogueEntry[] = [
  {
    code: "DISK_FULL",
    stage: "start",
    pattern: /no space left on device/i,
    cause: "the task's ephemeral storage is full; unpacked images and what the containers write share it",
    fix: "make the image smaller or the task's ephemeral storage larger",
    page: `${GUIDE}/fargate-task-storage.html`,
    origin: "containerd, Linux",
  },
  {
    code: "EXEC_FORMAT",
    stage: "start",
    pattern: /exec format error/i,
    cause:
      "the image's program was built for another processor than `cpuArchitecture` names, or is a script without #!",
    fix: "set `cpuArchitecture` to what the image was built for, or rebuild the image",
    page: STOPPED_PAGE,
    origin: "Linux, through runc",
  },
  {
    code: "COMMAND_NOT_FOUND",
    stage: "start",
    pattern:
      /executable file not found|exec: "[^"]*": (?:stat|permission denied|no such file)|exec(?:ing)? \S+: (?:no such file or directory|permission denied)|exited with code 12[67]\b/i,
    cause: "the container's command does not exist in the image, or may not be executed",
    fix: "correct `command` and `entryPoint`, or the image's file mode",
    page: STOPPED_PAGE,
    origin: "runc, shells",
  },
  {
    code: "LOG_GROUP",
    stage: "start",
    pattern:
      /failed to (?:validate|initialize) logg(?:er|ing) (?:args|driver)|failed to create Cloudwatch log|not authorized to perform: logs:|specified log group does not exist/i,
    cause:
      "the log group is missing, or the execution role may not write to it, or the task cannot reach CloudWatch Logs",
    fix: "check the log group, `logs:CreateLogStream` and `logs:PutLogEvents` for the role of `executionRole.arn`, and the route to CloudWatch Logs",
    page: `${GUIDE}/using_awslogs.html`,
    origin: "ECS agent, awslogs driver",
  },
  {
    code: "ROLE_NOT_ASSUMABLE",
    stage: "start",
    pattern: /unable to assume|trust relationship|not authorized to perform: (?:sts:AssumeRole|iam:PassRole)/i,
    cause: "ECS may not take on the execution role or the task role",
    fix: "let the role of `executionRole.arn` or `taskRole.arn` trust ecs-tasks.amazonaws.com (after creating a role, wait a minute)",
    page: `${GUIDE}/task-iam-roles.html`,
    origin: "ECS, IAM",
  },
  {
    code: "NO_FREE_ADDRESS",
    stage: "start",
    pattern: /InsufficientFreeAddressesInSubnet|not enough free addresses|does not have enough IP addresses/i,
    cause: "the subnets of `network.subnetIds` have no free IP address",
    fix: "add larger subnets to `network.subnetIds`, or free addresses in them",
    page: STOPPED_PAGE,
    origin: "Amazon EC2",
  },
  {
    code: "NETWORK_INTERFACE",
    stage: "start",
    pattern: /Timeout waiting for (?:network interface|EphemeralStorage)|network interface provisioning/i,
    cause: "AWS could not attach the task's network interface (or storage) in time",
    fix: "deploy again; if it stays, check the subnets' free addresses and the AWS health page",
    page: STOPPED_PAGE,
    origin: "ECS",
  },
  {
    code: "FILE_SYSTEM_MOUNT",
    stage: "start",
    pattern: /failed to invoke EFS utils|mount\.nfs4|CannotCreateVolumeError|EFSMountFailure/i,
    cause: "a volume could not be mounted",
    fix: "check the file system's mount targets in the task's zones, port 2049 in their security group, and the task role",
    page: `${GUIDE}/efs-volumes.html`,
    origin: "ECS agent, amazon-efs-utils",
  },
  {
    code: "OUT_OF_MEMORY",
    stage: "run",
    pattern: /OutOfMemory|container killed due to memory|exited with code 137\b[^\n]*memory/i,
    cause: "a container used more memory than it has",
    fix: "raise `memory`, or find what uses it",
    page: STOPPED_PAGE,
    origin: "ECS agent",
  },
  {
    code: "CAPACITY",
    stage: "passing",
    pattern: /Capacity is unavailable at this time|RESOURCE:|SERVICE_TASK_PLACEMENT_FAILURE|insufficient capacity/i,
    cause: "AWS has no Fargate capacity of this kind in these zones at the moment",
    fix: "wait, since ECS goes on trying; or add subnets in other zones to `network.subnetIds`",
    page: EVENTS_PAGE,
    origin: "ECS service events",
  },
  {
    code: "QUOTA",
    stage: "passing",
    pattern: /You[’']ve reached the limit on the number of (?:vCPUs|tasks)|vCPU limit|limit on the number of tasks/i,
    cause: "the account's Fargate quota in this Region is used up",
    fix: "ask for a higher quota in Service Quotas, or stop other tasks; ECS goes on trying",
    page: `${GUIDE}/service-quotas.html`,
    origin: "ECS service events",
  },
  {
    code: "SPOT_INTERRUPTION",
    stage: "passing",
    pattern: /Spot (?:task|capacity)[^\n]*(?:interrupt|unavailable)|SpotInterruption|Your Spot Task was interrupted/i,
    cause: "AWS took Fargate Spot capacity back",
    fix: "nothing, since ECS starts another task; use on-demand Fargate where that disturbs",
    page: `${GUIDE}/fargate-capacity-providers.html`,
    origin: "ECS",
  },
  {
    code: "TARGET_UNHEALTHY",
    stage: "passing",
    pattern: /failed ELB health checks|is unhealthy in (?:\(?target-group|target group)/i,
    cause: "a task fails the load balancer's health check",
    fix: "let the program answer on `port` and on the load balancer's health check path with the expected status, within the grace period; open the tasks' security group to the load balancer's",
    page: `${GUIDE}/troubleshoot-service-load-balancers.html`,
    origin: "ECS service events, stopped tasks",
  },
  {
    code: "CONTAINER_UNHEALTHY",
    stage: "passing",
    pattern: /failed container health checks/i,
    cause: "a task fails the container's own health check",
    fix: "run the command of `healthCheck` in the container and see what it says; give it a longer start period",
    page: `${GUIDE}/healthcheck.html`,
    origin: "ECS service events, stopped tasks",
  },
  {
    code: "CONTAINER_START_TIMEOUT",
    stage: "start",
    pattern:
      /ContainerRuntimeTimeoutError|DockerTimeoutError|dependency (?:timed out|failed)|Could not transition to (?:started|running)/i,
    cause: "a container did not start in time",
    fix: "look at its log, and at the containers that it depends on",
    page: STOPPED_PAGE,
    origin: "ECS agent",
  },
  {
    code: "CONTAINER_EXITED",
    stage: "run",
    pattern: /exited with code (?<exitCode>(?!0\b)\d+)/i,
    cause: "a container ended with exit code {exitCode}",
    fix: "read the container's last log lines; exit codes above 128 mean a signal (137 killed, 139 crashed, 143 terminated)",
    page: STOPPED_PAGE,
    origin: "ECS",
  },
  {
    code: "CONTAINER_ENDED",
    stage: "run",
    pattern: /exited with code 0\b|Essential container in task exited/i,
    cause: "a container that must keep running came to its end",
    fix: "let the container's command run in the foreground for ever, or run it as a task and not as a service",
    page: STOPPED_PAGE,
    origin: "ECS",
  },
  {
    code: "CONTAINER_START",
    stage: "start",
    pattern: /CannotStartContainerError|CannotCreateContainerError|failed to create (?:shim task|task for container)/i,
    cause: "the container runtime could not start a container",
    fix: "correct what the evidence names: most often `command`, `entryPoint`, the image's user, or a mount",
    page: STOPPED_PAGE,
    origin: "ECS agent, containerd",
  },
];
