// What ECS says when a task stops: codes, and phrases that stand without one.

import { either } from "./either";
import { compactPhrase } from "./text";

/** The codes that begin a stop reason. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html (2026-11) */
export const STOP_CODE = new RegExp(
  "(?<![A-Za-z0-9.]|\\b(?:no|without|zero) )" +
    either([
      /Cannot(?:Pull|Start|Stop|Inspect|Describe|Create|Get|Remove|List)\w{3,60}/,
      /ResourceInitializationError/,
      /ResourceNotFoundException(?=: Secrets)/,
      /ContainerRuntime(?:Timeout)?Error/,
      /Container(?:Networking|Vanished)Error/,
      /DockerClientConfigError/,
      /HostConfigError/,
      /CgroupError/,
      /InvalidVolumeError/,
      /TaskDependencyError/,
      /TaskStateError/,
      /ImpossibleStateTransitionError/,
      /Docker(?:State|Timeout)Error/,
      /EssentialContainerExited/,
      /OutOfMemory(?:Error)?(?!: (?!container(?! memory limit)|essential))/,
      /TaskFailedToStart/,
      /SpotInterruption/,
      /TerminationNotice/,
      /failed to resolve ref(?= )/,
      /AppNet Agent(?=.{0,200}(?:fail|error|unable|unhealthy|not ready|tim(?:ed|e) ?out|denied|exited with code \W{0,3}[1-9]|signall?ed: true))/,
      /InternalError(?:: failed|(?=:?\s*$))/,
      /EFSMount(?!\w*Exception)\w*/,
      /(?:Agent|Envoy) readiness check/,
    ]) +
    "\\b",
  "i",
);

/** A code with what it says, an id or a number: a report, whatever stands around it. */
export const DETAILED = new RegExp(
  `${STOP_CODE.source}["'\`*)]{0,3}:\\s{0,3}[^'"\\s{]|arn:aws|[0-9a-f]{16,}|\\b(?:sg|subnet|i|fs)-[0-9a-f]{6,}|exit ?code\\W{0,6}\\d`,
  "i",
);

/** What says that the circuit breaker ended a deployment, and not only that there is one. */
export const BREAKER_OPEN = new RegExp(
  either([
    /operation\W{0,3}ecsdeploymentcircuitbreaker/,
    /deploymentcircuitbreaker\W{0,3}(?:was|has|is|got|just)?(?:been)?(?:trigger|tripp|fail|activat|kick|stopp|fir(?:es|ed)|open|roll(?:s|ed|ing)|reach|mark|detect|tasks|rollback(?:complete|start|in|succe|to|fail))/,
    /(?:trigger|tripp|fail|error|because|due|caus|activat|stopp|cancel)\w{0,8}(?:of|to|the|an?|by|on|ecs|[:(])*deploymentcircuitbreaker/,
  ]),
);

/** What schedulers of jobs say of a task that they could not run. */
const LOGGED_FAILURE = new RegExp(
  either([
    /failedto(?:run|start|launch)(?:the|an?)?(?:ecs|fargate)task/,
    /failuretoruntask|taskstoppedbeforecomingonline/, // of Jenkins
    /describeecscontainerstatus.{0,300}laststatus=stopped/, // of ECS CLI
    /(?:ecs|fargate)task(?:execution|has)?failed(?!.{0,20}exit)/,
    /(?:ecs|fargate)\w{0,12}?taskstoppedbefore/,
    /(?:resourceinitialization|cannot(?:pull|start|create)(?:ecr)?container)error:/, // a terminal may have broken the line in the code
    BREAKER_OPEN,
  ]),
);

/** Errors in the log of the agent's task engine, behind its name. */
const ENGINE_FAILURE = /\berr(?:or)?="?\w|cannotstartcontainer|ociruntime|apierror\(\d|transition:\w{4,8}msg:\w/;

/** Whether the agent of container instances, or what runs jobs as tasks, reports a failure in its log. */
export function isLoggedFailure(compact: string): boolean {
  const engine = compact.indexOf("taskengine");
  return LOGGED_FAILURE.test(compact) || (engine >= 0 && ENGINE_FAILURE.test(compact.slice(engine)));
}

/** Phrases of ECS's stop reasons that stand without a code. */
export const STOP_PHRASES = [
  "unable to pull secrets",
  "unable to retrieve secret",
  "failed to fetch secret arn:aws",
  "failed to normalize image reference",
  "connection issue between the task and",
  "timeout waiting for network interface provisioning",
  "network interface provisioning",
  "preparing network interface",
  "InsufficientFreeAddressesInSubnet",
  "spot task was interrupted",
  "task failed elb health checks",
  "tasks failed elb health checks",
  "tasks failed container health checks",
  "task failed container health checks",
  ") failed container health checks",
  "fetching secret data from",
  "ref pull has been retried",
  "image manifest has been retried",
  "inspect image has been retried",
  "service call has been retried",
  "unable to assume the role",
  "unable to assume the service linked role",
  "unable to assume role",
  "provisioning to complete",
  "attach ebs volume",
  "attach the ebs volume",
  "up the ebs volume",
  "create ebs volume",
  "ebs volume attach",
  "ebs volume could",
  "ebs volume fail",
  "managed ebs volume",
  "ecs infrastructure role",
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
  "unexpected ec2 error",
  "failed to download env files",
  "unable to retrieve ecr registry auth",
  "unable to pull registry auth from",
  "invoke eni plugin failed",
  "the task can't pull",
  "the task cannot pull",
  "the task can't retrieve",
  "the task cannot find",
  "the task can't find",
  "could not transition to",
  "failed to start before",
  "dependencies failed to",
  "container did not become healthy",
  "dependent container",
  "unable to create a new tunnel",
  "failed to get container status",
  "task stopped because",
  "host ec2 (instance",
  "host ec2 terminated",
  "host ec2 stopped",
  "readiness check failed with",
  "ecs is performing maintenance",
  "underlying infrastructure hosting the task",
  "memberOf placement constraint unsatisfied",
  "insufficient CPU units available",
  "have a container port",
  "essential container in task exited",
  "essential container exited",
  "cannot link to a non running container: /ecs-",
  "error while pulling image; will try",
  "error while pulling container",
  "error while mounting volume",
  "to unused device index",
  "stopped due to oom",
  "copy existing contents to task volume",
  "unable to copy contents",
  "unable to place a task",
  "failed to launch a task with",
  "unable to consistently start tasks",
  "instance deregistration forced",
  "can no longer maintain your service",
  "unauthorized to perform ecs:",
  "under protection",
  "ecs agent to start",
  "no container instances were found in",
  "have any container instances",
  "no container instances that",
  "already using a port required by your task",
  "missing an attribute required by your task",
  "container instance met all of its requirements",
  "descriptor matching platform",
  "unexpected ARN format with parameters",
  "failed to configure ENI",
  "closest matching container-instance",
  "closest matching (container-instance",
  "health checks failed with these codes",
  "Target.FailedHealthChecks",
  "Target.ResponseCodeMismatch",
  "Target.Timeout",
].map(compactPhrase);
