// Failures of a container to start, as containerd, runc, Docker and the ECS agent word them; checked 2026-11-22.

import { PAGE } from "../pages";
import type { Rule } from "../rule";
import { words } from "../text";

/** Rules, the most specific first. */
export const START_RULES: readonly Rule[] = [
  {
    code: "EXEC_FORMAT",
    weight: "start",
    says: ["execformaterror"],
    cause: "the program in the image is built for another processor, or is a script without a #! line",
    fix: "set `cpuArchitecture` to what the image was built for, or build it for linux/amd64 (docker build --platform linux/amd64)",
    page: PAGE.sizes,
  },
  {
    code: "HOST_DEVICE",
    weight: "start",
    says: ["deviceinformation", "customdevice", "couldnotselectdevicedriver", "nvidia-container-cli"],
    when: ({ stage }) => stage === "start",
    cause: "the task asks for a device or GPU that its machine does not have",
    fix: "take it out of the task definition: Fargate has no devices and no GPUs; else use container instances that have them",
    page: PAGE.sizes,
  },
  {
    code: "VOLUME_OVER_ROOT",
    weight: "start",
    stage: ["start", "volume"],
    says: ["creatingdevicenodes", "mknod/", "errno524"],
    cause: "a volume is mounted over the container's root or system directories",
    fix: "mount it at a directory of its own, such as /data",
    page: PAGE.efs,
  },
  {
    code: "COMMAND_NOT_EXECUTABLE",
    weight: "start",
    stage: ["start", "volume"],
    when: ({ text }) =>
      /isadirectory:permissiondenied|permissiondenied:unknown|exec:"?[^"]{0,200}"?:permissiondenied|^exec\/\S{1,200}:permissiondenied/.test(
        text.compact,
      ),
    cause: "the container's program {program|} may not be executed",
    fix: "make it executable in the image (chmod +x), with a #! line that exists there; check the user that the image runs as",
    page: PAGE.stopped,
  },
  {
    code: "WORKING_DIRECTORY",
    weight: "start",
    says: ["chdirtocwd", "chdirto"],
    cause: "the container's working directory is not in the image, or its user may not enter it",
    fix: "check `workingDirectory` (or WORKDIR in the Dockerfile) and the user that the image runs as",
    page: PAGE.stopped,
  },
  {
    code: "CAPABILITIES",
    weight: "start",
    stage: "start",
    says: ["applycaps", "capabilit"],
    cause: "the container asks for a Linux capability that Fargate does not give",
    fix: "take it out of `capabilities`: Fargate adds SYS_PTRACE alone",
    page: PAGE.stopped,
  },
  {
    code: "COMMAND_IN_ONE_STRING",
    weight: "start",
    stage: ["start", "volume"],
    when: ({ facts, text }) =>
      facts.program?.trim().includes(" ") === true &&
      /executablefilenotfound|nosuchfile|processcaused\W{0,4}exec:/.test(text.compact),
    cause: "the whole command line is given as one word, and no program of the image is called {program|so}",
    fix: 'give `command` or `entryPoint` one word per item, ["node", "index.js"], or let a shell split it: ["sh", "-c", "node index.js"]',
    page: PAGE.stopped,
  },
  {
    code: "IMAGE_USER",
    weight: "start",
    stage: ["start", "pull"],
    says: ["etc/passwd:", "etc/group:", "unabletofinduser", "nomatchingentriesinpasswd", "unabletofindgroup"],
    cause: "the user that the container runs as is a name that the image's /etc/passwd or /etc/group does not have",
    fix: "give `user` (or USER in the Dockerfile) as numbers, such as 1000:1000, or add the user to the image",
    page: PAGE.stopped,
  },
  {
    code: "COMMAND_NOT_FOUND",
    weight: "start",
    stage: ["start", "volume"],
    when: ({ text }) => /executablefilenotfound|nosuchfile|stat\/|notfoundin\$path/.test(text.compact),
    cause: "the container's program {program|} is not in the image, or is hidden by a volume that is mounted over it",
    fix: "check `command`, `entryPoint` and `workingDirectory` against the image, and that no volume is mounted over the program",
    page: PAGE.stopped,
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
    says: ["portisalreadyallocated", "addressalreadyinuse", "externalconnectivity"],
    when: ({ stage }) => stage === "start",
    cause:
      "the port[[ {port}]] is taken: of the container instance (launch type EC2), or by another container of the task",
    fix: "use the launch type FARGATE, where each task has its own address, and give each container of a task another port",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_STOP_TIMEOUT",
    weight: "passing",
    says: ["transitiontostopped", "cannotstopcontainer"],
    cause: "a container did not stop in time",
    fix: "let the program end at SIGTERM, within `stopTimeoutSeconds` (30 s is the default)",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_START_TIMEOUT",
    weight: "start",
    stage: ["start", "exit"],
    says: ["transitiontorunning", "timedoutafterwaiting", "dockertimeout", "failedtostartbefore"],
    cause: "a container did not start in time",
    fix: "deploy again; make the image smaller, or give the task more `cpu`",
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
    when: ({ text }) => /(?:^|:)\W*internalerror:?\W*$|reason:internalerror/.test(text.compact),
    cause: "AWS stopped the task for an error of its own",
    fix: "deploy again; if it stays so, look at AWS's status page for the Region, or open a case with AWS Support",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_DEPENDENCY",
    weight: "run",
    stage: "start",
    says: ["dependentcontainer", "itsdependency", "dependenciesfailed"],
    cause: "{container|a container} that another one waits for ended with an error, or did not become healthy",
    fix: "read the last log lines of {container|that container}: npx ghcr-fargate logs --failed",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_SETTING",
    weight: "start",
    stage: "start",
    says: words(`
      sysctl rlimit ulimit minimummemorylimit rangeofcpus invalidcpu cpu.shares cpu.max shmsize seccomp apparmor usernamespace
      ipcmode pidmode oom_score invalidhostname privileged
    `),
    cause:
      "the machine refuses a setting of {container|the container} that the message names (limits, kernel parameters, CPU or memory, privileges)",
    fix: "take the setting out of the task definition, or give it a value that is allowed: Fargate has no privileged containers, few kernel parameters, and limits for open files alone",
    page: PAGE.taskDefinition,
  },
  {
    code: "CONTAINER_RUNTIME",
    weight: "passing",
    stage: "start",
    says: words(`
      deviceorresourcebusy alreadyinusebycontainer alreadyexists finalchild'spid readinit-p ttrpc containerd.sock deadlineexceeded
      inspecttimedout cannotinspect transportisclosing nosuchcontainer connectionreset
    `),
    cause: "the container runtime of the task's machine failed; the image and the task definition need not be at fault",
    fix: "deploy again; on container instances of your own bring the agent and Docker up to date, and look at their load",
    page: PAGE.stopped,
  },
  {
    code: "CONTAINER_START",
    weight: "start",
    stage: "start",
    cause: "{container|the container} could not be started",
    fix: "check `command`, `entryPoint`, `user` and mounts against the image: run it with docker run",
    page: PAGE.stopped,
  },
];
