// The CloudWatch log group that the containers write to.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkKeyArn } from "../../model/awsIds";
import { childName } from "../../model/childNames";
import { checkLogGroupName } from "../../model/fixedNames";
import { checkRetentionDays } from "../../model/logRetention";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfResource } from "../../model/resourceCost";
import type { ArgumentChecks } from "../component/argumentChecks";
import { planLogDriver, type LogDriverPlan } from "./logDriver";
import type { LogDriverSettings } from "./logDriverArgs";
import { derive, regionOf, type ChildContext } from "../component/childContext";

/** The containers' logs. CloudWatch charges about 0.50 to 0.63 USD per GB written. */
export interface ServiceLogs extends LogDriverSettings {
  /**
   * The name of the log group. A change deletes the group with all its log events, and creates another.
   * @default the component's name and a random suffix
   */
  groupName?: string;
  /**
   * The number of days that log events are kept: one of the periods that CloudWatch Logs offers.
   * @default 30
   */
  retentionDays?: pulumi.Input<number>;
  /**
   * The KMS key that encrypts the log group. Its key policy has to allow CloudWatch Logs.
   * @default encryption by CloudWatch Logs
   */
  keyArn?: pulumi.Input<string>;
}

/** The log group, as planned. */
export interface LogsPlan {
  readonly groupName: string | undefined;
  readonly retentionDays: pulumi.Input<number>;
  readonly keyArn: pulumi.Input<string> | undefined;
  readonly driver: LogDriverPlan;
}

/** The number of days that a created log group keeps events. */
export const DEFAULT_RETENTION_DAYS = 30;

/** Plans the log group. */
export function planLogs(checks: ArgumentChecks, given: ServiceLogs = {}): LogsPlan {
  const { retentionDays = DEFAULT_RETENTION_DAYS, keyArn, groupName } = given;
  checks.shape("logs.groupName", groupName, checkLogGroupName);
  return {
    groupName,
    retentionDays: checks.value("logs.retentionDays", retentionDays, checkRetentionDays),
    keyArn: checks.arn("logs.keyArn", keyArn, { check: checkKeyArn, what: "a key", shared: ["region"] }),
    driver: planLogDriver(checks, given),
  };
}

/** The created log group. */
export interface TaskLogGroup {
  readonly arn: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
}

/** Creates the log group. */
export function createLogGroup(
  name: string,
  { groupName, retentionDays, keyArn }: LogsPlan,
  { options, awsEnvironment, tags }: ChildContext,
): TaskLogGroup {
  const logGroup = new aws.cloudwatch.LogGroup(
    childName(name, "logGroup"),
    { name: groupName, retentionInDays: retentionDays, kmsKeyId: keyArn, tags },
    options,
  );
  return { arn: logGroup.arn, name: logGroup.name, region: derive(awsEnvironment, regionOf) };
}

/** What the log group is billed for. */
export function costOfLogGroup(name: string): BilledItem[] {
  return costOfResource(childName(name, "logGroup"), "aws:cloudwatch:LogGroup");
}
