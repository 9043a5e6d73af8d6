// What people tell of ECS in words of their own, where these name the cause: it is explained as ECS's own words for it are.

import { CAPACITY_RULES } from "./capacity";
import { COMMAND_RULES } from "./command";
import { ENVIRONMENT_FILE_RULES } from "./environmentFile";
import { HEALTH_RULES } from "./health";
import { IMAGE_RULES } from "./image";
import { LOAD_BALANCER_RULES } from "./loadBalancer";
import { LOG_RULES } from "./log";
import { NETWORK_RULES } from "./network";
import { PROGRAMS_TOLD } from "./program";
import { ROLE_RULES } from "./role";
import type { Rule } from "../rule";
import { SECRET_RULES } from "./secret";
import { START_RULES } from "./start";
import { VOLUME_RULES } from "./volume";

const CHECK = "(?:health-?checks?|ヘルスチェック|헬스체크)";
const NOT_THERE = "(?:notfound|missing|notinstalled|入っていな|없)";
const FAIL = "(?:fail|실패|失敗|失败)";
const BALANCER = "(?:target-?groups?|(?:\\b|by|the|an?|of|from|our)[aen]?lb|load-?balancers?)";
const STATUS = String.raw`(?<![\d.:])(?<healthCodes>30[12378]|40[0-9]|50[0234])(?![\d.])`;
const DENIED = "(?:permissions?|denied|notauthori[sz]ed|403|forbidden)";
const CANNOT = "(?:cannot|can't|couldnot|couldn't|unableto|fail(?:s|ed)?to)";
const ABSENT = "(?:invalid|bogus|wrong|bad|missing|non-?existent)";
const MISSES =
  "(?:does(?:not|n't)exist|isempty|empty(?:on|after)|never(?:pushed|built|uploaded)|not(?:pushed|uploaded)|ismissing|hasnoimages?)";

/** Failures, the chapters that explain them, and what people say; without white space. */
const TOLD: readonly (readonly [code: string, chapter: readonly Rule[], told: string])[] = [
  [
    "PLATFORM_MISSING",
    IMAGE_RULES,
    "platformmismatch|wrong(?:platform|architecture)|run(?:on|in)(?:ecs|aws|fargate)*(?:arm|graviton)",
  ],
  [
    "IMAGE_NOT_FOUND",
    IMAGE_RULES,
    `${ABSENT}(?:docker|container|ecr)*(?:image|tag|repo)|(?:image|tag|repo(?:sitory)?|registry|ecr\\b).{0,80}?${MISSES}|(?:no|any)images?(?:in|was|were|created|pushed)`,
  ],
  [
    "ECR_UNREACHABLE",
    IMAGE_RULES,
    "ecr\\b.{0,100}(?:connectivity|routetable|natgateway|internetgateway|vpcendpoint)|(?:connectivity|routetable|natgateway|vpcendpoint).{0,100}ecr\\b",
  ],
  [
    "ROLE_NOT_ASSUMABLE",
    ROLE_RULES,
    `${CANNOT}assume(?:the|its|task|execution)*(?:role)?["'(]{0,2}(?<role>[\\w+=,.@-]{1,64}?role)`,
  ],
  ["LOGS_CREDENTIALS", LOG_RULES, "failedto(?:refreshcached|load)credentials"],
  [
    "SECRET_JSON_KEY",
    SECRET_RULES,
    "invalidcharacter'.{1,4}'.{0,160}secret|(?:malformed|invalid|broken)(?:secrets?manager|secret)?json|secret.{0,60}(?:malformed|invalid|notvalid|isnot)json",
  ],
  [
    "IMAGE_PULL_FAILED",
    IMAGE_RULES,
    "imagepull(?:s|ing|ed)?(?:has)?fail|fail(?:s|ed|ing)?topull(?:the|an?)?(?:docker|container)?image",
  ],
  ["COMMAND_NOT_EXECUTABLE", COMMAND_RULES, "(?:exec|(?<![\\w./-]))\\/[\\w./-]{2,200}:operationnotpermitted"],
  ["PROGRAM_OUT_OF_MEMORY", START_RULES, "heapoutofmemory|javaheapspace|heaplimit|ineffectivemark-compacts"],
  [
    "OUT_OF_MEMORY",
    START_RULES,
    "outofmemory|oom-?kill|(?:becauseof|dueto).{0,20}memory|(?:kill|exceed).{0,40}memory|memory.{0,40}(?:kill|exceed)",
  ],
  [
    "CONTAINER_UNHEALTHY",
    HEALTH_RULES,
    `(?:no|missing|without)curl.{0,160}${CHECK}|${CHECK}.{0,40}curl.{0,40}${NOT_THERE}|curl.{0,30}${CHECK}.{0,60}${NOT_THERE}`,
  ],
  [
    "TARGET_STATUS",
    LOAD_BALANCER_RULES,
    `${CHECK}.{0,200}(?:http|status|code|return(?:s|ed)|answer(?:s|ed)|got|response)(?<healthCodes>4[0-9]{2}|5[0-9]{2})(?![\\d.])`,
  ],
  ["TARGET_STATUS", LOAD_BALANCER_RULES, `${CHECK}.{0,120}?${STATUS}`],
  ["TARGET_STATUS", LOAD_BALANCER_RULES, `${STATUS}.{0,120}${CHECK}`],
  ["CONTAINER_UNHEALTHY", HEALTH_RULES, `fail.{0,20}container${CHECK}|container${CHECK}.{0,40}fail`],
  [
    "TARGET_UNHEALTHY",
    LOAD_BALANCER_RULES,
    `${BALANCER}.{0,120}${CHECK}.{0,60}${FAIL}|${FAIL}.{0,40}${CHECK}.{0,60}${BALANCER}|unhealthy.{0,120}${CHECK}.{0,40}${BALANCER}|${FAIL}.{0,20}(?:to)?registerwith.{0,12}${BALANCER}`,
  ],
  [
    "TASK_UNHEALTHY",
    HEALTH_RULES,
    `fail\\w{0,4}(?:in|on|at)?(?:the|its|their)?${CHECK}|${CHECK}.{0,40}(?:${FAIL}|tim(?:ed|e)?-?out|refused)`,
  ],
  [
    "TASK_UNHEALTHY",
    HEALTH_RULES,
    `before(?:it|they)?(?:ever)?pass.{0,60}(?:check|ready|healthy)|past.{0,40}${CHECK}(?:budget|grace|start)`,
  ],
  ["LOG_GROUP", LOG_RULES, "loggroup.{0,40}?(?:(?:did|does)(?:not|n't)exist|notfound|missing)"],
  ["KMS_DENIED", SECRET_RULES, `${CANNOT}decrypt`],
  ["PARAMETER_DENIED", SECRET_RULES, `${DENIED}.{0,120}(?:ssm|parameterstore)|(?:ssm|parameterstore).{0,120}${DENIED}`],
  ["SECRET_DENIED", SECRET_RULES, `${DENIED}.{0,120}secrets?manager|secrets?manager.{0,120}${DENIED}`],
  [
    "SECRET_UNREADABLE",
    SECRET_RULES,
    `(?:${CANNOT}|inabilityto)(?:retrieve|fetch|read|pull|get|access|load).{0,80}secrets?manager`,
  ],
  ["ENVIRONMENT_FILE", ENVIRONMENT_FILE_RULES, `env(?:ironment)?-?files?.{0,240}${DENIED}`],
  ["CALL_THROTTLED", NETWORK_RULES, "rateexceeded|throttl"],
  ["SERVICE_CONNECT_PROXY", HEALTH_RULES, `service-?connect.{0,120}(?:unhealthy|${CHECK})`],
  ["FILE_SYSTEM_DNS", VOLUME_RULES, 'failedtoresolve"?fs-'],
  ["FILE_SYSTEM_MOUNT", VOLUME_RULES, "mount.{0,40}(?:efs|nfs).{0,60}tim(?:e|ed)-?out"],
  ["EC2_CAPACITY", CAPACITY_RULES, `${CANNOT}.{0,60}instances?with(?:enough|sufficient|free)(?:cpu|memory)`],
];

/** The rules, the most specific first: of each failure the explanation that its chapter has for the rest. */
export const TOLD_RULES: readonly Rule[] = [
  ...PROGRAMS_TOLD,
  ...TOLD.map(([code, chapter, told]): Rule => {
    const explained = chapter.findLast((rule) => rule.code === code);
    if (explained === undefined) throw new Error(`no rule explains ${code}`);
    const { weight, cause, fix, page } = explained;
    return { code, weight, form: "report", words: new RegExp(told, "di"), cause, fix, page };
  }),
];
