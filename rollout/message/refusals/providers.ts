// What Terraform, OpenTofu, Pulumi and the AWS CLI refuse in what they are given, before ECS is called. Wordings follow their sources;
// checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Options of the AWS CLI whose values are JSON, and which only commands of ECS have. */
const ECS_OPTION =
  "(?:container-definitions|network-configuration|placement-(?:constraints|strategy)|service-registries|(?:default-)?capacity-provider-strategy|service-connect-configuration|deployment-(?:configuration|controller)|requires-compatibilities|runtime-platform|ephemeral-storage|proxy-configuration|overrides)";

/** Rules, the most specific first. */
export const PROVIDER_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "CALL_PARAMETERS", page: PAGE.taskDefinition }, [
    [
      new RegExp(`Error parsing parameter '?(?:--)?(?<name>${ECS_OPTION})'?: ?(?<problem>.{3,160}?)(?=END)`),
      "the AWS CLI cannot read what was given to --{name}: {problem}",
      "correct the value of --{name}: put the JSON into a file and give file://NAME, without line breaks inside texts; in a shell keep it in single quotes, and have jq or printf fill in what comes from variables",
    ],
  ]),
  ...refusals({ code: "TASK_DEFINITION_SHAPE", page: PAGE.taskDefinition }, [
    [
      /Error decoding JSON: ?json: ?cannot unmarshal (?<got>\w{1,20}) into Go (?:struct field (?<field>[\w.]{1,100}) of type|value of type) (?<wanted>[\w.*[\]]{0,40}(?:ContainerDefinition|KeyValuePair|PortMapping)\w{0,20})/,
      "the JSON of the containers has the wrong type[[ in {field}]]: {wanted} is expected, and the type given is {got}",
      "give `container_definitions` the list of containers alone, [{...}], not a whole task definition with family and volumes; jsonencode writes it as it is",
    ],
  ]),
  ...refusals({ code: "CALL_PARAMETERS", page: PAGE.taskDefinition, form: "apiError" }, [
    [
      /"(?<name>\w{2,60}?)" \((?<given>[^)]{0,200})\) is an invalid ARN: ?(?:arn: )?(?<problem>[\w ]{3,60}?)(?=END)/,
      "{name} has to be an ARN, and `{given}` is none: {problem}",
      "give {name} the whole ARN (of Terraform's resources .arn, not .id or .name), and find out why the variable or output that should fill it is empty or wrong",
    ],
    [
      /expected (?<name>[\w.]{2,80}?) to be one of \[(?<what>[^\]]{2,300})\], ?got (?<given>[\w.-]{0,60}?)(?=END)/,
      "{name} is {given|empty}, which is not one of what it can be: {what}",
      "give {name} one of these values; letter case counts",
    ],
    [
      /The argument "(?<name>\w{2,60}?)" is required, but no definition was found/,
      "the resource lacks the argument {name}, which it requires",
      "set {name} in the block that the message names",
    ],
    [
      /An argument named "(?<name>\w{2,60}?)" is not expected here/,
      "the resource has no argument {name} in this block, or not in this version of the provider",
      "put {name} where the provider's page of the resource has it, or bring the provider up to date",
    ],
    [
      /(?:Inappropriate|Incorrect) (?:attribute value type|value for attribute).{0,200}?attribute "(?<name>\w{2,60}?)": ?(?<problem>[\w ".]{3,160}?)(?=END)/,
      "{name} has a value of the wrong type: {problem}",
      "correct {name}: a list in brackets, a number without quotes, a text in quotes",
    ],
  ]),
  ...refusals({ code: "DEPLOY_TOOL", page: PAGE.cloudTrail, form: "apiError" }, [
    [
      /Provider (?:returned invalid result object after apply|produced (?<problem>inconsistent (?:result after apply|final plan)))/,
      "a fault of the Terraform provider: what it read back does not agree with what it made; ECS did not refuse anything",
      "apply again, which often goes through, and bring the provider up to date; if it stays so, look for the resource in the provider's issues, or use the other provider's (aws_ecs_... in place of awscc_ecs_...)",
    ],
  ]),
];
