// What tools and people tell of ECS in words of their own: that something failed, without what ECS itself said.

import { either } from "./either";
import { isMention, isSourceCode } from "./mention";
import { isProgramError } from "./programWords";
import { NO_FAILURES } from "./quiet";
import type { MessageText } from "./text";

/** ECS, by its names and by those of what deploys to it or runs tasks on it. */
const SUBJECT = either([
  /\b(?:ECS|Fargate|FARGATE)(?![\w.]*\.version)\b/,
  /\b(?:[Ee]cs|ECS|[Ff]argate)(?=[A-Z]\w{2,40}|[-_](?:deploy|run|task|service|cluster|agent|cli|operator|executor|worker|exec|init|params?|preview)\b)/,
  /\barn:aws[\w-]{0,10}:ecs:/,
  /\b(?:AWS::ECS::|aws(?:cc)?_ecs_|awsx?:ecs[:/]|ecs_patterns|aws-ecs\b)/,
  /\bamazon[-/]?ecs\b|\b(?:ecs|fargate) (?:task|service|container|cluster)s?\b|\btask-?def\b/,
  /\b[Tt]ask ?[Dd]efinitions?\b|\bCPU units\b|\b(?:[Rr]unning|[Dd]esired) ?[Cc]ount\b/,
  /\b[Tt]asks? (?:[\w']{1,12} ){0,4}?(?:with|due to|because of) \W{0,2}(?:ssm|secretsmanager|ecr|kms):[A-Z]/,
]);

/** That something failed. */
const FAILURE = either([
  /\b[Ff]ail(?:ed|s|ing|ure|ures)?\b|\bFAIL(?:ED|URE)\b|_FAILED\b/,
  /\b(?:[A-Z]\w{0,60})?(?:Error|Exception|ERROR|FATAL)\b/,
  /\berror(?:ed|s)?\b/,
  /\b(?:[Oo]ut of memory|OOM\w{0,6}|[Ss]igkilled)\b/,
  /\b(?:[Cc]ould|[Dd]id|[Cc]an|[Ww]ould)(?: not|n't|not)\b/,
  /\b(?:[Uu]nable|[Nn]ever|[Uu]nhealthy|UNHEALTHY|[Rr]efused|[Rr]ejected|[Dd]enied|[Ii]nvalid|[Uu]nexpectedly|[Aa]borted|[Cc]rash\w{0,5}|[Dd]ied|[Rr]estarting|[Ss]tuck|[Kk]illed|[Mm]issing|not permitted)\b/,
  /\b[Tt]im(?:ed|ing|e)[- ]?out\b|\bTIMED_OUT\b/,
  /\b(?:4\d\d|50\d) (?:response|error|status)/,
  /실패|오류|에러|失敗|エラー|错误|失败|\b(?:fall[oó]|fallan?|falhou|erro|échec|échoué|Fehler|fehlgeschlagen)(?![a-zà-ÿ])/,
  /\brolled back\b|\bROLLBACK\w{0,20}\b/,
  /\b(?:STOPPED|stopped) before\b/,
]);

/** A task that does not go on, with its state; with or without white space. */
export const STUCK = new RegExp(
  String.raw`(?:stuck|stay(?:s|ed|ing)?|remain(?:s|ed|ing)?|hang(?:s|ing)?|hung|keep(?:s|ing)?|never ?(?:leaves?|gets? ?(?:past|out ?of)))` +
    String.raw` ?(?:(?:in|on|at|as|an?|the) ?){0,3}["'(]{0,2}(?<state>pending|provisioning|activating)`,
  "di",
);

const NAMES_ECS = new RegExp(SUBJECT);
const TELLS_FAILURE = new RegExp(FAILURE);
/** Up to 160 characters of the same sentence, or of one that goes on with it. */
const BETWEEN = String.raw`(?:(?!\.{3} |\. (?!(?:However|But|It|They)\b)[A-Z]).){0,160}?`;
/** Both in one sentence, in either order. */
const REPORT = new RegExp(`${SUBJECT}${BETWEEN}${FAILURE}|${FAILURE}${BETWEEN}${SUBJECT}`);

/** Others with the same letters, texts that ask or plan, and what went well. */
const NOT_REPORTED = new RegExp(
  either([
    /\b(?:huawei|alibaba|aliyun|alicloud)/,
    /\becs\.version\b|\becs-logs?\b|\becs\.(?:Create|Describe|Run)Instance/,
    /\bEKS\b|\bkubernetes\b|\bpods?\b/,
    /\bentit(?:y|ies)\b|\bComponentTypeHandle\b|\bunity\b/,
    /\b(?:App ?Runner|SageMaker|Lambda function|Lightsail|Elastic Beanstalk)\b/,
    /\b(?:please(?! (?:try|check|verify|ensure|set|use|update|refer|install|upgrade|run|specify)\b)|add support|would be (?:nice|great|useful)|feature request|should be able to|may be caused by|how (?:do|can|to)|is there (?:a|any) way|what (?:is|are))\b/,
    /^\W{0,6}(?:(?:bug)?fix|add|remove|update|improve|bump|support|allow|handle|change|introduce|enable|deprecate)(?:e?d|e?s)?\b/,
    /\b(?:0 failed|no (?:failures|errors)|success\b|succeeded|(?<!running )successfully(?!.{0,200}\b(?:but|however)\b)|exit(?:ed)? (?:with )?(?:code )?\W?0\b)/,
    /[√✔] Deployed\b/,
    /\becs-deploy-runner\b/,
    /\b(?:enhancement|feature|bug(?:fix)?) - |\[(?:request|feature(?: request)?|proposal|rfc|question|docs)\]/,
    /\bjob failed \(system failure\)/,
    /#{1,4} (?:use cases|overview|usage|prerequisites|features|parameters|examples?)\b/,
    /\bwe learned\b|\bfor example\b|\bin practice\b|\bcan (?:lead|cause|result|vary)\b|\bresults in\b/,
    /\berror TS\d{4}\b|\bgit push\b|\bpush some refs\b/,
  ]),
  "i",
);

/** Lines of a log that are no errors to the program that writes them. */
const CALM = /\b(?:INFO|WARN(?:ING)?|DEBUG)\b|\blevel=(?:info|warn|debug)|\bWarning:/;
const ALARMED = /\b(?:ERROR?|FATAL?|CRITICAL|SEVERE)\b|level=(?:error|critical|fatal)|\berror:|exception|traceback/i;

/** Containers whose log is in CloudWatch, or that mount EFS, are most often those of ECS. */
const IN_AWS = /\bcontainers?\b.{0,400}?\b(?:CloudWatch|EFS)\b|\b(?:CloudWatch|EFS)\b.{0,400}?\bcontainers?\b/;

/** Whether a text names ECS and tells of a failure, and neither asks for something nor explains. */
export function isReport(text: MessageText): boolean {
  const line = text.line.replace(NO_FAILURES, "");
  return (
    (NAMES_ECS.test(line) || IN_AWS.test(line)) &&
    ((TELLS_FAILURE.test(line) && REPORT.test(line)) || isProgramError(line) || STUCK.test(line)) &&
    !NOT_REPORTED.test(line) &&
    !(CALM.test(line) && !ALARMED.test(line)) &&
    !isMention(line) &&
    !isSourceCode(line)
  );
}
