// What ECS refuses in a task definition as a whole: its size, name, and shape. Wordings follow ECS's API; checked 2026-11.

import { FARGATE_SIZES } from "../../../model/fargateSizes";
import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule, Values } from "../rule";

/** What fits the values of a message: `1024, 2048, 3072 or 4096`. */
function fittingMemory({ cpu: units, vcpu, memory }: Values): Values {
  const cpu = units ?? String(Number(vcpu) * 1024);
  const offered = FARGATE_SIZES.find((size) => size.cpu === Number(cpu))?.memoryMiB;
  const cpus = FARGATE_SIZES.filter((size) => size.memoryMiB.includes(Number(memory))).map((size) => size.cpu);
  return {
    fitting:
      offered === undefined
        ? `\`cpu\` to one of ${FARGATE_SIZES.map((size) => size.cpu).join(", ")}`
        : `\`memory\` to ${listed(offered)}`,
    ...(cpus.length > 0 && { other: `, or \`cpu\` to ${listed(cpus)} with this memory` }),
  };
}

function listed(values: readonly number[]): string {
  if (values.length > 8) return `${values[0]} to ${values.at(-1)} in steps of ${(values[1] ?? 0) - (values[0] ?? 0)}`;
  return values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

/** Rules, the most specific first. */
export const TASK_DEFINITION_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "TASK_SIZE_INVALID", page: PAGE.sizes, derive: fittingMemory }, [
    [
      /No Fargate configuration exists for given values: (?<cpu>\d{1,6}) CPU, ?(?<memory>\d{1,7}) memory/,
      "Fargate has no task of {cpu} CPU units with {memory} MiB of memory",
      "set {fitting} (MiB){other|}",
    ],
    [
      /Fargate resource requirements \((?<vcpu>[\d.]{1,6}) vCPU, ?(?<memory>\d{2,7}) MiB\) not valid/,
      "Fargate has no task of {vcpu} vCPU with {memory} MiB of memory",
      "set {fitting} (MiB){other|}",
    ],
  ]),
  ...refusals({ code: "TASK_SIZE_INVALID", page: PAGE.sizes }, [
    [
      /No Fargate configuration exists for given values/,
      "Fargate has no task of this CPU and memory size[[: {cpu} CPU units with {memory} MiB]]",
      "choose a pair that exists for `cpu` and `memory`[[: {memoryChoices}]]",
    ],
    [
      /Invalid CPU and memory combinations? (?:\[(?<what>[^\]]{3,40})\] ?)?for FARGATE compatible task definition/,
      "Fargate has no task of this CPU and memory size[[: {what}]], as the CDK finds",
      "choose a pair that exists for `cpu` and `memoryLimitMiB` (numbers: 256 and 512, 1024 and 2048); if it does exist, bring the CDK (aws-cdk-lib) up to date, whose versions 2.151.0 and 2.188.0 refuse some that do",
    ],
    [
      /'cpu' be defined at the task level.{0,300}'memory' be defined at the task level/,
      "the task definition sets neither CPU nor memory for the task as a whole, which Fargate needs",
      "set both `cpu` and `memory` of the task, not of its containers alone, to a pair that Fargate has, such as 256 and 512",
    ],
    [
      /Fargate requires that '(?<setting>cpu|memory)' be defined at the task level/,
      "the task definition sets no {setting} for the task as a whole, which Fargate needs",
      "set both `cpu` and `memory` of the task, not of its containers alone, to a pair that Fargate has, such as 256 and 512",
    ],
    [
      /Invalid setting for container '(?<container>[\w.*-]{1,255}?)'\. At least one of 'memory' or 'memoryReservation' must be specified/,
      "neither the container {container} nor the task as a whole has memory",
      "set `memory` of the task (Fargate needs it), or `memory` or `memoryReservation` of the container {container}",
    ],
    [
      /At least one of 'memory' or 'memoryReservation' must be specified/,
      "neither a container nor the task as a whole has memory",
      "set `memory` of the task (Fargate needs it), or `memory` or `memoryReservation` of each container",
    ],
    [
      /'memory' (?:must|should) be greater than (?:or equal to )?'memoryReservation'|'memoryReservation' (?:must|should) be (?:less|smaller) than/,
      "a container reserves more memory (memoryReservation) than it may use (memory)",
      "make `memoryReservation` of the container smaller than its `memory`, or leave it out",
    ],
    [
      /ephemeral ?storage.{0,60}(?:between|at least|greater than|must be) ?'?(?<least>\d{1,3})/,
      "the task's ephemeral storage is not within what Fargate offers: 21 to 200 GiB (20 GiB without the setting)",
      "set `ephemeralStorageGib` to a whole number from 21 to 200, or leave it out",
    ],
    [
      /(?:Total|The) (?<setting>cpu|memory) override.{0,60}(?:greater|exceeds)|Invalid CPU or memory value specified/,
      "the CPU or memory given for this run (overrides) is none that the task can have",
      "give `cpu` and `memory` of the overrides as a pair that Fargate has, or leave them out",
    ],
  ]),
  ...refusals({ code: "CONTAINER_LARGER_THAN_TASK", page: PAGE.taskDefinition }, [
    [
      /'(?<setting>memory|cpu|memoryReservation)' setting for container '(?<container>[\w.*-]{1,255}?)' is greater than for (?:the )?task/,
      "the container {container} asks for more {setting} than the whole task has",
      "raise `{setting}` of the task, or lower that of the container {container}",
    ],
    [
      /'(?<setting>memory|cpu|memoryReservation)' setting for (?:a |the )?container is greater than for (?:the )?task/,
      "a container asks for more {setting} than the whole task has",
      "raise `{setting}` of the task, or lower that of the container",
    ],
    [
      /sum of all container 'memoryReservation' values cannot be greater than/,
      "the containers together ask for more memoryReservation than the whole task has",
      "raise `memory` of the task, or lower memoryReservation of its containers, the sidecars too",
    ],
    [
      /sum of all container '(?<setting>\w{3,20})' values cannot be greater than/,
      "the containers together ask for more {setting} than the whole task has",
      "raise `{setting}` of the task, or lower that of its containers",
    ],
  ]),
  ...refusals({ code: "TASK_DEFINITION_TOO_LARGE", page: PAGE.quotas }, [
    [
      /Actual length: '?(?<length>\d{1,9})'?\.? Max allowed length is '?(?<limit>65536)'? ?bytes/,
      "the task definition is too large: {length} bytes, and ECS takes at most {limit} (64 KiB)",
      "make it smaller: move environment variables into an environment file in S3 (`environmentFiles`) or into parameters and secrets, and drop containers, labels and options that are not needed",
    ],
  ]),
  ...refusals({ code: "TASK_DEFINITION_TOO_LARGE", page: PAGE.quotas, form: "apiError" }, [
    [
      /Too many containers|(?:at most|more than|maximum of) ?(?:10|ten) containers/,
      "the task definition has too many containers: ECS takes at most 10",
      "give each program that scales by itself a service of its own, and keep only its `sidecars` beside it",
    ],
  ]),
  ...refusals({ code: "TASK_DEFINITION_NAME", page: PAGE.taskDefinition }, [
    [
      /Invalid revision number\.? Number: ?(?<revision>[\w:.-]{1,200})/,
      "`{revision}` is not a revision of a task definition, which is a number",
      "name the task definition as family:number, by its family alone (the newest revision) or by its whole ARN; a tag such as latest belongs to the image",
    ],
    [
      /Invalid revision number/,
      "what follows the last colon of the task definition's name is not a revision, which is a number",
      "name the task definition as family:number, by its family alone (the newest revision) or by its whole ARN",
    ],
    [
      /Task ?Definition (?:can ?not|must not|should not) be (?:blank|empty|null)|(?<![\w-])taskDefinition:? (?:may not|must not) be (?:null|empty)/,
      "the call names no task definition: the name that was given is empty",
      "set the task definition (family:revision or its ARN), and find out why the variable or output that holds it is empty",
    ],
    [
      /Family can ?not be blank/,
      "the family of the task definition is empty",
      "set `family`, and find out why the variable or output that holds it is empty",
    ],
    [
      /Family (?:contains invalid characters|must match|should not be null or empty|(?:must be|is) (?:at most|longer than))/,
      "the family of the task definition is empty, or has other characters than letters, digits, hyphens and underscores (255 at most)",
      "correct `family`; where a task definition is named, give family:revision or its whole ARN, without an image's name or a path",
    ],
  ]),
  ...refusals({ code: "TASK_DEFINITION_INACTIVE", page: PAGE.events }, [
    [
      /TaskDefinition is inactive/,
      "the task definition[[ {taskDefinition}]] was deregistered or does not exist in this Region",
      "deploy again (pulumi up --refresh registers it anew), or name a revision that is active: aws ecs list-task-definitions",
    ],
    [
      /TaskDefinition not found|Unable to describe task ?definition|specified task definition does not exist/,
      "ECS has no such task definition in this account and Region, or the name that was given is empty",
      "check its family and revision (aws ecs list-task-definitions), and that a variable which holds it is not empty; pulumi up --refresh registers ours again",
    ],
  ]),
  ...refusals({ code: "TASK_DEFINITION_SHAPE", page: PAGE.taskDefinition, form: "apiError" }, [
    [
      /SerializationException|_VALUE can ?not be converted to|Start of (?:structure|list).{0,40}found where not expected|Unexpected field type/,
      "ECS cannot read what was sent to it: the JSON is malformed, or a value has the wrong type (a number for a text, a text for a list or an object)",
      "compare it with what the call takes (aws ecs register-task-definition --generate-cli-skeleton): values of environment are texts, ports and memory of containers numbers, command and entryPoint lists; jsonencode of Terraform writes them as they are",
    ],
  ]),
  ...refusals({ code: "TASK_DEFINITION_SHAPE", page: PAGE.taskDefinition }, [
    [
      /Unrecognized collection type class/,
      "the JSON of the task definition has the wrong shape: a list where ECS expects an object, or one value where it expects a list",
      "compare it with what RegisterTaskDefinition takes (aws ecs register-task-definition --generate-cli-skeleton): one object with `containerDefinitions`, not a list of containers, and not the whole answer of describe-task-definition",
    ],
    [
      /container ?_? ?definitions is invalid:(?: Error decoding JSON:)?(?: json:)? cannot unmarshal (?<got>\w{1,20}) into Go (?:struct field (?<field>[\w.]{1,100}) of type|value of type) (?<wanted>(?:\*|\[\]){0,3}(?:string|bool|u?int(?:8|16|32|64)?|float(?:32|64)|map\[string\]\w{1,20}|(?:ecs\.|types\.)?[A-Z]\w{1,60}))/,
      "the JSON of the containers has the wrong type[[ in {field}]]: a {got} stands where {wanted} is expected",
      "correct the value of {field|the list}: `container_definitions` is a JSON list of containers, environment and secrets are lists of objects with name and value (valueFrom), and values of environment are strings, numbers of ports and memory are numbers; jsonencode writes them as they are",
    ],
    [
      /(?:container ?_? ?definitions is invalid:|"container_definitions" (?:contains an invalid|is not a valid) JSON:?) ?(?<problem>.{1,160})/,
      "the JSON of the containers cannot be read: {problem}",
      "write `container_definitions` with jsonencode, as a list of containers, and look for a comma, a quote or a placeholder that is wrong",
    ],
  ]),
];
