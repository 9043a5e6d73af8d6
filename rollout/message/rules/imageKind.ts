// Images of the wrong kind: for another processor or operating system, no image at all, or a name that is none. Wordings follow
// containerd and Docker; checked 2026-11-22.

import { PAGE } from "../pages";
import type { Rule } from "../rule";
import { words } from "../text";

/** Rules, the most specific first. */
export const IMAGE_KIND_RULES: readonly Rule[] = [
  {
    code: "IMAGE_ATTESTATION",
    weight: "start",
    stage: "pull",
    says: ["in-toto", "attestation", "application/vnd.dev.cosign", "unknown/unknown"],
    cause: "the tag or digest names a build attestation, not an image",
    fix: "deploy the image's own tag or digest, or build with --provenance=false",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_OS",
    weight: "start",
    stage: ["pull", "start"],
    says: [
      "operatingsystemdoesnotmatch",
      "windowsversion",
      "unsupportedos",
      "imageoperatingsystem",
      "nomatchingmanifestforwindows",
    ],
    cause: "the image was built for another operating system, or another version of Windows, than that of the task",
    fix: "build the image for Linux (docker build --platform linux/amd64), or for the Windows version that the task definition's operating system family names",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_OWNER",
    weight: "start",
    stage: "pull",
    says: ["mappedtoahostid", "lchown"],
    cause: "a file of the image belongs to a user or group whose id is too high for the machine",
    fix: "give the files owners with ids below 65536 in the Dockerfile (COPY --chown, RUN chown; npm and tar keep foreign ids), and build the image again",
    page: PAGE.pull,
  },
  {
    code: "PLATFORM_MISSING",
    weight: "start",
    stage: "pull",
    kind: "platform",
    cause: "the image {image|} has no build for the processor that `cpuArchitecture` names[[ ({platform})]]",
    fix: "set `cpuArchitecture` (X86_64 or ARM64) to what the image was built for, or build it for both: docker buildx build --platform linux/amd64,linux/arm64",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_REFERENCE",
    weight: "start",
    stage: "pull",
    says: words(`
      invalidreferenceformat failedtonormalize normalizeimage mustbelowercase mustbecanonical invalidimagereference invalidimagename couldnotparsereference
      failedtoparseimage
    `),
    cause: "`image`[[ ({image})]] is not a valid image reference",
    fix: "write it as registry/owner/name:tag in lower case, without https://, with something behind each colon and with its placeholders filled in (the account's 12 digits for an image of Amazon ECR)",
    page: PAGE.pull,
  },
];
