// `ghcr-fargate diagnose`: says why an ECS service does not run, or what a message of ECS means.

import type { Command } from "commander";
import { explainAwsError } from "../operations/awsErrors";
import { readCurrentTasks } from "../rollout/currentTasks";
import { deploymentRecordReader } from "../rollout/deploymentRecord";
import { explainText, renderDiagnosis, type ExplainedMessage } from "../rollout/diagnose";
import { connectEcs } from "../rollout/awsClients";
import { stoppedTaskReader, toServiceSnapshot, type EcsApi } from "../rollout/ecsApi";
import { readLastLines } from "../rollout/lastLogLines";
import { redact } from "../rollout/redact";
import { untilRefused } from "../rollout/refusal";
import { renderReportJson, renderReportText } from "../rollout/renderReport";
import { reportService, type ServiceReport } from "../rollout/serviceReport";
import { WrongOption } from "../operations/wrongOption";
import { findTarget, type ServiceOptions, type Target } from "./serviceCommand";
import type { AddCommand, Terminal } from "./terminal";
import { parseRegion, USAGE_EXIT, UsageError } from "./usage";

/** What the exit code says. */
export const DIAGNOSE_EXIT = { healthy: 0, knownCause: 1, unknownCause: 2, couldNotAsk: 3 } as const;

const HELP = `
In a Pulumi project it finds the service of the selected stack; elsewhere pass --cluster and --service.

Exit codes:
  0  the service is healthy, or a deployment is under way and nothing failed
  1  failing, and the cause is known
  2  failing, and the cause is not known
  3  could not ask: no such service, no permission, no connection
  64 wrong options

Permissions: ecs:DescribeServices, ecs:ListTasks, ecs:DescribeTasks; for ECS's record of the deployment
ecs:ListServiceDeployments, ecs:DescribeServiceDeployments and ecs:DescribeServiceRevisions; for the failed task's last log
lines ecs:DescribeTaskDefinition and logs:GetLogEvents.

Examples:
  $ ghcr-fargate diagnose
  $ ghcr-fargate diagnose --cluster prod --service web --region eu-central-1
  $ pbpaste | ghcr-fargate diagnose --message -
  $ aws ecs describe-tasks --cluster prod --tasks 0123abcd | ghcr-fargate diagnose --message -`;

interface Options extends ServiceOptions {
  readonly message?: string;
  readonly json?: true;
}

/** Makes a client of the ECS API. */
export type Connect = (...args: Parameters<typeof connectEcs>) => Promise<EcsApi>;

/** Adds `diagnose`. */
export const addDiagnose: AddCommand = (program, terminal) => addDiagnoseWith(program, terminal, connectEcs);

/** Adds `diagnose` over some ECS API. */
export function addDiagnoseWith(program: Command, terminal: Terminal, connect: Connect): void {
  program
    .command("diagnose")
    .description("say why an ECS service does not run, and what to do; for any service, made by this library or not")
    .option("-s, --stack <name>", "the stack of this Pulumi project (default: PULUMI_STACK, else the selected one)")
    .option("--service <name>", "the service: its name in the program or in ECS (default: the stack's only one)")
    .option("--cluster <name or ARN>", "the cluster of --service, outside of a Pulumi project")
    .option(
      "--region <region>",
      "the service's Region (default: of the cluster's ARN, or as the AWS SDK finds it)",
      parseRegion,
    )
    .option("--profile <profile>", "a profile of the AWS configuration (default: as the AWS SDK finds it)")
    .option("--message <text>", "explain these messages of ECS instead; - reads them from standard input")
    .option("--json", "print JSON")
    .addHelpText("after", HELP)
    .action(async (options: Options) => {
      try {
        terminal.exitWith(await run(options, terminal, connect));
      } catch (error) {
        const usage = error instanceof WrongOption;
        terminal.writeError(`error: ${usage ? error.message : explainAwsError(error, options)}\n`);
        terminal.exitWith(usage ? USAGE_EXIT : DIAGNOSE_EXIT.couldNotAsk);
      }
    });
}

async function run(options: Options, terminal: Terminal, connect: Connect): Promise<number> {
  if (options.message !== undefined) {
    const message = options.message === "-" ? await terminal.readInput() : options.message;
    return explainMessage(message, options.json === true, terminal);
  }
  const target = await findTarget(options);
  const { cluster, service } = target.ref;
  const { region, profile } = target.aws.settings;
  const api = await connect(region, profile === undefined ? {} : { profile });
  const { current, snapshot } = await describe(api, cluster, service);
  const [stoppedTasks, tasks, record] = await Promise.all([
    stoppedTaskReader(api, cluster, service)(),
    readCurrentTasks(api, cluster, service),
    untilRefused("ecs:ListServiceDeployments", () => deploymentRecordReader(api, { cluster, service })(current))(),
  ]);
  const found = reportService(snapshot, { stoppedTasks, tasks, record });
  const lastLines = await readLog(target, api, found);
  const report = { ...found, ...(lastLines !== undefined && { lastLines }) };
  const named = { cluster: redact(cluster), service, ...(region !== undefined && { region }) };
  terminal.write(options.json ? renderReportJson(named, report) : renderReportText(service, report));
  if (report.state !== "FAILING") return DIAGNOSE_EXIT.healthy;
  return report.diagnosis === undefined ? DIAGNOSE_EXIT.unknownCause : DIAGNOSE_EXIT.knownCause;
}

/** The failed container's last lines; none where it never ran or they may not be read: the diagnosis stands without them. */
async function readLog({ aws }: Target, api: EcsApi, { state, diagnosis, failedContainer }: ServiceReport) {
  if (state !== "FAILING" || diagnosis?.stage === "start" || failedContainer === undefined) return undefined;
  return readLastLines(api, () => aws.logs(), failedContainer).catch(() => undefined);
}

function explainMessage(message: string, json: boolean, terminal: Terminal): number {
  if (message.trim() === "") throw new UsageError("--message: the message is empty");
  const [first, ...others] = explainText(message);
  if (first === undefined) throw new UsageError("--message: the message is empty");
  const { diagnosis, reading } = first;
  if (json) {
    const { form, stage, kind, operation } = reading;
    const evidence = redact(reading.text.line);
    terminal.write(
      `${JSON.stringify({ ...(diagnosis ?? { evidence }), form, readStage: stage, kind, operation, ...timeOf(first) }, null, 2)}\n`,
    );
  } else terminal.write(`${[...renderMessage(first), ...renderOthers(others)].join("\n")}\n`);
  if (diagnosis === undefined) return reading.form === "noFailure" ? DIAGNOSE_EXIT.healthy : DIAGNOSE_EXIT.unknownCause;
  return first.old ? DIAGNOSE_EXIT.healthy : DIAGNOSE_EXIT.knownCause;
}

const ENDED_WELL =
  "the task ended with exit code 0, as one that does its work; only in a service, whose program has to keep running, it is one (CONTAINER_ENDED in docs/errors.md)";

function renderMessage({ diagnosis, reading, ...when }: ExplainedMessage): string[] {
  const { form, stage, kind, operation, facts, text } = reading;
  if (diagnosis !== undefined) {
    const { at } = timeOf(when);
    const head = [
      ...(when.old ? ["old: the service is healthy since"] : []),
      ...(at === undefined ? [] : [`at: ${at}`]),
    ];
    return [...head, ...renderDiagnosis(diagnosis)];
  }
  if (form === "other") return ["not a message of ECS: there is nothing to explain"];
  if (form === "noFailure")
    return [`no failure: ${facts.exitCode === 0 ? ENDED_WELL : "ECS reports its normal work here"}`];
  const readings = [
    ["stage", stage],
    ["service", operation],
    ["kind", kind],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`${name ?? ""} ${value}`]));
  return [
    `cause: not known; read as ${readings.length === 0 ? "a message of ECS" : readings.join(", ")}`,
    "fix: look at the service itself: npx ghcr-fargate diagnose, and npx ghcr-fargate logs --failed",
    `evidence: ${redact(text.line)}`,
    "see: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html",
  ];
}

function renderOthers(others: readonly ExplainedMessage[]): string[] {
  const codes = others.flatMap(({ diagnosis }) => diagnosis?.code ?? []);
  if (codes.length === 0) return [];
  const counts = [...new Set(codes)].map((code) => `${code} (${codes.filter((other) => other === code).length})`);
  return [`also: ${counts.join(", ")}`];
}

function timeOf({ at, old }: Pick<ExplainedMessage, "at" | "old">): { at?: string; old?: true } {
  return { ...(at !== undefined && { at: new Date(at).toISOString() }), ...(old && { old }) };
}

async function describe(api: EcsApi, cluster: string, service: string) {
  const { services } = await api.describeServices({ cluster, services: [service] });
  const [found] = services ?? [];
  if (found === undefined || found.status === "INACTIVE")
    throw new Error(`ECS has no service ${service} in the cluster ${redact(cluster)}; check both names and the Region`);
  return { snapshot: toServiceSnapshot(found), current: found.currentServiceDeployment };
}
