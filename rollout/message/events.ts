// What the events of a service, and tools that show them, say.

import { either } from "./either";
import { compactPhrase, type MessageText } from "./text";

const EVENT = new RegExp(
  String.raw`(?:^|[\s("'\->*])\(?service(?! call\b| role\b| client\b| quota|s\b)[ :(["]+(?:(?! service[ :(["])[\w.:/ ,[\]-]){1,300}?[)\]"]?\s*(?:\([^)]{0,120}\)\s*){0,4}` +
    either([
      /was unable/,
      /is unable/,
      /failed/,
      /has/,
      /is unhealthy/,
      /is not healthy/,
      /deployment/,
      /operations are/,
      /did not/,
      /rolling/,
      /cannot/,
      /could not/,
      /registered/,
      /deregistered/,
      /stopped/,
      /updated/,
      /task set/,
      /experienced/,
    ]),
  "i",
);

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
  /failedtoregistertargetsin\(?target-?group|is(?:un|not)healthyin\(?(?:target-?group|elb)|\(port\d{1,5}\)is(?:un|not)healthy.{0,40}\(reason|\((?:task|port|instance)[^)]{1,60}\)is(?:un|not)healthydueto\(reason/;

/** Names of the events of Amazon EventBridge, and reasons for which calls leave things out. */
const EVENT_NAME = new RegExp(
  either([
    /(?:service|taskset|cluster|ecs|vpc_lattice)_(?:task|daemon|deployment|discovery|operation|target)_\w*(?:failure|failed|violated|throttled|impaired|unhealthy)/,
    /reason":"(?:missing|inactive|resource:\w{2,10}|attribute|agent|location)","arn":"arn:aws[\w-]*:ecs:/,
    /reason[:=](?:missing|inactive)\W{1,4}arn[:=]arn:aws[\w-]*:ecs:/,
    /arn:aws[\w-]*:ecs:[^"'\s]{1,300}(?::|['"\\]{1,4},['"\\]{1,4}reason['"\\]{1,4}:['"\\]{1,4})(?:missing|inactive|resource:|attribute|agent|location)/,
  ]),
);

/** What tools say of a deployment that failed; not of a program's own circuit breakers. */
const DEPLOYMENT_FAILED = new RegExp(
  either([
    /(?<!if)(?:ecs|fargate)(?:service|reported)?deployment(?:has)?(?:failed|timedout)/,
    /ecsservice(?:is|was)?notstable/,
    /deploymentfailed:(?:hookexecution|alarmdetected|tasksfailed(?:to|elb|container))/,
    /ecsservice(?:didnot|failedto|hasnot|couldnot|never)(?:stabili|become|became|reach|settle|successfullystart)/,
    /rollback_(?:successful|succeeded)/,
    /servicedeploymentfailed:/,
    /circuitbreaker:?(?:tasksfailed|wastriggered)/,
    /circuitbreaker(?:was)?triggered(?<=(?:fargate|ecs|taskdef).{0,330})/,
    /circuitbreaker(?:was)?triggered.{0,300}(?:fargate|ecs|taskdef)/,
  ]),
);

/** Whether a text is an event of a service, or says how its deployment ended. */
export function isEvent({ line, compact }: MessageText): boolean {
  return (
    EVENT.test(line) ||
    EVENT_NAME.test(compact) ||
    TARGET_EVENT.test(compact) ||
    DEPLOYMENT_FAILED.test(compact) ||
    (/^\W*service|\(service/.test(compact) && EVENT_PHRASES.some((phrase) => compact.includes(phrase)))
  );
}
