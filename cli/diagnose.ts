// `ghcr-fargate diagnose`: says why an ECS service does not run, or what a message of ECS means.

import type { Command } from "commander";
import { classifyAskFailure } from "../rollout/askFailure";
import { diagnose, renderDiagnosis } from "../rollout/diagnose";
import { connectEcs, stoppedTaskReader, toServiceSnapshot, type EcsApi } from "../rollout/ecsApi";
import { redact } from "../rollout/redact";
import { renderReportJson, renderReportText } from "../rollout/renderReport";
import { reportService } from "../rollout/serviceReport";
import type { AddCommand, Terminal } from "./terminal";

/** What the exit code says. */
export const DIAGNOSE_EXIT = { healthy: 0, knownCause: 1, unknownCause: 2, couldNotAsk: 3 } as const;

const HELP = `
Exit codes:
  0  the service is healthy, or a deployment is under way and nothing failed
  1  failing, and the cause is known
  2  failing, and the cause is not known
  3  could not ask: wrong options, no such service, no permission, no connection

Permissions: ecs:DescribeServices, ecs:ListTasks, ecs:DescribeTasks.

Examples:
  $ ghcr-fargate diagnose --cluster prod --service web --region eu-central-1
  $ pbpaste | ghcr-fargate diagnose --message -`;

interface Options {
  readonly cluster?: string;
  readonly service?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly message?: string;
  readonly json?: true;
}

/** Makes a client of the ECS API. */
export type Connect = typeof connectEcs;

/** Adds `diagnose`. */
export const addDiagnose: AddCommand = (program, terminal) => addDiagnoseWith(program, terminal, connectEcs);

/** Adds `diagnose` over some ECS API. */
export function addDiagnoseWith(program: Command, terminal: Terminal, connect: Connect): void {
  program
    .command("diagnose")
    .description("say why an ECS service does not run, and what to do; for any service, made by this library or not")
    .option("--cluster <name or ARN>", "the service's cluster")
    .option("--service <name>", "the service")
    .option("--region <region>", "the service's Region (default: of the cluster's ARN, or as the AWS SDK finds it)")
    .option("--profile <profile>", "a profile of the AWS configuration (default: as the AWS SDK finds it)")
    .option("--message <text>", "explain this message of ECS instead; - reads it from standard input")
    .option("--json", "print JSON")
    .addHelpText("after", HELP)
    .action(async (options: Options) => {
      try {
        terminal.exitWith(await run(options, terminal, connect));
      } catch (error) {
        terminal.writeError(`error: ${explain(error)}\n`);
        terminal.exitWith(DIAGNOSE_EXIT.couldNotAsk);
      }
    });
}

async function run(options: Options, terminal: Terminal, connect: Connect): Promise<number> {
  const { cluster, service } = options;
  if (options.message !== undefined) {
    const message = options.message === "-" ? await terminal.readInput() : options.message;
    return explainMessage(message, options.json === true, terminal);
  }
  if (cluster === undefined || service === undefined)
    throw new Error("pass --cluster and --service, or --message to explain one message");

  const region = options.region ?? (cluster.startsWith("arn:") ? cluster.split(":")[3] : undefined);
  const api = await connect(region, options.profile === undefined ? {} : { profile: options.profile });
  const report = reportService(await describe(api, cluster, service), await stoppedTaskReader(api, cluster, service)());
  const place = { cluster: redact(cluster), service, ...(region !== undefined && { region }) };
  terminal.write(options.json ? renderReportJson(place, report) : renderReportText(service, report));
  if (report.state !== "FAILING") return DIAGNOSE_EXIT.healthy;
  return report.diagnosis === undefined ? DIAGNOSE_EXIT.unknownCause : DIAGNOSE_EXIT.knownCause;
}

function explainMessage(message: string, json: boolean, terminal: Terminal): number {
  if (message.trim() === "") throw new Error("the message is empty");
  const diagnosis = diagnose(message);
  if (json) terminal.write(`${JSON.stringify(diagnosis ?? { evidence: redact(message) }, null, 2)}\n`);
  else if (diagnosis !== undefined) terminal.write(`${renderDiagnosis(diagnosis).join("\n")}\n`);
  else terminal.write("cause: not in the failure catalogue\n");
  return diagnosis === undefined ? DIAGNOSE_EXIT.unknownCause : DIAGNOSE_EXIT.knownCause;
}

async function describe(api: EcsApi, cluster: string, service: string) {
  const { services } = await api.describeServices({ cluster, services: [service] });
  const [found] = services ?? [];
  if (found === undefined || found.status === "INACTIVE")
    throw new Error(`ECS has no service ${service} in the cluster ${redact(cluster)}; check both names and the Region`);
  return toServiceSnapshot(found);
}

function explain(error: unknown): string {
  const failure = classifyAskFailure(error, "ecs:DescribeServices");
  if (failure.kind === "denied") return `the permission ${failure.action} is missing; ${failure.message}`;
  if (failure.kind === "credentials") return `AWS does not accept the credentials; ${failure.message}`;
  return failure.message;
}
