// Settings of a task definition that Fargate, or the network mode awsvpc, does not have. Wordings follow ECS's API; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

const LEAVE_OUT =
  "take {what} out of the task definition, or run it on container instances (launch type EC2) that have it";

/** Rules, the most specific first. */
export const FARGATE_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "FARGATE_UNSUPPORTED", page: PAGE.fargateTasks }, [
    [
      /Fargate only supports network mode '?awsvpc/,
      "the task definition has another network mode than awsvpc, the only one that Fargate has",
      "set the network mode of the task definition to awsvpc (networkMode), and give the service or task subnets",
    ],
    [
      /One or more of the requested capabilities (?:is|are) not supported/,
      "the task definition asks for something that the launch type or platform version of the task does not have (such as a log router's file from S3, devices, GPUs or host directories)",
      "compare requiresAttributes of the task definition (aws ecs describe-task-definition) with what Fargate has; take out what it lacks, use a newer platform version, or run the task on container instances",
    ],
    [
      /Tasks using the Fargate launch type do not support GPU/,
      "a container asks for a GPU, which Fargate does not have",
      "take the GPU out of `resourceRequirements`, or run the task on container instances with GPUs",
    ],
    [
      /Fargate launch type does not support FirelensConfiguration config file from '?s3/,
      "the log router reads its configuration from S3 (config-file-type s3), which Fargate cannot do",
      "put the file into the router's image and set config-file-type file, or use the image aws-for-fluent-bit:init with aws_fluent_bit_init_s3_1; `logs.fireLens` sets the router up",
    ],
    [
      /host\.sourcePath should not be set for volumes in Fargate|do(?:es)? not support (?:host volume )?sourcePath/,
      "a volume of the task definition is a directory of the host (host.sourcePath), which Fargate does not have",
      "use an EFS volume (`volumes`) for files that stay, or a volume without sourcePath for files that last as long as the task",
    ],
    [
      /Fargate requires that the '?privileged'? setting be '?false|do not support privileged/,
      "a container is privileged, which Fargate does not allow",
      "leave `privileged` out, or run the task on container instances",
    ],
    [
      /Fargate (?:does not|doesn't) support (?:task )?placement (?<what>constraints|strateg)|Placement (?<kind>constraints|strategies) are not supported (?:with|for|on) (?:the )?Fargate/,
      "placement constraints or strategies are set, which choose among container instances: Fargate has none",
      "take the placement constraints and strategies out; Fargate spreads tasks over the zones of `network.subnetIds` by itself",
    ],
    [
      /container stop timeout of less than (?<limit>\d{1,4}) seconds/,
      "a container's stop timeout is {limit} seconds or more, which Fargate does not have",
      "set `stopTimeoutSeconds` to a number up to {limit}",
    ],
    [
      /is not allowed on Fargate(?<=(?<what>(?:CAP_)?[A-Z_]{3,40}) is not allowed on Fargate)/,
      "a container adds the Linux capability {what}, which Fargate does not give (SYS_PTRACE is the only one)",
      "take {what} out of the capabilities that are added",
    ],
    [
      /Fargate compatible task definitions do not support (?<what>[\w .\x27]{1,60}?)(?=END)/,
      "the task definition has {what}, which Fargate does not support",
      LEAVE_OUT,
    ],
    [
      /Fargate compatible task definitions only support the '?task'? pidMode/,
      "the task definition has another pidMode than task, which Fargate does not support",
      "set pidMode to task, or leave it out",
    ],
    [
      /Tasks using the Fargate launch type do not support (?<what>[\w .\x27]{1,60}?)(?=END)/,
      "the task definition has {what}, which Fargate does not support",
      LEAVE_OUT,
    ],
    [
      /(?<!\w)Fargate (?:launch type |tasks? )?(?:does not|do not|doesn't) support (?<what>[\w .\x27]{1,80}?)(?=END)/,
      "the task definition has {what}, which Fargate does not support",
      LEAVE_OUT,
    ],
    [
      /Unsupported operating system in task definition\. ?Please choose (?<what>Linux|Windows)/,
      "what the service uses (such as Service Connect) runs on {what} alone, and the task definition has another operating system",
      "set the operating system of the task definition (runtimePlatform) to {what}, or take out what needs it (`serviceConnect`)",
    ],
    [
      /The log driver '?(?<driver>[\w-]{2,20}?)'? is not supported|Log driver '?(?<other>[\w-]{2,20}?)'? is not supported/,
      "a container's log driver ({driver|as named in the message}) is none that Fargate has",
      "use awslogs, splunk or awsfirelens: leave `logs.driver` unset for CloudWatch Logs",
    ],
  ]),
  ...refusals({ code: "NETWORK_MODE_UNSUPPORTED", page: PAGE.taskDefinition }, [
    [
      /When networkMode=(?<mode>awsvpc|host), the host ports and container ports in port mappings must match/,
      "a port mapping gives the host another port than the container, which the network mode {mode} does not have",
      "leave hostPort out of the port mappings, or give it the container's port (`port`); the load balancer may listen on another one",
    ],
    [
      /(?<what>Links|hostname|DNS servers|DNS search domains|Extra hosts|disableNetworking|'links') (?:is|are) not supported (?:on|for)? ?(?:the )?(?:container )?when networkMode ?(?:is|=) ?'?awsvpc/,
      "a container sets {what}, which the network mode awsvpc does not have",
      "take {what} out: containers of one task reach each other on localhost, other services by `serviceConnect` or `discovery`",
    ],
  ]),
];
