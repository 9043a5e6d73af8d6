// ECS Exec. Wordings follow the AWS CLI and the Session Manager plugin; checked 2026-11.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const EXEC_RULES: readonly Rule[] = [
  {
    code: "EXEC_SESSIONS",
    weight: "passing",
    says: ["newexecutesessions", "maximumsessionlimit"],
    cause: "the container has as many sessions of ECS Exec as it may have",
    fix: "end one that is not used (aws ssm describe-sessions --state Active, aws ssm terminate-session), or wait until it times out",
    page: PAGE.executeCommand,
  },
  {
    code: "EXEC_PLUGIN_MISSING",
    weight: "passing",
    says: ["sessionmanagerpluginisnotfound"],
    cause: "this computer lacks the Session Manager plugin, which ECS Exec needs beside the AWS CLI",
    fix: "install it: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
    page: PAGE.executeCommand,
  },
  {
    code: "EXEC_DENIED",
    weight: "passing",
    kind: "denied",
    says: ["perform:ssmmessages:"],
    cause: "{caller|the task role} may not call {action|ssmmessages}, which ECS Exec needs",
    fix: "set `executeCommand: {}`, which grants it, or grant `ssmmessages:CreateControlChannel`, `CreateDataChannel`, `OpenControlChannel` and `OpenDataChannel` to the role of `taskRole.arn`",
    page: PAGE.executeCommand,
  },
  {
    code: "EXEC_NOT_CONNECTED",
    weight: "passing",
    says: ["targetnotconnected", "executecommandwasnotenabled", "executecommandagentisn't", "executecommandfailed"],
    cause:
      "ECS Exec does not reach the container: it was off when the task started, the task role lacks the ssmmessages actions, or its agent has no route or cannot write to the container's file system",
    fix: "set `executeCommand: {}` and deploy, so that new tasks start with it; to a role of your own grant `ssmmessages:CreateControlChannel`, `CreateDataChannel`, `OpenControlChannel` and `OpenDataChannel` (`taskRole.arn`); in a network without internet access add the VPC endpoint for ssmmessages; leave `readonlyRootFilesystem` off",
    page: PAGE.executeCommand,
  },
];
