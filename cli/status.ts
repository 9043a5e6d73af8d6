// `ghcr-fargate status`: what a service does now, and where it can be opened.

import { setTimeout as sleep } from "node:timers/promises";
import { renderStatus } from "../operations/renderStatus";
import { readStatus, type ServiceStatus } from "../operations/status";
import { EXIT, onService, withServiceOptions, type ServiceOptions, type Target } from "./serviceCommand";
import { paintFor, untilUnread, type AddCommand, type Terminal } from "./terminal";

interface Options extends ServiceOptions {
  readonly watch?: true;
  readonly json?: true;
}

/** Seconds between two readings of --watch. */
const WATCH_SECONDS = 3;

/** Adds `status`. */
export const addStatus: AddCommand = (program, terminal) => {
  withServiceOptions(
    program.command("status").alias("ps").description("show a service's deployment, tasks, addresses and alarms"),
    {
      ok: "as many tasks run as are wanted",
      failed: "fewer tasks run, or ECS could not roll a deployment back",
      permissions:
        "ecs:DescribeServices, ecs:ListTasks, ecs:DescribeTasks; for all of it ecs:DescribeTaskDefinition,\necs:ListServiceDeployments, ecs:DescribeServiceDeployments, ec2:DescribeNetworkInterfaces, cloudwatch:DescribeAlarms.",
      examples: [
        "status",
        "status --service web --watch",
        "status --cluster prod --service web --region eu-central-1 --json",
      ],
    },
  )
    .option("-w, --watch", `show it again every ${WATCH_SECONDS} s, until interrupted`)
    .option("--json", "print JSON")
    .action((options: Options) => onService(options, terminal, (target) => show(target, options, terminal)));
};

async function show(target: Target, { watch, json }: Options, terminal: Terminal): Promise<number> {
  const read = () =>
    readStatus(target.aws, target.ref, { url: target.deployed?.url, alarmNames: target.deployed?.alarmNames ?? [] });
  let status = await read();
  write(status, json === true, terminal);
  const signal = untilUnread(terminal);
  while (watch) {
    await sleep(WATCH_SECONDS * 1000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    status = await read();
    if (terminal.interactive && !json) terminal.write("\x1b[H\x1b[2J");
    write(status, json === true, terminal);
  }
  return status.running >= status.desired && status.deployment?.status !== "ROLLBACK_FAILED" ? EXIT.ok : EXIT.failed;
}

function write(status: ServiceStatus, json: boolean, terminal: Terminal): void {
  if (json) terminal.write(`${JSON.stringify(status)}\n`);
  else terminal.write(renderStatus(status, new Date(), paintFor(terminal)));
}
