// Failures to pull an image from Amazon ECR, where the execution role and its policies decide, and no token.

import { PAGE, ROUTE_FIX } from "../pages";
import type { Rule } from "../rule";

/** A refusal ends the first try: that many are made where nobody answers. */
export const MANY_TRIES = 3;
/** Prefixes that people give to the rules of a pull-through cache. */
const PULL_THROUGH = /^(?:docker-?hub|docker-?io|ecr-?public|quay|ghcr|github|k8s|kubernetes|gitlab|mcr)[\w.-]{0,20}\//;
const ECR_ROUTE = ROUTE_FIX("ecr.api and ecr.dkr, with the S3 gateway endpoint that holds the layers,");

/** Rules, the most specific first. */
export const ECR_RULES: readonly Rule[] = [
  {
    code: "IMAGE_HOST",
    weight: "start",
    stage: "pull",
    when: ({ facts: { registry = "" }, text }) =>
      /\.dkr\.ecr\b.*\.\w+$/.test(registry) &&
      !/\.amazonaws\.(?:com|com\.cn|eu)$/.test(registry) &&
      !/\.dkr\.ecr(?:-fips)?\.[\w-]{1,30}\.amazonaws\.(?:com|eu)\//.test(text.compact), // a terminal may have broken it
    cause: "{registry} is not a host of Amazon ECR: the name is misspelt",
    fix: "correct the host in `image`: ACCOUNT.dkr.ecr.REGION.amazonaws.com",
    page: PAGE.ecr,
  },
  {
    code: "GUARDDUTY_SIDECAR",
    weight: "start",
    stage: "pull",
    says: ["guardduty"],
    cause:
      "GuardDuty adds its own container to the task, and {caller|the execution role} may not pull that container's image",
    fix: "grant the ECR pull actions on GuardDuty's repository to the role of `executionRole.arn` (the managed policy AmazonECSTaskExecutionRolePolicy has them), or tag the cluster GuardDutyManaged: false",
    page: PAGE.guardDuty,
  },
  {
    code: "ECR_LOGIN_DENIED",
    weight: "start",
    stage: "pull",
    operation: "ecr",
    when: ({ kind, facts, text: { compact } }) =>
      kind === "denied"
        ? compact.includes("ecr:getauthorizationtoken") ||
          (facts.action === undefined && /ecr(?:registry)?auth/.test(compact))
        : kind === undefined && /getauthorizationtoken,httpsresponseerrorstatuscode:4/.test(compact), // answered, and cut off
    cause: "{caller|the execution role} may not log in to Amazon ECR",
    fix: "grant `ecr:GetAuthorizationToken` on `*` to {caller|the role of `executionRole.arn`} (managed policies: AmazonECSTaskExecutionRolePolicy, for container instances AmazonEC2ContainerRegistryReadOnly)",
    page: PAGE.ecr,
  },
  {
    code: "ECR_UNREACHABLE",
    weight: "start",
    stage: "pull",
    operation: ["ecr", "s3"],
    kind: "dns",
    cause:
      "the tasks have no network route to Amazon ECR: the name {host|of the registry} does not resolve there, or is misspelt",
    fix: `check the account and Region in \`image\`, and DNS support in the VPC; ${ECR_ROUTE}`,
    page: PAGE.ecrEndpoints,
  },
  {
    code: "ECR_LAYERS_UNREACHABLE",
    weight: "start",
    stage: "pull",
    operation: ["ecr", "s3"],
    says: ["httpreadseeker", "failedtocopy", "starport-layer-bucket", "pullingimageconf"],
    when: ({ kind, text }) =>
      (kind === undefined || kind === "noRoute" || kind === "tls") &&
      !/(?:get|head)"?https?:\/\/[^/"]{1,100}\/v2\/[^"]{0,300}\/manifests\//.test(text.compact), // those ECR itself serves
    cause:
      "Amazon ECR answered, but the tasks have no network route to Amazon S3, from where it serves the image's layers",
    fix: "add the S3 gateway endpoint to the route tables of the tasks' subnets (it costs nothing; its policy has to allow the bucket prod-REGION-starport-layer-bucket), or give the tasks a NAT gateway or public IP address; and let the tasks' security group send to port 443",
    page: PAGE.ecrEndpoints,
  },
  {
    code: "ECR_LAYERS_DENIED",
    weight: "start",
    stage: "pull",
    kind: "denied",
    says: ["starport-layer-bucket", "pullingimageconfiguration:errorparsinghttp403"],
    cause:
      "Amazon S3, from where ECR serves the image's layers, refuses the task: most often the policy of the VPC's S3 endpoint",
    fix: "allow s3:GetObject on arn:aws:s3:::prod-REGION-starport-layer-bucket/* in the policy of the S3 gateway endpoint",
    page: PAGE.ecrEndpoints,
  },
  {
    code: "ECR_REPOSITORY_NOT_FOUND",
    weight: "start",
    stage: "pull",
    says: ["repositorywithname"],
    when: ({ facts }) => PULL_THROUGH.test(facts.repository ?? ""),
    cause:
      "Amazon ECR has no repository {repository}, and made none: no pull-through cache rule has this prefix in that account and Region, or the role may not create the repository",
    fix: "check the rule (aws ecr describe-pull-through-cache-rules) and its Region, and grant `ecr:BatchImportUpstreamImage` and `ecr:CreateRepository` to the role of `executionRole.arn`; if it is a repository of your own, create it and push the image",
    page: PAGE.ecr,
  },
  {
    code: "ECR_REPOSITORY_NOT_FOUND",
    weight: "start",
    stage: "pull",
    says: ["repositorywithname"],
    cause: "Amazon ECR has no repository {repository|of this name} in that account and Region",
    fix: "create the repository[[ {repository}]] and push the image, or correct account, Region and name in `image`",
    page: PAGE.ecr,
  },
  {
    code: "ECR_KEY",
    weight: "start",
    stage: "pull",
    says: ["customermasterkey", "kmsexception", "kms:decrypt", "kmskey"],
    cause: "the KMS key[[ {keyArn}]] that encrypts the image's repository is disabled, gone, or may not be used",
    fix: "enable the key or cancel its deletion; let its policy allow Amazon ECR's grants and `kms:Decrypt` to the role of `executionRole.arn`",
    page: PAGE.ecr,
  },
  {
    code: "IMAGE_ARCHIVED",
    weight: "start",
    stage: "pull",
    says: ["isarchived", "imagearchived", "archivedstate"],
    cause: "the image {image|} is archived in Amazon ECR",
    fix: "restore it in ECR, or push the tag again; exclude what is deployed from the lifecycle rule that archives",
    page: PAGE.ecr,
  },
  {
    code: "ECR_UNREACHABLE",
    weight: "start",
    stage: "pull",
    operation: ["ecr", "s3"],
    kind: ["noRoute", "tls"],
    cause: "the tasks have no network route to Amazon ECR[[: {host} does not answer]]",
    fix: ECR_ROUTE,
    page: PAGE.ecrEndpoints,
  },
  {
    code: "ECR_PULL_DENIED",
    weight: "start",
    stage: "pull",
    operation: "ecr",
    says: ["pullaccessdenied"],
    when: ({ facts }) => facts.action === undefined,
    cause:
      "{caller|the execution role} may not pull {image|this image} from Amazon ECR, or there is no such repository in that account and Region",
    fix: "grant `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer` on the repository and `ecr:GetAuthorizationToken` on `*` to the role of `executionRole.arn` (AmazonECSTaskExecutionRolePolicy), and allow the role in the repository's policy where the account is another; check account, Region and the whole name in `image` (aws ecr describe-repositories)",
    page: PAGE.ecr,
  },
  {
    code: "ECR_PULL_DENIED",
    weight: "start",
    stage: "pull",
    operation: "ecr",
    says: ["nobasicauthcredentials", "authorizationtokenhasexpired"],
    cause:
      "Amazon ECR was asked for {image|the image} without a login that counts: the task has no execution role, or it lacks `ecr:GetAuthorizationToken`, or the image is of another account or Region than the login",
    fix: "give the task an execution role (`executionRole.arn`) with `ecr:GetAuthorizationToken` on `*`, `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer` on the repository (managed policy AmazonECSTaskExecutionRolePolicy); check account and Region in `image`, and allow the role in the repository's policy where the account is another",
    page: PAGE.ecr,
  },
  {
    code: "ECR_PULL_DENIED",
    weight: "start",
    stage: "pull",
    operation: "ecr",
    kind: ["denied", "credentials"],
    cause:
      "{caller|the execution role} may not pull {image|this image} from Amazon ECR[[ ({action})]], or its digest is gone",
    fix: "grant `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer` on {resource|the repository} to the role of `executionRole.arn` (AmazonECSTaskExecutionRolePolicy has both, and `ecr:GetAuthorizationToken`), and allow the role in the repository's policy where the account is another; push the image again if a lifecycle rule removed it",
    page: PAGE.ecr,
  },
  {
    code: "ECR_THROTTLED",
    weight: "passing",
    stage: "pull",
    kind: "throttled",
    operation: "ecr",
    says: ["throttlingexception", "cannotpullecr", "getauthorizationtoken"],
    cause:
      "Amazon ECR limits how often its API is called, and too many tasks started at once asked it for a login or an image",
    fix: "wait: ECS tries again by itself; start fewer tasks at once, bring the agent of container instances up to date (it keeps logins), or ask for more in Service Quotas (Amazon ECR)",
    page: PAGE.ecr,
  },
  {
    code: "ECR_LOGIN",
    weight: "start",
    stage: "pull",
    operation: "ecr",
    says: ["ecrregistryauth", "getauthorizationtoken", "registryauthfromamazonecr"],
    when: ({ kind }) => kind === undefined,
    general: true,
    cause: "the task could not log in to Amazon ECR; the message does not say why, or is cut off",
    fix: "check both: `ecr:GetAuthorizationToken` on `*` of the execution role, and the network route to ECR (NAT gateway, public IP address, or the VPC endpoints ecr.api and ecr.dkr)",
    page: PAGE.initialization,
  },
  {
    code: "ECR_PULL_FAILED",
    weight: "start",
    stage: "pull",
    operation: "ecr",
    when: ({ kind, facts }) => kind === undefined && (facts.retries ?? 0) >= MANY_TRIES,
    general: true,
    cause:
      "the image {image|} could not be pulled from Amazon ECR in {retries} tries: most often the tasks have no network route to ECR or to S3, which holds the layers; the rest of the message is missing",
    fix: `${ECR_ROUTE}; check that the tag exists too (aws ecr describe-images); the whole message: aws ecs describe-tasks --tasks TASK`,
    page: PAGE.pull,
  },
  {
    code: "ECR_PULL_FAILED",
    weight: "start",
    stage: "pull",
    operation: "ecr",
    when: ({ kind }) => kind === undefined,
    general: true,
    cause: "the image {image|} could not be pulled from Amazon ECR; the message does not say why, or is cut off",
    fix: "check the three: the tag or digest exists (aws ecr describe-images), the execution role has the ECR pull actions, and the tasks reach ECR and S3 (NAT gateway, public IP address, or the VPC endpoints ecr.api, ecr.dkr and S3); the whole message: aws ecs describe-tasks --tasks TASK",
    page: PAGE.pull,
  },
];
