// What kind of text a message is. A text of another system says much the same as ECS does, and is not ECS's failure.

import { isOfEcs, namesEcs, readCall } from "./call";
import { isDependency } from "./dependency";
import { ELSEWHERE, LOCAL_DOCKER, OTHER_SERVICE } from "./elsewhere";
import { isRouterFailure } from "./fireLens";
import { isMention, isSourceCode } from "./mention";
import { hasTrouble, isQuiet } from "./quiet";
import { saysAsEcs } from "./refusalWords";
import { AGENT_SUBJECT, DETAILED, LOGGED_FAILURE, STOP_CODE, STOP_PHRASES } from "./stopReasons";
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

/** What only the agent of a task says: it quotes the errors of its own calls. */
const AGENT =
  /executionresourceretrieval|fetchingsecretdata|secrets?fromasm|secrets?fromssm|ecrregistryauth|(?:servicecall|imagemanifest|refpull|inspectimage)hasbeenretried|loggerargs|initializeloggingdriver|efsutils|downloadenvfiles|envoy_xds/;

const EVENT =
  /(?:^|[\s("'\->*])\(?service(?! call\b| role\b| client\b| quota|s\b)[ :(["]+(?:(?! service[ :(["])[\w.:/ ,[\]-]){1,300}?[)\]"]?\s*(?:\([^)]{0,120}\)\s*){0,4}(?:was unable|is unable|failed|has|is unhealthy|is not healthy|deployment|operations are|did not|rolling|cannot|could not|registered|deregistered|stopped|updated|task set|experienced)/i;

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
  "unhealthy status",
].map(compactPhrase);

/** The end of an event whose beginning was not copied. */
const TARGET_EVENT =
  /is(?:un|not)healthyin\(?(?:target-?group|elb)|\((?:task|port|instance)[^)]{1,60}\)is(?:un|not)healthydueto\(reason/;

/** Names of the events of Amazon EventBridge, and reasons for which calls leave things out. */
const EVENT_NAME =
  /(?:service|taskset|cluster|ecs|vpc_lattice)_(?:task|daemon|deployment|discovery|operation|target)_\w*(?:failure|failed|violated|throttled|impaired|unhealthy)|reason":"(?:missing|inactive|resource:\w{2,10}|attribute|agent|location)","arn":"arn:aws[\w-]*:ecs:|reason[:=](?:missing|inactive)\W{1,4}arn[:=]arn:aws[\w-]*:ecs:|arn:aws[\w-]*:ecs:[^"'\s]{1,300}(?::|['"\\]{1,4},['"\\]{1,4}reason['"\\]{1,4}:['"\\]{1,4})(?:missing|inactive|resource:|attribute|agent|location)/;
/** What tools say of a deployment that failed; not of a program's own circuit breakers. */
const DEPLOYMENT_FAILED =
  /(?<!if)(?:ecs|fargate)(?:service)?deployment(?:has)?(?:failed|timedout)|ecsservicedidnot(?:stabili|become|reach|settle|successfullystart)|rollback_(?:successful|succeeded)|circuitbreaker:?(?:tasksfailed|wastriggered)|(?:fargate|ecs|taskdef).{0,300}circuitbreaker(?:was)?triggered|circuitbreaker(?:was)?triggered.{0,300}(?:fargate|ecs|taskdef)/;
/** Alone: builds and schedulers of others have tasks too. */
const NOT_STARTED =
  /ecstaskfailtostart|stopped\(tasks?failedtostart\)|\becs.{0,60}tasks?failedtostart|(?:^|:|reason[:"']*|stopcode.{0,40}|\dz)tasks?failedtostart(?:$|[.:"',]*(?:$|view|cannot|resource|\w{3,40}error|,?"))|(?:^|warning:|:)\d{1,4}tasks?failedtostart\W*$/;

/** Why RunTask started nothing, without the rest of its answer. */
const FAILURE_REASON = /failurereasons?\W{1,4}(?:agent|attribute|resource)\b/;

/** What tools say of a refused call or a deployment that failed, without quoting AWS; without white space. */
const TOOL =
  /taskdefinition[\w-]{1,200}:\d{1,9}doesnotexist|ecsdeployer::|modelvalidationfailed\(#|managedagentstatus.{0,80}stopped|resourcetimedoutwaitingforcompletion|propertiesvalidationfailedforresource\w{0,200}?(?:taskdef|service|cluster|capacityprovider)|ecs-execute-command-|unabletostart(?:command|shell):failedto|fetchingdatakeyfailed|executecommandwasnotenabled|executecommandagentinitializationfailed|executecommandagentisn't|executecommandfailed|sessionmanagerpluginisnotfound|waiterhastimedout|duetotimeout.{0,80}ecs-?deploy|taskdefinitionnotrunningwithin|ecs.{0,40}(?:timeout|timedout)waitingfor|toreach(?:a)?steadystate:|invalidrequestprovided:(?:createtaskdefinition|(?:create|update|delete)(?:service|cluster|capacityprovider))|(?:create|update)serviceerror:|waitertasks(?:running|stopped)failed|ecsdeploymentcircuitbreaker|handlererrorcode:notstabilized|didnotstabilize|deploy(?:service|job).{0,300}exitedwithstatus\w{0,9}rollback|servicedidnotbecome(?:healthy|stable)in.{0,80}tasks|(?:failed|failure|timedout|timeout|error)(?:to|in|while)?wait(?:ing)?forservice[\w/.-]{0,120}?tobe(?:come)?stable|servicedeploymentrolledback(?=because|:|$)|rolloutstate":"failed|rolloutstatereason":"[^"]{0,200}fail|deploymentecs-svc\/\d{1,20}(?:failed|rolledback)|unsupporteddeploymentcontroller|timedoutafter[\d.]{1,20}secondswhilewatchingtask|https:\/\/ecs\.[\w-]{1,40}\.amazonaws\.com[^"]{0,20}":(?:dial|read|eof|net|context)|couldnotconnecttotheendpointurl:"https:\/\/ecs\./;
/** Resources of ECS as CloudFormation and other tools name them, which also say that all is well. */
const ECS_RESOURCE =
  /aws::ecs::|dockerecs|aws_ecs_|aws:ecs\/|(?:creating|updating|deleting|waitingfor)ecs|ecsservice\(|services?stable/;
const RESOURCE_TROUBLE =
  /alreadyexists|failed|error|timedout|timeout|notstabili|notinthestate|maxattempts|unexpectedstate|exception|timeexceeded/;

/** A denial of a call to ECS. */
const DENIED_BY_ECS = /notauthorizedtoperform:?ecs:\w/;
/** A denial of a call that deploys, or that ECS makes for a task. The same of a program is the program's, unless ECS is named. */
const DENIAL =
  /notauthorizedtoperform:?(?:ecr|elasticloadbalancing|application-autoscaling|servicediscovery|elasticfilesystem|secretsmanager|ssm|kms|logs|iam|s3|ssmmessages|ec2|sts|xray):\w/;
/** The agent of ECS gets as session name the task's id; people name such roles for what they are. */
const CALLED_BY_ECS =
  /assumed-role\/[^/]{0,64}(?:ecs|fargate|execution|task)[^/]{0,64}\/.{0,300}notauthorizedtoperform/;

/** Ends of containers. Alone on their line: the same words in an application's log are the application's. */
const EXITS: readonly RegExp[] = [
  /(?:[`'"]|^[\w.-]{1,60}: )exec \S{1,200}: exec format error/i,
  /^(?:exec|standard_init_linux\.go\S*:? ?(?:exec)?(?: user process caused)?:?) ?\S{0,200}:? ?exec format error/im,
  /^standard_init_linux\.go/im,
  /^exec \S{1,200}: (?:permission denied|no such file or directory|not found|input\/output error|operation not permitted|is a directory|text file busy)\s*$/im,
  /OCI runtime (?:create|exec|start)|runc (?:create|run) failed|failed to create (?:shim )?task|container_linux\.go|starting container process caused|unable to start container process/i,
  /\b(?:ecs|fargate) (?:task|service|container)\b.{0,120}\bexit(?:s|ed|ing)?(?: with(?: an?)?(?: exit)?(?: (?:code|status)){0,2}| (?:code|status))\W{0,3}[1-9]/i,
  /\bcontainer \S{1,120} exited with (?:code|exit code) -?\d/i,
  /^\W{0,8}(?:details:? |container \S{1,80}:? )?exit ?(?:code|status)"?\s{0,4}[:=]?\s{0,4}\(?\d{1,3}\b(?!\W+command failed|\W+\w+:\d)[^\n]{0,80}$/im,
  /"?exitCode"?\s{0,4}:\s{0,4}\d/,
];

/** The same in a sentence, or behind what stands on each line of a log, where ECS is named. */
const EXIT_SAID =
  /(?<!\[)\bcontainers?\b[^\n]{0,60}\bexit ?(?:code|status)\W{0,4}\d|\b(?:container|sidecar|agent|task|program|app)\b[^\n]{0,40}\bexit(?:s|ing) with (?:an? )?(?:(?:exit|status|code) ){0,2}[1-9]|(?:^|[\s|])exec \/\S{1,200}: (?:exec format error|no such file|permission denied|operation not permitted)|standard_init_linux\.go|\b(?:stopped|killed|died|reason)\b[^\n]{0,30}\bOOM\b/i;
const ECS_NAMED = /\b(?:ECS|Fargate|FARGATE)\b/;

/** What people and tools say of a task that did its work and ended. */
const ENDED_WELL =
  /\bran to completion\b|\bchecks passed\b|\bfailed: 0\b|\bservice is stable\b|\bcompleted successfully\b/i;

/** Sorts a text by its form. `refused`: it has words with which only ECS, or a tool that deploys to it, refuses a call. */
export function formOf(text: MessageText, refused: boolean): MessageForm {
  const { line, compact } = text;
  if (
    /(?:^|:|[^\w"'])\W{0,3}resource:(?:cpu|memory|gpu|eni|ports?|ports_?\w{3})(?:\W{0,3}$|:|["'],["']?detail)/.test(
      compact,
    )
  )
    return "stopReason";
  if (OTHER_SERVICE.test(line) || (LOCAL_DOCKER.test(line) && !compact.includes("createcloudwatchlog"))) return "other";
  if (isQuiet(line) && !STOP_CODE.test(line)) return "noFailure";
  const stop =
    STOP_CODE.test(line) ||
    isDependency(line) ||
    AGENT_SUBJECT.test(compact) ||
    LOGGED_FAILURE.test(compact) ||
    isRouterFailure(compact) ||
    STOP_PHRASES.some((phrase) => compact.includes(phrase)) ||
    NOT_STARTED.test(compact) ||
    FAILURE_REASON.test(compact);
  const event =
    EVENT.test(line) ||
    EVENT_NAME.test(compact) ||
    TARGET_EVENT.test(compact) ||
    DEPLOYMENT_FAILED.test(compact) ||
    (/^\W*service|\(service/.test(compact) && EVENT_PHRASES.some((phrase) => compact.includes(phrase)));
  if (ELSEWHERE.test(line) && !stop && !event) return "other";
  if ((stop || event) && isSourceCode(line)) return "other";
  if (stop && !event && !DETAILED.test(line) && isMention(line)) return "other";
  if ((stop || event) && ENDED_WELL.test(line) && !/exitcode\W{0,4}[1-9]|(?:cannot|error:)/.test(compact))
    return "noFailure";
  if (
    !/\(service[ ,]/i.test(line) &&
    !STOP_CODE.test(line) &&
    !AGENT.test(compact) &&
    (refused || isCall(text)) &&
    !endOfTask(text)
  )
    return "apiError";
  if (event) return hasTrouble(compact) ? "serviceEvent" : "noFailure";
  if (stop) return "stopReason";
  if (/^exit(?:code|status):?0$/.test(compact)) return "noFailure"; // alone, it is the good end of any program
  if (EXITS.some((pattern) => pattern.test(line)) || (ECS_NAMED.test(line) && EXIT_SAID.test(line) && !isMention(line)))
    return "containerExit";
  if (refused) return "apiError";
  return "other";
}

/** A tool that deploys to ECS and finds no credentials. */
const NO_CREDENTIALS =
  /(?:unabletolocatecredentials|couldnotload(?:the)?credentials|couldnotbefoundinsharedcredentials|novalidcredentialsources).{0,400}ecs|(?:awsecs|amazon-ecs|ecs(?:service|cluster)).{0,400}(?:unabletolocatecredentials|couldnotload(?:the)?credentials|novalidcredentialsources)/;

/** Resources of CloudFormation that are not stable either. */
const OTHER_RESOURCE = /aws::(?!ecs|cloudformation)\w{2,40}::|lambdafunction/;

/** A tool that waited or called quotes why the task ended: that says more. */
function endOfTask(text: MessageText): boolean {
  if (!/taskfailed(?:elb|container)healthchecks|essentialcontainer|spottaskwas|hostec2\(/.test(text.compact))
    return false;
  const { operation, service } = readCall(text) ?? {};
  return operation === undefined && service === undefined;
}

function isCall(text: MessageText): boolean {
  const { compact } = text;
  if (NO_CREDENTIALS.test(compact) || saysAsEcs(text)) return true;
  const call = readCall(text);
  if (call !== undefined && isOfEcs(call, text)) return true;
  if (
    (TOOL.test(compact) && !(OTHER_RESOURCE.test(compact) && !/ecs/.test(compact))) ||
    (ECS_RESOURCE.test(compact) && RESOURCE_TROUBLE.test(compact))
  )
    return true;
  const another = call?.service !== undefined || call?.operation !== undefined;
  return (
    !another && (DENIED_BY_ECS.test(compact) || (DENIAL.test(compact) && namesEcs(text)) || CALLED_BY_ECS.test(compact))
  );
}
