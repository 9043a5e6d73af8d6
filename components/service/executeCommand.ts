// ECS Exec: a shell in a running container, encrypted and recorded on request.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkKeyArn } from "../../model/awsIds";
import { childName } from "../../model/childNames";
import { notEmpty } from "../../model/checks";
import {
  decryptSessions,
  FIND_SESSION_LOG,
  recordSessions,
  sessionKeyPolicy,
} from "../../model/executeCommandPolicies";
import { checkRetentionDays } from "../../model/logRetention";
import type { BilledItem } from "../../model/monthlyCost";
import { EXECUTE_COMMAND, type Statement } from "../../model/policies";
import { costOfKey, costOfResource } from "../../model/resourceCost";
import type { ArgumentChecks } from "../component/argumentChecks";
import { DEFAULT_RETENTION_DAYS } from "../task/logGroup";
import type { ChildContext } from "../component/childContext";

/**
 * Sessions of `aws ecs execute-command` that are encrypted with a key and recorded in a log group. Both are settings of the
 * cluster: with `cluster.arn` name here those that it has, and only the task role's rights to use them are created. Whoever
 * opens a session needs `kms:GenerateDataKey` on the key. A container with `readonlyRootFilesystem` admits no session.
 */
export interface ServiceExecuteCommand {
  /**
   * The KMS key that encrypts sessions.
   * @default one is created (about 1 USD a month); none with `cluster.arn`
   */
  keyArn?: pulumi.Input<string>;
  /**
   * The log group that sessions are recorded in.
   * @default one is created; none with `cluster.arn`
   */
  logGroupName?: pulumi.Input<string>;
  /**
   * For how many days the created log group keeps sessions: one of the periods that CloudWatch Logs offers.
   * @default 30
   */
  retentionDays?: pulumi.Input<number>;
}

/** ECS Exec, as planned. */
export interface ExecuteCommandPlan {
  readonly enabled: boolean;
  readonly session?: SessionPlan;
}

interface SessionPlan {
  /** Whether the cluster exists: then it has a key and a log group, or none. */
  readonly clusterExists: boolean;
  readonly keyArn: pulumi.Input<string> | undefined;
  readonly logGroupName: pulumi.Input<string> | undefined;
  readonly retentionDays: pulumi.Input<number>;
}

/** Plans ECS Exec. */
export function planExecuteCommand(
  checks: ArgumentChecks,
  enabled: boolean | undefined,
  given: ServiceExecuteCommand | undefined,
  clusterExists: boolean,
): ExecuteCommandPlan {
  if (given === undefined) return { enabled: enabled ?? false };
  const { keyArn, logGroupName, retentionDays } = given;
  if (enabled === false)
    checks.add("executeCommand", "given while enableExecuteCommand is false", "leave one of them unset");
  if (clusterExists && keyArn === undefined && logGroupName === undefined)
    checks.add(
      "executeCommand",
      "names neither keyArn nor logGroupName, and those of cluster.arn are not known",
      "name what the cluster has, or use enableExecuteCommand: true if it has none",
    );
  if (retentionDays !== undefined && (clusterExists || logGroupName !== undefined))
    checks.add("executeCommand.retentionDays", "given while no log group is created for it", "leave it unset");
  return {
    enabled: true,
    session: {
      clusterExists,
      keyArn: checks.value("executeCommand.keyArn", keyArn, checkKeyArn),
      logGroupName: checks.value("executeCommand.logGroupName", logGroupName, notEmpty),
      retentionDays: checks.value(
        "executeCommand.retentionDays",
        retentionDays ?? DEFAULT_RETENTION_DAYS,
        checkRetentionDays,
      ),
    },
  };
}

/** What ECS Exec needs of the cluster and of the task role. */
export interface ExecuteCommand {
  /** The created cluster's configuration. */
  readonly configuration?: aws.types.input.ecs.ClusterConfigurationExecuteCommandConfiguration;
  readonly statements: readonly pulumi.Input<Statement>[];
}

/** Creates the key and the log group that do not exist yet. */
export function createExecuteCommand(
  name: string,
  { enabled, session }: ExecuteCommandPlan,
  context: ChildContext,
): ExecuteCommand {
  if (!enabled) return { statements: [] };
  if (session === undefined) return { statements: [EXECUTE_COMMAND] };
  const keyArn = session.keyArn ?? (session.clusterExists ? undefined : createKey(name, context).arn);
  const logGroupName =
    session.logGroupName ?? (session.clusterExists ? undefined : createLogGroup(name, session, context).name);
  const statements: pulumi.Input<Statement>[] = [EXECUTE_COMMAND];
  if (keyArn !== undefined) statements.push(pulumi.output(keyArn).apply(decryptSessions));
  if (logGroupName !== undefined)
    statements.push(
      FIND_SESSION_LOG,
      pulumi
        .all([context.awsEnvironment, logGroupName])
        .apply(([awsEnvironment, group]) => recordSessions(awsEnvironment, group)),
    );
  if (session.clusterExists) return { statements };
  return {
    configuration: {
      kmsKeyId: keyArn,
      logging: "OVERRIDE",
      logConfiguration: { cloudWatchLogGroupName: logGroupName },
    },
    statements,
  };
}

/** What the created key and log group are billed for. */
export function costOfExecuteCommand(name: string, { session }: ExecuteCommandPlan): BilledItem[] {
  if (session === undefined || session.clusterExists) return [];
  const { keyArn, logGroupName } = session;
  return [
    ...(keyArn === undefined ? costOfKey(childName(name, "sessionKey"), { rotated: true }) : []),
    ...(logGroupName === undefined
      ? costOfResource(childName(name, "sessionLogGroup"), "aws:cloudwatch:LogGroup")
      : []),
  ];
}

function createKey(name: string, { options, awsEnvironment, tags }: ChildContext): aws.kms.Key {
  return new aws.kms.Key(
    childName(name, "sessionKey"),
    {
      description: `Encrypts sessions in the containers of ${name}`,
      enableKeyRotation: true,
      policy: pulumi.jsonStringify(awsEnvironment.apply(sessionKeyPolicy)),
      tags,
    },
    options,
  );
}

function createLogGroup(
  name: string,
  { retentionDays }: SessionPlan,
  { options, tags }: ChildContext,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    childName(name, "sessionLogGroup"),
    { retentionInDays: retentionDays, tags },
    options,
  );
}
