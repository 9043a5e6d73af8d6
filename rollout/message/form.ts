// What kind of text a message is. A text of another system says much the same as ECS does, and is not ECS's failure.

import { AGENT_CALL, AGENT_SUBJECT } from "./agentWords";
import { deniesOther, isOfEcs, namesEcs, readCall } from "./call";
import { isContainerEnd } from "./containerEnds";
import { isDependency } from "./dependency";
import { either } from "./either";
import { ELSEWHERE, LOCAL_DOCKER, OTHER_SERVICE } from "./elsewhere";
import { isEvent } from "./events";
import { isRouterFailure } from "./fireLens";
import { isExample, isExplanation, isList, isMention, isSourceCode } from "./mention";
import { hasTrouble, isQuiet, NO_FAILURES } from "./quiet";
import { saysAsEcs } from "./refusalWords";
import { isReport } from "./report";
import { DETAILED, isLoggedFailure, STOP_CODE, STOP_PHRASES } from "./stopReasons";
import type { MessageText } from "./text";
import { isToolFailure } from "./tools";

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
  /** Told by a tool or a person: something of ECS failed, without what ECS said. */
  | "report"
  /** Said by ECS, and no failure. */
  | "noFailure"
  /** Nothing of ECS. */
  | "other";

/** Alone: builds and schedulers of others have tasks too. */
const NOT_STARTED = new RegExp(
  either([
    /ecstaskfailtostart|messages?taskfailedtostart\W*$/,
    /stopped\(tasks?failedtostart\)/,
    /\becs.{0,60}tasks?failedtostart/,
    /(?:^|:|reason[:"']*|stopcode.{0,40}|\dz|taskisstopping)tasks?failedtostart(?:$|[.:"',]*(?:$|view|cannot|resource|\w{3,40}error|,?"))/,
    /(?:^|warning:|:)\d{1,4}tasks?failedtostart\W*$/,
  ]),
);

/** Why RunTask started nothing, without the rest of its answer. */
const FAILURE_REASON = /failurereasons?\W{1,4}(?:agent|attribute|resource)\b/;

/** What no container instance has enough of. */
const FULL_INSTANCE = new RegExp(
  either([
    /(?:^|:|[^\w"'])\W{0,3}resource:(?:cpu|memory|gpu|eni|ports?|ports_?\w{3})(?:\W{0,3}$|:|["'],["']?detail)/,
    /resource:(?:cpu|memory|gpu|eni|ports?)error/,
    /(?:complain|fail|error|reason|message|saying|stuck)\w{0,6}(?:with|about|of|is)?\W{1,3}resource:(?:cpu|memory|gpu|eni|ports?)\b/,
  ]),
);

/** What Docker says at home too, of what only instances of ECS have. */
const OF_INSTANCE =
  /createcloudwatchlog|assumed-role\/[^/]{0,64}(?:ecs|fargate)[^/]{0,64}\/i-|amazon-ecs-|volumedriver\.\w{3,10}:.{0,300}(?:mount\.nfs|efs)/;

/** A denial of a call to ECS. */
const DENIED_BY_ECS = /notauthorizedtoperform:?ecs:\w/;
/** A denial of a call that deploys, or that ECS makes for a task. The same of a program is the program's, unless ECS is named. */
const DENIAL =
  /notauthorizedtoperform:?(?:ecr|elasticloadbalancing|application-autoscaling|servicediscovery|elasticfilesystem|secretsmanager|ssm|kms|logs|iam|s3|ssmmessages|ec2|sts|xray):\w/;
/** The agent of ECS gets as session name the task's id; people name such roles for what they are. */
const CALLED_BY_ECS =
  /assumed-role\/[^/]{0,64}(?:ecs|fargate|execution|task)[^/]{0,64}\/.{0,300}notauthorizedtoperform/;

/** An event or a refused call, whole: a report, even where somebody explains it. */
const QUOTED =
  /port\d{2,5}isunhealthyin|unabletoregisterasacontainerinstancewithecs:|networkinterfaceprovisioningtocomplete|instancemetallofitsrequirements|\(service[\w-]{1,255}\)|anerroroccurred\(\w{3,60}\)whencalling/;

/** What people and tools say of a task that did its work and ended. */
const ENDED_WELL =
  /\(SUCCESS\)|\boutcome: success\b|\btask completed\b|\bran to completion\b|\bchecks passed\b|\bfailed: 0\b|\bservice is stable\b|\bcompleted successfully\b|\bexit_code=0\b|\bTaskCompletedNormally\b/i;

/** A record of a task that ended with the exit code 0, which is the good end of a job; that of a service has to keep running. */
const ZERO = /exitcode\W{0,4}0(?!\.?\d)/;
const SUCCESS = /\bsucce(?:ss|ssful|ssfully|eded)\b|\bsucesso\b|\b[ée]xito\b|\bsucc[èe]s\b|\berfolgreich\b|成功/i;
const RECORD = /(?<!not|n't)stopped\b|stopcode|laststatus|status:?stopped|stoppedreason/;
const OF_SERVICE =
  /ecs-svc|service:|\(service|ecsservice|restart|again|keeps|loop|crash|unhealthy|immediately|deployment/;

/** A job, which ends when its work is done. */
const OF_JOB = /ecsrun-task|tasks-stopped/;
const ENDED_OTHERWISE = /interrupt|unable|outofmemory|hostec2|timedout/;

/** Whether a task did its work and ended, as far as the text says. */
function isGoodEnd({ line, compact }: MessageText): boolean {
  if (
    /exitcode\W{0,4}[1-9]|(?:cannot|error:)|fail(?:ed|ure|s\b)/.test(
      compact.replace(/failed:0/g, "").replace(NO_FAILURES, ""),
    )
  )
    return false;
  if (ENDED_WELL.test(line)) return true;
  const byItself =
    ZERO.test(compact) &&
    (compact.includes("essentialcontainer") || SUCCESS.test(line) || OF_JOB.test(compact)) &&
    !ENDED_OTHERWISE.test(compact);
  return (
    byItself && (SUCCESS.test(line) || OF_JOB.test(compact) || (RECORD.test(compact) && !OF_SERVICE.test(compact)))
  );
}

/** Sorts a text by its form. `refused`: it has words with which only ECS, or a tool that deploys to it, refuses a call. */
export function formOf(text: MessageText, refused: boolean): MessageForm {
  const { line, compact } = text;
  if (FULL_INSTANCE.test(compact) && !isMention(line)) return "stopReason";
  if (OTHER_SERVICE.test(line) || (LOCAL_DOCKER.test(line) && !OF_INSTANCE.test(compact))) return "other";
  if (isQuiet(line) && !STOP_CODE.test(line)) return "noFailure";
  const stop =
    STOP_CODE.test(line) ||
    isDependency(line) ||
    AGENT_SUBJECT.test(compact) ||
    isLoggedFailure(compact) ||
    isRouterFailure(compact) ||
    STOP_PHRASES.some((phrase) => compact.includes(phrase)) ||
    NOT_STARTED.test(compact) ||
    FAILURE_REASON.test(compact);
  const event = isEvent(text);
  if (ELSEWHERE.test(line) && !stop && !event) return "other";
  if (isList(line) || isExample(line) || ((stop || event) && isSourceCode(line))) return "other";
  if (!DETAILED.test(line) && !QUOTED.test(compact) && (event ? isExplanation(line) : stop && isMention(line)))
    return "other";
  if ((stop || event) && isGoodEnd(text)) return "noFailure";
  if (
    !/\(service[ ,]/i.test(line) &&
    !STOP_CODE.test(line) &&
    !AGENT_CALL.test(compact) &&
    (refused || isCall(text)) &&
    !endOfTask(text)
  )
    return "apiError";
  if (event) return hasTrouble(compact) ? "serviceEvent" : "noFailure";
  if (stop) return "stopReason";
  if (/^exit(?:code|status):?0$/.test(compact)) return "noFailure"; // alone, it is the good end of any program
  if (isContainerEnd(line)) return isGoodEnd(text) ? "noFailure" : "containerExit";
  if (refused) return "apiError";
  return isReport(text) ? "report" : "other";
}

/** A tool that deploys to ECS and finds no credentials. */
const NO_CREDENTIALS = new RegExp(
  either([
    /(?:unabletolocate|couldnotload(?:the)?)credentials.{0,400}ecs/,
    /(?:couldnotbefoundinsharedcredentials|novalidcredentialsources).{0,400}ecs/,
    /(?:awsecs|amazon-ecs|ecs(?:service|cluster)).{0,400}(?:unabletolocate|couldnotload(?:the)?)credentials/,
    /(?:awsecs|amazon-ecs|ecs(?:service|cluster)).{0,400}novalidcredentialsources/,
  ]),
);

/** Of a resource of CloudFormation, where another one failed. */
const CANCELLED = /resource(?:creation|update|deletion)(?:was|hasbeen)?cancell?ed/;

/** A tool that waited or called quotes why the task ended: that says more. */
function endOfTask(text: MessageText): boolean {
  if (!/taskfailed(?:elb|container)healthchecks|essentialcontainer|spottaskwas|hostec2\(/.test(text.compact))
    return false;
  const { operation, service } = readCall(text) ?? {};
  return operation === undefined && service === undefined;
}

function isCall(text: MessageText): boolean {
  const { compact } = text;
  if ((compact.includes("credential") && NO_CREDENTIALS.test(compact)) || saysAsEcs(text)) return true;
  if (CANCELLED.test(compact) && namesEcs(text)) return true;
  const call = readCall(text);
  if (call !== undefined && isOfEcs(call, text)) return true;
  if (isToolFailure(compact)) return true;
  const another = call?.service !== undefined || call?.operation !== undefined;
  return (
    !another &&
    !deniesOther(text) &&
    (DENIED_BY_ECS.test(compact) || (DENIAL.test(compact) && namesEcs(text)) || CALLED_BY_ECS.test(compact))
  );
}
