// Failures of a container to start, as containerd, runc, Docker and the ECS agent word them; checked 2026-11-22.

import { PAGE } from "../pages";
import type { Rule } from "../rule";
import { words } from "../text";

/** Rules, the most specific first. */
export const START_RULES: readonly Rule[] = [
  {
    code: "MOUNT_OVER_FILE",
    weight: "start",
    stage: ["start", "volume"],
    says: ["notadirectory"],
    when: ({ text }) => /mount/.test(text.compact),
    cause: "a directory is mounted over a file of the image, or a file over a directory[[: {mountPoint}]]",
    fix: "mount the volume at a directory (`containerPath`), and let the program read the file from there; a single file is better given as a secret, a variable or in the image",
    page: PAGE.efs,
  },
  {
    code: "MOUNT_SOURCE",
    weight: "start",
    stage: ["start", "volume"],
    words: /bindsourcepathdoesnotexist:?(?<path>\/[\w./-]{1,200})?/d,
    cause: "the directory {path|of a volume} does not exist on the container instance (host.sourcePath of the volume)",
    fix: "create {path|it} on every instance (user data), leave host.sourcePath away so that Docker makes a directory, or use an EFS volume (`volumes`), which Fargate has too",
    page: PAGE.stopped,
  },
  {
    code: "MOUNT_POINT_MISSING",
    weight: "start",
    stage: ["start", "volume"],
    words: /mounting.{0,600}mkdir(?:[\w./:-]{0,300}(?:merged|rootfs))?(?<path>\/[\w./-]{1,200}):read-onlyfilesystem/di,
    cause:
      "a volume is mounted at {path}, a directory that does not exist there and cannot be made: what is around it (another volume, the root file system) is read-only",
    fix: "make the directory in the image or in the volume that it lies in, mount that one writable, or mount the volume at another `containerPath`",
    page: PAGE.efs,
  },
  {
    code: "MOUNT_FAILED",
    weight: "start",
    stage: ["start", "volume"],
    says: [
      "rootfs_linux",
      "tomountwithsource",
      "errormounting",
      "mount/",
      "mountthrough",
      "invalidmountconfig",
      "bindsourcepath",
    ],
    cause: "a mount into the container failed: the volume, its access point or its path does not fit",
    fix: "check the volume's `containerPath`, its access point and its root directory; a file cannot be mounted over a directory",
    page: PAGE.efs,
  },
  {
    code: "PROGRAM_OUT_OF_MEMORY",
    weight: "run",
    says: ["java.lang.outofmemoryerror", "javascriptheapoutofmemory"],
    cause:
      "the program of {container|the container} ran out of the memory that it allows itself (the heap or metaspace of Java, the heap of Node.js), and ended; ECS did not kill it",
    fix: "raise the program's own limit (JAVA_TOOL_OPTIONS with -XX:MaxRAMPercentage or -XX:MaxMetaspaceSize, NODE_OPTIONS with --max-old-space-size), and `memory` with it; or find what uses it",
    page: PAGE.sizes,
  },
  {
    code: "OUT_OF_MEMORY",
    weight: "run",
    when: ({ kind, text }) => kind === "memory" || text.compact.includes("outofmemory"),
    cause: "{container|a container} used more memory than it has, and was killed",
    fix: "raise `memory` (or the sidecar's own), or find what uses it",
    page: PAGE.sizes,
  },
  {
    code: "COMMAND_MISSING",
    weight: "start",
    stage: "start",
    says: ["nocommandspecified"],
    cause: "neither the image (CMD, ENTRYPOINT) nor the task definition names a program to start",
    fix: "set `command` or `entryPoint`, or give the image a CMD",
    page: PAGE.stopped,
  },
  {
    code: "HOST_PORT_TAKEN",
    weight: "start",
    when: ({ stage, text }) =>
      stage === "start" &&
      /portisalreadyallocated|addressalreadyinuse|externalconnectivity|specifiedportalreadyexists|\):driver(?:failed)?\W*$/.test(
        text.compact,
      ), // cut off
    cause:
      "the port[[ {port}]] is taken: of the container instance (launch type EC2), or by another container of the task",
    fix: "use the launch type FARGATE, where each task has its own address, and give each container of a task another port",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_STOP_TIMEOUT",
    weight: "passing",
    says: ["transitiontostopped", "cannotstopcontainer"],
    when: ({ text }) => !/failedsending/.test(text.compact),
    cause: "a container did not stop in time",
    fix: "let the program end at SIGTERM, within `stopTimeoutSeconds` (30 s is the default); where Docker on a container instance does not answer, restart it or replace the instance",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_CREATE_TIMEOUT",
    weight: "passing",
    stage: ["start", "exit"],
    says: ["transitiontocreated"],
    when: ({ text }) => /timedout/.test(text.compact),
    cause:
      "Docker on the container instance did not create the container in time: its disk or Docker itself is overloaded",
    fix: "deploy again; give the instances a larger and faster disk, start fewer tasks at once on one, or replace an instance that stays so",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_START_TIMEOUT",
    weight: "start",
    stage: ["start", "exit"],
    says: [
      "transitiontorunning",
      "transitiontostarted",
      "transitiontocreated",
      "timedoutafterwaiting",
      "dockertimeout",
      "failedtostartbefore",
    ],
    when: ({ text }) => !/inspect/.test(text.compact) && !/createcontainerruntimetask/.test(text.compact),
    cause:
      "{container|a container} did not start in time: most often the task does not reach CloudWatch Logs (its log driver waits) or another AWS service, else the machine was slow or overloaded (of container instances the disk, or Docker)",
    fix: "check the tasks' network route to CloudWatch Logs (NAT gateway, public IP address or the VPC endpoint for logs) and to the services of its secrets; deploy again; give the task more `cpu`; on container instances look at their load, disk and Docker's log, and replace one that stays so",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_LINK",
    weight: "start",
    says: ["linktoanonrunningcontainer"],
    cause: "a container is linked to another one of its task that does not run: it ended, or is not up yet",
    fix: "find out why the other container ended (its exit code and last log lines), and let this one wait for it (`dependsOn`); with the network mode awsvpc use localhost instead of links",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_STATUS",
    weight: "start",
    says: ["failedtogetcontainerstatus"],
    cause: "the container ended while it started, most often because it wants more memory than it has",
    fix: "raise `memory`, and read the task's last log lines: npx ghcr-fargate logs --failed",
    page: PAGE.stopped,
  },
  {
    code: "INTERNAL_ERROR",
    weight: "passing",
    says: ["unabletoplaceatask"],
    when: ({ text }) => /reason:internalerror/.test(text.compact),
    cause:
      "ECS could not place the task for an internal error: most often a subnet of the service lies in an availability zone that Fargate does not support, else it passes",
    fix: "give the service subnets in other zones (`network.subnetIds`), and deploy again; if it stays so, look at AWS's status page for the Region",
    page: PAGE.events,
  },
  {
    code: "INTERNAL_ERROR",
    weight: "passing",
    when: ({ text }) => /(?:^|:)\W*internalerror:?\W*$|reason:internalerror/.test(text.compact),
    cause: "AWS stopped the task for an error of its own",
    fix: "deploy again; if it stays so, look at AWS's status page for the Region, or open a case with AWS Support",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_SETTING",
    weight: "start",
    stage: "start",
    says: words(`
      sysctl rlimit ulimit minimummemorylimit rangeofcpus invalidcpu cpu.shares cpu.max shmsize seccomp apparmor usernamespace
      windowsdoesnotsupport hostconfigerror dockerclientconfigerror ipcmode pidmode oom_score invalidhostname privileged
    `),
    cause:
      "the machine refuses a setting of {container|the container} that the message names (limits, kernel parameters, CPU or memory, privileges)[[: {daemonSays}]]",
    fix: "take the setting out of the task definition, or give it a value that is allowed: Fargate has no privileged containers, few kernel parameters, and limits for open files alone",
    page: PAGE.taskDefinition,
  },
  {
    code: "CONTAINER_RUNTIME",
    weight: "passing",
    stage: ["start", "exit"],
    says: words(`
      failedtocreateendpoint deviceorresourcebusy alreadyinusebycontainer alreadyexists finalchild'spid readinit-p ttrpc containerd.sock deadlineexceeded
      inspecttimedout transitiontoinspect cannotinspect failedsendingsig taskstateerror transportisclosing nosuchcontainer connectionreset
    `),
    cause: "the container runtime of the task's machine failed; the image and the task definition need not be at fault",
    fix: "deploy again; on container instances of your own bring the agent and Docker up to date, and look at their load (CPU, memory, and the throughput of their disks)",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_START",
    weight: "start",
    stage: "start",
    cause: "{container|the container} could not be started[[: {daemonSays}]]",
    fix: "correct in the task definition what the message names, and check `command`, `entryPoint`, `user` and mounts against the image: run it with docker run",
    page: PAGE.stopped,
  },
];
