// What kind of text a message is. A text of another system says much the same as ECS does, and is not ECS's failure.

import { compactPhrase, type MessageText } from "./text";

/** Where a text comes from. */
export type MessageForm =
  /** `CannotPullContainerError: ...`: why a task stopped. */
  | "stopReason"
  /** `(service web) was unable to place a task ...`. */
  | "serviceEvent"
  /** The end of a container: exit code, or the container runtime's own words. */
  | "containerExit"
  /** An error of a call to AWS about a service: CreateService, RunTask, CloudFormation, Terraform. */
  | "apiError"
  /** Said by ECS, and no failure. */
  | "noFailure"
  /** Nothing of ECS. */
  | "other";

/** The codes that begin a stop reason. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html (2026-11) */
const STOP_CODE =
  /(?<![\w.])(?:Cannot(?:Pull|Start|Stop|Inspect|Create|Get|Remove)\w*(?:Error)?|ResourceInitializationError|ResourceNotFoundException(?=: Secrets)|ContainerRuntime(?:Timeout)?Error|Docker(?:State|Timeout)Error|EssentialContainerExited|OutOfMemory(?:Error)?|TaskFailedToStart|SpotInterruption|TerminationNotice|AppNet Agent|InternalError(?:: failed|(?=:?\s*$))|EFSMount\w*|(?:Agent|Envoy) readiness check)\b/i;

/** Phrases of ECS's stop reasons that stand without a code. */
const STOP_PHRASES = [
  "unable to pull secrets or registry auth",
  "unable to retrieve secret",
  "connection issue between the task and",
  "timeout waiting for network interface provisioning",
  "network interface provisioning",
  "spot task was interrupted",
  "task failed elb health checks",
  "task failed container health checks",
  "failed container health checks",
  "fetching secret data from",
  "unable to assume the role",
  "unable to assume role",
  "provisioning to complete",
  "tasks failed to start",
  "task failed to start",
  "volume attachment",
  "infrastructure role",
  "enough free addresses",
  "failed to validate logger args",
  "failed to initialize logging driver",
  "failed to invoke efs utils",
  "efs utils command",
  "capacity is unavailable at this time",
  "configuration is above your limit",
  "on the number of tasks you can run",
  "on the number of vcpus you can run",
  "on the number of spot",
  "concurrent task",
  "unexpected ec2 error",
  "failed to download env files",
  "unable to retrieve ecr registry auth",
  "the task can't pull",
  "the task cannot pull",
  "the task can't retrieve",
  "the task cannot find",
  "the task can't find",
  "could not transition to running",
  "could not transition to stopped",
  "failed to start before",
  "dependencies failed to",
  "container did not become healthy",
  "dependent container",
  "unable to create a new tunnel",
  "failed to get container status",
  "task stopped because",
  "host ec2 (instance",
  "failed to attach",
  "readiness check failed with",
  "ecs is performing maintenance",
  "underlying infrastructure hosting the task",
  "deployment circuit breaker",
  "have a container port",
  "closest matching container-instance",
  "closest matching (container-instance",
  "health checks failed with these codes",
  "Target.FailedHealthChecks",
  "Target.ResponseCodeMismatch",
  "Target.Timeout",
].map(compactPhrase);

const EVENT =
  /(?:^|[\s("'\->*])\(?service(?! call\b| role\b| client\b| quota|s\b)[ :(["]+[\w.:/ ,[\]-]{1,300}?[)\]"]?\s*(?:\([^)]{0,120}\)\s*){0,4}(?:was unable|is unable|failed|has|is unhealthy|is not healthy|deployment|operations are|did not|rolling|cannot|could not|registered|deregistered|stopped|updated|task set|experienced)/i;

/** What events say of trouble, wherever a line was broken. */
const EVENT_PHRASES = [
  "unable to place",
  "failed to launch",
  "deployment failed",
  "unhealthy in",
  "not healthy in",
  "unable to consistently start",
  "being throttled",
  "rolling back",
  "failed to register",
  "was unable to",
].map(compactPhrase);

const API =
  /\b(?:when calling the \w+ operation|operation error (?:ECS|Elastic Load Balancing v2|EC2|IAM|Secrets Manager|CloudWatch Logs|ECR|STS|S3|SSM|KMS|EFS)\b|Resource handler returned message|Model validation failed \(#|TargetNotConnectedException|execute command (?:was not enabled|agent isn't)|execute command failed|HandlerErrorCode|Service: (?:Amazon)?(?:ECS|Ecs)|AmazonECSException|com\.amazonaws\.services\.ecs|(?:creating|updating|deleting|waiting for) ECS |ECS Service \(|servicesStable|Waiter ServicesStable|InvalidParameterException|ClientException: |ServiceNotActiveException|ServiceNotFoundException|ClusterNotFoundException|PlatformUnknownException|PlatformTaskDefinitionIncompatib\w+|UnsupportedFeatureException|BlockedException|LimitExceededException)/i;

/** A denial by IAM of a call that ECS's users or roles make. */
const DENIAL =
  /not authorized to perform:? ?(?:ecs|ecr|secretsmanager|ssm|kms|logs|iam|elasticfilesystem|s3|ssmmessages|servicediscovery|elasticloadbalancing|ec2|sts|application-autoscaling|xray):\w+/i;

/** Ends of containers. Alone on their line: the same words in an application's log are the application's. */
const EXITS: readonly RegExp[] = [
  /^(?:exec|standard_init_linux\.go\S*:? ?(?:exec)?(?: user process caused)?:?) ?\S{0,200}:? ?exec format error/im,
  /^standard_init_linux\.go/im,
  /^exec \S{1,200}: (?:permission denied|no such file or directory|input\/output error)\s*$/im,
  /OCI runtime (?:create|exec|start)|runc (?:create|run) failed|failed to create (?:shim )?task|container_linux\.go|starting container process caused|unable to start container process/i,
  /essential container in task exited/i,
  /\bcontainer \S{1,120} exited with (?:code|exit code) -?\d/i,
  /^\W{0,8}(?:details:? |container \S{1,80}:? )?exit ?(?:code|status)"?\s{0,4}[:=]?\s{0,4}\(?\d{1,3}\b[^\n]{0,80}$/im,
  /"?exitCode"?\s{0,4}:\s{0,4}\d/,
];

/** Said by ECS in good times. */
const NO_FAILURE = [
  "has reached a steady state",
  "has begun draining connections",
  "scaling activity initiated by",
  "task stopped by user",
  "stopped by user",
  "deployment completed",
  "deployment initiated",
  "has started",
  "has stopped",
  "registered 1 targets",
  "deregistered",
  "updated computedweight",
  "was updated",
].map(compactPhrase);

/** Words of other systems that pull images, run containers and check health too. */
const ELSEWHERE =
  /\b(?:kubelet|default-scheduler|FailedScheduling|CrashLoopBackOff|ImagePullBackOff|ErrImagePull|OOMKilled|BackOff restarting|FailedMount|FailedCreatePodSandBox|in pod \S+|pod sandbox|rpc error: code =|failed to solve|buildkit|RUN \/bin\/sh|npm ERR!|docker-compose|kubectl|helm upgrade|nomad|systemd\[|azurerm|google_cloud_run|heroku\[)/i;

/** Sorts a text by its form. */
export function formOf(text: MessageText): MessageForm {
  const { line, compact } = text;
  const stop = STOP_CODE.test(line) || STOP_PHRASES.some((phrase) => compact.includes(phrase));
  const event =
    EVENT.test(line) ||
    (/^\W*service|\(service/.test(compact) && EVENT_PHRASES.some((phrase) => compact.includes(phrase)));
  if (ELSEWHERE.test(line) && !stop && !event) return "other";
  if (event) return TROUBLE.test(compact) ? "serviceEvent" : "noFailure";
  if (stop) return "stopReason";
  if (EXITS.some((pattern) => pattern.test(line))) return "containerExit";
  if (API.test(line) || DENIAL.test(line)) return "apiError";
  return isQuiet(compact) ? "noFailure" : "other";
}

/** Words of trouble, in a text without white space. */
const TROUBLE =
  /unable|fail|unhealthy|nothealthy|throttled|error|rollingback|rolledback|couldnot|cannot|insufficient|notfound|interrupt/;

function isQuiet(compact: string): boolean {
  return !TROUBLE.test(compact) && NO_FAILURE.some((phrase) => compact.includes(phrase));
}
