// The program that a container is to run: missing, not executable, for another processor, or hidden by a mount. Wordings follow containerd,
// runc and Docker; checked 2026-11-22.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const COMMAND_RULES: readonly Rule[] = [
  {
    code: "EXEC_FORMAT",
    weight: "start",
    says: ["execformaterror"],
    cause: "the program in the image is built for another processor, or is a script without a #! line",
    fix: "set `cpuArchitecture` to what the image was built for, or build it for linux/amd64 (docker build --platform linux/amd64)",
    page: PAGE.sizes,
  },
  {
    code: "START_HOOK",
    weight: "start",
    says: ["runninghook", "prestarthook", "createruntimehook", "nvidia-container-cli"],
    when: ({ stage }) => stage === "start",
    cause:
      "a start hook of the container runtime failed: most often that for GPUs, whose driver on the instance does not fit the image",
    fix: "run the task on instances with a GPU and a driver for the image's CUDA version, or use an image without GPU; Fargate has no GPUs",
    page: PAGE.stopped,
  },
  {
    code: "HOST_DEVICE",
    weight: "start",
    says: [
      "deviceinformation",
      "customdevice",
      "couldnotselectdevicedriver",
      "nvidia-container-cli",
      "nvidia-container-runtime",
    ],
    when: ({ stage }) => stage === "start",
    cause: "the task asks for a device or GPU that its machine does not have",
    fix: "take it out of the task definition: Fargate has no devices and no GPUs; else use container instances that have them (for GPUs with the GPU-optimized AMI)",
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
    code: "WORKING_DIRECTORY",
    weight: "start",
    says: ["chdirtocwd", "chdirto"],
    cause: "the container's working directory {workingDirectory|} is not in the image, or its user may not enter it",
    fix: "check `workingDirectory` (or WORKDIR in the Dockerfile) and the user that the image runs as",
    page: PAGE.stopped,
  },
  {
    code: "COMMAND_IS_DIRECTORY",
    weight: "start",
    stage: ["start", "volume", "exit"],
    when: ({ facts, text }) => facts.program?.endsWith("/") === true || /isadirectory/.test(text.compact),
    cause: "the container's program {program|} is a directory, which cannot be executed",
    fix: "name the program itself in `entryPoint` or `command`, or leave them unset so that the image's own is used",
    page: PAGE.stopped,
  },
  {
    code: "COMMAND_NOT_EXECUTABLE",
    weight: "start",
    stage: ["start", "volume"],
    when: ({ text }) =>
      /processcaused:?"?permissiondenied|permissiondenied:unknown|exec:"?[^"]{0,200}"?:permissiondenied|exec\/[^\s:]{1,200}:permissiondenied/.test(
        text.compact,
      ),
    cause: "the container's program {program|} may not be executed",
    fix: "make it executable in the image (chmod +x), with a #! line that exists there; check the user that the image runs as",
    page: PAGE.stopped,
  },
  {
    code: "COMMAND_NOT_EXECUTABLE",
    weight: "start",
    when: ({ text }) => /(?:exec|(?<![\w./-]))\/[\w./-]{1,200}:operationnotpermitted/.test(text.compact),
    stage: ["start", "exit"],
    cause:
      "the container's program {program|} may not be executed: its file has Linux capabilities (setcap) that the container is not given, or is not executable",
    fix: "take the capabilities off the file in the image (setcap -r; of Vault SKIP_SETCAP and disable_mlock) and make it executable (chmod +x): Fargate gives SYS_PTRACE alone, container instances what `capabilities` adds",
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
      /executablefilenotfound|nosuchfile|cannotfindthefile|processcaused\W{0,4}exec:/.test(text.compact),
    cause: "the whole command line is given as one word, and no program of the image is called {program|so}",
    fix: 'give `command` or `entryPoint` one word per item, ["node", "index.js"], or let a shell split it: ["sh", "-c", "node index.js"]',
    page: PAGE.stopped,
  },
  {
    code: "IMAGE_USER",
    weight: "start",
    stage: ["start", "pull"],
    says: [
      "etc/passwd:",
      "etc/group:",
      "unabletofinduser",
      "nomatchingentriesinpasswd",
      "unabletofindgroup",
      ":nousersfound",
    ],
    cause: "the user that the container runs as is a name that the image's /etc/passwd or /etc/group does not have",
    fix: "give `user` (or USER in the Dockerfile) as numbers, such as 1000:1000, or add the user to the image",
    page: PAGE.stopped,
  },
  {
    code: "COMMAND_NOT_FOUND",
    weight: "start",
    stage: ["start", "volume"],
    when: ({ text }) =>
      /executablefilenotfound|notfoundordoesnotexist|nosuchfile|stat\/|notfoundin\$path|systemcannotfindthe(?:file|path)/.test(
        text.compact,
      ),
    cause:
      "the container's program {program|} is not in the image, or is hidden by a volume that is mounted over it; of a script, what its #! line names is missing (Windows line ends)",
    fix: "check `command`, `entryPoint` and `workingDirectory` against the image, and that no volume is mounted over the program; give scripts line ends of Unix (LF) and an interpreter that the image has",
    page: PAGE.stopped,
  },
];
