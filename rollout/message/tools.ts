// What tools that deploy to ECS say in words of their own.

import { either } from "./either";
import { BREAKER_OPEN } from "./stopReasons";

/** What tools say of a refused call or a deployment that failed, without quoting AWS; without white space. */
const TOOL = new RegExp(
  either([
    /taskdefinition[\w-]{1,200}:\d{1,9}doesnotexist/,
    /ecsdeployer::/,
    /runningcounthasnotchanged/,
    /timeoutwaitingforecstask/,
    /service\W{0,3}(?:create|update)_failed\W{0,3}\w{0,20}?resource(?:creation|update)cancel/,
    /modelvalidationfailed\(#/,
    /managedagentstatus.{0,80}stopped/,
    /resourcetimedoutwaitingforcompletion/,
    /propertiesvalidationfailedforresource\w{0,200}?(?:taskdef|service|cluster|capacityprovider)/,
    /ecs-execute-command-/,
    /unabletostart(?:command|shell):failedto/,
    /fetchingdatakeyfailed/,
    /executecommandwasnotenabled/,
    /executecommandagentinitializationfailed/,
    /executecommandagentisn't/,
    /executecommandfailed/,
    /sessionmanagerpluginisnotfound/,
    /waiterhastimedout/,
    /ecs(?:deploy|service|cluster|task).{0,200}maxattemptsexceeded/,
    /maxattemptsexceeded.{0,200}ecs(?:deploy|service|cluster|task)/,
    /duetotimeout.{0,80}ecs-?deploy/,
    /taskdefinitionnotrunningwithin/,
    /ecs.{0,40}(?:timeout|timedout)waitingfor/,
    /rollingbacktoprevioustaskdef/,
    /toreach(?:a)?steadystate:/,
    /invalidrequestprovided:(?:createtaskdefinition|(?:create|update|delete)(?:service|cluster|capacityprovider))/,
    /(?:create|update)serviceerror:/,
    /waitertasks(?:running|stopped)failed/,
    /failedto(?:update|create|deploy)(?:the|an?)?(?:amazon)?(?:ecs|fargate)service(?!worker)/,
    /handlererrorcode:notstabilized/,
    /didnotstabilize/,
    /deploy(?:service|job).{0,300}exitedwithstatus\w{0,9}rollback/,
    /servicedidnotbecome(?:healthy|stable)in.{0,80}tasks/,
    /(?:failed|failure|timedout|timeout|error)(?:to|in|while)?wait(?:ing)?forservice[\w/.-]{0,120}?tobe(?:come)?stable/,
    /servicedeploymentrolledback(?=because|:|$)/,
    /rolloutstate":"failed/,
    /rolloutstatereason":"[^"]{0,200}fail/,
    /deploymentecs-svc\/\d{1,20}(?:failed|rolledback)/,
    /unsupporteddeploymentcontroller/,
    /timedoutafter[\d.]{1,20}secondswhilewatchingtask/,
    /https:\/\/ecs\.[\w-]{1,40}\.amazonaws\.com[^"]{0,20}?"?:(?:dial|read|eof|net|context)/,
    /couldnotconnecttotheendpointurl:"https:\/\/ecs\./,
  ]),
);
/** Resources of ECS as CloudFormation and other tools name them, which also say that all is well. */
const ECS_RESOURCE =
  /aws::ecs::|dockerecs|aws(?:cc)?_ecs_|aws:ecs\/|(?:creating|updating|deleting|waitingfor)ecs|ecsservice\(|services?stable/;
const RESOURCE_TROUBLE =
  /alreadyexists|failed|error|timedout|timeout|notstabili|notinthestate|maxattempts|unexpectedstate|exception|timeexceeded/;

/** Resources of CloudFormation that are not stable either. */
const OTHER_RESOURCE = /aws::(?!ecs|cloudformation)\w{2,40}::|lambdafunction/;

/** Whether a tool says that a call was refused or a deployment failed; the text is without white space. */
export function isToolFailure(compact: string): boolean {
  return (
    (compact.includes("ecsdeploymentcircuitbreaker") && BREAKER_OPEN.test(compact)) ||
    (TOOL.test(compact) && !(OTHER_RESOURCE.test(compact) && !/ecs/.test(compact))) ||
    (ECS_RESOURCE.test(compact) && RESOURCE_TROUBLE.test(compact))
  );
}
