// What the commands for a running service share: which service is meant, AWS's errors in plain words, exit codes.

import type { Command } from "commander";
import { connectAws, type Aws } from "../operations/aws";
import { projectFolder, readStack, type StackState } from "../operations/selectedStack";
import { chooseService, servicesOfStack, type StackService } from "../operations/stackServices";
import { explainAwsError } from "../operations/awsErrors";
import type { ServiceRef } from "../operations/service";
import { WrongOption } from "../operations/wrongOption";
import type { Terminal } from "./terminal";
import { parseRegion, USAGE_EXIT, UsageError } from "./usage";

/** What the exit codes of these commands say. */
export const EXIT = { ok: 0, failed: 1, couldNotAsk: 3 } as const;

/** The options that say which service is meant. */
export interface ServiceOptions {
  readonly stack?: string;
  readonly service?: string;
  readonly cluster?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** The service that a command is about. */
export interface Target {
  readonly aws: Aws;
  readonly ref: ServiceRef;
  /** What the stack's state knows of it; undefined where the service was named by --cluster and --service. */
  readonly deployed?: StackService & { readonly stack: string };
}

/** Whether a command needs what only a stack's state has. */
export interface StackNeed {
  readonly needsStack?: true;
}

/** What the help of one command says besides its options. */
export interface ServiceHelp {
  /** What exit code 0 says. @default done */
  readonly ok?: string;
  /** What exit code 1 says; undefined where the command has no such answer. */
  readonly failed?: string;
  readonly permissions: string;
  readonly examples: readonly string[];
}

/** Adds the options that choose a service, and the help that is the same for all. */
export function withServiceOptions(
  command: Command,
  { ok = "done", failed, permissions, examples }: ServiceHelp,
): Command {
  return command
    .option("-s, --stack <name>", "the stack of this Pulumi project (default: PULUMI_STACK, else the selected one)")
    .option("--service <name>", "the service: its name in the program or in ECS (default: the stack's only one)")
    .option("--cluster <name or ARN>", "the cluster of --service, outside of a Pulumi project")
    .option("--region <region>", "the Region (default: the service's, else as the AWS CLI finds it)", parseRegion)
    .option("--profile <name>", "a profile of the AWS configuration (default: as the AWS CLI finds it)")
    .addHelpText(
      "after",
      `
Exit codes:
  0  ${ok}${failed === undefined ? "" : `\n  1  ${failed}`}
  3  AWS or Pulumi could not be asked, or refused
  64 wrong options

Permissions: ${permissions}

Examples:
${examples.map((example) => `  $ ghcr-fargate ${example}`).join("\n")}`,
    );
}

/** Runs a command on the service that its options mean, and turns errors into a line and an exit code. */
export async function onService(
  options: ServiceOptions & StackNeed,
  terminal: Terminal,
  run: (target: Target) => Promise<number>,
): Promise<void> {
  await exiting(terminal, options, async () => run(await findTarget(options)));
}

/** Runs a command, and turns errors into a line and an exit code. */
export async function exiting(
  terminal: Terminal,
  { profile }: Pick<ServiceOptions, "profile">,
  run: () => Promise<number>,
): Promise<void> {
  try {
    terminal.exitWith(await run());
  } catch (error) {
    const usage = error instanceof WrongOption;
    terminal.writeError(`error: ${usage ? error.message : explainAwsError(error, { profile })}\n`);
    terminal.exitWith(usage ? USAGE_EXIT : EXIT.couldNotAsk);
  }
}

/** Finds the service that options mean. */
export async function findTarget({
  stack,
  service,
  cluster,
  region,
  profile,
  needsStack,
}: ServiceOptions & StackNeed): Promise<Target> {
  if (cluster !== undefined) {
    if (service === undefined) throw new UsageError("--service: missing; pass the name of a service of --cluster");
    const found = region ?? (cluster.startsWith("arn:") ? cluster.split(":")[3] : undefined);
    return { aws: connectAws({ region: found, profile }), ref: { cluster, service } };
  }
  const wayOut = needsStack ? undefined : "--cluster and --service";
  const state = await readStackHere(stack, wayOut);
  const deployed = chooseService(servicesOfStack(state.resources), service, { stack: state.name, wayOut });
  return {
    aws: connectAws({ region: region ?? deployed.region, profile }),
    ref: { cluster: deployed.cluster, service: deployed.service },
    deployed: { ...deployed, stack: state.name },
  };
}

/** Reads a stack of the Pulumi project that the command runs in. `wayOut`: options that do without a stack. */
export async function readStackHere(stack: string | undefined, wayOut: string | undefined): Promise<StackState> {
  const project = projectFolder(process.cwd());
  if (project === undefined)
    throw new UsageError(`no Pulumi project here; run this in one${wayOut === undefined ? "" : `, or pass ${wayOut}`}`);
  return readStack(project, stack, wayOut);
}
