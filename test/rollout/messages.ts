// Messages of ECS as users have reported them: agent versions, both runtimes, both AWS SDKs for Go, both apostrophes.
// Names, accounts and ids are made up.

const ROLE = "arn:aws:sts::123456789012:assumed-role/web-execution/0123456789abcdef";
const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ghcr-AbCdEf";
const REGISTRY_AUTH =
  "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to get registry auth from asm: service call has been retried 1 time(s):";
const ENV_SECRET =
  "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s):";
const ECR_AUTH =
  "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s):";
const PULL = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref";

/** Message and code. */
export const MESSAGES: readonly (readonly [code: string | undefined, message: string])[] = [
  [
    "SECRETS_MANAGER_UNREACHABLE",
    "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from AWS Secrets Manager: There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration.",
  ],
  [
    "SECRETS_MANAGER_UNREACHABLE",
    `${REGISTRY_AUTH} asm fetching secret from the service for ghcr: RequestError: send request failed caused by: Post "https://secretsmanager.eu-central-1.amazonaws.com/": dial tcp 1.2.3.4:443: i/o timeout`,
  ],
  [
    "SECRETS_MANAGER_UNREACHABLE",
    `${ENV_SECRET} operation error Secrets Manager: GetSecretValue, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded`,
  ],
  [
    "KMS_KEY_UNUSABLE",
    `${REGISTRY_AUTH} asm fetching secret from the service for ghcr: KMSInvalidStateException: arn:aws:kms:eu-central-1:123456789012:key/1 is pending deletion.`,
  ],
  [
    "KMS_DENIED",
    `${REGISTRY_AUTH} AccessDeniedException: Access to KMS is not allowed status code: 400, request id: 5c`,
  ],
  [
    "KMS_DENIED",
    `${ENV_SECRET} operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400, RequestID: 5c, api error AccessDeniedException: User: ${ROLE} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-central-1:123456789012:key/1`,
  ],
  [
    "SECRET_DENIED",
    `${REGISTRY_AUTH} operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400, RequestID: 5c, api error AccessDeniedException: User: ${ROLE} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${SECRET} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
  ],
  [
    "SECRET_DENIED",
    `${ENV_SECRET} AccessDeniedException: User: ${ROLE} is not authorized to perform: secretsmanager:GetSecretValue on resource: db status code: 400, request id: 5c`,
  ],
  [
    "SECRET_NOT_FOUND",
    `${REGISTRY_AUTH} ResourceNotFoundException: Secrets Manager can't find the specified secret. status code: 400`,
  ],
  [
    "SECRET_NOT_FOUND",
    `ResourceInitializationError: unable to pull secrets or registry auth: The task can’t retrieve the secret with ARN '${SECRET}' from AWS Secrets Manager.`,
  ],
  [
    "SECRET_NOT_FOUND",
    `${ENV_SECRET} InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.`,
  ],
  [
    "REGISTRY_SECRET_FIELD_MISSING",
    `${REGISTRY_AUTH} asm fetching username: AuthorizationData is malformed, empty field`,
  ],
  [
    "REGISTRY_SECRET_FIELD_MISSING",
    `${REGISTRY_AUTH} asm fetching password: AuthorizationData is malformed, empty field`,
  ],
  ["REGISTRY_SECRET_SHAPE", `${REGISTRY_AUTH} unable to unmarshal secret value, invalid schema`],
  ["REGISTRY_SECRET_SHAPE", `${REGISTRY_AUTH} empty secrets value`],
  ["SECRET_JSON_KEY", `${ENV_SECRET} invalid character 'p' looking for beginning of value`],
  ["SECRET_JSON_KEY", `${ENV_SECRET} retrieved secret from Secrets Manager did not contain json key password`],
  [
    "SECRET_VERSION",
    `${ENV_SECRET} InvalidParameter: 1 validation error(s) found. - minimum field size of 32, GetSecretValueInput.VersionId.`,
  ],
  [
    "PARAMETER_NOT_FOUND",
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): ParameterNotFound",
  ],
  [
    "PARAMETER_DENIED",
    `AccessDeniedException: User: ${ROLE} is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-central-1:123456789012:parameter/db`,
  ],
  [
    "ENVIRONMENT_FILE",
    "ResourceInitializationError: failed to download env files: file download command: non empty error stream: service call has been retried 1 time(s): AccessDenied",
  ],
  [
    "GUARDDUTY_SIDECAR",
    `CannotPullContainerError: AccessDeniedException: User: ${ROLE} is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-central-1:409349209011:repository/aws-guardduty-agent-fargate`,
  ],
  [
    "ECR_LOGIN_DENIED",
    `${ECR_AUTH} AccessDeniedException: User: ${ROLE} is not authorized to perform: ecr:GetAuthorizationToken on resource: *`,
  ],
  [
    "ECR_PULL_DENIED",
    `CannotPullECRContainerError: AccessDeniedException: User: ${ROLE} is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-central-1:123456789012:repository/web`,
  ],
  [
    "ECR_UNREACHABLE",
    `${ECR_AUTH} RequestError: send request failed caused by: Post "https://api.ecr.eu-central-1.amazonaws.com/": dial tcp 1.2.3.4:443: i/o timeout`,
  ],
  [
    "ECR_UNREACHABLE",
    "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, https response error StatusCode: 0",
  ],
  [
    "REGISTRY_AUTH_TIMEOUT",
    "ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed",
  ],
  [
    "RATE_LIMIT",
    `${PULL} docker.io/library/nginx:latest: unexpected status from HEAD request to https://registry-1.docker.io/v2/library/nginx/manifests/latest: 429 Too Many Requests`,
  ],
  [
    "RATE_LIMIT",
    "CannotPullContainerError: inspect image has been retried 1 time(s): toomanyrequests: You have reached your pull rate limit.",
  ],
  [
    "PLATFORM_MISSING",
    "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/arm64'",
  ],
  ["PLATFORM_MISSING", "CannotPullContainerError: no matching manifest for linux/amd64 in the manifest list entries"],
  [
    "REGISTRY_CREDENTIALS_MISSING",
    `${PULL} ghcr.io/acme/web:1: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Fweb%3Apull&service=ghcr.io: 401 Unauthorized`,
  ],
  [
    "REGISTRY_CREDENTIALS_MISSING",
    `${PULL} ghcr.io/acme/web:1: failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden`,
  ],
  [
    "REGISTRY_TOKEN_REFUSED",
    `${PULL} ghcr.io/acme/web:1: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token: 403 Forbidden`,
  ],
  [
    "REGISTRY_TOKEN_REFUSED",
    "CannotPullContainerError: Error response from daemon: Head https://ghcr.io/v2/acme/web/manifests/1: denied: denied",
  ],
  ["IMAGE_NOT_FOUND", `${PULL} ghcr.io/acme/web:2: ghcr.io/acme/web:2: not found`],
  ["IMAGE_NOT_FOUND", "CannotPullContainerError: API error (404): manifest unknown"],
  [
    "IMAGE_NOT_FOUND",
    "CannotPullContainerError: Error response from daemon: manifest for ghcr.io/acme/web:2 not found",
  ],
  [
    "IMAGE_FORBIDDEN",
    `${PULL} ghcr.io/acme/web:1: unexpected status from HEAD request to https://ghcr.io/v2/acme/web/manifests/1: 403 Forbidden`,
  ],
  [
    "REGISTRY_LOGIN_REFUSED",
    "CannotPullContainerError: API error (500): Get https://ghcr.io/v2/acme/web/manifests/1: unauthorized: authentication required",
  ],
  [
    "REGISTRY_LOGIN_REFUSED",
    `${PULL} ghcr.io/acme/web:1: unexpected status from HEAD request to https://ghcr.io/v2/acme/web/manifests/1: 401 Unauthorized`,
  ],
  [
    "IMAGE_PULL_DENIED",
    `${PULL} docker.io/acme/web:latest: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
  ],
  ["IMAGE_PULL_DENIED", "CannotPullContainerError: API error: requested access to the resource is denied"],
  [
    "REGISTRY_CERTIFICATE",
    `${PULL} registry.example.com/web:1: failed to do request: Head "https://registry.example.com/v2/web/manifests/1": x509: certificate signed by unknown authority`,
  ],
  [
    "REGISTRY_UNREACHABLE",
    `${PULL} ghcr.io/acme/web:1: failed to do request: Head "https://ghcr.io/v2/acme/web/manifests/1": dial tcp 140.82.121.33:443: i/o timeout`,
  ],
  [
    "REGISTRY_UNREACHABLE",
    "CannotPullContainerError: API error: Get https://ghcr.io/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
  ],
  [
    "REGISTRY_UNREACHABLE",
    'CannotPullImageManifestError: Error response from daemon: Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on 10.0.0.2:53: no such host',
  ],
  [
    "REGISTRY_UNREACHABLE",
    "CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: context deadline exceeded",
  ],
  [
    "REGISTRY_SERVER_ERROR",
    `${PULL} ghcr.io/acme/web:1: unexpected status from HEAD request to https://ghcr.io/v2/acme/web/manifests/1: 503 Service Unavailable`,
  ],
  ["IMAGE_REFERENCE", "CannotPullContainerError: invalid reference format: repository name must be lowercase"],
  [
    "DISK_FULL",
    "CannotPullContainerError: ref pull has been retried 1 time(s): failed to extract layer sha256:ab: write /usr/lib/x: no space left on device",
  ],
  ["EXEC_FORMAT", "CannotStartContainerError: failed to start: exec /usr/bin/node: exec format error"],
  [
    "COMMAND_NOT_FOUND",
    'CannotStartContainerError: failed to create task for container: runc create failed: exec: "serve": executable file not found in $PATH',
  ],
  ["COMMAND_NOT_FOUND", "Essential container in task exited; container web exited with code 127"],
  [
    "LOG_GROUP",
    "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.",
  ],
  [
    "ROLE_NOT_ASSUMABLE",
    "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web-execution' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions",
  ],
  [
    "NO_FREE_ADDRESS",
    "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.",
  ],
  ["NETWORK_INTERFACE", "Timeout waiting for network interface provisioning to complete."],
  [
    "FILE_SYSTEM_MOUNT",
    "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection timed out",
  ],
  [
    "OUT_OF_MEMORY",
    "Essential container in task exited; container web: OutOfMemoryError: Container killed due to memory usage; container web exited with code 137",
  ],
  ["CAPACITY", "Capacity is unavailable at this time. Please try again later or in a different availability zone."],
  ["QUOTA", "You’ve reached the limit on the number of vCPUs you can run concurrently"],
  ["SPOT_INTERRUPTION", "Your Spot Task was interrupted."],
  [
    "TARGET_UNHEALTHY",
    "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0f)",
  ],
  [
    "TARGET_STATUS",
    "(service web) (task 0a) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0f) due to (reason Health checks failed with these codes: [502]).",
  ],
  ["TARGET_UNHEALTHY", "(service web) (port 8080) is unhealthy in target group web due to (reason Request timed out)."],
  ["CONTAINER_UNHEALTHY", "Task failed container health checks"],
  [
    "CONTAINER_START_TIMEOUT",
    "ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 1m",
  ],
  ["CONTAINER_EXITED", "Essential container in task exited; container web exited with code 1"],
  ["CONTAINER_ENDED", "Essential container in task exited; container web exited with code 0"],
  [
    "MOUNT_FAILED",
    "CannotStartContainerError: failed to create shim task: OCI runtime create failed: mount /data: permission",
  ],
  [undefined, "(service web) has reached a steady state."],
  [undefined, "Scaling activity initiated by (deployment ecs-svc/7)"],
  [undefined, "Task stopped by user"],
  [undefined, ""],
];
