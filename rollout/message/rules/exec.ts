// ECS Exec. Wordings follow the AWS CLI and the Session Manager plugin; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** What the agent of ECS Exec in the container, or the call itself, says. */
const SESSION_RULES: readonly Rule[] = [
  ...refusals({ code: "EXEC_COMMAND", page: PAGE.executeCommand, weight: "passing" }, [
    [
      /Unable to start (?:command|shell): Failed to start pty: ?fork\/exec (?<what>\S{1,200}?): ?no such file or directory/,
      "the container has no program {what}, with which ECS Exec was to start",
      "name one that the image has (--command /bin/sh; an image without a shell has none to give); in Git Bash on Windows write //bin/sh or set MSYS_NO_PATHCONV=1, so that the path is not rewritten",
    ],
    [
      /Unable to start (?:command|shell): Failed to (?:create IPC working directory|start pty).{0,120}(?:read-only file system|permission denied)/,
      "the agent of ECS Exec cannot write to the container's file system",
      "leave `readonlyRootFilesystem` off, or mount writable volumes at /var/lib/amazon and /var/log/amazon",
    ],
    [
      /Execute Command Agent Initialization failed(?: ?[-:] ?(?<problem>[^"\n]{3,120}))?/i,
      "the agent of the container instance could not set up ECS Exec in the container[[: {problem}]]",
      "install the ECS agent anew (package ecs-init, or the current ECS-optimized AMI), which brings what ECS Exec needs in /var/lib/ecs/deps, and start the task again",
    ],
    [
      /Interactive is the only mode supported/,
      "ECS Exec was called without --interactive, the only mode that it has",
      "add --interactive to aws ecs execute-command",
    ],
    [
      /Container name cannot be empty when multiple containers/,
      "the task has several containers, and the call does not say in which one the command is to run",
      "name it: aws ecs execute-command --container NAME",
    ],
  ]),
  ...refusals({ code: "EXEC_KEY", page: PAGE.executeCommand, weight: "passing" }, [
    [
      /(?:Fetching data key failed|Unable to retrieve data key|ecs-execute-command-\w{1,40}.{0,400}(?:KMS|kms:))/,
      "the session of ECS Exec is encrypted with a KMS key of your own, which the task role or whoever calls may not use",
      "grant `kms:Decrypt` on the key to the task role (`taskRole.arn`), and `kms:GenerateDataKey` to whoever runs the command",
    ],
  ]),
  ...refusals({ code: "EXEC_UNREACHABLE", page: PAGE.executeCommand, weight: "passing" }, [
    [
      /(?:data ?channel with id ecs-execute-command-|ecs-execute-command-\w{1,40}).{0,400}(?:i\/o timeout|no such host|connection refused|EOF|deadline exceeded|bad handshake)/,
      "this computer does not reach Systems Manager (ssmmessages), through which ECS Exec talks to the container",
      "check its network, proxy and firewall: wss://ssmmessages.REGION.amazonaws.com on port 443 has to be open, past proxies that break web sockets",
    ],
  ]),
];

/** Rules, the most specific first. */
export const EXEC_RULES: readonly Rule[] = [
  ...SESSION_RULES,
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
    says: [
      "targetnotconnected",
      "executecommandwasnotenabled",
      "executecommandagentisn't",
      "executecommandfailed",
      "amazon-ssm-agent",
      "managedagentstatus",
    ],
    cause:
      "ECS Exec does not reach the container: it was off when the task started, the task role lacks the ssmmessages actions, or its agent has no route or cannot write to the container's file system",
    fix: "set `executeCommand: {}` and deploy, so that new tasks start with it; to a role of your own grant `ssmmessages:CreateControlChannel`, `CreateDataChannel`, `OpenControlChannel` and `OpenDataChannel` (`taskRole.arn`); in a network without internet access add the VPC endpoint for ssmmessages; leave `readonlyRootFilesystem` off",
    page: PAGE.executeCommand,
  },
];
