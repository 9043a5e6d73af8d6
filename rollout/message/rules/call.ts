// Refused calls: ECS's API and what tools check before they call. Codes and wordings follow ECS's API reference, CloudFormation,
// Terraform and the AWS SDKs; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const CALL_RULES: readonly Rule[] = [
  {
    code: "ACCOUNT_BLOCKED",
    weight: "start",
    says: ["blockedexception", "accountiscurrentlyblocked", "accountisblocked", "accounthasbeenblocked"],
    cause: "AWS has blocked the account for ECS",
    fix: "open a case with AWS Support: new accounts are checked first, and others are blocked for unpaid bills or abuse",
    page: PAGE.quotas,
  },
  {
    code: "CALLER_CREDENTIALS",
    weight: "start",
    form: "apiError",
    says: [
      "unabletolocatecredentials",
      "couldnotloadcredentials",
      "couldnotloadthecredentials",
      "novalidcredentialsources",
      "securitytokenincluded",
      "expiredtoken",
      "unrecognizedclient",
      "invalidclienttokenid",
      "signaturedoesnotmatch",
      "invalidsignature",
    ],
    cause:
      "AWS does not accept the credentials of whoever deploys, or there are none: they have expired, or belong to no account",
    fix: "log in again (aws sso login, or new keys), and check the profile and Region: aws sts get-caller-identity",
    page: PAGE.credentials,
  },
  {
    code: "CALL_PARAMETERS",
    weight: "start",
    form: "apiError",
    when: ({ facts }) => facts.errorCode === "ParamValidationError",
    cause:
      "the tool that calls AWS does not accept a parameter: {refusal|it is older than the parameter, or the parameter is only an output}",
    fix: "bring the tool (AWS CLI, SDK, GitHub action) up to date; take out what describe-task-definition adds, such as revision, status and registeredAt",
    page: PAGE.taskDefinition,
  },
  {
    code: "RESOURCE_BUSY",
    weight: "passing",
    form: "apiError",
    says: [
      "toomanyconcurrentattempts",
      "updateinprogress",
      "currentupdateinprogress",
      "isinabusystate",
      "clusterwasnotactive",
      "tryagainwhen",
      "alreadyinprogress",
      "concurrentmodification",
    ],
    cause: "something else changes the same resource at this moment[[: {refusal}]]",
    fix: "wait until it has ended and deploy again; let deployments of one service or cluster run one after the other",
    page: PAGE.events,
  },
  {
    code: "RESOURCE_IN_USE",
    weight: "start",
    form: "apiError",
    says: [
      "isinuseand",
      "resourceinuse",
      "isinuseby",
      "cannotbedeletedwhile",
      "clustercontains",
      "hasadependentobject",
      "arestillassociatedwith",
      "isstillassociatedwith",
    ],
    when: ({ text }) => !text.compact.includes("circuitbreaker"),
    cause: "AWS does not remove what is still used[[: {refusal}]]",
    fix: "take it out of the services, tasks and clusters that use it (capacity providers: `capacityProviders` of each service), then deploy again",
    page: PAGE.events,
  },
  {
    code: "RESOURCE_EXISTS",
    weight: "start",
    form: "apiError",
    says: ["alreadyexists"],
    when: ({ text }) => !/service/.test(text.compact.slice(Math.max(0, text.compact.indexOf("alreadyexists") - 60))),
    cause: "something of this name is there already[[: {refused}]]",
    fix: "import it into the program (pulumi import), or give the new one another name",
    page: PAGE.events,
  },
  {
    code: "CAPACITY_PROVIDER",
    weight: "start",
    form: "apiError",
    says: [
      "notassociatedwiththecluster",
      "capacityprovider'fargate",
      "capacityprovidernotfound",
      "capacityproviderswerenotfound",
      "capacityproviderdoesnotexist",
    ],
    cause: "the cluster does not have the capacity provider that the service or task names",
    fix: "associate it with the cluster: aws ecs put-cluster-capacity-providers --cluster CLUSTER --capacity-providers FARGATE FARGATE_SPOT; or leave `cluster.arn` unset, so that a cluster with both is created",
    page: PAGE.spot,
  },
  {
    code: "NAMESPACE_NOT_FOUND",
    weight: "start",
    form: "apiError",
    says: ["namespacenotfound", "failedtoretrievenamespace", "namespacedoesnotexist"],
    cause:
      "the namespace of AWS Cloud Map does not exist in this Region, or whoever deploys may not read it[[: {refusal}]]",
    fix: "create it before the service, or correct its name or ARN in `serviceConnect` or `discovery`",
    page: PAGE.serviceConnect,
  },
  {
    code: "CALL_THROTTLED",
    weight: "passing",
    form: "apiError",
    kind: "throttled",
    cause: "AWS limits how often its APIs are called, and ECS or another program calls them too often",
    fix: "wait and deploy again; deploy fewer services at once",
    page: PAGE.throttling,
  },
  {
    code: "CALL_UNREACHABLE",
    weight: "passing",
    form: "apiError",
    kind: ["noRoute", "dns", "tls"],
    when: ({ facts }) => facts.refusal === undefined || facts.host !== undefined,
    cause: "the computer that deploys does not reach AWS's API {host|}",
    fix: "check its network, proxy and DNS, and the name of the Region (AWS_REGION); then deploy again",
    page: PAGE.credentials,
  },
  {
    code: "CALL_FAILED",
    weight: "passing",
    form: "apiError",
    when: ({ kind, facts }) => kind === "serverError" && facts.errorCode !== "TargetNotConnectedException",
    cause: "ECS could not answer the call, for an error of AWS's own",
    fix: "deploy again; if it stays so, look at AWS's status page for the Region",
    page: PAGE.status,
  },
];

/** The tool kept the code alone, and at most the name of what it works on. */
export const CALL_UNEXPLAINED: Rule = {
  code: "CALL_REFUSED",
  weight: "start",
  form: "apiError",
  when: ({ facts }) => facts.errorCode !== undefined && !/\s/.test(facts.refusal ?? ""),
  cause:
    "AWS refused the call ({errorCode}), and the tool left out what AWS says about it[[: only the name {refusal} stands there]]",
  fix: "look for AWS's words in the debug log of the tool (TF_LOG=debug, pulumi up --logtostderr -v=9, aws --debug) or in CloudTrail (errorMessage of the event), and bring the tool up to date",
  page: PAGE.cloudTrail,
};

/** What remains: AWS says itself what it refuses. */
export const CALL_REFUSED: Rule = {
  code: "CALL_REFUSED",
  weight: "start",
  form: "apiError",
  when: ({ facts }) => facts.refused !== undefined,
  cause: "AWS refused the call: {refused}",
  fix: "{correction|correct in the program what the message names}[[ as AWS says ({advice})]], and deploy again[[; what {called} takes: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_{called}.html]]",
  page: PAGE.events,
};

/** What remains of a tool's own words, where it names the place in the program. */
export const TOOL_REFUSED: readonly Rule[] = refusals(
  { code: "CALL_REFUSED", page: PAGE.taskDefinition, form: "apiError", general: true },
  [
    [
      /(?:^|[^\w"])Error: (?<problem>[A-Za-z"][^{}]{15,200}?)(?=with(?:module\.|awscc?_ecs_)|,?[│|]{0,4}on[\w./-]{1,100}\.tf(?:\.json)?line\d)/,
      "the tool refused what it was given: {problem}",
      "correct in the program what the message names; where it names nothing, look for more in the debug log of the tool (TF_LOG=debug)",
    ],
    [
      /Failed to (?<name>update|create|deploy) (?:the |an? )?(?:Amazon )?(?:ECS|Fargate) service/,
      "the tool could not {name} the service, and does not show what AWS answered",
      "look for AWS's words in the lines before, in the tool's debug log or in CloudTrail (errorMessage of the event), or call it by hand: aws ecs update-service",
    ],
  ],
);
