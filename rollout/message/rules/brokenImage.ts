// Images that a registry gives and no machine can unpack. Wordings follow containerd, Docker and the registries; checked 2026-11.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const BROKEN_IMAGE_RULES: readonly Rule[] = [
  {
    code: "IMAGE_BROKEN",
    weight: "start",
    stage: ["pull", "start"],
    when: ({ text }) =>
      /(?:applylayer(?:exitstatus\d{1,3})?(?:stdout:)?(?:stderr:)?|:untar)\W{0,4}$/.test(text.compact),
    cause:
      "the files of the image[[ {image}]] could not be unpacked, and the rest of the message is cut off: most often the disk of the container instance is full, else a layer is broken",
    fix: "look at the free disk space of the instance (give it a larger volume, let the agent clean up sooner), and read the whole message in the agent's log (/var/log/ecs/ecs-agent.log) or with aws ecs describe-tasks; then try the image with docker pull",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_BROKEN",
    weight: "start",
    stage: "pull",
    says: ["unknownblob", "blobunknown", "blobnotfound"],
    cause:
      "the registry[[ {registry}]] has not all layers of the image {image|}: one that its manifest names is missing",
    fix: "build and push the image again under a new tag (its push broke off, or a clean-up of the registry removed a layer); try it with docker pull",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_BROKEN",
    weight: "start",
    stage: "pull",
    says: ["diffids"],
    cause:
      "the image {image|} cannot be unpacked: its layers do not fit its configuration, most often since some are compressed in another way (gzip and zstd)",
    fix: "build it anew with one compression for all layers (docker buildx build --output type=image,compression=gzip,force-compression=true,push=true), and push it under a new tag",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_BROKEN",
    weight: "start",
    stage: "pull",
    says: ["invalidtarheader"],
    cause:
      "the image {image|} cannot be unpacked: its layers are compressed in a way that Docker on the container instance does not know (zstd, for an old one), or one is broken",
    fix: "bring the instances to a current ECS-optimized AMI, or build the image with gzip (docker buildx build --output type=image,compression=gzip,force-compression=true,push=true), and push it again under a new tag",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_BROKEN",
    weight: "start",
    stage: "pull",
    kind: ["broken", "malformed"],
    cause: "the image {image|} cannot be unpacked: a layer is broken or of a kind that Fargate does not know",
    fix: "build and push the image again; try it with docker pull",
    page: PAGE.pull,
  },
];
