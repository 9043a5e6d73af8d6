// What ECS refuses in the containers of a task definition: image, name, environment, secrets, ports, dependencies. Wordings follow ECS's
// API; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const CONTAINER_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "EXECUTION_ROLE_MISSING", page: PAGE.executionRole }, [
    [
      /When you are specifying (?<what>container secrets|repository credentials|an? \w{1,30}), you must also specify a value for 'executionRoleArn'/,
      "the task definition has {what} and no execution role, with which ECS reads them",
      "set the execution role (executionRoleArn) to one that may read them, or leave `executionRole` unset so that one is created",
    ],
    [
      /Fargate requires task definition to have execution role ARN to support (?<what>[\w ]{1,60}?)(?=END)/,
      "the task definition has no execution role, which Fargate needs for {what}",
      "set the execution role (executionRoleArn) to one with AmazonECSTaskExecutionRolePolicy: leave `executionRole` unset so that one is created, or set `executionRole.arn`",
    ],
  ]),
  ...refusals({ code: "TASK_ROLE_MISSING", page: PAGE.taskRole }, [
    [
      /(?:requires that the|The) task definition (?:has|must have|needs) a task ?role/,
      "the task definition has no task role, which what the service uses (such as ECS Exec) needs",
      "give the task definition a task role (taskRoleArn): leave `taskRole` unset so that one is created, or set `taskRole.arn`",
    ],
  ]),
  ...refusals({ code: "CONTAINER_SETTING", page: PAGE.taskDefinition }, [
    [
      /repository credentials parameter specified for container '?(?<name>[\w<> -]{1,255}?)'? is invalid/,
      "credentialsParameter of the container {name} is not the ARN or name of a secret: it is empty, a placeholder, or has characters that are not allowed",
      "give it the whole ARN of the secret in AWS Secrets Manager that holds username and password (`credentials.secretArn`)",
    ],
    [
      /Container\.image (?:repository )?(?:should|must|can) ?not be (?:null or )?(?:empty|blank|null)/,
      "a container of the task definition has no image: the value that should name it is empty",
      "set `image` of every container, and find out why the variable or output that holds it is empty",
    ],
    [
      /Container\.image (?:repository )?contains invalid characters/,
      "the image of a container has characters that no image reference has: a blank, a line break, a quote, https://, or a placeholder that was not replaced",
      "correct `image`: HOST/REPOSITORY:TAG or HOST/REPOSITORY@sha256:DIGEST, the repository in lower case",
    ],
    [
      /Container\.name (?:(?:should|must|can) ?not be (?:null or )?(?:empty|blank|null))/,
      "a container of the task definition has no name, or the file is a whole task definition where only its list of containers belongs",
      "give every container a `name`; `container_definitions` of Terraform and `containerDefinitions` take the list of containers alone",
    ],
    [
      /Container\.name contains invalid characters/,
      "a container's name has other characters than letters, digits, hyphens and underscores",
      "correct the container's `name`",
    ],
    [
      /Container (?:list|definitions?) (?:can ?not|should not|must not) be (?:null or )?empty|Containers should not be (?:null or )?empty|has no container definitions/,
      "the task definition has no containers",
      "give it at least one container (`containerDefinitions`), and find out why the list is empty",
    ],
    [
      /(?:must have|requires) at least one essential container|essential must be true for at least one container|At least one container (?:must|should) be (?:marked )?(?:as )?essential/,
      "no container of the task definition is essential",
      "let the container that does the work be essential (`essential` is true unless it is set)",
    ],
    [
      /secret name must be unique and not shared.{0,120}such as:? ?'?(?<name>[\w.-]{1,200})/,
      "the container gets {name} twice: as a secret and as an environment variable",
      "keep {name} in `secrets` or in `environment`, not in both; a deployment that adds it to an existing task definition has to take the old one out",
    ],
    [
      /secret name must be unique and not shared/,
      "the container gets one name twice: as a secret and as an environment variable",
      "keep the name in `secrets` or in `environment`, not in both",
    ],
    [
      /Systems Manager parameter name specified for secret (?<name>[\w.-]{1,200}?) is invalid/,
      "the secret {name} has a valueFrom that is neither the name or ARN of a parameter nor the ARN of a secret",
      "give {name} a whole ARN of Secrets Manager (arn:aws:secretsmanager:..., with :KEY:: for one key) or of Parameter Store, or the parameter's name",
    ],
    [
      /maximum number of environment files was exceeded/,
      "a container has more than 10 environment files, the most that ECS reads",
      "put the variables into fewer files of `environmentFiles`",
    ],
    [
      /dependency container with SUCCESS or COMPLETE condition cannot be an essential container/,
      "a container waits for an essential one to end, and the end of an essential container stops the task",
      "set `essential: false` for the container that is waited for, or wait for START or HEALTHY in `dependsOn`",
    ],
    [
      /dependency container with HEALTHY condition must have (?:a )?health ?check|dependency '(?<name>[\w-]{1,255}?)' .{0,80}(?:requires|must have|needs) a health ?check/,
      "a container waits until another one is healthy, which has no health check[[ ({name})]]",
      "give the container that is waited for[[ ({name})]] a `healthCheck`, or wait for START in `dependsOn`",
    ],
    [
      /Cannot depend on container (?:\+ )?'?(?<name>[\w-]{1,255}?)'? because it does not exist|depends on container '(?<other>[\w-]{1,255}?)' which does not exist/,
      "a container waits for {name|another container}, which the task definition does not have",
      "name in `dependsOn` a container of the same task definition",
    ],
    [
      /Proxy container \[?'?(?<name>[\w-]{1,255}?)'?\]? does not exist/,
      "the proxy configuration names the container {name}, which the task definition does not have",
      "add the container {name}, or take the proxy configuration (`proxyConfiguration`) out; `serviceConnect` needs none",
    ],
    [
      /cannot specify both single port and port range|Invalid 'containerPortRange'/,
      "a port mapping has a range of ports that is none, or one port beside it",
      "give either `containerPort` or `containerPortRange`, the lower port first",
    ],
  ]),
  // Words that others say too: only where a call to ECS is refused.
  ...refusals({ code: "CONTAINER_SETTING", page: PAGE.taskDefinition, form: "apiError" }, [
    [
      /Container names must be unique|Duplicate container name/,
      "two containers of the task definition have the same name",
      "give each of `sidecars` a name of its own",
    ],
    [
      /Duplicate environment variable '?(?<name>[\w.-]{1,200}?)'/,
      "the environment variable {name} is set twice in one container",
      "keep one of the two in `environment`",
    ],
    [
      /(?<!\w)Invalid arn syntax/,
      "an ARN of the task definition is none: that of a secret, an environment file in S3, or a log router's file",
      "give whole ARNs: `valueFrom` of `secrets`, `environmentFiles` as arn:aws:s3:::BUCKET/FILE.env",
    ],
    [
      /cannot depend on itself|dependenc(?:y|ies).{0,30}(?:cycle|circular)|circular dependenc/,
      "the containers wait for each other in a circle",
      "take one of `dependsOn` out of the circle",
    ],
    [
      /port ?mapping name (?:'?(?<name>[\w-]{1,64}?)'? )?is already used/,
      "two port mappings of the task definition have the same name",
      "give each port mapping a `name` of its own",
    ],
    [
      /container ?port (?:(?<port>\d{1,5}) )?is used multiple times/,
      "two containers of the task use the same port, and they share one network interface",
      "give each container a port of its own (`port` of the `sidecars`)",
    ],
    [
      /DNS search domain (?<name>[\w.-]{1,255}) contains invalid characters/,
      "the DNS search domain {name} ends in a dot, or has characters that no domain has",
      "correct it, or leave it out",
    ],
    [
      /Unsupported field '(?<what>\w{2,60})'/,
      "the task definition has {what}, which ECS does not support any more",
      "take {what} out of the task definition",
    ],
    [
      /Invalid '(?<setting>[\w.]{2,60})' setting for container '(?<container>[\w.*-]{1,255}?)'\.?(?<problem>.{0,160}?)(?=END)/,
      "ECS refuses {setting} of the container {container}: {problem|its value is not allowed}",
      "correct {setting} of the container {container}",
    ],
    [
      /Invalid setting for container '(?<container>[\w.*-]{1,255}?)'\.? ?(?<problem>.{4,160}?)(?=END)/,
      "ECS refuses a setting of the container {container}: {problem}",
      "correct that setting of the container {container}",
    ],
  ]),
];
