// All explanations, by chapter, in the order in which they are tried.

import { AGENT_RULES } from "./agent";
import { CALL_RULES, TOOL_REFUSED } from "./call";
import { CAPACITY_RULES } from "./capacity";
import { COMMAND_RULES } from "./command";
import { DEFINITION_RULES } from "./definition";
import { DEPENDENCY_RULES } from "./dependency";
import { DEPLOYMENT_RULES } from "./deployment";
import { ENVIRONMENT_FILE_RULES } from "./environmentFile";
import { EXEC_RULES } from "./exec";
import { EXIT_RULES } from "./exit";
import { FIRE_LENS_RULES } from "./fireLens";
import { HEALTH_RULES } from "./health";
import { IMAGE_RULES } from "./image";
import { LOAD_BALANCER_RULES } from "./loadBalancer";
import { LOG_RULES } from "./log";
import { NETWORK_RULES } from "./network";
import { PROGRAM_RULES } from "./program";
import { REPORT_RULES } from "./report";
import { ROLE_RULES } from "./role";
import { REFUSAL_CHAPTERS } from "../refusals/refusals";
import type { Rule } from "../rule";
import { SECRET_RULES } from "./secret";
import { START_RULES } from "./start";
import type { MessageText } from "../text";
import { TOLD_RULES } from "./told";
import { VOLUME_RULES } from "./volume";

type Chapter = readonly [title: string, rules: readonly Rule[]];

const KNOWN: readonly Chapter[] = [
  ...REFUSAL_CHAPTERS,
  ["The agent of container instances", AGENT_RULES],
  ["Containers that wait for each other", DEPENDENCY_RULES],
  ["The log router of FireLens", FIRE_LENS_RULES],
  ["Secrets and parameters", SECRET_RULES],
  ["Environment files", ENVIRONMENT_FILE_RULES],
  ["Images", IMAGE_RULES],
  ["Roles", ROLE_RULES],
  ["Network interfaces", NETWORK_RULES],
  ["Capacity and quotas", CAPACITY_RULES],
  ["Logs and volumes", [...LOG_RULES, ...VOLUME_RULES]],
  ["Load balancers", LOAD_BALANCER_RULES],
  ["Programs", COMMAND_RULES],
  ["Start of containers", START_RULES],
  ["Health checks and Service Connect", HEALTH_RULES],
  ["Ends of containers", [...PROGRAM_RULES, ...EXIT_RULES]],
  ["ECS Exec", EXEC_RULES],
  ["Refused calls", CALL_RULES],
  ["Task definitions", DEFINITION_RULES],
  ["Deployments", DEPLOYMENT_RULES],
];
const UNEXPLAINED: Chapter = ["What tools say and do not explain", [...TOOL_REFUSED, ...REPORT_RULES]];

/** Chapters of rules. */
export const CHAPTERS: readonly Chapter[] = [...KNOWN, UNEXPLAINED];

/** The rules of all chapters, and those of what people tell, whose explanations the chapters have. */
export const RULES: readonly Rule[] = [...KNOWN.flatMap(([, rules]) => rules), ...TOLD_RULES, ...UNEXPLAINED[1]];

/** Rules that know a refusal by its words alone, whatever quotes it. */
const KNOWN_WORDS = RULES.flatMap(({ words, form }) => (words !== undefined && form === undefined ? [words] : []));
/** One of these is in every refusal: most lines of a log have none, and are not compared with each refusal. */
const SUBJECTS =
  /task|container|service|cluster|fargate|capacity|deployment|listener|targetgroup|loadbalancer|subnet|security|image|volume|secret|revision|identifier|length|arn|hook|role|strategy|launchtype|publicip|awsvpc|requesttimeout|parsingparameter|defaultvpc|percent|concurrent|vcpu|desiredcount|portname|portmapping/i;

/** Whether a text has the words of a refusal that only ECS, or a tool that deploys to it, says. */
export function saysRefusal({ dense }: MessageText): boolean {
  return SUBJECTS.test(dense) && KNOWN_WORDS.some((words) => words.test(dense));
}
