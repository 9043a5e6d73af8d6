// Failures to pull an image. Wordings follow containerd (authorizer.go, resolver.go), Docker, the ECS agent (dockerapi/errors.go)
// and Fargate; checked 2026-11-22.

import { BROKEN_IMAGE_RULES } from "./brokenImage";
import { ECR_RULES, MANY_TRIES } from "./ecr";
import { IMAGE_KIND_RULES } from "./imageKind";
import { DISK_RULES } from "./disk";
import { PAGE } from "../pages";
import { REGISTRY_CONNECTION_RULES } from "./registryConnection";
import type { Rule } from "../rule";

/** What registries say where an image is missing or private. */
const DENIED_WORDS = ["pullaccessdenied", "nopullaccess", "accesstotheresourceisdenied", "insufficient_scope"];

/** Rules, the most specific first. */
export const IMAGE_RULES: readonly Rule[] = [
  ...ECR_RULES,
  ...DISK_RULES,
  {
    code: "REGISTRY_LOGIN_REFUSED",
    weight: "start",
    stage: "pull",
    says: ["toomanyfailedloginattempts"],
    cause:
      "the registry {registry|} shuts this user or address out for a while: it was given a wrong user name or token too often",
    fix: "correct `credentials.username` and `credentials.token` (on container instances ECS_ENGINE_AUTH_DATA), and deploy again after some minutes",
    page: PAGE.pull,
  },
  {
    code: "RATE_LIMIT",
    weight: "start",
    stage: "pull",
    kind: "throttled",
    cause: "the registry {registry|} limits how often images are pulled[[ ({image})]]",
    fix: "pull with credentials (`credentials`), deploy again in some minutes, or copy the image to Amazon ECR",
    page: PAGE.pull,
  },
  ...IMAGE_KIND_RULES,
  {
    code: "REGISTRY_CREDENTIALS_MISSING",
    weight: "start",
    stage: "pull",
    says: ["fetchanonymoustoken", "unauthenticatedrequest"],
    when: ({ kind }) => kind === "credentials" || kind === "denied",
    cause: "the image {image|} is private (or absent) and a container pulls it without credentials",
    fix: "set `credentials.username` and `credentials.token`, for each sidecar with a private image too; for a public image check owner and name",
    page: PAGE.privateRegistry,
  },
  ...REGISTRY_CONNECTION_RULES,
  {
    code: "REGISTRY_TOKEN_REFUSED",
    weight: "start",
    stage: "pull",
    when: ({ kind, operation, text, facts }) =>
      operation !== "ecr" &&
      facts.tokenKind === undefined &&
      ((/failedto(?:authorize|fetchoauthtoken)/.test(text.compact) && (kind === "credentials" || kind === "denied")) ||
        /denied:denied|cannotbeauthenticatedwiththetoken|invalid_?token|\/token(?:\?\S{0,300})?:40[13]/.test(
          text.compact,
        )),
    cause:
      "the registry {registry|} refused `credentials.token`: it has expired or was revoked, is fine-grained, lacks the scope read:packages, or is not authorised for the organisation's single sign-on",
    fix: "create a personal access token (classic) with read:packages, authorise it for the organisation, set `credentials.token` and deploy again",
    page: PAGE.ghcr,
  },
  {
    code: "IMAGE_PULL_DENIED",
    weight: "start",
    stage: "pull",
    says: DENIED_WORDS,
    when: ({ facts }) => facts.registry === "docker.io",
    cause:
      "Docker Hub has no image {image|of this name}, or it is private; a name without a registry's host means Docker Hub",
    fix: "write the whole name in `image`, with the registry's host (ghcr.io/OWNER/NAME:TAG, ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME:TAG); for a private image of Docker Hub set `credentials.username` and `credentials.token`",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_PULL_DENIED",
    weight: "start",
    stage: "pull",
    when: ({ text }) =>
      DENIED_WORDS.some((said) => text.compact.includes(said)) || /(?<!:denied):denied\W{0,3}$/.test(text.compact),
    cause:
      "the registry[[ {registry}]] has no such image[[ as {image}]], or it is private and `credentials` do not open it",
    fix: "check `image`, and set `credentials.username` and `credentials.token` if it is private",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_NOT_FOUND",
    weight: "start",
    stage: "pull",
    kind: "notFound",
    cause: "the registry {registry|} has no such image, tag or digest (any more)[[: {image}]]",
    fix: "check `image` {image|}; push the tag, or deploy a digest that clean-up rules of the registry keep",
    page: PAGE.pull,
  },
  {
    code: "REGISTRY_CREDENTIALS_MISSING",
    weight: "start",
    stage: "pull",
    says: ["nobasicauthcredentials"],
    cause: "the registry {registry|} of the image was asked without user name and token, and wants some",
    fix: "for Amazon ECR give the task an execution role (`executionRole.arn`) with AmazonECSTaskExecutionRolePolicy, and check account and Region in `image`; for another registry set `credentials.username` and `credentials.token`, for each sidecar with a private image too; on container instances check their role and ECS_ENGINE_AUTH_DATA",
    page: PAGE.pull,
  },
  {
    code: "REGISTRY_LOGIN_REFUSED",
    weight: "start",
    stage: "pull",
    when: ({ kind, text, facts }) =>
      kind === "credentials" ||
      (facts.tokenKind !== undefined &&
        kind !== "serverError" &&
        /failedto(?:authorize|fetchoauthtoken)/.test(text.compact)),
    cause: "the registry {registry|} refused user name and token of `credentials`",
    fix: "check `credentials.username` and `credentials.token` ({tokenKind|a token that may read the image}), and that each container with a private image has them; on container instances ECS_ENGINE_AUTH_DATA (its key is the registry's host, for Docker Hub https://index.docker.io/v1/)",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_PULL_ROLE",
    weight: "start",
    stage: "pull",
    says: ["checkthattherolehasthepermission", "rolehasthepermission", "can'tpulltheimage"],
    cause: "the execution role may not pull the image, or the image does not exist",
    fix: "check `image`; for Amazon ECR grant the pull actions on the repository to the role of `executionRole.arn`, for another registry set `credentials`",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_FORBIDDEN",
    weight: "start",
    stage: "pull",
    kind: "denied",
    cause: "the registry {registry|} knows the user of `credentials`, who has no access to {image|this image}",
    fix: "give the user (or their team) read access to the package, and connect the package to its repository",
    page: PAGE.ghcr,
  },
  {
    code: "REGISTRY_SERVER_ERROR",
    weight: "start",
    stage: "pull",
    kind: "serverError",
    cause: "the registry {registry|} answers with an error of its own",
    fix: "deploy again later; look at the registry's status page",
    page: PAGE.pull,
  },
  {
    code: "REGISTRY_STATUS",
    weight: "start",
    stage: "pull",
    says: ["unexpectedstatus"],
    cause:
      "the registry {registry|} answered with an error status, which ECS cut off; for Docker Hub it is most often the limit of pulls",
    fix: "ask the registry yourself: npx ghcr-fargate check IMAGE; pull with credentials, or copy the image to Amazon ECR",
    page: PAGE.pull,
  },
  ...BROKEN_IMAGE_RULES,
  {
    code: "IMAGE_PULL_FAILED",
    weight: "start",
    stage: "pull",
    when: ({ kind, facts }) => kind === undefined && (facts.retries ?? 0) > 2 * MANY_TRIES,
    general: true,
    cause:
      "the image {image|} could not be pulled in {retries} tries: so often ECS asks for a tag that is not (yet) there or has no build for the task's processor; the rest of the message is missing",
    fix: "push the tag, or correct `image` and `cpuArchitecture`: npx ghcr-fargate check IMAGE; the whole message: aws ecs describe-tasks --tasks TASK",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_PULL_FAILED",
    weight: "start",
    stage: "pull",
    when: ({ kind, facts }) => kind === undefined && (facts.retries ?? 0) >= MANY_TRIES,
    general: true,
    cause:
      "the image {image|} could not be pulled in {retries} tries: most often the tasks have no network route to the registry {registry|}; the rest of the message is missing",
    fix: "give the tasks a route (public subnets with `network.assignPublicIp: true`, or a NAT gateway), and check tag and credentials: npx ghcr-fargate check IMAGE; the whole message: aws ecs describe-tasks --tasks TASK",
    page: PAGE.pull,
  },
  {
    code: "IMAGE_PULL_FAILED",
    weight: "start",
    stage: "pull",
    general: true,
    cause: "the image {image|} could not be pulled; the message does not say why, or is cut off",
    fix: "check the three: the tag exists, `credentials` open it, and the tasks reach the registry (npx ghcr-fargate check IMAGE; npx ghcr-fargate verify asks with the service's own secret); the whole message: aws ecs describe-tasks --tasks TASK",
    page: PAGE.pull,
  },
];
