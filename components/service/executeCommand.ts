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
import { quote } from "../../model/problems";
import { EXECUTE_COMMAND, type Statement } from "../../model/policies";
import { costOfKey, costOfResource } from "../../model/resourceCost";
import type { ArgumentChecks } from "../component/argumentChecks";
import { DEFAULT_RETENTION_DAYS } from "../task/logGroup";
import type { ChildContext } from "../component/childContext";

/**
 * ECS Exec: `aws ecs execute-command` opens a shell in a container; `{}` enables it, and lets the task role use the channels for
 * it. Encryption and recording are settings of the cluster: with `cluster.arn`, set here those that it has, and only the task
 * role's rights to use them are created. Whoever opens an encrypted session needs `kms:GenerateDataKey` on the key. A container
 * with `readonlyRootFilesystem` accepts no session.
 */
export interface ServiceExecuteCommand {
  /**
   * Whether sessions are encrypted with a KMS key and recorded in a log group, each of which is created unless it is set here.
   * @default true with `keyArn`, `logGroupName` or `retentionDays`, else false: a created cluster does neither
   */
  audited?: boolean;
  /**
   * The KMS key that encrypts sessions.
   * @default one is created with `audited` (about 1 USD a month); none with `cluster.arn`
   */
  keyArn?: pulumi.Input<string>;
  /**
   * The log group that sessions are recorded in.
   * @default one is created with `audited`; none with `cluster.arn`
   */
  logGroupName?: pulumi.Input<string>;
  /**
   * The number of days that the created log group keeps sessions: one of the periods that CloudWatch Logs offers.
   * @default 30
   */
  retentionDays?: pulumi.Input<number>;
}

/** ECS Exec, as planned. */
export interface ExecuteCommandPlan {
  /** How sessions are encrypted and recorded; undefined: as the cluster says. */
  readonly session?: SessionPlan;
}

interface SessionPlan {
  /** Whether the cluster exists: then it has a key and a log group, or none. */
  readonly clusterExists: boolean;
  readonly keyArn: pulumi.Input<string> | undefined;
  readonly logGroupName: pulumi.Input<string> | undefined;
  readonly retentionDays: pulumi.Input<number>;
}

/** Warns of containers that accept no session: the agent of ECS Exec writes to the root file system. */
export function warnOfReadonlyContainers(
  plan: ExecuteCommandPlan | undefined,
  containers: readonly {
    readonly name: string;
    readonly settings: { readonly readonlyRootFilesystem?: pulumi.Input<boolean> };
  }[],
  parent: pulumi.Resource,
): void {
  if (plan === undefined) return;
  for (const { name, settings } of containers)
    if (settings.readonlyRootFilesystem === true)
      void pulumi.log.warn(
        `executeCommand: the container ${quote(name)} has a read-only root file system, in which no session can start; ` +
          "set its readonlyRootFilesystem to false, or remove executeCommand",
        parent,
      );
}

/** Plans ECS Exec; undefined where it is off. */
export function planExecuteCommand(
  checks: ArgumentChecks,
  given: ServiceExecuteCommand | undefined,
  { clusterExists }: { readonly clusterExists: boolean },
): ExecuteCommandPlan | undefined {
  if (given === undefined) return undefined;
  const { keyArn, logGroupName, retentionDays } = given;
  const details = { keyArn, logGroupName, retentionDays };
  const audited = given.audited ?? Object.values(details).some((value) => value !== undefined);
  if (!audited) {
    const wrong = "cannot be set with executeCommand.audited: false";
    checks.mustBeUnset("executeCommand", details, { wrong, fix: "leave one of them unset" });
    return {};
  }
  if (clusterExists && keyArn === undefined && logGroupName === undefined)
    checks.add(
      "executeCommand",
      "has neither keyArn nor logGroupName, and those of cluster.arn are not known",
      "set those that the cluster has, or use executeCommand: {} if it has none",
    );
  if (clusterExists || logGroupName !== undefined)
    checks.mustBeUnset(
      "executeCommand",
      { retentionDays },
      { wrong: "cannot be set: no log group is created for sessions", fix: "leave it unset" },
    );
  return {
    session: {
      clusterExists,
      keyArn: checks.arn("executeCommand.keyArn", keyArn, { check: checkKeyArn, what: "a key", shared: ["region"] }),
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
  plan: ExecuteCommandPlan | undefined,
  context: ChildContext,
): ExecuteCommand {
  if (plan === undefined) return { statements: [] };
  const { session } = plan;
  if (session === undefined) return { statements: [EXECUTE_COMMAND] };
  const keyArn = session.keyArn ?? (session.clusterExists ? undefined : createSessionKey(name, context).arn);
  const logGroupName =
    session.logGroupName ?? (session.clusterExists ? undefined : createSessionLogGroup(name, session, context).name);
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
export function costOfExecuteCommand(name: string, plan: ExecuteCommandPlan | undefined): BilledItem[] {
  const session = plan?.session;
  if (session === undefined || session.clusterExists) return [];
  const { keyArn, logGroupName } = session;
  return [
    ...(keyArn === undefined ? costOfKey(childName(name, "sessionKey"), { rotated: true }) : []),
    ...(logGroupName === undefined
      ? costOfResource(childName(name, "sessionLogGroup"), "aws:cloudwatch:LogGroup")
      : []),
  ];
}

function createSessionKey(name: string, { options, awsEnvironment, tags }: ChildContext): aws.kms.Key {
  return new aws.kms.Key(
    childName(name, "sessionKey"),
    {
      description: `ECS Exec sessions of ${name}`,
      enableKeyRotation: true,
      policy: pulumi.jsonStringify(awsEnvironment.apply(sessionKeyPolicy)),
      tags,
    },
    options,
  );
}

function createSessionLogGroup(
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
