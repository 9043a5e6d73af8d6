// The features of a task that runs and ends, as data: those that it shares with a service, and its own.

import { ARGUMENT_SHAPES } from "../../components/component/argumentShapes";
import type { GhcrFargateTaskArgs } from "../../components/ghcrFargateTaskArgs";
import { CHANGES, type Change } from "./featureChanges";
import { FEATURES, type Feature } from "./features";
import { complete } from "./featureSets";

/** A feature of a task. */
export type TaskFeature = Feature<GhcrFargateTaskArgs>;

/** The task that features are added to. */
export const PLAIN_TASK: GhcrFargateTaskArgs = { image: "ghcr.io/acme/web:1.0" };

const OWN: readonly TaskFeature[] = [
  {
    name: "schedules",
    args: {
      schedules: [
        { name: "nightly", cron: "0 3 * * ? *", timeZone: "Europe/Berlin" },
        {
          name: "hourly",
          rate: "1 hour",
          command: ["./report.sh", "--small"],
          environment: { SIZE: "small" },
          enabled: false,
          flexibleMinutes: 10,
          retryAttempts: 0,
          retryMinutes: 5,
        },
      ],
    },
  },
  {
    name: "a given queue for starts that fail",
    args: { deadLetterArn: "arn:aws:sqs:eu-central-1:123456789012:failed" },
    needs: ["schedules"],
  },
];

/** What lets clients in, which a task does not have. */
const OF_SERVICES = ["tasks that clients reach", "tasks that other services reach"];

const { GhcrFargateTask: ARGUMENTS = {} } = ARGUMENT_SHAPES;
const SHARED = FEATURES.filter(
  ({ name, args }) => !OF_SERVICES.includes(name) && Object.keys(args).every((key) => key in ARGUMENTS),
);

/** All features of a task. */
export const TASK_FEATURES: readonly TaskFeature[] = complete([...OWN, ...SHARED]);

/** What the features change that a task does not share, or whose change in a service another test holds. */
const OWN_CHANGES: Readonly<Record<string, Change>> = {
  schedules: {
    added: [
      "Role web-schedule-role",
      "RolePolicy web-schedule-role-policy",
      "Schedule web-schedule-hourly",
      "Schedule web-schedule-nightly",
      "Queue web-dead-letters",
    ],
  },
  "a given queue for starts that fail": {
    removed: ["Queue web-dead-letters"],
    changed: ["web-schedule-hourly target", "web-schedule-nightly target", "web-schedule-role-policy policy"],
  },
  "an empty volume": { changed: ["web-task containerDefinitions", "web-task volumes"] },
  "a created file system": {
    added: [
      "SecurityGroup web-file-system-security-group",
      "AccessPoint web-access-point-data",
      "BackupPolicy web-backup-policy-data",
      "FileSystem web-file-system-data",
      "FileSystemPolicy web-file-system-policy-data",
      "MountTarget web-mount-target-data-0",
      "MountTarget web-mount-target-data-1",
      "SecurityGroupIngressRule web-file-system-ingress-0",
    ],
    changed: ["web-task containerDefinitions", "web-task volumes"],
  },
  "an existing file system": {
    added: ["RolePolicy web-task-role-policy"],
    changed: ["web-task containerDefinitions", "web-task volumes"],
  },
  FireLens: { changed: ["web-task containerDefinitions"] },
  Splunk: { added: ["RolePolicy web-execution-role-policy"], changed: ["web-task containerDefinitions"] },
  "a tight execution role with GuardDuty": {
    added: ["RolePolicy web-execution-role-policy"],
    removed: ["RolePolicyAttachment web-execution-role-managed-policy"],
  },
};

/** What a feature changes of a task that has only what the feature builds on. */
export function taskChangeOf({ name }: TaskFeature): Change {
  const change = OWN_CHANGES[name] ?? CHANGES[name]!;
  return { ...change, changed: (change.changed ?? []).filter((line) => !line.startsWith("web-service ")) };
}
