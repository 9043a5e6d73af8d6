// Failures of the image pull. Wordings follow containerd (authorizer.go, resolver.go), Docker and the ECS agent
// (dockerapi/errors.go), and reports of them from Fargate with ghcr.io; checked 2026-11-22.

import type { CatalogueEntry } from "./catalogueEntry";

const PULL_PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html";
const ECR_PAGE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html";
const GHCR_PAGE =
  "https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry";

/** Failures to pull an image; the most specific first. */
export const IMAGE_FAILURES: readonly CatalogueEntry[] = [
  {
    code: "GUARDDUTY_SIDECAR",
    stage: "start",
    pattern: /(?:CannotPull|not authorized to perform: ecr:)[\s\S]*guardduty/i,
    cause: "GuardDuty adds its own container to the task, and the execution role may not pull that container's image",
    fix: "grant the ECR pull actions on GuardDuty's repository to the role of `executionRole.arn` (the managed policy AmazonECSTaskExecutionRolePolicy has them), or tag the cluster GuardDutyManaged: false",
    page: "https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-ecs-support.html",
    origin: "ECS agent, ECR; GuardDuty Runtime Monitoring",
  },
  {
    code: "ECR_LOGIN_DENIED",
    stage: "start",
    pattern: /not authorized to perform: ecr:GetAuthorizationToken/i,
    cause: "the execution role may not log in to Amazon ECR",
    fix: "grant `ecr:GetAuthorizationToken` on `*` to the role of `executionRole.arn`",
    page: ECR_PAGE,
    origin: "Amazon ECR",
  },
  {
    code: "ECR_PULL_DENIED",
    stage: "start",
    pattern:
      /not authorized to perform: ecr:(?:BatchGetImage|BatchCheckLayerAvailability|GetDownloadUrlForLayer|BatchImportUpstreamImage|CreateRepository)/i,
    cause: "the execution role may not pull this image from Amazon ECR",
    fix: "grant the denied action on the repository to the role of `executionRole.arn`, or allow the role in the repository's policy",
    page: ECR_PAGE,
    origin: "Amazon ECR",
  },
  {
    code: "ECR_UNREACHABLE",
    stage: "start",
    pattern:
      /connection issue between the task and Amazon ECR|(?:unable to (?:retrieve|get) ecr registry auth|api\.ecr\.|operation error ECR)[\s\S]*(?:i\/o timeout|RequestError|StatusCode: 0\b|context deadline exceeded|no such host)/i,
    cause: "the task has no network route to Amazon ECR",
    fix: "use a `network.mode` with a way out, or VPC endpoints for ecr.api, ecr.dkr and S3",
    page: PULL_PAGE,
    origin: "ECS agent, AWS SDK for Go v1 and v2",
  },
  {
    code: "REGISTRY_AUTH_TIMEOUT",
    stage: "start",
    pattern: /pull command failed: : signal: killed/i,
    cause: "fetching the registry credentials took too long, most often for want of a network route",
    fix: "use a `network.mode` with a way out, or check the VPC endpoints, their private DNS and their security groups",
    page: PULL_PAGE,
    origin: "Fargate agent, platform version 1.4.0",
  },
  {
    code: "RATE_LIMIT",
    stage: "start",
    pattern: /toomanyrequests|429 Too Many Requests|pull rate limit|unexpected status[^\n]*\b429\b/i,
    cause: "the registry limits the rate of pulls",
    fix: "pull with credentials (`credentials`), deploy again in some minutes, or copy the image to Amazon ECR",
    page: PULL_PAGE,
    origin: "Docker Hub, ghcr.io",
  },
  {
    code: "PLATFORM_MISSING",
    stage: "start",
    pattern:
      /does not contain descriptor matching platform|no match(?:ing)? (?:manifest )?for|no matching manifest|image operating system "\w+" cannot be used/i,
    cause: "the image has no build for the processor that `cpuArchitecture` names",
    fix: "set `cpuArchitecture` to what the image was built for, or build it for both: docker buildx build --platform linux/amd64,linux/arm64",
    page: PULL_PAGE,
    origin: "containerd, Docker, ECS agent",
  },
  {
    code: "REGISTRY_CREDENTIALS_MISSING",
    stage: "start",
    pattern: /failed to fetch anonymous token[\s\S]*(?:401|403)/i,
    cause: "the image is private (or absent) and a container pulls it without credentials",
    fix: "set `credentials.username` and `credentials.token`, for each sidecar with a private image too; for a public image check owner and name",
    page: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html",
    origin: "containerd with ghcr.io",
  },
  {
    code: "REGISTRY_TOKEN_REFUSED",
    stage: "start",
    pattern:
      /failed to (?:authorize|fetch oauth token)[\s\S]*(?:401|403|denied)|denied: denied|User cannot be authenticated with the token provided/i,
    cause:
      "the registry refused `credentials.token`: it has expired or was revoked, is fine-grained, lacks the scope read:packages, or is not authorised for the organisation's single sign-on",
    fix: "create a personal access token (classic) with read:packages, authorise it for the organisation, set `credentials.token` and deploy again",
    page: GHCR_PAGE,
    origin: "containerd with ghcr.io",
  },
  {
    code: "IMAGE_NOT_FOUND",
    stage: "start",
    pattern:
      /failed to resolve ref[\s\S]*not found|manifest (?:for \S+ )?(?:unknown|not found)|API error \(404\)|name unknown|httpReadSeeker: [^\n]*404/i,
    cause: "the registry has no such image, tag or digest (any more)",
    fix: "check `image`; push the tag, or deploy a digest that clean-up rules of the registry keep",
    page: PULL_PAGE,
    origin: "containerd, Docker",
  },
  {
    code: "IMAGE_FORBIDDEN",
    stage: "start",
    pattern: /unexpected status[\s\S]*\b403\b|403 Forbidden/i,
    cause: "the registry knows the user of `credentials`, who has no access to this image",
    fix: "give the user (or their team) read access to the package, and connect the package to its repository",
    page: GHCR_PAGE,
    origin: "containerd with ghcr.io",
  },
  {
    code: "REGISTRY_LOGIN_REFUSED",
    stage: "start",
    pattern:
      /unexpected status[\s\S]*\b401\b|unauthorized: (?:authentication required|incorrect username)|no basic auth credentials|401 Unauthorized/i,
    cause: "the registry refused user name and token of `credentials`",
    fix: "check `credentials.username` and `credentials.token`, and that each container with a private image has them",
    page: PULL_PAGE,
    origin: "containerd, Docker",
  },
  {
    code: "IMAGE_PULL_DENIED",
    stage: "start",
    pattern: /pull access denied|requested access to the resource is denied|insufficient_scope/i,
    cause: "the registry has no such image, or it is private and `credentials` do not open it",
    fix: "check `image`, and set `credentials.username` and `credentials.token` if it is private",
    page: PULL_PAGE,
    origin: "Docker, containerd",
  },
  {
    code: "REGISTRY_CERTIFICATE",
    stage: "start",
    pattern: /x509:|certificate signed by unknown authority/i,
    cause: "the registry's certificate is not trusted, or something on the way replaces it",
    fix: "use a registry with a publicly trusted certificate, or take the intercepting proxy out of the task's route",
    page: PULL_PAGE,
    origin: "Go crypto/x509, through containerd and Docker",
  },
  {
    code: "REGISTRY_UNREACHABLE",
    stage: "start",
    pattern:
      /(?:CannotPull|failed to (?:resolve ref|copy|do request)|pull (?:image|command)|registry)[\s\S]*(?:dial tcp[\s\S]*(?:i\/o timeout|refused|unreachable)|request canceled while waiting|no such host|TLS handshake timeout|httpReadSeeker|context deadline exceeded|connection reset by peer)/i,
    cause: "the task has no network route to the registry; ghcr.io is outside AWS, so VPC endpoints do not reach it",
    fix: "use a `network.mode` with a way out: public subnets with `network.assignPublicIp: true`, or private subnets with a NAT gateway; allow port 443 outwards and enable the VPC's DNS",
    page: PULL_PAGE,
    origin: "Go net, through containerd and Docker",
  },
  {
    code: "REGISTRY_SERVER_ERROR",
    stage: "start",
    pattern: /unexpected status[^\n]*\b50[0234]\b/i,
    cause: "the registry answers with a server error",
    fix: "look at the registry's status page (www.githubstatus.com for ghcr.io) and deploy again",
    page: PULL_PAGE,
    origin: "containerd",
  },
  {
    code: "IMAGE_REFERENCE",
    stage: "start",
    pattern: /invalid reference format|must be lowercase|could not parse image reference/i,
    cause: "`image` is no valid image reference",
    fix: "write it in lower case as ghcr.io/owner/image:tag",
    page: PULL_PAGE,
    origin: "Docker's reference grammar",
  },
];
