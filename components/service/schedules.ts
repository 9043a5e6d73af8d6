// Schedules that start tasks: EventBridge Scheduler, its role, and the queue for starts that fail.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkStandardQueueArn } from "../../model/awsIds";
import { childName, childNameOf, type ChildKey } from "../../model/childNames";
import { wholeNumber, type Check } from "../../model/checks";
import { checkCron, checkTimeZone } from "../../model/cron";
import { quote } from "../../model/problems";
import { schedulePolicy, schedulerTrustPolicy } from "../../model/schedulePolicies";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { createRole } from "../component/role";
import { checkVariables } from "../task/container";
import { MAIN_CONTAINER } from "../task/containers";
import { checkOverrides } from "./runOverrides";
import type { TaskSchedule } from "./schedulesArgs";

/** One schedule, as planned. */
export interface SchedulePlan {
  readonly name: string;
  /** As EventBridge Scheduler takes it: `cron(0 3 * * ? *)`. */
  readonly expression: string;
  readonly timeZone: string | undefined;
  readonly command: pulumi.Input<string>[] | undefined;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly enabled: boolean;
  readonly flexibleMinutes: number | undefined;
  readonly retryAttempts: number;
  readonly retryMinutes: number;
}

/** The schedules of one task, as planned. */
export interface SchedulesPlan {
  readonly schedules: readonly SchedulePlan[];
  /** The queue for starts that fail, unless one is created. */
  readonly deadLetterArn: pulumi.Input<string> | undefined;
}

const DEFAULT_RETRY_ATTEMPTS = 5;
const DEFAULT_RETRY_MINUTES = 60;
const DEFAULT_TIME_ZONE = "UTC";

/** AWS's limit for the name of a schedule, without Pulumi's suffix. */
const MAX_NAME_LENGTH = 64 - 8;

/** Plans the schedules. `component`: the name that theirs start with. */
export function planSchedules(
  checks: ArgumentChecks,
  given: { readonly schedules?: readonly TaskSchedule[]; readonly deadLetterArn?: pulumi.Input<string> },
  component: string,
): SchedulesPlan | undefined {
  const { schedules = [], deadLetterArn } = given;
  if (schedules.length === 0) {
    const fix = "set schedules, or leave it unset";
    checks.mustBeUnset("", { deadLetterArn }, { wrong: "cannot be set without schedules", fix });
    return undefined;
  }
  schedules.forEach(({ name }, i) => {
    if (schedules.findIndex((other) => other.name === name) < i)
      checks.add(`schedules[${i}].name`, `${quote(name)} is given twice`, "give each schedule a name of its own");
  });
  return {
    schedules: schedules.map((schedule, i) => planSchedule(checks, schedule, { path: `schedules[${i}]`, component })),
    deadLetterArn: checks.arn("deadLetterArn", deadLetterArn, {
      check: checkStandardQueueArn,
      what: "a queue",
      shared: ["region"],
    }),
  };
}

function planSchedule(
  checks: ArgumentChecks,
  given: TaskSchedule,
  { path, component }: { readonly path: string; readonly component: string },
): SchedulePlan {
  const { name, cron, rate, timeZone, command, environment = {}, enabled = true, flexibleMinutes } = given;
  const { retryAttempts = DEFAULT_RETRY_ATTEMPTS, retryMinutes = DEFAULT_RETRY_MINUTES } = given;
  const at = (key: string) => `${path}.${key}`;
  checks.shape(at("name"), name, checkName(component));
  if ((cron === undefined) === (rate === undefined))
    checks.add(
      at("cron"),
      cron === undefined ? "is missing, and rate too" : "cannot be set with rate",
      'set one of them: cron: "0 3 * * ? *" or rate: "1 hour"',
    );
  checks.shape(at("cron"), cron, checkCron);
  checks.shape(at("rate"), rate, checkRate);
  checks.shape(at("timeZone"), timeZone, checkTimeZone);
  if (cron === undefined)
    checks.mustBeUnset(path, { timeZone }, { wrong: "cannot be set with rate", fix: "set cron, or leave it unset" });
  if (command?.length === 0) checks.add(at("command"), "is empty", "leave it unset for the task's own command");
  checkVariables(checks, path, { environment });
  checkOverrides(checks, path, { command, environment });
  checks.shape(at("flexibleMinutes"), flexibleMinutes, wholeNumber(1, 1440, "minutes"));
  checks.shape(at("retryAttempts"), retryAttempts, wholeNumber(0, 185, "attempts"));
  checks.shape(at("retryMinutes"), retryMinutes, wholeNumber(1, 1440, "minutes"));
  return {
    name,
    expression: cron === undefined ? rateExpression(rate ?? "") : `cron(${cron.trim()})`,
    timeZone: cron === undefined ? undefined : (timeZone ?? DEFAULT_TIME_ZONE),
    command,
    environment,
    enabled,
    flexibleMinutes,
    retryAttempts,
    retryMinutes,
  };
}

const checkName =
  (component: string): Check<string> =>
  (name) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))
      return { wrong: `${quote(name)} is not a valid name`, fix: "use letters, digits, dots, dashes and underscores" };
    const longest = MAX_NAME_LENGTH - childNameOf(component, "schedule", "").length;
    return name.length <= longest
      ? undefined
      : { wrong: `${quote(name)} has ${name.length} characters`, fix: `use ${longest} at the most` };
  };

const RATE = /^([1-9]\d*) (minute|hour|day)s?$/;

const checkRate: Check<string> = (rate) =>
  RATE.test(rate)
    ? undefined
    : { wrong: `${quote(rate)} is not valid`, fix: 'must be a number of minutes, hours or days, as in "5 minutes"' };

/** EventBridge Scheduler names units in the plural. */
function rateExpression(rate: string): string {
  const [, count = "", unit = ""] = RATE.exec(rate) ?? [];
  return `rate(${count} ${unit}s)`;
}

/** The keys of the children with limited names. */
export function schedulesChildKeys({ deadLetterArn }: SchedulesPlan): ChildKey[] {
  return ["scheduleRole", ...(deadLetterArn === undefined ? (["deadLetterQueue"] as const) : [])];
}

/** What the schedules start. */
export interface ScheduleTarget {
  readonly clusterArn: pulumi.Input<string>;
  readonly taskDefinitionArn: pulumi.Input<string>;
  /** The execution role and the task role. */
  readonly roleArns: pulumi.Input<string>[];
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupIds: pulumi.Input<string>[];
  readonly assignPublicIp: boolean;
  /** What has to exist before a task starts and no argument shows. */
  readonly after: readonly pulumi.Resource[];
}

/** Creates the schedules, their role and the queue. Returns the queue's ARN. */
export function createSchedules(
  name: string,
  { plan, target }: { readonly plan: SchedulesPlan | undefined; readonly target: ScheduleTarget },
  context: ChildContext,
): pulumi.Output<string> | undefined {
  if (plan === undefined) return undefined;
  const { options, tags } = context;
  const { clusterArn, taskDefinitionArn, roleArns } = target;
  const deadLetterArn =
    plan.deadLetterArn ??
    new aws.sqs.Queue(
      childName(name, "deadLetterQueue"),
      { messageRetentionSeconds: DEAD_LETTER_DAYS * 86_400, sqsManagedSseEnabled: true, tags },
      options,
    ).arn;
  const role = createRole(
    { component: name, key: "scheduleRole" },
    { description: `Starts the scheduled tasks of ${name}`, trust: schedulerTrustPolicy },
    context,
  );
  const policy = new aws.iam.RolePolicy(
    childName(name, "scheduleRolePolicy"),
    {
      role: role.name,
      policy: pulumi.jsonStringify(
        pulumi.output({ clusterArn, taskDefinitionArn, roleArns, deadLetterArn }).apply(schedulePolicy),
      ),
    },
    options,
  );
  for (const schedule of plan.schedules)
    new aws.scheduler.Schedule(
      childNameOf(name, "schedule", schedule.name),
      {
        description: `Starts a task of ${name}`,
        scheduleExpression: schedule.expression,
        scheduleExpressionTimezone: schedule.timeZone,
        state: schedule.enabled ? "ENABLED" : "DISABLED",
        flexibleTimeWindow:
          schedule.flexibleMinutes === undefined
            ? { mode: "OFF" }
            : { mode: "FLEXIBLE", maximumWindowInMinutes: schedule.flexibleMinutes },
        target: scheduleTarget(schedule, target, { roleArn: role.arn, deadLetterArn }),
      },
      { ...options, dependsOn: [policy, ...target.after] },
    );
  return pulumi.output(deadLetterArn);
}

/** The longest that a queue keeps messages. */
const DEAD_LETTER_DAYS = 14;

function scheduleTarget(
  { command, environment, retryAttempts, retryMinutes }: SchedulePlan,
  target: ScheduleTarget,
  { roleArn, deadLetterArn }: { readonly roleArn: pulumi.Input<string>; readonly deadLetterArn: pulumi.Input<string> },
): aws.types.input.scheduler.ScheduleTarget {
  const variables = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
  const override = {
    name: MAIN_CONTAINER,
    ...(command !== undefined && { command }),
    ...(variables.length > 0 && { environment: variables.map(([key, value]) => ({ name: key, value })) }),
  };
  const overrides = command !== undefined || variables.length > 0;
  return {
    arn: target.clusterArn,
    roleArn,
    ecsParameters: {
      taskDefinitionArn: target.taskDefinitionArn,
      launchType: "FARGATE",
      taskCount: 1,
      networkConfiguration: {
        subnets: target.subnetIds,
        securityGroups: target.securityGroupIds,
        assignPublicIp: target.assignPublicIp,
      },
      propagateTags: "TASK_DEFINITION",
      enableEcsManagedTags: true,
    },
    input: overrides ? pulumi.jsonStringify({ containerOverrides: [override] }) : undefined,
    retryPolicy: { maximumRetryAttempts: retryAttempts, maximumEventAgeInSeconds: retryMinutes * 60 },
    deadLetterConfig: { arn: deadLetterArn },
  };
}
