// The disk of a task, or of its container instance, while an image is pulled. Wordings follow containerd, Docker and Windows; checked 2026-11.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const DISK_RULES: readonly Rule[] = [
  {
    code: "INSTANCE_DISK_FULL",
    weight: "start",
    stage: ["pull", "start", "exit"],
    kind: "diskFull",
    says: ["/var/lib/docker", "dockergoclient", "thinpool", "devicemapper"],
    cause: "the disk of the container instance is full: the image[[ {image}]], unpacked, does not fit",
    fix: "give the instances a larger volume, let the agent clean up images sooner (ECS_IMAGE_CLEANUP_INTERVAL, docker system prune), or make the image smaller",
    page: PAGE.pull,
  },
  {
    code: "INSTANCE_STORAGE",
    weight: "passing",
    stage: ["pull", "start"],
    says: ["freedatablocks", "freemetadatablocks"],
    cause: "Docker's storage (the thin pool) on the container instance is full",
    fix: "remove containers and images that are not used, let the agent do so sooner (ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION, ECS_IMAGE_CLEANUP_INTERVAL), or replace the instance, with a larger volume and a current ECS-optimized AMI (which uses overlay2)",
    page: PAGE.pull,
  },
  {
    code: "INSTANCE_STORAGE",
    weight: "passing",
    stage: ["pull", "start"],
    says: ["devicemapper", "dm_task", "thinpool", "storagedriver"],
    cause: "Docker's storage on the container instance failed (devicemapper)",
    fix: "replace the instance, with a current ECS-optimized AMI (which uses overlay2) and enough free disk; deploy again",
    page: PAGE.pull,
  },
  {
    code: "DISK_FULL",
    weight: "start",
    stage: ["pull", "start", "exit"],
    kind: "diskFull",
    // Fargate's containerd is told by its words; Docker is that of instances, and of old platform versions.
    when: ({ text }) => !/containerd|snapshotter|httpreadseeker|extractlayer/.test(text.compact),
    cause:
      "the task's ephemeral storage is full (on container instances: the disk of the instance): the image[[ {image}]], unpacked, does not fit",
    fix: "raise `ephemeralStorageGib` (20 GiB is the default, 200 the most), or make the image smaller; on container instances give them a larger volume, and let the agent clean up images sooner (ECS_IMAGE_CLEANUP_INTERVAL, docker system prune)",
    page: PAGE.storage,
  },
  {
    code: "DISK_FULL",
    weight: "start",
    stage: ["pull", "start", "exit"],
    kind: "diskFull",
    cause: "the task's ephemeral storage is full: the image[[ {image}]], unpacked, does not fit",
    fix: "raise `ephemeralStorageGib` (20 GiB is the default, 200 the most), or make the image smaller",
    page: PAGE.storage,
  },
];
