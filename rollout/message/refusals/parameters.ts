// What the tools that call AWS refuse before they call: a parameter that they do not know, miss, or find of the wrong type. Wordings follow
// botocore (AWS CLI, boto3) and the AWS SDK for JavaScript; checked 2026-11.

import { PAGE } from "../pages";
import { refusals, type Refusal } from "../refusal";
import type { Rule, Values } from "../rule";

/** What describe-task-definition answers beside what register-task-definition takes. */
const ANSWERED =
  /^(?:taskDefinitionArn|revision|status|requiresAttributes|compatibilities|(?:de)?registered(?:At|By))$/;
/** Parameters of a task definition that people give to the service. */
const OF_THE_PLATFORM = /^(?:platformFamily|cpuArchitecture|operatingSystemFamily|runtimePlatform)$/;

/** Where a parameter belongs, and where it was given. */
function place({ name = "", path = "input" }: Values): Values {
  const isOfCall = path === "input" || path === "params";
  return {
    ...(!isOfCall && { where: path }),
    ...(ANSWERED.test(name) && { hint: "it is only an answer of describe-task-definition" }),
    ...(OF_THE_PLATFORM.test(name) && isOfCall && { hint: "it belongs to runtimePlatform of the task definition" }),
  };
}

/** Rules, the most specific first. */
export const PARAMETER_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "CALL_REFUSED", page: PAGE.taskDefinition, form: "apiError" }, [
    [
      /(?<what>Tags (?:can ?not|must not|may not|should not) be empty)/,
      "AWS refused the call: {what}, and the call gives an empty list",
      "leave the tags out where there are none (no empty list as `tags`), or give at least one",
    ],
    [
      /Container ?Overrides length must be at most (?<limit>\d{1,6})/,
      "AWS refused the call: what it overrides for this run (command, environment) is longer than {limit} characters",
      "give less in containerOverrides: put what is long into S3, a parameter, a secret or an environment file, and hand over its name alone",
    ],
  ]),
  ...refusals({ code: "CALL_PARAMETERS", page: PAGE.taskDefinition }, [
    [
      /Should only contain "family", ?"containerDefinitions"/,
      "the JSON has a key that the form of the console does not know: it takes those alone that it lists",
      "take out what is not in its list, or register the JSON with the AWS CLI: aws ecs register-task-definition --cli-input-json file://NAME",
    ],
  ]),
  ...refusals({ code: "CALL_PARAMETERS", page: PAGE.taskDefinition, form: "apiError", derive: place }, [
    ...[
      /Unknown parameter in (?<path>[\w.[\]]{1,120}): ?'(?<name>\w{1,60}?)', must be one of/,
      /Unexpected key '(?<name>\w{1,60}?)' found in (?<path>params(?:\.\w{1,60}?|\[\d{1,3}\]){0,6})(?=Error|END)/,
    ].map((said): Refusal => [
      said,
      "the tool that calls AWS does not accept a parameter: it knows no {name}[[ in {where}]][[ ({hint})]]",
      "take {name} out, or put it where AWS's page of the call has it (what describe-task-definition adds, such as revision and status, is no parameter); if it stands there, bring the tool (AWS CLI, SDK, GitHub action) up to date",
    ]),
    [
      /tags? contains? (?:an? )?invalid character|Tag (?:key|value).{0,60}(?:invalid character|must (?:match|satisfy))/,
      "the key or value of a tag has characters that AWS does not take",
      "correct the tags of the task, service and task definition: letters, digits, blanks and `_.:/=+-@` alone (no commas, brackets or line ends), which names of branches and commit messages often break",
    ],
    [
      /missing required field, ?(?<path>\w{4,60}?)Input\.(?<name>[\w.[\]]{1,120}?)(?=END|-missing)/,
      "the call {path} lacks the field {name}, which AWS requires",
      "set {name} too (both fields together where only one is changed), and bring the tool (Terraform's provider) up to date, which may send only what changed",
    ],
    [
      /Missing required (?:parameter|key) (?:in (?<path>[\w.[\]]{1,120}): ?)?'(?<name>\w{1,60}?)'/,
      "the call lacks the parameter {name}[[ in {where}]], which AWS requires",
      "set {name}[[ in {where}]], and find out why the variable or output that should fill it is empty",
    ],
    [
      /Invalid type for parameter (?<name>[\w.[\]]{1,120}), value: ?.{0,200}?, type: ?<(?:class|type)'(?<got>[\w.]{1,40}?)'>, valid types: ?<(?:class|type)'(?<wanted>[\w.]{1,40}?)'>/,
      "{name} is of the type {got}, and AWS expects {wanted}",
      "correct {name} in what is given to the tool: a number without quotes, a text in quotes, a list in brackets",
    ],
    [
      /Invalid (?<what>length|range) for parameter (?<name>[\w.[\]]{1,120}), value: ?(?<given>[\w.-]{1,40}),? ?valid (?:min|max)[\w -]{0,12}: ?(?<limit>[\w.-]{1,20})/,
      "the {what} of {name} ({given}) is not one that AWS takes; the limit is {limit}",
      "correct {name}, and find out why the variable or output that should fill it is empty or wrong",
    ],
  ]),
];
