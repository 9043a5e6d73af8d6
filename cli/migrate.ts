// `ghcr-fargate migrate`: moves a group's images to ECR or another registry, with proof. The work is in migrate/.

import { type Command, Option } from "commander";
import { copy } from "../migrate/copy";
import type { CopyEvent } from "../migrate/copyEvents";
import { type Migration, openMigration } from "../migrate/migration";
import { MIGRATE_EXIT, OutcomeCounts } from "../migrate/outcome";
import { plan } from "../migrate/plan";
import {
  createReport,
  renderCounts,
  renderPlanSummary,
  REPORT_FORMATS,
  type ReportFormat,
  type ReportLine,
  type SkippedLine,
} from "../migrate/renderReport";
import { verify } from "../migrate/verify";
import {
  addSelection,
  CREDENTIALS_HELP,
  EXIT_HELP,
  type MigrateAccess,
  parseRepositoryTag,
  type SelectionFlags,
  toAccess,
  toRequest,
} from "./migrateOptions";
import { createProgress } from "./migrateProgress";
import { addPrune } from "./migratePrune";
import { addReferences } from "./migrateReferences";
import { runMigrateCommand } from "./migrateRun";
import type { AddCommand, Terminal } from "./terminal";

interface PlanFlags extends SelectionFlags {
  readonly format: ReportFormat;
  readonly json?: true;
}

interface CopyFlags extends SelectionFlags {
  readonly overwrite?: true;
  readonly json?: true;
  readonly repositoryTag: Readonly<Record<string, string>>;
}

interface VerifyFlags extends PlanFlags {
  readonly blobs?: true;
}

/** The commands, with what they take from outside. */
export function addMigrate(access: MigrateAccess = {}): AddCommand {
  return (program, terminal) => {
    const migrate = program
      .command("migrate")
      .description("move a GitLab group's, a GitHub owner's or a registry's images to ECR, with proof");
    addPlan(migrate, terminal, access);
    addCopy(migrate, terminal, access);
    addVerify(migrate, terminal, access);
    addReferences(migrate, terminal, runMigrateCommand);
    addPrune(migrate, terminal, { run: runMigrateCommand, ...access });
  };
}

function addPlan(migrate: Command, terminal: Terminal, access: MigrateAccess): void {
  addFormat(addSelection(migrate.command("plan").description("say what a copy would do; writes nothing")))
    .addHelpText(
      "after",
      helpWith(
        "plan gitlab:https://gitlab.com/acme 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme",
        "plan ghcr:acme 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme --newest 10 --format csv > plan.csv",
      ),
    )
    .action(
      withMigration<PlanFlags>(terminal, { access }, async (migration, flags) => {
        const report = startReport(flags, terminal);
        const tags = plan(migration);
        for (;;) {
          const next = await tags.next();
          if (next.done === true) {
            for (const skipped of next.value.skipped) report.skip(skipped);
            report.end(next.value, renderPlanSummary(next.value));
            return report.counts.exitCode;
          }
          report.add(next.value);
        }
      }),
    );
}

function addCopy(migrate: Command, terminal: Terminal, access: MigrateAccess): void {
  addSelection(migrate.command("copy").description("copy whatever is new; run it again to continue after a fault"))
    .option("--overwrite", "overwrite tags that have another digest at the target")
    .addOption(
      new Option("--repository-tag <key=value>", "a tag of repositories that are created at ECR; can be repeated")
        .argParser((text: string, earlier: Readonly<Record<string, string>>) => ({
          ...earlier,
          ...parseRepositoryTag(text),
        }))
        .default({}, "none"),
    )
    .option("--json", "write events as JSON, one a line")
    .addHelpText(
      "after",
      helpWith(
        "copy gitlab:https://gitlab.com/acme 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme",
        "copy registry:registry.example.com/acme registry.example.org/acme --include 'backend/**:v*'",
      ),
    )
    .action(
      withMigration<CopyFlags>(terminal, { access, targetAccess: "pull,push" }, (migration, flags) =>
        runCopy(migration, flags, terminal),
      ),
    );
}

async function runCopy(migration: Migration, flags: CopyFlags, terminal: Terminal): Promise<number> {
  const counts = new OutcomeCounts();
  const progress = createProgress(terminal);
  const onEvent = (event: CopyEvent): void => {
    if (event.event === "tag") counts.add(event.state);
    if (event.event === "skipped") counts.skip(event);
    if (event.event === "blob") progress.blob(event);
    if (event.event === "bytes") progress.bytes(event);
    else if (flags.json) terminal.write(`${JSON.stringify(event)}\n`);
    else if (event.event !== "blob") progress.line(renderEvent(event));
  };
  try {
    await copy(migration, {
      overwrite: flags.overwrite === true,
      repositoryTags: flags.repositoryTag,
      onEvent,
    });
  } finally {
    progress.stop();
    const { tags, states } = counts;
    if (flags.json) terminal.write(`${JSON.stringify({ event: "summary", tags, states })}\n`);
    else terminal.write(`${renderCounts(tags, states)}\n`);
  }
  return counts.exitCode;
}

function addVerify(migrate: Command, terminal: Terminal, access: MigrateAccess): void {
  addFormat(
    addSelection(migrate.command("verify").description("prove that every tag has the same digest at both ends")),
  )
    .option("--blobs", "ask for every blob too, although a registry takes no manifest without its blobs")
    .addHelpText(
      "after",
      helpWith(
        "verify gitlab:https://gitlab.com/acme 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme --json > report.json",
      ),
    )
    .action(
      withMigration<VerifyFlags>(terminal, { access }, async (migration, flags) => {
        const report = startReport(flags, terminal);
        for await (const found of verify(migration, { withBlobs: flags.blobs === true }))
          if ("state" in found) report.add(found);
          else report.skip(found);
        const { tags, states, exitCode } = report.counts;
        report.end({ tags, states, proven: exitCode === MIGRATE_EXIT.OK }, [renderCounts(tags, states)]);
        return exitCode;
      }),
    );
}

/** The action of a command: opens the migration that its arguments name, and exits with what `run` answers. */
function withMigration<Flags extends SelectionFlags>(
  terminal: Terminal,
  access: { readonly access: MigrateAccess; readonly targetAccess?: "pull,push" },
  run: (migration: Migration, flags: Flags) => Promise<number>,
): (source: string, target: string, flags: Flags) => Promise<void> {
  return (source, target, flags) =>
    runMigrateCommand(terminal, async (signal) => {
      const connection = toAccess(terminal, flags, { ...access, signal });
      return run(await openMigration(toRequest(source, target, flags), connection), flags);
    });
}

/** A report that counts what it writes. */
function startReport({ json, format }: PlanFlags, terminal: Terminal) {
  const writer = createReport(json ? "json" : format, terminal.write, terminal);
  const counts = new OutcomeCounts();
  return {
    counts,
    add(line: ReportLine) {
      counts.add(line.state);
      writer.line(line);
    },
    skip(skipped: SkippedLine) {
      counts.skip(skipped);
      writer.skipped(skipped);
      // CSV has no place for it.
      if (!json && format === "csv") terminal.writeError(`${renderSkipped(skipped)}\n`);
    },
    end: writer.end,
  };
}

function renderEvent(event: Exclude<CopyEvent, { event: "bytes" | "blob" }>): string {
  switch (event.event) {
    case "repository":
      return `${event.outcome}  ${event.name}${event.denied.length === 0 ? "" : `  (without what the template says of it: ${event.denied.join(" and ")} denied)`}`;
    case "skipped":
      return renderSkipped(event);
    case "tag": {
      const separator = event.reference.includes(":") ? "@" : ":";
      const details = [
        ...(event.rewrittenDigest === undefined ? [] : [`${event.digest ?? ""} becomes ${event.rewrittenDigest}`]),
        ...(event.reason === undefined ? [] : [event.reason]),
      ];
      const detail = details.length === 0 ? "" : `  (${details.join("; ")})`;
      return `${event.state}  ${event.target}${separator}${event.reference}${detail}`;
    }
  }
}

function renderSkipped({ source, reason }: SkippedLine): string {
  return `skipped  ${source}  (${reason})`;
}

function helpWith(...examples: readonly string[]): string {
  const lines = examples.map((example) => `  $ ghcr-fargate migrate ${example}`);
  return `${CREDENTIALS_HELP}\n${EXIT_HELP}\n\nExamples:\n${lines.join("\n")}`;
}

function addFormat(command: Command): Command {
  return command
    .addOption(new Option("--format <format>", "how to write it").choices(REPORT_FORMATS).default("table"))
    .option("--json", "the same as --format json");
}
