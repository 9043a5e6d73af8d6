// What tools say that run programs as tasks (Airflow, Dask) and keep ECS's reason to themselves, and what the plugin of Buildkite refuses.
// Wordings follow their sources; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** What a text has that tells more than the tool's sentence. */
const NO_REASON = "(?!.{0,3000}(?:stoppedReason|exitCode|CannotPull|ResourceInit))";

/** Rules, the most specific first. */
export const RUNNER_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "TASK_FAILED", page: PAGE.stopped, weight: "run", general: true }, [
    [
      new RegExp(
        `(?:AirflowException.{0,40}This task is not in success state|not in success state ?- ?last logs)${NO_REASON}`,
      ),
      "the task that Airflow ran on ECS did not end well; why stands in its log lines and exit code",
      "read the last lines of the task's log (npx ghcr-fargate logs --failed), and its stopped reason and exit codes: aws ecs describe-tasks",
    ],
    [
      new RegExp(
        `(?:FargateCluster|ECSCluster|dask_cloudprovider).{0,1500}(?<name>Scheduler|Worker) exited unexpectedly${NO_REASON}`,
      ),
      "the task of Dask's {name} ended as soon as it had started, and Dask does not show why",
      "read the task's log and stopped reason (aws ecs describe-tasks; npx ghcr-fargate logs --failed): most often the image lacks dask or has another version of it, or the program does not find a module",
    ],
  ]),
  ...refusals({ code: "NETWORK_CONFIGURATION", page: PAGE.network }, [
    [
      /Failed to find the default VPC\. ?Network configuration cannot be inferred/,
      "the Region has no default VPC, and Prefect's work pool was not told in which VPC its tasks are to run",
      "set `vpc_id` in the work pool (or the job variables of the deployment), with subnets in `network_configuration` where the VPC has several kinds",
    ],
  ]),
  ...refusals({ code: "DEPLOY_TOOL", page: PAGE.network }, [
    [
      /executing script on container with IP .{0,40}connecting to server.{0,160}dial tcp (?<what>[\d.]{7,15}:\d{2,5}): ?(?:connect: ?)?(?:connection timed out|i\/o timeout|connection refused)/,
      "GitLab's Fargate driver started the task and does not reach its SSH server at {what}",
      "let the security group of the task accept the runner's on port 22, check that the runner has a route to that address (UsePublicIP of the driver), and that the image starts an SSH server",
    ],
  ]),
  ...refusals({ code: "DEPLOYMENT_CONTROLLER", page: PAGE.controllers }, [
    [
      /could not deploy a service using deployment controller type (?<controller>\w{2,20})/,
      "the tool does not deploy a service whose deployment controller is {controller} in the way that it was asked to",
      "deploy it as its controller wants: ECS by UpdateService, CODE_DEPLOY through CodeDeploy and an AppSpec file; or create the service anew with the other controller",
    ],
  ]),
  ...refusals({ code: "DEPLOY_TOOL", page: PAGE.serviceSettings }, [
    [
      /Load balancer container name or port changed in task definition/,
      "the new task definition has no container of the name and port to which the load balancer of the service sends",
      "keep the container's name and port as the service has them (aws ecs describe-services: loadBalancers), or change the service's load balancer with them (aws ecs update-service --load-balancers)",
    ],
    [
      /Cannot update a service to add\/remove a load balancer/,
      "the plugin that deploys does not change the load balancer of a service, and the one that it was given is not the one that the service has",
      "give the plugin the target group, container name and port that the service has (aws ecs describe-services: loadBalancers), or none where it has none; to change them, use aws ecs update-service --load-balancers or create the service anew",
    ],
  ]),
];
