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
} from "../migrate/renderReport";
import { verify } from "../migrate/verify";
import {
  addSelection,
  CREDENTIALS_HELP,
  EXIT_HELP,
  type MigrateAccess,
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
  addSelection(migrate.command("plan").description("say what a copy would do; writes nothing"))
    .addOption(formatOption())
    .option("--json", "the same as --format json")
    .addHelpText(
      "after",
      helpWith(
        "plan gitlab:https://gitlab.com/acme 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme",
        "plan ghcr:acme 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme --newest 10 --format csv > plan.csv",
      ),
    )
    .action(async (source: string, target: string, flags: PlanFlags) => {
      await runMigrateCommand(terminal, async (signal) => {
        const migration = await openMigration(
          toRequest(source, target, flags),
          toAccess(terminal, flags, { access, signal }),
        );
        const report = createReport(flags.json ? "json" : flags.format, terminal.write, terminal);
        const counts = new OutcomeCounts();
        const tags = plan(migration);
        for (;;) {
          const next = await tags.next();
          if (next.done !== true) {
            counts.add(next.value.state);
            report.line(next.value);
            continue;
          }
          for (const skipped of next.value.skipped) {
            counts.skip(skipped);
            report.skipped(skipped);
          }
          report.end(next.value, renderPlanSummary(next.value));
          return counts.exitCode;
        }
      });
    });
}

function addCopy(migrate: Command, terminal: Terminal, access: MigrateAccess): void {
  addSelection(migrate.command("copy").description("copy whatever is new; run it again to continue after a fault"))
    .option("--overwrite", "overwrite tags that have another digest at the target")
    .addOption(
      new Option("--repository-tag <key=value>", "a tag of repositories that are created at ECR; can be repeated")
        .argParser((text: string, earlier: Readonly<Record<string, string>>) => {
          const equals = text.indexOf("=");
          return { ...earlier, [text.slice(0, equals)]: text.slice(equals + 1) };
        })
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
    .action(async (source: string, target: string, flags: CopyFlags) => {
      await runMigrateCommand(terminal, async (signal) => {
        const migration = await openMigration(
          toRequest(source, target, flags),
          toAccess(terminal, flags, { access, signal, targetAccess: "pull,push" }),
        );
        return runCopy(migration, flags, terminal);
      });
    });
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
  addSelection(migrate.command("verify").description("prove that every tag has the same digest at both ends"))
    .addOption(formatOption())
    .option("--json", "the same as --format json")
    .option("--blobs", "ask for every blob too, although a registry takes no manifest without its blobs")
    .addHelpText(
      "after",
      helpWith(
        "verify gitlab:https://gitlab.com/acme 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme --json > report.json",
      ),
    )
    .action(async (source: string, target: string, flags: VerifyFlags) => {
      await runMigrateCommand(terminal, async (signal) => {
        const migration = await openMigration(
          toRequest(source, target, flags),
          toAccess(terminal, flags, { access, signal }),
        );
        const report = createReport(flags.json ? "json" : flags.format, terminal.write, terminal);
        const counts = new OutcomeCounts();
        for await (const found of verify(migration, { withBlobs: flags.blobs === true })) {
          if ("state" in found) {
            counts.add(found.state);
            report.line(found);
          } else {
            counts.skip(found);
            report.skipped(found);
          }
        }
        const { tags, states } = counts;
        report.end({ tags, states, proven: counts.exitCode === MIGRATE_EXIT.OK }, [renderCounts(tags, states)]);
        return counts.exitCode;
      });
    });
}

function renderEvent(event: Exclude<CopyEvent, { event: "bytes" | "blob" }>): string {
  switch (event.event) {
    case "repository":
      return `${event.outcome}  ${event.name}${event.denied.length === 0 ? "" : `  (without what the template says of it: ${event.denied.join(" and ")} denied)`}`;
    case "skipped":
      return `skipped  ${event.source}  (${event.reason})`;
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

function helpWith(...examples: readonly string[]): string {
  const lines = examples.map((example) => `  $ ghcr-fargate migrate ${example}`);
  return `${CREDENTIALS_HELP}\n${EXIT_HELP}\n\nExamples:\n${lines.join("\n")}`;
}

function formatOption(): Option {
  return new Option("--format <format>", "how to write it").choices(REPORT_FORMATS).default("table");
}
