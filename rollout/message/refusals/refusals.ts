// What ECS, and the tools that deploy to it, refuse before any task starts, by subject.

import type { Rule } from "../rule";
import { ACCOUNT_REFUSALS } from "./account";
import { BLUE_GREEN_REFUSALS } from "./blueGreen";
import { CAPACITY_REFUSALS } from "./capacity";
import { CODE_DEPLOY_REFUSALS } from "./codeDeploy";
import { CONTAINER_REFUSALS } from "./containers";
import { FARGATE_REFUSALS } from "./fargate";
import { NETWORK_REFUSALS } from "./network";
import { PARAMETER_REFUSALS } from "./parameters";
import { SERVICE_REFUSALS } from "./service";
import { TASK_DEFINITION_REFUSALS } from "./taskDefinition";
import { TOOL_REFUSALS } from "./tools";
import { VOLUME_AND_LOG_REFUSALS } from "./volumesAndLogs";

/** Chapters of rules, the most specific rule first. */
export const REFUSAL_CHAPTERS: readonly (readonly [title: string, rules: readonly Rule[]])[] = [
  ["Parameters that a tool refuses", PARAMETER_REFUSALS],
  ["Refused services and tasks", [...NETWORK_REFUSALS, ...CAPACITY_REFUSALS, ...SERVICE_REFUSALS, ...ACCOUNT_REFUSALS]],
  [
    "Refused task definitions",
    [...TASK_DEFINITION_REFUSALS, ...FARGATE_REFUSALS, ...VOLUME_AND_LOG_REFUSALS, ...CONTAINER_REFUSALS],
  ],
  ["Blue/green deployments and hooks", [...BLUE_GREEN_REFUSALS, ...CODE_DEPLOY_REFUSALS]],
  ["Deployment tools", TOOL_REFUSALS],
];
