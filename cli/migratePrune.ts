// `ghcr-fargate migrate prune`: deletes images of an ECR namespace that nothing uses.

import { type Command, InvalidArgumentError } from "commander";
import { MIGRATION_ERROR, MigrationError } from "../migrate/errors";
import { MIGRATE_EXIT } from "../migrate/outcome";
import type { RepositoryDecision } from "../migrate/prune/decide";
import { type PruneApi } from "../migrate/prune/images";
import { connectInUse, type InUseApi } from "../migrate/prune/inUse";
import { connectEcr } from "../migrate/ecr";
import { applyPrune, planPrune, type PruneAccess, type PruneRequest } from "../migrate/prune/prune";
import { renderBytes } from "../migrate/renderReport";
import { parseTarget } from "../migrate/target";
import { parseEcrHost } from "../model/ecrNames";
import { repeatable } from "./repeatable";
import type { RunMigrateCommand } from "./migrateRun";
import type { Terminal } from "./terminal";
import { parseRegion } from "./usage";

interface Flags {
  readonly keep: readonly string[];
  readonly revisions: number;
  readonly olderThan: number;
  readonly region: readonly string[];
  readonly apply?: true;
  readonly json?: true;
}

/** What the command takes from outside, for tests. */
export interface PruneCommandAccess {
  readonly run: RunMigrateCommand;
  readonly connectPrune?: (region: string) => Promise<PruneApi>;
  readonly connectInUse?: (region: string) => Promise<InUseApi>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const HELP = `
Spared are: images of running tasks, of services' deployments, of the last revisions of every task definition family and of every
version of every Lambda function in the account and the Regions given; what --keep matches; what was pushed recently; and
whatever those need: the platforms of an index, signatures and attestations. Other accounts are not seen: name what they use
with --keep. Whatever cannot be read stops the command.

Permissions: ecr:DescribeRepositories, ecr:DescribeImages, ecr:BatchGetImage; ecs:ListClusters, ecs:ListTasks,
ecs:DescribeTasks, ecs:ListServices, ecs:DescribeServices, ecs:ListTaskDefinitionFamilies, ecs:ListTaskDefinitions,
ecs:DescribeTaskDefinition; lambda:ListFunctions, lambda:GetFunction; with --apply ecr:BatchDeleteImage.

Exit codes:
  0  nothing is wrong
  1  ECR refused to delete an image, or one has come into use
  3  AWS could not be asked
  64 wrong options

Examples:
  $ ghcr-fargate migrate prune 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme --keep 'v*'
  $ ghcr-fargate migrate prune 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme --older-than 90 --apply`;

/** Adds the command. */
export function addPrune(migrate: Command, terminal: Terminal, access: PruneCommandAccess): void {
  migrate
    .command("prune")
    .description("list, and with --apply delete, images of an ECR namespace that nothing uses")
    .argument("<target>", "ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAMESPACE")
    .addOption(repeatable("--keep <pattern>", "tags that stay: v*, release-*", parseKeep))
    .option("--revisions <n>", "revisions of each task definition family whose images stay", parseWhole, 3)
    .option("--older-than <days>", "only images pushed longer ago", parseWhole, 30)
    .addOption(repeatable("--region <region>", "further Regions that run these images", parseRegion))
    .option("--apply", "delete them")
    .option("--json", "write JSON, one repository a line")
    .addHelpText("after", HELP)
    .action((text: string, flags: Flags) => access.run(terminal, () => prune(text, flags, { terminal, access })));
}

async function prune(
  text: string,
  flags: Flags,
  { terminal, access }: { terminal: Terminal; access: PruneCommandAccess },
): Promise<number> {
  const target = parseTarget(text);
  const host = parseEcrHost(target.registry);
  if (host === undefined)
    throw new MigrationError(
      MIGRATION_ERROR.INVALID_ARGUMENT,
      `TARGET: ${target.registry} is not a private registry of ECR`,
    );
  const regions = [...new Set([host.region, ...flags.region])];
  const aws: PruneAccess = {
    ecr: await (access.connectPrune ?? connectEcr)(host.region),
    regions: await Promise.all(regions.map(access.connectInUse ?? connectInUse)),
  };
  const request: PruneRequest = {
    target,
    revisions: flags.revisions,
    keep: flags.keep,
    pushedBefore: Date.now() - flags.olderThan * DAY_MS,
  };

  const sum = { deleted: 0, freedBytes: 0, failed: 0 };
  for await (const decision of planPrune(request, aws)) {
    const count = decision.decisions.filter(({ keptFor }) => keptFor === undefined).length;
    const outcome = flags.apply ? await applyPrune(decision, request, aws) : { deleted: count, failures: [] };
    sum.deleted += outcome.deleted;
    if (outcome.failures.length === 0) sum.freedBytes += decision.freedBytes;
    sum.failed += outcome.failures.length;
    terminal.write(flags.json ? renderJson(decision, outcome) : renderText(decision));
    for (const failure of outcome.failures) terminal.writeError(`${decision.name}@${failure}\n`);
  }
  const verb = flags.apply ? "deleted, freeing" : "to delete, which frees";
  if (!flags.json) terminal.write(`${sum.deleted} images ${verb} ${renderBytes(sum.freedBytes)}\n`);
  if (!flags.json && flags.apply === undefined && sum.deleted > 0)
    terminal.write("Nothing was deleted; pass --apply to do so.\n");
  return sum.failed > 0 ? MIGRATE_EXIT.INCOMPLETE : MIGRATE_EXIT.OK;
}

function renderText({ name, decisions, freedBytes }: RepositoryDecision): string {
  const lines = decisions.map(({ image: { digest, tags }, keptFor }) => {
    const names = tags.length === 0 ? "no tag" : tags.join(", ");
    return keptFor === undefined ? `  delete  ${digest}  ${names}` : `  keep    ${digest}  ${names}  (${keptFor})`;
  });
  return `${name}, ${renderBytes(freedBytes)} to free\n${lines.map((line) => `${line}\n`).join("")}\n`;
}

function renderJson({ name, decisions, freedBytes }: RepositoryDecision, outcome: object): string {
  const images = decisions.map(({ image: { digest, tags }, keptFor }) => ({
    digest,
    tags,
    ...(keptFor !== undefined && { keptFor }),
  }));
  return `${JSON.stringify({ repository: name, images, freedBytes, ...outcome })}\n`;
}

function parseKeep(text: string): string {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("It must be a pattern of tags such as v*.");
}

function parseWhole(text: string): number {
  if (/^\d{1,4}$/.test(text) && (text !== "0" || text.length === 1)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 0 to 9999.");
}
