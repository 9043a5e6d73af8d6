// All explanations, by chapter, in the order in which they are tried.

import { DEPLOYMENT_RULES } from "./deploymentRules";
import { EXIT_RULES } from "./exitRules";
import { IMAGE_RULES } from "./imageRules";
import { INFRASTRUCTURE_RULES } from "./infrastructureRules";
import { LOAD_BALANCER_RULES } from "./loadBalancerRules";
import { LOG_AND_VOLUME_RULES } from "./logAndVolumeRules";
import type { Rule } from "./rule";
import { RUN_RULES } from "./runRules";
import { SECRET_RULES } from "./secretRules";

/** Chapters of rules. */
export const CHAPTERS: readonly (readonly [title: string, rules: readonly Rule[]])[] = [
  ["Secrets, parameters and environment files", SECRET_RULES],
  ["Images", IMAGE_RULES],
  ["Roles, network, capacity and quotas", INFRASTRUCTURE_RULES],
  ["Logs and volumes", LOG_AND_VOLUME_RULES],
  ["Load balancers", LOAD_BALANCER_RULES],
  ["Start and health checks", RUN_RULES],
  ["Exit codes", EXIT_RULES],
  ["Deployments and calls", DEPLOYMENT_RULES],
];

/** The rules of all chapters. */
export const RULES: readonly Rule[] = CHAPTERS.flatMap(([, rules]) => rules);
