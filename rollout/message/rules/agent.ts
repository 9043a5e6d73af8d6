// What the agent of container instances says beside Docker's errors. Wordings follow amazon-ecs-agent (engine, taskresource,
// api/task/errors.go); checked 2026-11.

import { PAGE } from "../pages";
import { REGISTRATION_RULES } from "./registration";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const AGENT_RULES: readonly Rule[] = [
  {
    code: "TASK_ROLE_DENIED",
    weight: "run",
    kind: "denied",
    words:
      /assumed-role\/(?<role>[\w+=,.@-]{0,64}(?:ecs|fargate)[\w+=,.@-]{0,64})\/i-[0-9a-f]{8,17}isnotauthorizedtoperform:(?!ecs:|ecr:|logs:|ssm:UpdateInstance)/di,
    cause:
      "the program of a task calls AWS with the role of its container instance ({role}), since the task has no task role, and this role may not call {action}",
    fix: "give the task a task role that may call `{action}` on {resource|the resource} (`taskRole`), or grant it to the instance's role",
    page: PAGE.taskRole,
  },
  {
    code: "EXECUTION_ROLE_MISSING",
    weight: "start",
    says: ["findexecutionrolecredentials", "getexecutionrolecredentials", "executionrolecredentialsnotavailable"],
    cause:
      "the task has no execution role (or its credentials did not reach the agent), which reading secrets, environment files and private images needs",
    fix: "set `executionRole.arn` (or leave `executionRole` unset so that one is created) with the rights to what the task reads, and deploy again",
    page: PAGE.executionRole,
  },
  {
    code: "FILE_SYSTEM_MOUNT",
    weight: "start",
    words: /map(?:ping)?fsxwindowsfileserver|New-SmbGlobalMapping/i,
    cause: "the container instance could not mount the share of the file system (Amazon FSx for Windows File Server)",
    fix: "let the instance resolve the file system's DNS name (the name servers of its Active Directory) and reach its ports 445 and 5985, and check the share's name, the domain, and the user and password in the secret of authorizationConfig",
    page: PAGE.stopped,
  },
  {
    code: "DOCKER_UNREACHABLE",
    weight: "passing",
    stage: ["pull", "start", "exit"],
    says: [
      "errorduringconnect",
      "docker.sock:connect:",
      "connecttodockerdaemon",
      "cannotconnecttothedockerdaemon",
      "isthedockerdaemonrunning",
      "posthttp://unix.sock/",
    ],
    cause: "Docker on the container instance does not run or does not answer",
    fix: "restart Docker and the agent on the instance (or replace it), and look at its load, disk and Docker's log; ECS tries again",
    page: PAGE.stopped,
  },
  ...REGISTRATION_RULES,
  {
    code: "PAUSE_IMAGE",
    weight: "start",
    says: ["amazon-ecs-pause"],
    cause:
      "the agent's own image for the network of tasks (amazon-ecs-pause) is not on the container instance: it was not loaded, or somebody removed it; it is in no registry",
    fix: "restart the agent (sudo systemctl restart ecs), which loads it, or replace the instance with a current ECS-optimized AMI; let no clean-up of images remove it (ECS_EXCLUDE_UNTRACKED_IMAGE)",
    page: PAGE.stopped,
  },
  {
    code: "DOCKER_UNREACHABLE",
    weight: "start",
    says: ["errorstartingdaemon", "failedtostartdaemon", "failedtostartdocker"],
    cause:
      "Docker does not start on the container instance, so that its agent does not either and the instance takes no tasks",
    fix: "read why in Docker's log on the instance (journalctl -u docker): most often its storage (a volume that the AMI expects is missing, or state was copied into an AMI), a wrong daemon.json, or a full disk; best replace the instance, with a current ECS-optimized AMI",
    page: PAGE.stopped,
  },
  {
    code: "METADATA_UNREACHABLE",
    weight: "run",
    says: ["169.254.170.2"],
    kind: ["noRoute", "serverError"],
    cause: "the container does not reach 169.254.170.2, where a task gets its metadata and its role's credentials",
    fix: "on container instances restart the agent and restore its iptables rules; let no proxy take the address (NO_PROXY=169.254.170.2), and no firewall of the image block it",
    page: PAGE.taskDefinition,
  },
  {
    code: "METADATA_UNREACHABLE",
    weight: "run",
    says: ["containerlistfromecs", "retrievetaskmetadata", "gettaskmetadata", "fetchtaskmetadata"],
    cause: "a program of the task (such as a monitoring agent) does not get the task's metadata from ECS",
    fix: "let it ask the address in ECS_CONTAINER_METADATA_URI_V4 (bring the program, and the agent of container instances or the platform version, up to date), let no proxy take 169.254.170.2 (NO_PROXY), and run it as a container of the task",
    page: PAGE.taskDefinition,
  },
  {
    code: "CONTAINER_LARGER_THAN_TASK",
    weight: "start",
    says: ["greaterthantaskmemorylimit"],
    cause: "a container has a higher limit of memory than the whole task",
    fix: "raise `memory` of the task, or lower the container's own",
    page: PAGE.taskDefinition,
  },
  {
    code: "HOST_DEVICE",
    weight: "start",
    says: ["gpuinformationisnotfound", "nvidiagpumanager:setupfailed"],
    cause: "the agent of the container instance finds no GPU on it, so that ECS places no task there that asks for one",
    fix: "use the GPU-optimized AMI (on instance types with a GPU alone) with a driver that knows the instance type, check nvidia-smi and /var/lib/ecs/gpu/nvidia-gpu-info.json, set ECS_ENABLE_GPU_SUPPORT=true, and restart the agent",
    page: PAGE.sizes,
  },
  {
    code: "HOST_DEVICE",
    weight: "start",
    says: ["notfoundinhostgpus", "associatingmultiplecontainerstogpu", "forassociatinggpu"],
    cause: "the task asks for a device or GPU that its machine does not have",
    fix: "take it out of the task definition: Fargate has no devices and no GPUs; else use container instances that have them (for GPUs with the GPU-optimized AMI)",
    page: PAGE.sizes,
  },
  {
    code: "PULL_STALLED",
    weight: "passing",
    stage: ["pull", "start"],
    when: ({ kind, text: { compact } }) =>
      /(?:extractlayer|applyfailure).{0,200}contextca/.test(compact) ||
      ((kind === undefined || kind === "noRoute") &&
        /pull/.test(compact) &&
        /inactivitytimeexceeded|connectionresetbypeer|(?:unexpected|:)eof(?!\w)|clientconnectionlost|brokenpipe/.test(
          compact,
        )),
    cause: "the download of the image stalled or broke off: the registry was reached, and the connection did not last",
    fix: "deploy again; if it stays so, check what lies between (proxy, firewall, NAT gateway) and the free disk of an instance, or make the image smaller",
    page: PAGE.pull,
  },
  {
    code: "PULL_STALLED",
    weight: "passing",
    stage: ["pull", "start"],
    when: ({ facts, text }) =>
      facts.host === undefined && /containererror:context(?:was)?cancell?ed/.test(text.compact),
    cause:
      "the download of the image was broken off before it ended: the registry answers too slowly or not at all, or the image is large for the network and the disk",
    fix: "check the tasks' network route to the registry (NAT gateway, public IP address; for Amazon ECR the VPC endpoints ecr.api and ecr.dkr, and S3), and make the image smaller; give container instances a larger and faster disk",
    page: PAGE.pull,
  },
  {
    code: "PULL_STALLED",
    weight: "passing",
    says: ["transitiontopull"],
    cause:
      "Docker on the container instance did not pull the image in time: it is overloaded, or does not reach the registry",
    fix: "look at the load, the disk and Docker's log on the instance, and at its network route to the registry; give the instances a larger and faster disk, start fewer tasks at once on one, or replace an instance that stays so",
    page: PAGE.pull,
  },
  {
    code: "DOCKER_UNREACHABLE",
    weight: "passing",
    says: ["inactivitytimeexceeded"],
    cause: "Docker on the container instance answers too late: it or the instance is overloaded",
    fix: "restart Docker and the agent on the instance (or replace it), look at its CPU, memory and disk, and place fewer tasks on it or use larger instances; ECS tries again",
    page: PAGE.stopped,
  },
  {
    code: "MOUNT_REFERENCE",
    weight: "start",
    says: [
      "resolvevolumemounts",
      "invalidvolumereferenced",
      "invalidvolume;",
      "volumesourcecontainer",
      "volumeconfigurationdoesnotmatch",
    ],
    cause:
      "a mount point of the task definition names a volume (or container) that it does not have, or a path that is not valid",
    fix: "let each mount point name a volume of `volumes`, with an absolute path",
    page: PAGE.taskDefinition,
  },
  {
    code: "HOST_CGROUP",
    weight: "start",
    says: [
      "settingcgroupconfig",
      "cgroupresource",
      "cgroupcreate",
      "cgroupv2",
      "cgroupcontrollers",
      "taskcgroup",
      "cgrouperror",
      "platformresources",
    ],
    when: ({ kind }) => kind !== "memory",
    cause:
      "the machine could not set the limits of the task or container (control groups): it refuses a value of CPU or memory, or is at fault itself",
    fix: "deploy again; check `cpu` and `memory` of each container; on container instances use a current ECS-optimized AMI and agent",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_VANISHED",
    weight: "run",
    says: ["containervanishederror", "nosuchcontainererror"],
    cause: "the container is gone: something other than ECS removed it from the instance (docker rm, a clean-up job)",
    fix: "keep other tools away from the containers of ECS; ECS starts another task",
    page: PAGE.stopped,
  },
];
