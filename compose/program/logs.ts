// Where the containers of a task write their logs: one log driver for all, as the library has it.

import { withoutEmpty, type ContainerDefinition, type LogConfiguration } from "../ecsCli/container";
import { isRouter, type TaskContext, type TaskOfProgram } from "./containers";
import type { Args, Data } from "./program";

const DRIVERS = ["awslogs", "awsfirelens", "splunk"];
/** Options of awslogs that are those of the log group that is created. */
const GROUP_OPTIONS = ["awslogs-group", "awslogs-region", "awslogs-create-group", "awslogs-stream-prefix"];
const ROUTER = [["firelens_configuration"], ["image"]];
const LOGGING = [["logging", "options"], ["logging"]];

/** The argument `logs`; undefined where the defaults are meant. */
export function logsArgs(
  task: TaskOfProgram,
  { shared, logRetentionDays }: Pick<TaskContext, "shared" | "logRetentionDays">,
): Args | undefined {
  const { main, containers, notes, ownerOf } = task;
  const configured = containers.filter(
    (container) => !isRouter(container) && DRIVERS.includes(container.logConfiguration?.logDriver ?? ""),
  );
  const first = configured.find((container) => container === main) ?? configured[0];
  const log = first?.logConfiguration;
  for (const other of configured)
    if (first && JSON.stringify(comparable(other.logConfiguration)) !== JSON.stringify(comparable(log)))
      notes.service(
        ownerOf(other),
        LOGGING,
        `is that of ${first.name} instead: the containers of a task have one log driver here, with the same options`,
      );
  for (const container of configured) noteGroup(container, task);
  if (log?.logDriver !== "awsfirelens")
    for (const router of containers.filter(isRouter))
      notes.service(ownerOf(router), ROUTER, "is left out: the service's logs do not go to awsfirelens");
  const args = withoutEmpty({
    retentionDays: logRetentionDays,
    ...(log && log.logDriver !== "awslogs" && { driver: log.logDriver }),
    options: log ? optionsOf(log) : {},
    secretOptions: Object.fromEntries(
      (log?.secretOptions ?? []).map(({ name, valueFrom }) => [name, shared.secretSource(valueFrom)]),
    ),
    ...(log?.logDriver === "awsfirelens" && { fireLens: routerArgs(task) }),
  });
  return Object.keys(args).length === 0 ? undefined : args;
}

function optionsOf({ logDriver, options = {} }: LogConfiguration): Record<string, string> {
  if (logDriver !== "awslogs") return { ...options };
  return Object.fromEntries(Object.entries(options).filter(([key]) => !GROUP_OPTIONS.includes(key)));
}

const comparable = (log: LogConfiguration | undefined) =>
  log && [log.logDriver, Object.entries(optionsOf(log)).sort(), log.secretOptions ?? []];

function noteGroup(container: ContainerDefinition, { notes, ownerOf }: TaskOfProgram): void {
  const { logDriver, options = {} } = container.logConfiguration ?? { logDriver: "" };
  if (logDriver !== "awslogs") return;
  const given = GROUP_OPTIONS.filter((key) => options[key] !== undefined && key !== "awslogs-create-group");
  if (given.length > 0)
    notes.service(
      ownerOf(container),
      LOGGING,
      `${given.map((key) => `${key}: ${options[key] ?? ""}`).join(", ")}: not used, a log group is created for the service`,
    );
}

/** What a log router may have that is said by `logs.fireLens`, or is the same for every router. */
const ROUTER_FIELDS = new Set(["name", "image", "essential", "firelensConfiguration"]);
const ROUTER_OPTIONS = new Set(["config-file-type", "config-file-value", "enable-ecs-log-metadata"]);

function routerArgs({ containers, notes, ownerOf }: TaskOfProgram): Data {
  const router = containers.find(isRouter);
  if (!router) return {};
  const { type, options = {} } = router.firelensConfiguration ?? { type: "" };
  const owner = ownerOf(router);
  const keys = ROUTER;
  if (type === "fluentd")
    notes.service(
      owner,
      keys,
      "type fluentd becomes Fluent Bit, which the log router runs: write its configuration anew",
    );
  const inFile = options["config-file-type"] === "file" ? options["config-file-value"] : undefined;
  if (options["config-file-type"] === "s3")
    notes.service(owner, keys, "a configuration in S3 is not read: copy the file into an image of the router");
  for (const key of Object.keys(options))
    if (!ROUTER_OPTIONS.has(key))
      notes.service(owner, keys, `the option ${key} is dropped: the log router has no such argument`);
  if (options["enable-ecs-log-metadata"] === "false")
    notes.service(owner, keys, "enable-ecs-log-metadata: false is dropped: records have the names of cluster and task");
  const others = Object.keys(router).filter((field) => !ROUTER_FIELDS.has(field));
  if (others.length > 0)
    notes.service(owner, keys, `is the log router of the library, without its ${others.join(", ")}`);
  return withoutEmpty({ ...(type !== "fluentd" && { image: router.image }), configFile: inFile });
}
